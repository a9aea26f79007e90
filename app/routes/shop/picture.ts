import { createHash } from 'node:crypto'
import type { LoaderFunctionArgs } from '@remix-run/node'
import { drawCounty, drawEmpty } from '#app/ui/pictures/counties.ts'
import { drawPicture } from '#app/ui/pictures/pictures.ts'

interface Drawn {
  svg: string
  etag: string
}

const FILE = /^([a-z0-9-]{1,80})\.svg$/
const MAX_KEPT = 400

/** Pictures already drawn; the one kept longest goes first, as drawing it again costs a millisecond. */
const kept = new Map<string, Drawn>()

/** A drawn picture as a file of its own: no page needs script for it, and every browser keeps it. */
export function loader({ request, params }: LoaderFunctionArgs) {
  const seed = FILE.exec(params.file ?? '')?.[1]
  const drawn = seed === undefined ? undefined : findPicture(params.kind ?? '', seed)
  if (!drawn) throw new Response(null, { status: 404 })
  const headers = {
    'Content-Type': 'image/svg+xml',
    'Cache-Control': 'public, max-age=86400',
    // Opened by itself it is a document of ours, so it may do nothing at all.
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    ETag: drawn.etag,
  }
  if (isKnown(request.headers.get('If-None-Match'), drawn.etag)) return new Response(null, { status: 304, headers })
  return new Response(drawn.svg, { headers })
}

function findPicture(kind: string, seed: string): Drawn | undefined {
  const key = `${kind}/${seed}`
  const earlier = kept.get(key)
  if (earlier) return earlier
  const svg = draw(kind, seed)
  if (svg === undefined) return undefined
  const drawn = { svg, etag: `"${createHash('sha256').update(svg).digest('base64url').slice(0, 22)}"` }
  const [oldest] = kept.keys()
  if (kept.size >= MAX_KEPT && oldest !== undefined) kept.delete(oldest)
  kept.set(key, drawn)
  return drawn
}

function draw(kind: string, seed: string): string | undefined {
  if (kind === 'county') return drawCounty(seed)
  if (kind === 'empty') return drawEmpty()
  return drawPicture(kind, seed)
}

/** A proxy may have compressed the picture and made its tag a weak one. */
function isKnown(header: string | null, etag: string): boolean {
  return header?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag) ?? false
}
