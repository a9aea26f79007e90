import type { Db } from '#app/platform/db.server.ts'
import type { Cell, ReportColumn, ReportControls, ReportPage, ReportRow } from '../report.ts'
import type { ReportQuery } from '../report-query.ts'

/** A report as pages of rows, and the figures that hold for all of them. Read within one snapshot. */
export interface Report {
  columns(query: ReportQuery): readonly ReportColumn[]
  /** The rows after `query.after`, at most `limit` of them where a report has pages at all. */
  readPage(db: Db, query: ReportQuery, limit: number): Promise<ReportPage>
  readControls(db: Db, query: ReportQuery): Promise<ReportControls>
  /** How many rows there are in all; absent for a report of one page. */
  countRows?(db: Db, query: ReportQuery): Promise<number>
}

/** A column together with what stands in it. */
export type Column<Row> = readonly [column: ReportColumn, cellOf: (row: Row) => Cell]

export function columnsOf<Row>(columns: readonly Column<Row>[]): readonly ReportColumn[] {
  return columns.map(([column]) => column)
}

/** Codes of the accounts that rows of these columns name. */
export function accountsOf(columns: readonly ReportColumn[], rows: readonly ReportRow[]): string[] {
  const place = columns.findIndex(({ kind }) => kind === 'account')
  return rows.map(({ cells }) => cells[place]).filter((cell) => typeof cell === 'string')
}

export function cellsOf<Row>(columns: readonly Column<Row>[], row: Row): Cell[] {
  return columns.map(([, cellOf]) => cellOf(row))
}
