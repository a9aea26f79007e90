import type { Book } from '#app/modules/ledger/accounts.ts'
import type { Fen } from '#app/shared/money.ts'
import type { ReportQuery } from './report-query.ts'

export const REPORT_NAMES = [
  'register',
  'summary',
  'sales',
  'refunds',
  'payments',
  'settlement',
  'trial-balance',
  'journal',
  'account',
] as const
export type ReportName = (typeof REPORT_NAMES)[number]

export const EXPORT_FORMATS = ['xlsx', 'csv', 'pdf'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** Codes whose words stand in the message catalogue. */
export type Vocabulary =
  | 'channels'
  | 'funds'
  | 'levels'
  | 'kinds'
  | 'sources'
  | 'reasons'
  | 'bearers'
  | 'methods'
  | 'suppliers'
  | 'states'
  | 'units'
  | 'yesNo'

/**
 * How a column is shown. Money is fen, a rate basis points, a date 'YYYY-MM-DD', a
 * name bilingual, a term a code, an account its code and so is the account whose name
 * is written; `serial` is counted by whoever writes the file.
 */
type ColumnKind = 'text' | 'name' | 'term' | 'account' | 'accountName' | 'money' | 'count' | 'rate' | 'date' | 'serial'

export interface ReportColumn {
  /** Key of its heading in the message catalogue. */
  key: string
  kind: ColumnKind
  terms?: Vocabulary
  /** In files only: the page would be too wide. */
  isFileOnly?: boolean
  /** Its part of the width of a printed page; absent when it is not printed. */
  printed?: number
  /** The row's way on leads from here. */
  isLink?: boolean
}

interface Bilingual {
  zh: string
  en: string
}

/** Null where nothing is kept. */
export type Cell = string | number | Bilingual | null

/** Where a figure's own lines are. */
export type RowLink =
  | { to: 'report'; report: ReportName; query: Partial<ReportQuery> }
  | { to: 'entry'; entryId: number }

export interface ReportRow {
  /** One each within the report. */
  key: string
  cells: Cell[]
  link?: RowLink
  /** A sum of rows below it. */
  isSum?: boolean
}

/** Where a page of a report ends, as its address says it. */
export interface ReportPage {
  rows: ReportRow[]
  next: string | undefined
}

/** A figure by which two printings of a report are told apart. */
interface ControlTotal {
  key: string
  kind: 'money' | 'count'
  amount: number
}

/** Two ways to the same figure, both computed. */
export interface TieCheck {
  key: string
  /** Money unless it counts something. */
  kind?: 'count'
  /** From the report's own rows or sums. */
  reported: Fen
  /** From the books. */
  booked: Fen
}

export interface ReportControls {
  totals: ControlTotal[]
  checks: TieCheck[]
  bars?: ChartBar[]
}

/** A bar of a chart: its place in words (a day, a month, a name) and its amount. */
export interface ChartBar {
  key: string
  amount: Fen
}

/** The last line of a book. */
export interface BookPlace {
  seq: number
  hash: string
}

/** The moment of the books that a report shows: both chains to their last line, in one snapshot. */
export interface ReportCut extends Record<Book, BookPlace> {
  madeAt: Date
}

export function isTied({ reported, booked }: TieCheck): boolean {
  return reported === booked
}

export function isReportName(text: string): text is ReportName {
  return (REPORT_NAMES as readonly string[]).includes(text)
}

/** What is signed can be had on paper. */
export function formatsOf(report: ReportName): readonly ExportFormat[] {
  return report === 'summary' || report === 'trial-balance' ? EXPORT_FORMATS : ['xlsx', 'csv']
}
