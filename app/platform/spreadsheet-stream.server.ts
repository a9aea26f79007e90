import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import { fen, formatYuan } from '#app/shared/money.ts'
import { guardCell } from './spreadsheet-csv.server.ts'

/** Money is whole fen, a rate basis points, a date 'YYYY-MM-DD'. */
export type SheetKind = 'text' | 'money' | 'count' | 'rate' | 'date'
export type SheetValue = string | number | null

export interface SheetColumn {
  head: string
  kind: SheetKind
  /** In characters of Latin script. */
  width: number
}

export interface StreamedSheet {
  name: string
  columns: readonly SheetColumn[]
  /** Rows page by page. Asked for the next page when the one before is on its way. */
  pages: AsyncIterable<readonly (readonly SheetValue[])[]>
}

/** Rows a sheet of Excel can have under its heading. */
export const MAX_XLSX_ROWS = 1_048_575
const MAX_TEXT = 32_000

/**
 * An xlsx as it comes into being: numbers that can be added up, real days, a heading
 * that stays, a filter. Holds one page of rows at a time, and the same rows always
 * give the same bytes. Texts are never formulas.
 */
export function streamXlsx(sheets: readonly StreamedSheet[]): Readable {
  const zip = new ZipFile()
  // What yazl gives is a stream of Node's with everything that belongs to one.
  const output = zip.outputStream as Readable
  const fixed = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true }
  const parts: [string, string][] = [
    ['[Content_Types].xml', contentTypes(sheets.length)],
    ['_rels/.rels', RELATIONS],
    ['xl/workbook.xml', workbook(sheets)],
    ['xl/_rels/workbook.xml.rels', workbookRelations(sheets.length)],
    ['xl/styles.xml', STYLES],
  ]
  for (const [name, xml] of parts) zip.addBuffer(Buffer.from(xml), name, fixed)
  for (const [index, sheet] of sheets.entries())
    zip.addReadStreamLazy(`xl/worksheets/sheet${index + 1}.xml`, fixed, (callback) => {
      const xml = Readable.from(sheetXml(sheet), { objectMode: false, highWaterMark: 1 })
      xml.once('error', (error) => output.destroy(error))
      callback(null, xml)
    })
  zip.once('error', (error: Error) => output.destroy(error))
  zip.end()
  return output
}

/** A csv that Excel opens in the right encoding, and in which nothing is a formula. */
export async function* streamCsv({ columns, pages }: StreamedSheet): AsyncGenerator<Buffer> {
  yield Buffer.from(`\ufeff${csvLine(columns.map(({ head }) => guardCell(head)))}`)
  for await (const rows of pages) {
    const lines = rows.map((row) => csvLine(columns.map(({ kind }, index) => csvText(row[index] ?? null, kind))))
    yield Buffer.from(lines.join(''))
  }
}

function csvText(value: SheetValue, kind: SheetKind): string {
  if (value === null) return ''
  if (typeof value === 'string') return kind === 'date' ? value : guardCell(value)
  return numberText(value, kind)
}

function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`
}

/** The decimal text of a number, made from its digits: no fraction of two ever touches it. */
function numberText(value: number, kind: SheetKind): string {
  if (kind === 'money') return formatYuan(fen(value)).replaceAll(',', '')
  if (kind === 'rate') return ratioText(value)
  return String(value)
}

/** Basis points as a ratio: 8765 is 0.8765. */
function ratioText(basisPoints: number): string {
  const digits = Math.abs(basisPoints).toString().padStart(5, '0')
  return `${basisPoints < 0 ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`
}

const STYLE_OF: Record<SheetKind, number> = { text: 0, count: 5, money: 2, rate: 3, date: 4 }
const HEAD_STYLE = 1

async function* sheetXml({ columns, pages }: StreamedSheet): AsyncGenerator<Buffer> {
  const letters = columns.map((_, index) => columnLetters(index))
  yield Buffer.from(sheetHead(columns, letters))
  let rowNumber = 1
  for await (const rows of pages) {
    const xml: string[] = []
    for (const row of rows) {
      rowNumber += 1
      const cells = columns.map(({ kind }, index) => cellXml(row[index] ?? null, kind, `${letters[index]}${rowNumber}`))
      xml.push(`<row r="${rowNumber}">${cells.join('')}</row>`)
    }
    yield Buffer.from(xml.join(''))
  }
  yield Buffer.from(`</sheetData><autoFilter ref="A1:${letters.at(-1)}${rowNumber}"/></worksheet>`)
}

function sheetHead(columns: readonly SheetColumn[], letters: readonly string[]): string {
  const widths = columns.map(
    ({ width }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  )
  const heads = columns.map(
    ({ head }, index) =>
      `<c r="${letters[index]}1" s="${HEAD_STYLE}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(head)}</t></is></c>`,
  )
  return `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths.join('')}</cols><sheetData><row r="1">${heads.join('')}</row>`
}

function cellXml(value: SheetValue, kind: SheetKind, place: string): string {
  if (value === null || value === '') return ''
  if (kind === 'date') return `<c r="${place}" s="${STYLE_OF.date}"><v>${daySerial(String(value))}</v></c>`
  if (typeof value === 'number') return `<c r="${place}" s="${STYLE_OF[kind]}"><v>${numberText(value, kind)}</v></c>`
  return `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(value.slice(0, MAX_TEXT))}</t></is></c>`
}

const DAY_MS = 24 * 60 * 60 * 1000
/** Day 0 of Excel, which counts a 29 February 1900 that never was. */
const EPOCH = Date.UTC(1899, 11, 30)

function daySerial(date: string): number {
  return (Date.parse(`${date}T00:00:00Z`) - EPOCH) / DAY_MS
}

function columnLetters(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : columnLetters(Math.floor(index / 26) - 1) + letter
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
// What XML 1.0 has no way to write.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
const NOT_XML =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

function escapeXml(text: string): string {
  return text.replace(NOT_XML, '').replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '')
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'

const RELATIONS = `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`

// Cell styles by their place: plain, heading, money, rate, date, count.
const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="#,##0.00;[Red]\\-#,##0.00"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="6"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="165" applyNumberFormat="1"/><xf numFmtId="10" applyNumberFormat="1"/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="1" applyNumberFormat="1"/></cellXfs></styleSheet>`

function contentTypes(sheetCount: number): string {
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  const sheets = Array.from(
    { length: sheetCount },
    (_, index) => `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="${type}.worksheet+xml"/>`,
  )
  return `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/>${sheets.join('')}</Types>`
}

/** Excel allows no more than 31 characters in a sheet's name, and not these. */
function sheetName(name: string): string {
  return escapeXml(name.replaceAll(/[[\]:*?/\\]/g, ' ').slice(0, 31))
}

function workbook(sheets: readonly StreamedSheet[]): string {
  const list = sheets.map(
    ({ name }, index) => `<sheet name="${sheetName(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  )
  return `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${list.join('')}</sheets></workbook>`
}

function workbookRelations(sheetCount: number): string {
  const sheets = Array.from(
    { length: sheetCount },
    (_, index) =>
      `<Relationship Id="rId${index + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
  )
  return `${XML}<Relationships xmlns="${PACKAGE}/relationships">${sheets.join('')}<Relationship Id="rId${sheetCount + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`
}
