import { statementsMessages } from '#app/messages/statements.ts'
import { type BankAccountView, groupAccountNumber } from '#app/modules/settlement/bank-account.ts'
import { capitalAmount } from '#app/modules/settlement/capital-amount.ts'
import type { StatementCase, StatementLineView } from '#app/modules/settlement/statement-case.server.ts'
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
import { inLanguage, type Language } from '#app/shared/language.ts'
import { formatMoney, formatYuan } from '#app/shared/money.ts'
import { formatOrderNo } from './order-url.ts'
import { monthWords } from './settlement-words.ts'

interface Printing {
  statement: StatementCase
  lines: readonly StatementLineView[]
  account: BankAccountView | undefined
  language: Language
  now: Date
}

/** A statement on A4, to sign: parties, sum in figures and words, hands, every line. */
export async function printStatement(printing: Printing): Promise<Uint8Array<ArrayBuffer>> {
  const { statement, language, now } = printing
  const t = statementsMessages[language]
  const pdf = await openPdf({ title: t.statement(statement.statementNo), now })
  const sheet: PdfSheet = { pdf, y: 0 }
  addPage(sheet)
  writeHead(sheet, printing)
  writeHands(sheet, printing)
  writeLine(sheet, t.columns.lines, { size: 13, keep: 60 })
  writeLines(sheet, printing)
  writeLine(sheet, t.pdf.signatures, { size: 13, keep: 90 })
  for (const place of [t.pdf.signCollege, t.pdf.signCooperative]) {
    sheet.y += 14
    writeLine(sheet, place, { size: 11 })
  }
  writeFooters(sheet, (page, count) => `${t.pdf.footer(statement.statementNo)} · ${t.pdf.page(page, count)}`)
  return closePdf(pdf)
}

function writeHead(sheet: PdfSheet, { statement, account, language }: Printing): void {
  const t = statementsMessages[language]
  writeLine(sheet, t.pdf.title, { size: 20 })
  writeLine(sheet, t.pdf.number(statement.statementNo, statement.round), { size: 11 })
  writeLine(sheet, t.pdf.month(monthWords(statement.month, language)), { size: 11 })
  writeLine(sheet, t.pdf.state(t.states[statement.state]), { size: 11 })
  sheet.y += 6
  writeTable(sheet, {
    columns: [
      { head: t.pdf.college, width: A4_WIDTH / 2 },
      { head: t.pdf.cooperative, width: A4_WIDTH / 2 },
    ],
    rows: [
      [t.pdf.collegeName, inLanguage(statement.nameZh, statement.nameEn, language)],
      ['', t.pdf.creditCode(statement.creditCode)],
    ],
  })
  writeLine(sheet, t.pdf.sum(formatMoney(statement.total), capitalAmount(statement.total)), { size: 12 })
  writeLine(sheet, t.pdf.due(statement.dueOn), { size: 10 })
  if (account) {
    const number = groupAccountNumber(account.accountNumber)
    writeLine(sheet, t.pdf.account(account.holder, account.bankName, number), { size: 10 })
  }
}

const SIGNED: readonly string[] = ['prepared', 'reopened', 'sent', 'confirmed', 'approved', 'paid', 'reconciled']

function writeHands(sheet: PdfSheet, { statement, language }: Printing): void {
  const t = statementsMessages[language]
  const steps = statement.steps.filter((step) => step.round === statement.round && SIGNED.includes(step.kind))
  if (steps.length === 0) return
  sheet.y += 6
  writeLine(sheet, t.pdf.hands, { size: 13, keep: 30 })
  for (const step of steps) {
    const at = formatInstant(step.at, language)
    writeLine(sheet, t.pdf.hand(t.steps[step.kind], step.person ?? t.pdf.byRule, at), { size: 10 })
  }
  sheet.y += 6
}

function writeLines(sheet: PdfSheet, { statement, lines, language }: Printing): void {
  const t = statementsMessages[language]
  const amount = { width: 76, align: 'right' } as const
  const columns: PdfColumn[] = [
    { head: t.columns.date, width: 70 },
    { head: t.columns.kind, width: A4_WIDTH - 70 - 120 - 3 * amount.width },
    { head: t.columns.order, width: 120 },
    { head: t.columns.gross, ...amount },
    { head: t.columns.fee, ...amount },
    { head: t.columns.net, ...amount },
  ]
  const { gross, fee, net } = statement.sums
  writeTable(sheet, {
    columns,
    rows: [
      ...lines.map((line) => [
        line.businessDate,
        line.reason ? `${t.kinds[line.kind]} ${line.reason}` : t.kinds[line.kind],
        line.orderNo ? formatOrderNo(line.orderNo) : '—',
        ...[line.gross, line.fee, line.net].map(formatYuan),
      ]),
      ['', t.columns.total, '', ...[gross, fee, net].map(formatYuan)],
    ],
  })
}
