import { stringify } from 'csv-stringify/sync'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { decodeText, type Encoding, guardCell, parseCsv } from './spreadsheet-csv.server.ts'
import type { OddCell, SheetProblem } from './spreadsheet-problems.ts'
import { readXlsx } from './spreadsheet-xlsx.server.ts'
import { createTurns } from './turns.server.ts'

export interface Sheet {
  format: 'csv' | 'xlsx'
  /** Of a csv. */
  encoding: Encoding | undefined
  /** Cells as text, without spaces at their ends; every row as long as the first. */
  rows: string[][]
  oddCells: OddCell[]
}

export interface SheetLimits {
  maxRows: number
  maxColumns: number
  /** Longer cells are cut off there and named. */
  maxCellLength: number
}

/** Of all cells together, after cutting. */
const MAX_TEXT = 10_000_000
/** Programs leave formatted, empty cells around a table; so far out they may be. */
const ADDRESSES = { maxRows: 20_100, maxColumns: 256 }
/** Headings may stand below titles and periods. */
const ROWS_ABOVE = 31
const ZIP = Buffer.from('PK\x03\x04', 'latin1')
const COMPOUND_FILE = Buffer.from('d0cf11e0a1b11ae1', 'hex')

const readingTurn = createTurns(1)

/**
 * Reads the first sheet of an xlsx file, or a csv in any of its encodings and
 * separators, by its content: the name of a file is a claim. Where a text could be
 * in several encodings, the one `isLikely` finds headings in is taken. One file at a
 * time.
 */
export function readSpreadsheet(
  bytes: Buffer,
  { limits, isLikely }: { limits: SheetLimits; isLikely: (header: readonly string[]) => boolean },
): Promise<Result<Sheet, { problem: SheetProblem }>> {
  return readingTurn(async () => {
    if (bytes.length === 0) return refuse({ problem: 'empty' })
    if (bytes.subarray(0, 8).equals(COMPOUND_FILE)) return refuse({ problem: 'oldExcel' })
    if (!bytes.subarray(0, 4).equals(ZIP)) return readCsv(bytes, { limits, isLikely })
    const reading = await readXlsx(bytes, ADDRESSES)
    if (!reading.ok) return refuse({ problem: reading.problem })
    return tidy({ format: 'xlsx', encoding: undefined, rows: reading.rows, oddCells: reading.odd }, limits)
  })
}

function readCsv(
  bytes: Buffer,
  { limits, isLikely }: { limits: SheetLimits; isLikely: (header: readonly string[]) => boolean },
): Result<Sheet, { problem: SheetProblem }> {
  const decoded = decodeText(bytes)
  if (decoded.length === 0) return refuse({ problem: 'unreadable' })
  const read = decoded.flatMap(({ encoding, text }) => {
    const rows = parseCsv(text)
    return rows ? [{ encoding, rows }] : []
  })
  const found = read.find(({ rows }) => rows.slice(0, ROWS_ABOVE).some((row) => isLikely(trimmed(row)))) ?? read[0]
  if (!found) return refuse({ problem: 'quotes' })
  return tidy({ format: 'csv', ...found, oddCells: [] }, limits)
}

function trimmed(row: readonly string[]): string[] {
  return row.map((cell) => cell.slice(0, 200).trim())
}

/** The sheet as a table: no empty rows at its end, every row as long as the widest heading, no cell beyond the limit. */
function tidy(sheet: Sheet, limits: SheetLimits): Result<Sheet, { problem: SheetProblem }> {
  const rows = [...sheet.rows]
  while (rows.length > 0 && rows.at(-1)?.every((cell) => cell === '')) rows.pop()
  if (rows.length === 0) return refuse({ problem: 'empty' })
  if (rows.length > limits.maxRows) return refuse({ problem: 'tooManyRows' })
  const width = Math.max(...rows.map((row) => lastUsed(row)))
  if (width > limits.maxColumns) return refuse({ problem: 'tooManyColumns' })
  const oddCells = [...sheet.oddCells]
  let length = 0
  for (const [index, row] of rows.entries()) {
    rows[index] = Array.from({ length: width }, (_, column) => {
      const cell = row[column] ?? ''
      const isLong = cell.length > limits.maxCellLength
      if (isLong) oddCells.push({ row: index + 1, column: column + 1, kind: 'tooLong' })
      const kept = (isLong ? wellFormed(cell.slice(0, limits.maxCellLength)) : cell).trim()
      length += kept.length
      return kept.replaceAll('\0', '')
    })
    if (length > MAX_TEXT) return refuse({ problem: 'tooMuchText' })
  }
  return ok({ ...sheet, rows, oddCells })
}

function lastUsed(row: readonly string[]): number {
  for (let index = row.length; index > 0; index -= 1) if (row[index - 1] !== '') return index
  return 0
}

/** Without half a character at its end. */
function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff]$/, '')
}

/** A csv that Excel opens in the right encoding, and in which nothing is a formula. */
export function writeCsv(rows: readonly (readonly string[])[]): Buffer {
  const guarded = rows.map((row) => row.map(guardCell))
  return Buffer.from(stringify(guarded, { bom: true, record_delimiter: 'windows' }), 'utf8')
}
