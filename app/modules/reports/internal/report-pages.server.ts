import type { AccountNames } from '#app/modules/ledger/account-names.ts'
import type { Db } from '#app/platform/db.server.ts'
import type { SheetValue } from '#app/platform/spreadsheet-stream.server.ts'
import type { Cell, ReportColumn, ReportControls, ReportCut, ReportName, ReportRow } from '../report.ts'
import type { ReportQuery } from '../report-query.ts'
import type { ReportWords } from '../report-words.ts'
import type { Report } from './report-shape.server.ts'

/** Rows read and written at a time: what a file needs of memory. */
const ROWS_AT_ONCE = 500

export interface ReportFile {
  name: ReportName
  report: Report
  query: ReportQuery
  words: ReportWords
  cut: ReportCut
  controls: ReportControls
  /** Of every account it may name. */
  accounts: AccountNames
  /** Told after each page how many rows were written; throws to stop the work. */
  onPage: (rowsDone: number) => Promise<void>
}

/** Rows as they were written, summed by column: what the proof at the end sets against the books. */
export interface Written {
  rows: number
  /** Of the columns of money, by their place. */
  sums: bigint[]
}

/** All rows of a report, page by page. */
export async function* readPages(db: Db, file: ReportFile, written: Written): AsyncGenerator<readonly ReportRow[]> {
  const columns = file.report.columns(file.query)
  let after: string | undefined
  do {
    const page = await file.report.readPage(db, { ...file.query, after }, ROWS_AT_ONCE)
    for (const row of page.rows) countRow(row, columns, written)
    yield page.rows
    await file.onPage(written.rows)
    after = page.next
  } while (after)
}

function countRow(row: ReportRow, columns: readonly ReportColumn[], written: Written): void {
  written.rows += 1
  for (const [index, { kind }] of columns.entries()) {
    const cell = row.cells[index]
    written.sums[index] =
      (written.sums[index] ?? 0n) + (kind === 'money' && typeof cell === 'number' ? BigInt(cell) : 0n)
  }
}

/** A cell in the language of the file. */
export function cellValue(cell: Cell, { kind, terms }: ReportColumn, { words, accounts }: ReportFile): SheetValue {
  if (cell === null || typeof cell === 'number') return cell
  if (typeof cell === 'object') return cell[words.language] || cell.zh
  if (kind === 'accountName') return words.account(cell, accounts)
  return terms ? words.term(terms, cell) : cell
}
