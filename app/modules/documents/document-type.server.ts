import { isUtf8 } from 'node:buffer'
import type { DocumentType } from './document.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

/** What the bytes are; undefined for what is not kept. Nothing that a browser would run is among them. */
export function detectDocumentType(bytes: Buffer): DocumentType | undefined {
  const starts = (text: string, at = 0) => bytes.subarray(at, at + text.length).equals(Buffer.from(text, 'latin1'))
  if (starts('%PDF-')) return 'application/pdf'
  if (starts('\xff\xd8\xff')) return 'image/jpeg'
  if (starts('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (starts('RIFF') && starts('WEBP', 8)) return 'image/webp'
  if (starts('PK\x03\x04')) return zipKind(bytes)
  return isTable(bytes) ? 'text/csv' : undefined
}

/** The names of a package's parts stand uncompressed in its directory. */
function zipKind(bytes: Buffer): DocumentType {
  if (bytes.includes('xl/workbook.xml')) return XLSX
  if (bytes.includes('word/document.xml')) return DOCX
  return bytes.includes('OFD.xml') ? 'application/ofd' : 'application/zip'
}

/** Lines of text with separators, in an encoding spreadsheets are saved in, and no markup. */
function isTable(bytes: Buffer): boolean {
  const text = headText(bytes)
  return text !== undefined && !/^\s*</.test(text) && /[,;\t]/.test(text)
}

const HEAD_BYTES = 4096

/** The beginning of a text in UTF-8, GB18030 or UTF-16, enough of it to tell; undefined for what is no text. */
function headText(bytes: Buffer): string | undefined {
  const head = bytes.subarray(0, HEAD_BYTES)
  const wide = wideEncoding(head)
  if (wide) {
    const text = new TextDecoder(wide).decode(head)
    return text.includes('\0') || text.slice(0, -1).includes('\ufffd') ? undefined : text
  }
  const isText = isUtf8(bytes) || !head.some((byte) => byte < 9)
  return isText && !head.includes(0) ? head.toString('latin1') : undefined
}

/** Sixteen-bit text says so by its mark, or has the zeros of its plain letters all on one side. */
function wideEncoding(head: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const places = [...head.entries()].filter(([, byte]) => byte === 0).map(([place]) => place % 2)
  if (places.length === 0) return undefined
  if (places.every((place) => place === 1)) return 'utf-16le'
  return places.every((place) => place === 0) ? 'utf-16be' : undefined
}
