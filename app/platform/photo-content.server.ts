/** What the first bytes of a file say it is. */
type ImageKind = 'jpeg' | 'png' | 'webp'
export type OtherKind = 'gif' | 'heic' | 'avif' | 'svg' | 'tiff' | 'pdf' | 'unknown'

export type ContentVerdict =
  | { kind: 'image'; image: ImageKind }
  | { kind: 'wrongType'; found: OtherKind }
  /** Ends before it says it does. */
  | { kind: 'broken' }
  /** An image and something else at once. */
  | { kind: 'polyglot' }

const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex')
const PNG_CHUNK_FRAME = 12
const RIFF_HEADER = 8

/**
 * Judges a file by its bytes alone. A name and a declared type are claims of whoever
 * sent it. What follows the end of a PNG or WebP makes it two files; after a JPEG,
 * phones keep gain maps and short films, so there only other kinds of file count.
 */
export function judgeContent(bytes: Buffer): ContentVerdict {
  const image = imageKind(bytes)
  if (!image) return { kind: 'wrongType', found: otherKind(bytes) }
  if (holdsAnotherFile(bytes)) return { kind: 'polyglot' }
  const end = image === 'png' ? endOfPng(bytes) : image === 'webp' ? endOfWebp(bytes) : bytes.length
  if (end === undefined || end > bytes.length) return { kind: 'broken' }
  return end < bytes.length ? { kind: 'polyglot' } : { kind: 'image', image }
}

function imageKind(bytes: Buffer): ImageKind | undefined {
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'jpeg'
  if (bytes.subarray(0, 8).equals(PNG_SIGNATURE)) return 'png'
  if (textAt(bytes, 0, 4) === 'RIFF' && textAt(bytes, 8, 4) === 'WEBP') return 'webp'
  return undefined
}

function otherKind(bytes: Buffer): OtherKind {
  const start = bytes.subarray(0, 1024).toString('latin1')
  if (/^GIF8[79]a/.test(start)) return 'gif'
  if (textAt(bytes, 4, 4) === 'ftyp') return /avi[fs]/.test(start.slice(8, 64)) ? 'avif' : 'heic'
  if (/^(?:II\*\0|MM\0\*)/.test(start)) return 'tiff'
  if (start.startsWith('%PDF-')) return 'pdf'
  return /<svg[\s>]/i.test(start) ? 'svg' : 'unknown'
}

function textAt(bytes: Buffer, offset: number, length: number): string {
  return bytes.subarray(offset, offset + length).toString('latin1')
}

/** Where the last chunk ends; undefined when there is no last one. */
function endOfPng(bytes: Buffer): number | undefined {
  let offset = PNG_SIGNATURE.length
  while (offset + PNG_CHUNK_FRAME <= bytes.length) {
    const end = offset + PNG_CHUNK_FRAME + bytes.readUInt32BE(offset)
    if (textAt(bytes, offset + 4, 4) === 'IEND') return end
    offset = end
  }
  return undefined
}

/** Chunks of odd length are followed by one byte, counted or not. */
function endOfWebp(bytes: Buffer): number {
  const end = RIFF_HEADER + bytes.readUInt32LE(4)
  return end % 2 === 1 && end + 1 === bytes.length ? end + 1 : end
}

/** Long enough that no picture holds one of them by chance. */
const FOREIGN = ['<script', '<?php', '<html>', '<html ', '<!doctype html', '<svg xmlns', '<iframe '].map((text) =>
  Buffer.from(text),
)
const ZIP_END = Buffer.from('PK\x05\x06', 'latin1')
const ZIP_END_LENGTH = 22
const PDF_WITHIN = 1024

function holdsAnotherFile(bytes: Buffer): boolean {
  if (bytes.subarray(0, PDF_WITHIN).includes('%PDF-')) return true
  if (endsAsZip(bytes)) return true
  return FOREIGN.some((text) => bytes.includes(text)) || FOREIGN.some((text) => bytes.includes(upperCase(text)))
}

function upperCase(text: Buffer): Buffer {
  return Buffer.from(text.toString('latin1').toUpperCase(), 'latin1')
}

/** A ZIP is read from its end, where its directory names the length of the comment behind it. */
function endsAsZip(bytes: Buffer): boolean {
  const at = bytes.lastIndexOf(ZIP_END)
  if (at < 0 || at + ZIP_END_LENGTH > bytes.length) return false
  return at + ZIP_END_LENGTH + bytes.readUInt16LE(at + 20) <= bytes.length
}
