import { mm, type Pdf, printable } from './pdf-document.server.ts'

export interface PdfColumn {
  head: string
  /** In points; the columns together fill the page between its margins. */
  width: number
  align?: 'left' | 'right' | 'center'
}

export interface PdfSheet {
  pdf: Pdf
  /** Where the next thing is drawn, from the top of the page. */
  y: number
  /** Of the text in tables, in points; what tables of few columns have when absent. */
  cellSize?: number
}

const MARGIN = mm(14)
const FOOTER = mm(10)
const CELL = { size: 9.5, padX: 4, padY: 4 }
const LINE_GREY = '#999999'

export const A4_WIDTH = mm(210) - 2 * MARGIN

/** Begins an A4 page. */
export function addPage(sheet: PdfSheet): void {
  sheet.pdf.addPage({ size: 'A4', margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: 0 } })
  sheet.y = MARGIN
}

function bottomOf({ pdf }: PdfSheet): number {
  return pdf.page.height - MARGIN - FOOTER
}

/** A line of text over the whole width, wrapped; `keep` points must fit below it on the same page. */
export function writeLine(sheet: PdfSheet, text: string, { size, keep = 0 }: { size: number; keep?: number }): void {
  const { pdf } = sheet
  const shown = printable(pdf, text)
  const height = pdf.fontSize(size).heightOfString(shown, { width: A4_WIDTH })
  if (sheet.y + height + keep > bottomOf(sheet)) addPage(sheet)
  pdf.fontSize(size).fillColor('black').text(shown, MARGIN, sheet.y, { width: A4_WIDTH })
  sheet.y += height + 4
}

/** A table that goes on over as many pages as it needs, its head on each; cells wrap and break at their line ends, rows stay whole. */
export function writeTable(
  sheet: PdfSheet,
  { columns, rows }: { columns: readonly PdfColumn[]; rows: readonly (readonly string[])[] },
): void {
  const head = columns.map((column) => column.head)
  let isHeadDue = true
  for (const row of rows) {
    const needed = rowHeight(sheet, columns, row) + (isHeadDue ? rowHeight(sheet, columns, head) : 0)
    if (sheet.y + needed > bottomOf(sheet)) {
      addPage(sheet)
      isHeadDue = true
    }
    if (isHeadDue) writeRow(sheet, columns, { cells: head, isHead: true })
    isHeadDue = false
    writeRow(sheet, columns, { cells: row, isHead: false })
  }
  sheet.y += 10
}

function printableLines(pdf: Pdf, text: string): string {
  return text
    .split('\n')
    .map((line) => printable(pdf, line))
    .join('\n')
}

function rowHeight(
  { pdf, cellSize = CELL.size }: PdfSheet,
  columns: readonly PdfColumn[],
  cells: readonly string[],
): number {
  pdf.fontSize(cellSize)
  const heights = columns.map(({ width }, index) =>
    pdf.heightOfString(printableLines(pdf, cells[index] ?? '') || ' ', { width: width - 2 * CELL.padX }),
  )
  return Math.max(...heights) + 2 * CELL.padY
}

function writeRow(
  sheet: PdfSheet,
  columns: readonly PdfColumn[],
  { cells, isHead }: { cells: readonly string[]; isHead: boolean },
): void {
  const { pdf, y } = sheet
  const height = rowHeight(sheet, columns, cells)
  if (isHead) pdf.rect(MARGIN, y, A4_WIDTH, height).fill('#eeeeee')
  let x = MARGIN
  for (const [index, { width, align = 'left' }] of columns.entries()) {
    pdf
      .fontSize(sheet.cellSize ?? CELL.size)
      .fillColor('black')
      .text(printableLines(pdf, cells[index] ?? ''), x + CELL.padX, y + CELL.padY, {
        width: width - 2 * CELL.padX,
        align,
      })
    x += width
  }
  pdf
    .moveTo(MARGIN, y + height)
    .lineTo(MARGIN + A4_WIDTH, y + height)
    .lineWidth(0.5)
    .stroke(LINE_GREY)
  sheet.y += height
}

/** Writes a line at the foot of each page, knowing how many there are. The last thing done to a sheet. */
export function writeFooters({ pdf }: PdfSheet, wordsOf: (page: number, pageCount: number) => string): void {
  const { start, count } = pdf.bufferedPageRange()
  for (let index = 0; index < count; index += 1) {
    pdf.switchToPage(start + index)
    const y = pdf.page.height - MARGIN - 8
    pdf
      .fontSize(8)
      .fillColor('#444444')
      .text(printable(pdf, wordsOf(index + 1, count)), MARGIN, y, { width: A4_WIDTH, align: 'right', lineBreak: false })
  }
}
