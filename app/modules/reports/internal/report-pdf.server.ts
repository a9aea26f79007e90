import type { Db } from '#app/platform/db.server.ts'
import { closePdf, openPdf } from '#app/platform/pdf/pdf-document.server.ts'
import {
  A4_WIDTH,
  addPage,
  type PdfColumn,
  type PdfSheet,
  writeFooters,
  writeLine,
  writeTable,
} from '#app/platform/pdf/pdf-table.server.ts'
import { fen, formatBasisPoints, formatYuan } from '#app/shared/money.ts'
import { type Cell, isTied, type ReportColumn, type ReportRow } from '../report.ts'
import { cellValue, type ReportFile, readPages, type Written } from './report-pages.server.ts'

/** A report on A4 as it is signed: its rows, its control totals, how they tie, where the books stood, and room for names. */
export async function printReport(db: Db, file: ReportFile, written: Written): Promise<Uint8Array> {
  const { words, controls, cut } = file
  const title = words.title(file.name)
  const pdf = await openPdf({ title, now: cut.madeAt })
  const sheet: PdfSheet = { pdf, y: 0, cellSize: 7.5 }
  addPage(sheet)
  writeLine(sheet, title, { size: 16 })
  writeLine(sheet, words.scope(file.name, file.query, file.accounts), { size: 9.5 })
  writeRows(sheet, file, await readAll(db, file, written))
  writeLine(sheet, words.proof.total, { size: 12, keep: 60 })
  for (const { key, kind, amount } of controls.totals)
    writeLine(sheet, `${words.control(key)}  ${kind === 'money' ? formatYuan(fen(amount)) : amount}`, { size: 9.5 })
  for (const check of controls.checks)
    writeLine(
      sheet,
      `${words.check(check.key)}  ${figure(check.reported, check.kind)} / ${figure(check.booked, check.kind)}  ${isTied(check) ? words.proof.tied : words.proof.untied}`,
      { size: 9.5 },
    )
  for (const line of words.cut(cut)) writeLine(sheet, line, { size: 8 })
  writeLine(sheet, words.proof.signed.map((name) => `${name} ________________`).join('      '), { size: 11, keep: 20 })
  writeFooters(sheet, (page, count) => `${title} · ${words.proof.page(page, count)}`)
  return closePdf(pdf)
}

function figure(amount: number, kind: 'count' | undefined): string {
  return kind === 'count' ? String(amount) : formatYuan(fen(amount))
}

async function readAll(db: Db, file: ReportFile, written: Written): Promise<ReportRow[]> {
  const rows: ReportRow[] = []
  for await (const page of readPages(db, file, written)) rows.push(...page)
  return rows
}

function writeRows(sheet: PdfSheet, file: ReportFile, rows: readonly ReportRow[]): void {
  const columns = file.report.columns(file.query)
  const printed = columns.flatMap((column, index) => (column.printed ? [{ column, index, part: column.printed }] : []))
  const parts = printed.reduce((sum, { part }) => sum + part, 0)
  writeTable(sheet, {
    columns: printed.map(
      ({ column, part }): PdfColumn => ({
        head: file.words.head(column.key),
        width: (A4_WIDTH * part) / parts,
        align: isFigure(column) ? 'right' : 'left',
      }),
    ),
    rows: rows.map((row) => printed.map(({ column, index }) => printedText(row.cells[index] ?? null, column, file))),
  })
}

function isFigure({ kind }: ReportColumn): boolean {
  return kind === 'money' || kind === 'count' || kind === 'rate'
}

function printedText(cell: Cell, column: ReportColumn, file: ReportFile): string {
  const value = cellValue(cell, column, file)
  if (value === null) return ''
  if (typeof value === 'string')
    return column.kind === 'account' ? `${file.words.account(value, file.accounts)}\n${value}` : value
  if (column.kind === 'money') return formatYuan(fen(value))
  return column.kind === 'rate' ? formatBasisPoints(value) : String(value)
}
