import { createHash } from 'node:crypto'
import type { OutputInfo } from 'sharp'
import {
  MAX_PHOTO_BYTES,
  PHOTO_FORMATS,
  PHOTO_WIDTHS,
  type PhotoFormat,
  type PhotoWidth,
  photoFile,
  type StoredPhoto,
} from '#app/shared/photo.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import type { BlobStore } from './blob-store.server.ts'
import { getBlobStore } from './open-blob-store.server.ts'
import { judgeContent, type OtherKind } from './photo-content.server.ts'
import { createTurns } from './turns.server.ts'

/** Why a file does not become a photograph. */
export type PhotoRefusal =
  | { kind: 'empty' }
  | { kind: 'tooLarge'; maxBytes: number }
  | { kind: 'wrongType'; found: OtherKind }
  | { kind: 'polyglot' }
  | { kind: 'broken' }
  | { kind: 'tooManyPixels'; maxPixels: number }
  | { kind: 'tooSmall'; minSide: number }
  /** Too many are waiting at this moment. */
  | { kind: 'busy' }

const MAX_PIXELS = 24_000_000
const MIN_SIDE = 100
const MAX_SECONDS = 20
/** Decoded pictures take up to a hundred megabytes each. */
const AT_ONCE = 2
const MAX_WAITING = 12

/** Changes with the way photographs are made, so that a name never gets other bytes. */
const RECIPE = 'photo 1'

type Sharp = typeof import('sharp')['default']
let loadedSharp: Promise<Sharp> | undefined

/** The library, loaded with the first photograph: most processes never see one, and it is large. */
function loadSharp(): Promise<Sharp> {
  loadedSharp ??= import('sharp').then(({ default: sharp }) => {
    // Whatever a file claims to be, only these three loaders are there to read it.
    sharp.block({ operation: ['VipsForeignLoad'] })
    sharp.unblock({
      operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
    })
    sharp.cache(false)
    sharp.concurrency(1)
    return sharp
  })
  return loadedSharp
}

const photoTurn = createTurns(AT_ONCE)
let waiting = 0

/**
 * Makes a photograph of what somebody sent: checked by content, turned upright, made
 * anew in three widths and three formats, without anything it said about place, time
 * and camera. Named by its content: the same file again is the same photograph.
 */
export async function storePhoto(bytes: Buffer): Promise<Result<StoredPhoto, PhotoRefusal>> {
  if (bytes.length === 0) return refuse({ kind: 'empty' })
  if (bytes.length > MAX_PHOTO_BYTES) return refuse({ kind: 'tooLarge', maxBytes: MAX_PHOTO_BYTES })
  const verdict = judgeContent(bytes)
  if (verdict.kind !== 'image') return refuse(verdict)
  if (waiting >= MAX_WAITING) return refuse({ kind: 'busy' })
  waiting += 1
  try {
    return await photoTurn(() => makePhoto(bytes, getBlobStore()))
  } finally {
    waiting -= 1
  }
}

async function makePhoto(bytes: Buffer, store: BlobStore): Promise<Result<StoredPhoto, PhotoRefusal>> {
  const key = createHash('sha256').update(RECIPE).update(bytes).digest('hex').slice(0, 40)
  const kept = await store.get(photoFile(key, LAST_WIDTH, LAST_FORMAT))
  const sharp = await loadSharp()
  if (kept) {
    const { width, height } = await sharp(kept).metadata()
    return ok({ key, width, height })
  }
  const decoded = await decode(sharp, bytes)
  if (!decoded.ok) return decoded
  for (const width of PHOTO_WIDTHS) {
    for (const format of PHOTO_FORMATS) {
      await store.put(
        photoFile(key, width, format),
        await encode(sharp, decoded.value, { width, format }),
        TYPES[format],
      )
    }
  }
  return ok({ key, width: decoded.value.info.width, height: decoded.value.info.height })
}

/** Written last: where it is, all of them are. */
const LAST_WIDTH: PhotoWidth = 1280
const LAST_FORMAT: PhotoFormat = 'jpg'

interface Decoded {
  data: Buffer
  info: OutputInfo
}

/** The upright picture at its largest width, on white, in sRGB: nothing but pixels is left of the file. */
async function decode(sharp: Sharp, bytes: Buffer): Promise<Result<Decoded, PhotoRefusal>> {
  try {
    const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata()
    if (width * height > MAX_PIXELS) return refuse({ kind: 'tooManyPixels', maxPixels: MAX_PIXELS })
    if (Math.min(width, height) < MIN_SIDE) return refuse({ kind: 'tooSmall', minSide: MIN_SIDE })
    const picture = sharp(bytes, { failOn: 'error', limitInputPixels: MAX_PIXELS })
      .autoOrient()
      .resize(within(LAST_WIDTH))
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .timeout({ seconds: MAX_SECONDS })
    return ok(await picture.raw().toBuffer({ resolveWithObject: true }))
  } catch {
    return refuse({ kind: 'broken' })
  }
}

function encode(sharp: Sharp, { data, info }: Decoded, { width, format }: { width: PhotoWidth; format: PhotoFormat }) {
  const { width: from, height, channels } = info
  const resized = sharp(data, { raw: { width: from, height, channels } }).resize(within(width))
  switch (format) {
    case 'avif':
      return resized.avif({ quality: 50, effort: 2 }).toBuffer()
    case 'webp':
      return resized.webp({ quality: 72 }).toBuffer()
    case 'jpg':
      return resized.jpeg({ quality: 76, progressive: true }).toBuffer()
  }
}

/** Not taller than twice its width: a scroll of paper is cut down, not made a tower. */
function within(width: number) {
  return { width, height: 2 * width, fit: 'inside', withoutEnlargement: true } as const
}

const TYPES: Record<PhotoFormat, string> = { avif: 'image/avif', webp: 'image/webp', jpg: 'image/jpeg' }

/** One file of a photograph; undefined when there is none. */
export async function readPhotoFile(
  key: string,
  { width, format }: { width: PhotoWidth; format: PhotoFormat },
): Promise<{ bytes: Buffer; type: string } | undefined> {
  const bytes = await getBlobStore().get(photoFile(key, width, format))
  return bytes && { bytes, type: TYPES[format] }
}
