import type { OddCell, SheetProblem } from './spreadsheet-problems.ts'
import { packPlain, unpackOffice } from './spreadsheet-zip.server.ts'

/** Beyond these a sheet is refused before anything is made of it. */
export interface SheetBounds {
  maxRows: number
  maxColumns: number
}

export type XlsxReading = { ok: true; rows: string[][]; odd: OddCell[] } | { ok: false; problem: SheetProblem }

/**
 * Reads the first sheet of an Excel file: numbers as they are written, days as
 * '2026-11-25'. Formulas, cells merged into others and errors of Excel are named,
 * as what stands in them is nobody's writing. Macros are not opened.
 */
export async function readXlsx(bytes: Buffer, bounds: SheetBounds): Promise<XlsxReading> {
  const unpacked = await unpackOffice(bytes)
  if (!unpacked.ok) return { ok: false, problem: unpacked.problem }
  const { files } = unpacked
  if ([...files.values()].some((content) => content.includes('<!DOCTYPE') || content.includes('<!ENTITY')))
    return { ok: false, problem: 'broken' }
  const sheet = files.get(firstSheetPath(files) ?? '')
  if (!sheet) return { ok: false, problem: 'broken' }
  const scanned = scanSheet(sheet.toString('utf8'), bounds)
  if (!scanned.ok) return scanned
  try {
    const { readSheet } = await import('read-excel-file/node')
    const cells = await readSheet(packPlain(files), { parseNumber: plainNumber, trim: false })
    return { ok: true, rows: cells.map((row) => row.map(cellText)), odd: scanned.odd }
  } catch {
    return { ok: false, problem: 'broken' }
  }
}

/** Path of the sheet a spreadsheet program shows first. */
function firstSheetPath(files: ReadonlyMap<string, Buffer>): string | undefined {
  const book = files.get('xl/workbook.xml')?.toString('utf8') ?? ''
  const relations = files.get('xl/_rels/workbook.xml.rels')?.toString('utf8') ?? ''
  const id = /<sheet\s[^>]*?\br:id=["']([^"']+)["']/.exec(book)?.[1]
  for (const [tag] of relations.matchAll(/<Relationship\s[^>]*>/g)) {
    if (attribute(tag, 'Id') !== id) continue
    const target = attribute(tag, 'Target') ?? ''
    return target.startsWith('/') ? target.slice(1) : `xl/${target}`
  }
  return undefined
}

function attribute(tag: string, name: string): string | undefined {
  return new RegExp(`\\s${name}=["']([^"']*)["']`).exec(tag)?.[1]
}

const TAGS = /<(row|c|f|mergeCell)(\s[^>]*)?\/?>/g
/** More of them than anybody would look through. */
const MAX_ODD = 20_000
const ADDRESS = /^([A-Z]{1,3})([1-9]\d{0,6})$/

type Scan = { ok: true; odd: OddCell[] } | { ok: false; problem: SheetProblem }

/** Finds what the values alone do not tell, and refuses addresses that would make a small file a large table. */
function scanSheet(xml: string, bounds: SheetBounds): Scan {
  const odd: OddCell[] = []
  let here: Address | undefined
  for (const [tag, name, rest = ''] of xml.matchAll(TAGS)) {
    if (name === 'row' || name === 'c') {
      if (name === 'c') here = parseAddress(attribute(rest, 'r') ?? '')
      const problem = name === 'c' ? placeProblem(here, bounds) : rowProblem(rest, bounds)
      if (problem) return { ok: false, problem }
    }
    const found = oddCellsOf({ tag, name, rest, here }, bounds, MAX_ODD - odd.length)
    if (!found) return { ok: false, problem: 'tooOdd' }
    odd.push(...found)
  }
  return { ok: true, odd }
}

function rowProblem(rest: string, { maxRows }: SheetBounds): SheetProblem | undefined {
  return Number(attribute(rest, 'r') ?? 1) > maxRows ? 'tooManyRows' : undefined
}

function placeProblem(here: Address | undefined, { maxRows, maxColumns }: SheetBounds): SheetProblem | undefined {
  if (!here) return 'broken'
  if (here.row > maxRows) return 'tooManyRows'
  return here.column > maxColumns ? 'tooManyColumns' : undefined
}

/** What a tag says of cells whose text is nobody's writing; undefined when they are more than `most`. */
function oddCellsOf(
  { tag, name, rest, here }: { tag: string; name: string | undefined; rest: string; here: Address | undefined },
  bounds: SheetBounds,
  most: number,
): OddCell[] | undefined {
  if (name === 'mergeCell') return mergedCells(attribute(tag, 'ref') ?? '', bounds, most)
  if (!here || most <= 0) return here ? undefined : []
  if (name === 'f') return [{ ...here, kind: 'formula' }]
  return name === 'c' && attribute(rest, 't') === 'e' ? [{ ...here, kind: 'excelError' }] : []
}

interface Address {
  /** Both from 1. */
  row: number
  column: number
}

function parseAddress(text: string): Address | undefined {
  const [, letters = '', digits] = ADDRESS.exec(text) ?? []
  if (digits === undefined) return undefined
  return { row: Number(digits), column: [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) }
}

/** The cells of a merged area, but for the first, which holds the text; undefined for more than `most`. */
function mergedCells(area: string, bounds: SheetBounds, most: number): OddCell[] | undefined {
  const [from, to] = area.split(':').map(parseAddress)
  if (!from || !to) return []
  const [lastRow, lastColumn] = [Math.min(to.row, bounds.maxRows), Math.min(to.column, bounds.maxColumns)]
  if ((lastRow - from.row + 1) * (lastColumn - from.column + 1) > most) return undefined
  const cells: OddCell[] = []
  for (let row = from.row; row <= lastRow; row += 1) {
    for (let column = from.column; column <= lastColumn; column += 1)
      if (row !== from.row || column !== from.column) cells.push({ row, column, kind: 'merged' })
  }
  return cells
}

/** Excel keeps 15 digits and shows no more; what binary fractions add behind them is nobody's price. */
function plainNumber(text: string): string {
  if (/^-?\d{1,15}$/.test(text)) return text
  const value = Number(text)
  if (!Number.isFinite(value)) return text
  const rounded = String(Number(value.toPrecision(15)))
  return rounded.includes('e') ? text : rounded
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10)
  return String(value)
}
