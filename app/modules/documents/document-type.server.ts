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

/** Lines of text with separators, in UTF-8 or GB18030, and no markup. */
function isTable(bytes: Buffer): boolean {
  const head = bytes.subarray(0, 4096)
  if (head.includes(0) || /^\s*</.test(head.toString('latin1'))) return false
  const isText = isUtf8(bytes) || !head.some((byte) => byte < 9)
  return isText && /[,;\t]/.test(head.toString('latin1'))
}
