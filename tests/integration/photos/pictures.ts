import { deflateSync } from 'node:zlib'
import sharp, { type Exif } from 'sharp'

/** A picture of noise and lines, as a camera would make it; `exif` goes into the file. */
export async function makePicture(
  format: 'jpeg' | 'png' | 'webp',
  { width = 800, height = 600, ...rest }: { width?: number; height?: number; exif?: Exif; orientation?: number } = {},
): Promise<Buffer> {
  let picture = sharp({ create: { width, height, channels: 3, background: '#a8281d' } }).composite([
    { input: await half(width, height), top: 0, left: 0 },
  ])
  if (rest.exif) picture = picture.withExif(rest.exif)
  if (rest.orientation !== undefined) picture = picture.withMetadata({ orientation: rest.orientation })
  return picture.toFormat(format).toBuffer()
}

/** The left half in another colour: turning the picture shows. */
function half(width: number, height: number): Promise<Buffer> {
  return sharp({ create: { width: Math.floor(width / 2), height, channels: 3, background: '#2c6548' } })
    .png()
    .toBuffer()
}

const CRC_TABLE = Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c >>> 0
})

function crc32(bytes: Buffer): number {
  let c = 0xffffffff
  for (const byte of bytes) c = (CRC_TABLE[(c ^ byte) & 0xff] ?? 0) ^ (c >>> 8)
  return (c ^ 0xffffffff) >>> 0
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}

/** A PNG of a few hundred kilobytes that claims, and holds, `width` × `height` black pixels. */
export function makePngBomb(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.writeUInt8(1, 8)
  const row = Buffer.alloc(Math.ceil(width / 8) + 1)
  const rows = deflateSync(Buffer.alloc(row.length * height), { level: 9 })
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** A ZIP with nothing in it but a comment that reaches to its end. */
export function emptyZip(comment = ''): Buffer {
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(comment.length, 20)
  return Buffer.concat([end, Buffer.from(comment)])
}
