import { accountWords } from '#app/messages/account-words.ts'
import { closingMessages } from '#app/messages/closing.ts'
import { financeMessages } from '#app/messages/finance.ts'
import type { ChecklistLine } from '#app/modules/closing/close-checklist.ts'
import type { CloseView } from '#app/modules/closing/period-queries.server.ts'
import type { AccountNames } from '#app/modules/ledger/account-names.ts'
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
import { formatInstant } from '#app/shared/display-time.ts'
import type { Language } from '#app/shared/language.ts'
import { formatYuan } from '#app/shared/money.ts'

interface Printing {
  month: string
  close: CloseView
  /** Whether no later round has taken its place. */
  isLatest: boolean
  /** Of the accounts in its balances. */
  names: AccountNames
  language: Language
}

const SMALL = 9
const TEXT = 10.5
const HEAD = 13

/** The sheet of a close on A4: what it signed, the checklist, where the books stood, and room for two signatures. */
export async function printClose(printing: Printing): Promise<Uint8Array<ArrayBuffer>> {
  const { month, close, isLatest, language } = printing
  const t = closingMessages[language]
  const title = t.sheet.title(month)
  const pdf = await openPdf({ title, now: close.closedAt })
  const sheet: PdfSheet = { pdf, y: 0 }
  addPage(sheet)
  writeLine(sheet, title, { size: 18 })
  writeLine(sheet, t.sheet.school, { size: TEXT })
  writeLine(sheet, t.sheet.facts(close.round, formatInstant(close.closedAt, language)), { size: TEXT })
  if (!isLatest) writeLine(sheet, t.sheet.reopened, { size: TEXT })
  writeTotals(sheet, printing)
  writeChecklist(sheet, printing)
  writeBooks(sheet, printing)
  writeSignatures(sheet, printing)
  writeFooters(sheet, (page, count) => `${title} · ${t.sheet.page(page, count)}`)
  return closePdf(pdf)
}

function amounts(heads: readonly string[]): PdfColumn[] {
  const [first = '', ...rest] = heads
  const width = 120
  return [
    { head: first, width: A4_WIDTH - rest.length * width },
    ...rest.map((head): PdfColumn => ({ head, width, align: 'right' })),
  ]
}

function writeTotals(sheet: PdfSheet, { close, names, language }: Printing): void {
  const t = closingMessages[language]
  const { books, kinds } = financeMessages[language]
  const { totals } = close
  writeLine(sheet, t.period.recognized, { size: HEAD, keep: 60 })
  writeTable(sheet, {
    columns: amounts([t.period.measure, t.period.inMonth, t.period.inYear]),
    rows: totals.recognized.map((row) => [
      t.measures[row.measure] ?? row.measure,
      formatYuan(row.month),
      formatYuan(row.year),
    ]),
  })
  writeLine(sheet, t.period.totals, { size: HEAD, keep: 60 })
  writeLine(sheet, t.period.entries(totals.entries.money, totals.entries.assistance), { size: SMALL })
  writeTable(sheet, {
    columns: amounts([t.period.class, t.period.debit, t.period.credit]),
    rows: totals.classes.map((row) => [
      `${books[row.book]} · ${kinds[row.kind]}`,
      formatYuan(row.debit),
      formatYuan(row.credit),
    ]),
  })
  writeLine(sheet, t.period.balances, { size: HEAD, keep: 60 })
  writeTable(sheet, {
    columns: amounts([t.period.account, t.period.balance]),
    rows: totals.balances.map(({ code, balance }) => [
      `${accountWords(code, names, language)}\n${code}`,
      formatYuan(balance),
    ]),
  })
}

function writeChecklist(sheet: PdfSheet, { close, language }: Printing): void {
  const t = closingMessages[language]
  writeLine(sheet, t.period.checklist, { size: HEAD, keep: 60 })
  writeTable(sheet, {
    columns: [
      { head: t.sheet.check, width: 200 },
      { head: t.sheet.result, width: 80 },
      { head: t.sheet.note, width: A4_WIDTH - 280 },
    ],
    rows: close.checks.map((line) => [t.checks[line.name]?.title ?? line.name, resultOf(line, language), noteOf(line)]),
  })
}

function resultOf(line: ChecklistLine, language: Language): string {
  const t = closingMessages[language].period
  return line.open === 0 ? t.green : `${t.waived} · ${t.openCount(line.open)}`
}

function noteOf({ open, waiver }: ChecklistLine): string {
  return open > 0 && waiver ? `${waiver.waivedByName} · ${waiver.reason}` : ''
}

function writeBooks(sheet: PdfSheet, { close, language }: Printing): void {
  const t = closingMessages[language]
  const { books } = financeMessages[language]
  writeLine(sheet, t.period.chains, { size: HEAD, keep: 50 })
  writeLine(sheet, `${t.sheet.hash(books.money, close.moneySeq)}${close.moneyHash}`, { size: SMALL })
  writeLine(sheet, `${t.sheet.hash(books.assistance, close.assistanceSeq)}${close.assistanceHash}`, { size: SMALL })
}

function writeSignatures(sheet: PdfSheet, { close, language }: Printing): void {
  const t = closingMessages[language].sheet
  sheet.y += 12
  writeLine(sheet, t.signatures, { size: HEAD, keep: 110 })
  for (const name of [t.preparer(close.preparedBy), t.locker(close.lockedBy)]) {
    writeLine(sheet, name, { size: TEXT, keep: 40 })
    sheet.y += 16
    writeLine(sheet, t.sign, { size: TEXT })
    sheet.y += 8
  }
}
