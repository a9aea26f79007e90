import { createReadableStreamFromReadable, type LoaderFunctionArgs } from '@remix-run/node'
import { requireActor } from '#app/http/require-actor.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { getBlobStore } from '#app/platform/open-blob-store.server.ts'
import { readPack } from '#app/routes/parts/pack-view.server.ts'

/** The archive of a pack that is whole. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireActor(request, 'progress:export')
  const { scope, whole } = await readPack(params)
  if (!whole) throw notFound()
  const content = await getBlobStore().getStream(whole.blobName)
  if (!content) throw new Error(`the blob store has lost ${whole.blobName}`)
  return new Response(createReadableStreamFromReadable(content), {
    headers: {
      'Content-Type': 'application/zip',
      'Content-Disposition': `attachment; filename="evidence-${scope.from}-${scope.to}.zip"`,
      'Content-Length': String(whole.byteCount),
      'Cache-Control': 'private, no-store',
    },
  })
}
