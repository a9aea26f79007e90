import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { encode } from 'uqr'

export type Pdf = PDFKit.PDFDocument

const FONT_FILE = 'noto-sans-sc-gb2312.otf'
const FONT_NAME = 'sans-sc'
/** The printers' mark for a character that the face does not have. */
const MISSING = '〓'
const POINTS_PER_MM = 72 / 25.4

let fontBytes: Buffer | undefined

/** The face as it lies in public/, or where the build has put it. */
function readFont(): Buffer {
  if (fontBytes) return fontBytes
  let folder = dirname(fileURLToPath(import.meta.url))
  for (;;) {
    for (const place of ['public', 'client']) {
      const path = join(folder, place, 'fonts', FONT_FILE)
      if (!existsSync(path)) continue
      fontBytes = readFileSync(path)
      return fontBytes
    }
    const parent = dirname(folder)
    if (parent === folder) throw new Error(`the font ${FONT_FILE} is neither in public/fonts nor in the build`)
    folder = parent
  }
}

export function mm(millimetres: number): number {
  return millimetres * POINTS_PER_MM
}

/** An empty document whose text is Chinese or Latin; it carries the glyphs it uses. Pages are added by the caller. */
export async function openPdf({ title, now }: { title: string; now: Date }): Promise<Pdf> {
  // Large, and needed by few: loaded with the first document.
  const { default: PDFDocument } = await import('pdfkit')
  const pdf = new PDFDocument({
    autoFirstPage: false,
    bufferPages: true,
    info: { Title: title, Producer: 'Yuanshang Market', Creator: 'Yuanshang Market', CreationDate: now },
  })
  pdf.registerFont(FONT_NAME, readFont())
  pdf.font(FONT_NAME)
  return pdf
}

/**
 * The text on one line as the face can show it. A character it lacks becomes 〓, so
 * that its loss is seen; what is invisible everywhere is left out.
 */
export function printable(pdf: Pdf, text: string): string {
  // The open face of the document; the types do not tell of it.
  const { font } = (pdf as unknown as { _font: { font: { hasGlyphForCodePoint(code: number): boolean } } })._font
  const shown = text.replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '').replaceAll(/\s+/gu, ' ')
  return [...shown].map((one) => (font.hasGlyphForCodePoint(one.codePointAt(0) ?? 0) ? one : MISSING)).join('')
}

export interface TextBox {
  x: number
  y: number
  width: number
  height: number
  /** Wished size in points, and the smallest that can be read. */
  size: number
  minSize: number
  align?: 'left' | 'right' | 'center'
}

/** Writes `text` into a box, smaller when it must be, cut with … when that is not enough. */
export function writeInBox(pdf: Pdf, text: string, box: TextBox): void {
  const { x, y, width, height, minSize, align = 'left' } = box
  const shown = printable(pdf, text)
  let { size } = box
  while (size > minSize && pdf.fontSize(size).heightOfString(shown, { width, lineGap: 0 }) > height) size -= 0.5
  // A line that fills the box to a hair must not count as too many.
  pdf.fontSize(size).text(shown, x, y, { width, height: height + 0.1, align, lineGap: 0, ellipsis: true })
}

/** Draws a QR code of plain ASCII as one black path in a square, its quiet zone included. */
export function drawQr(pdf: Pdf, payload: string, { x, y, size }: { x: number; y: number; size: number }): void {
  if (!/^[\x21-\x7e]+$/.test(payload)) throw new RangeError('a QR code of ours holds visible ASCII only')
  const { data, size: count } = encode(payload, { ecc: 'M', border: 2 })
  const side = size / count
  for (const [row, cells] of data.entries())
    for (const [column, isDark] of cells.entries()) if (isDark) pdf.rect(x + column * side, y + row * side, side, side)
  pdf.fill('black')
}

/** The finished file. */
export function closePdf(pdf: Pdf): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
    pdf.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))))
    pdf.on('error', reject)
    pdf.end()
  })
}
