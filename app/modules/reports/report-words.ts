import type { AccountNames } from '#app/modules/ledger/account-names.ts'
import type { ReportCut, ReportName, Vocabulary } from './report.ts'
import type { ReportQuery } from './report-query.ts'

/** What files of reports say, in one language. Whoever makes them brings the words. */
export interface ReportWords {
  language: 'zh' | 'en'
  title(report: ReportName): string
  /** Period, book and filters in one sentence. */
  scope(report: ReportName, query: ReportQuery, accounts: AccountNames): string
  head(column: string): string
  term(vocabulary: Vocabulary, code: string): string
  account(code: string, accounts: AccountNames): string
  /** Where the books stood. */
  cut(cut: ReportCut): string[]
  control(key: string): string
  check(key: string): string
  proof: {
    sheet: string
    name: string
    reported: string
    booked: string
    difference: string
    result: string
    tied: string
    untied: string
    rows: string
    written: (column: string) => string
    total: string
    page: (page: number, count: number) => string
    signed: string[]
  }
}
