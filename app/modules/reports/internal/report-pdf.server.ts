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
import { type Cell, isTied, type ReportColumn } from '../report.ts'
import { cellValue, type ReportFile, readPages, type Written } from './report-pages.server.ts'

/** A report on A4 as it is signed: its rows, its control totals, how they tie, where the books stood, and room for names. */
export async function printReport(db: Db, file: ReportFile, written: Written): Promise<Uint8Array> {
  const { words, controls, cut } = file
  const title = words.title(file.name)
  const pdf = await openPdf({ title, now: cut.madeAt })
  const sheet: PdfSheet = { pdf, y: 0 }
  addPage(sheet)
  writeLine(sheet, title, { size: 16 })
  writeLine(sheet, words.scope(file.name, file.query), { size: 9.5 })
  await writeRows(sheet, db, file, written)
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

async function writeRows(sheet: PdfSheet, db: Db, file: ReportFile, written: Written): Promise<void> {
  const columns = file.report.columns(file.query)
  const printed = columns.filter((column) => column.printed !== undefined)
  const parts = printed.reduce((sum, column) => sum + (column.printed ?? 0), 0)
  const pdfColumns = printed.map(
    (column): PdfColumn => ({
      head: file.words.head(column.key),
      width: (A4_WIDTH * (column.printed ?? 0)) / parts,
      align: isFigure(column) ? 'right' : 'left',
    }),
  )
  const rows: string[][] = []
  for await (const page of readPages(db, file, written))
    for (const row of page)
      rows.push(
        columns.flatMap((column, index) =>
          column.printed === undefined ? [] : [printedText(row.cells[index] ?? null, column, file)],
        ),
      )
  writeTable(sheet, { columns: pdfColumns, rows })
}

function isFigure({ kind }: ReportColumn): boolean {
  return kind === 'money' || kind === 'count' || kind === 'rate'
}

function printedText(cell: Cell, column: ReportColumn, { words }: ReportFile): string {
  const value = cellValue(cell, column, words)
  if (value === null) return ''
  if (typeof value === 'string') return value
  if (column.kind === 'money') return formatYuan(fen(value))
  return column.kind === 'rate' ? formatBasisPoints(value) : String(value)
}
