import type { LoaderFunctionArgs } from '@remix-run/node'
import { requireActor } from '#app/http/require-actor.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { readDocument } from '#app/modules/documents/document-queries.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { type DocumentId, isUuid } from '#app/shared/ids.ts'

/** A stored file as it was handed in. Never shown in our pages: it is downloaded, or opened by itself without scripts. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireActor(request, 'ledger:read')
  const { documentId = '' } = params
  const document = isUuid(documentId) && (await readDocument(getRuntime().db, documentId as DocumentId))
  if (!document) throw notFound()
  return new Response(new Uint8Array(document.bytes), {
    headers: {
      'content-type': document.mediaType,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(document.fileName)}`,
      'content-security-policy': 'sandbox',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    },
  })
}
