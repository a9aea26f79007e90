import { createHash } from 'node:crypto'
import type { Db } from '#app/platform/db.server.ts'
import {
  type SheetColumn,
  type SheetKind,
  type SheetValue,
  type StreamedSheet,
  streamCsv,
  streamXlsx,
} from '#app/platform/spreadsheet-stream.server.ts'
import type { ReportColumn } from '../report.ts'
import type { ReportWords } from '../report-words.ts'
import { proofSheet } from './proof-sheet.server.ts'
import { cellValue, type ReportFile, readPages, type Written } from './report-pages.server.ts'
import { printReport } from './report-pdf.server.ts'

export const MEDIA_TYPES = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  pdf: 'application/pdf',
} as const

/** The bytes of a report's file as they come into being. */
export async function* writeReportFile(
  db: Db,
  file: ReportFile,
  { format, written }: { format: keyof typeof MEDIA_TYPES; written: Written },
): AsyncGenerator<Uint8Array> {
  if (format === 'pdf') {
    yield await printReport(db, file, written)
    return
  }
  const columns = file.report.columns(file.query)
  const sheet: StreamedSheet = {
    name: file.words.title(file.name),
    columns: columns.map((column) => sheetColumn(column, file.words)),
    pages: sheetPages(db, file, written),
  }
  if (format === 'csv') yield* streamCsv(sheet)
  else yield* streamXlsx([sheet, proofSheet(file, columns, written)])
}

/** Passes the content on, and hashes and counts it on the way. */
export async function* hashed(
  content: AsyncIterable<Uint8Array>,
  into: { sha256?: Buffer; byteCount: number },
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  for await (const piece of content) {
    hash.update(piece)
    into.byteCount += piece.length
    yield piece
  }
  into.sha256 = hash.digest()
}

async function* sheetPages(db: Db, file: ReportFile, written: Written): AsyncGenerator<SheetValue[][]> {
  const columns = file.report.columns(file.query)
  let serial = 0
  for await (const rows of readPages(db, file, written)) {
    yield rows.map((row) => {
      serial += 1
      return columns.map((column, index) =>
        column.kind === 'serial' ? serial : cellValue(row.cells[index] ?? null, column, file),
      )
    })
  }
}

const KINDS: Record<ReportColumn['kind'], SheetKind> = {
  text: 'text',
  name: 'text',
  term: 'text',
  account: 'text',
  accountName: 'text',
  money: 'money',
  count: 'count',
  rate: 'rate',
  date: 'date',
  serial: 'count',
}
const WIDTHS: Record<SheetKind, number> = { text: 22, money: 16, count: 10, rate: 10, date: 12 }

function sheetColumn(column: ReportColumn, words: ReportWords): SheetColumn {
  const kind = KINDS[column.kind]
  const isWide = column.kind === 'account' || column.kind === 'accountName'
  return { head: words.head(column.key), kind, width: isWide ? 48 : WIDTHS[kind] }
}
