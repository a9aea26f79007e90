import { badRequest, notFound } from '#app/http/responses.server.ts'
import { readDocument } from '#app/modules/documents/document-queries.server.ts'
import { FAPIAO_LISTS, type FapiaoList } from '#app/modules/fapiao/fapiao-lists.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import type { DocumentId } from '#app/shared/ids.ts'

/** Which list an address asks for: what waits, unless it says otherwise. Throws 400 for a list there is none of. */
export function readFapiaoList(request: Request): FapiaoList {
  const named = new URL(request.url).searchParams.get('show') ?? 'requested'
  const list = FAPIAO_LISTS.find((one) => one === named)
  if (!list) throw badRequest()
  return list
}

/** The bytes of a file that its reader was found to may have. */
export async function answerDocument(documentId: DocumentId | undefined): Promise<Response> {
  const document = documentId && (await readDocument(getRuntime().db, documentId))
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
