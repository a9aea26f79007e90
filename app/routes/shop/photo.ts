import type { LoaderFunctionArgs } from '@remix-run/node'
import { notFound } from '#app/http/responses.server.ts'
import { readPhotoFile } from '#app/platform/photo.server.ts'
import { type PhotoFormat, parsePhotoFile } from '#app/shared/photo.ts'

/**
 * One file of a photograph. Without an ending in its name the format is the best the
 * browser asks for. A name never gets other bytes, so an answer may be kept for ever.
 */
export async function loader({ params, request }: LoaderFunctionArgs) {
  const asked = parsePhotoFile(params.key ?? '')
  if (!asked) throw notFound()
  const format = asked.format ?? preferredFormat(request.headers.get('accept') ?? '')
  const file = await readPhotoFile(asked.key, { width: asked.width, format })
  if (!file) throw notFound()
  const headers = new Headers({
    'Content-Type': file.type,
    'Content-Length': String(file.bytes.length),
    'Cache-Control': 'public, max-age=31536000, immutable',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cross-Origin-Resource-Policy': 'same-origin',
  })
  if (!asked.format) headers.set('Vary', 'Accept')
  return new Response(new Uint8Array(file.bytes), { headers })
}

function preferredFormat(accept: string): PhotoFormat {
  if (/\bimage\/avif\b/.test(accept)) return 'avif'
  return /\bimage\/webp\b/.test(accept) ? 'webp' : 'jpg'
}
