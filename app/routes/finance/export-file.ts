import { createReadableStreamFromReadable, type LoaderFunctionArgs } from '@remix-run/node'
import { requireActor } from '#app/http/require-actor.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { openExportFile } from '#app/modules/reports/export-queries.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'

/** A finished file, piece by piece. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireActor(request, 'ledger:read')
  const file = await openExportFile(getRuntime().db, params.exportId ?? '')
  if (!file) throw notFound()
  return new Response(createReadableStreamFromReadable(file.content), {
    headers: {
      'content-type': file.mediaType,
      'content-length': String(file.byteCount),
      'content-disposition': `attachment; filename="${file.fileName}"`,
      'content-security-policy': 'sandbox',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    },
  })
}
