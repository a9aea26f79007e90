import type { PersonId } from '#app/shared/ids.ts'
import type { ExportFormat, ReportCut, ReportName } from './report.ts'

export type ExportState = 'queued' | 'running' | 'done' | 'failed'

/** A file of a report: to be made, in the making, or made. */
export interface ReportExport {
  exportId: string
  report: ReportName
  /** The query of the report in its plain form. */
  params: string
  format: ExportFormat
  state: ExportState
  rowsDone: number
  rowsInAll: number | undefined
  cut: Omit<ReportCut, 'madeAt'> | undefined
  byteCount: number | undefined
  sha256: string | undefined
  askedBy: string
  askedAt: Date
  finishedAt: Date | undefined
  expiresAt: Date | undefined
  isExpired: boolean
  /** No sign of whoever makes it for a while. */
  isStalled: boolean
}

export type AskExportRefusal =
  | { kind: 'formatUnknown' }
  /** More rows than a sheet of Excel has. */
  | { kind: 'tooManyRows'; rows: number }
  /** So many of this person's files are waiting already. */
  | { kind: 'tooManyWaiting'; waiting: number }

/** Up to here a report is made while one waits. */
export const SMALL_REPORT_ROWS = 5_000
export const KEEP_DAYS = 30
export const MOST_WAITING = 10
export const MOST_TRIES = 3

export interface ExportWish {
  requestId: string
  report: ReportName
  params: string
  format: ExportFormat
  language: 'zh' | 'en'
  askedBy: PersonId
}
