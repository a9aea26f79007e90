import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import { fen } from '#app/shared/money.ts'
import type { ReportRow } from '../report.ts'
import type { ReportQuery } from '../report-query.ts'
import { sumBooked } from './booked.server.ts'
import { type Column, cellsOf, columnsOf, type Report } from './report-shape.server.ts'

interface BalanceRow {
  code: string
  kind: string
  /** Debit less credit. */
  opening: number
  debit: number
  credit: number
}

const debitSide = (amount: number) => (amount > 0 ? amount : null)
const creditSide = (amount: number) => (amount < 0 ? -amount : null)
const closingOf = (row: BalanceRow) => row.opening + row.debit - row.credit

const COLUMNS: readonly Column<BalanceRow>[] = [
  [{ key: 'account', kind: 'account', printed: 30, isLink: true }, (row) => row.code],
  [{ key: 'accountName', kind: 'accountName', isFileOnly: true }, (row) => row.code],
  [{ key: 'kind', kind: 'term', terms: 'kinds' }, (row) => row.kind],
  [{ key: 'openingDebit', kind: 'money', printed: 13 }, (row) => debitSide(row.opening)],
  [{ key: 'openingCredit', kind: 'money', printed: 13 }, (row) => creditSide(row.opening)],
  [{ key: 'debit', kind: 'money', printed: 13 }, (row) => row.debit],
  [{ key: 'credit', kind: 'money', printed: 13 }, (row) => row.credit],
  [{ key: 'closingDebit', kind: 'money', printed: 13 }, (row) => debitSide(closingOf(row))],
  [{ key: 'closingCredit', kind: 'money', printed: 13 }, (row) => creditSide(closingOf(row))],
]

/** Every account of a book: what rested on it at the beginning, what moved, what rests on it at the end of the last day. */
export const trialBalanceReport: Report = {
  columns: () => columnsOf(COLUMNS),
  async readPage(db, query) {
    const rows = await readBalances(db, query)
    return { rows: rows.map((row) => rowOf(row, query)), next: undefined }
  },
  async readControls(db, query) {
    const rows = await readBalances(db, query)
    const sum = (pick: (row: BalanceRow) => number | null) =>
      fen(rows.reduce((total, row) => total + (pick(row) ?? 0), 0))
    const [debit, credit] = [sum((row) => row.debit), sum((row) => row.credit)]
    const closings = {
      reported: sum((row) => debitSide(closingOf(row))),
      booked: sum((row) => creditSide(closingOf(row))),
    }
    const lines = await sumBooked(db, sql`account.book = ${query.book}`)
    const head = await db
      .selectFrom('ledger_head')
      .select('seq')
      .where('book', '=', query.book)
      .executeTakeFirstOrThrow()
    return {
      totals: [
        { key: 'accounts', kind: 'count', amount: rows.length },
        { key: 'debit', kind: 'money', amount: debit },
        { key: 'credit', kind: 'money', amount: credit },
        { key: 'closingDebit', kind: 'money', amount: closings.reported },
      ],
      checks: [
        { key: 'movements', reported: debit, booked: credit },
        { key: 'balances', ...closings },
        { key: 'linesOfChain', kind: 'count', reported: fen(lines.lineCount), booked: fen(head.seq) },
      ],
    }
  },
}

async function readBalances(db: Db, { book, from, to }: ReportQuery): Promise<BalanceRow[]> {
  const { rows } = await sql<BalanceRow>`
    select account.code, account.kind, moved.opening, moved.debit, moved.credit
    from (
      select account_code, coalesce(sum(debit_fen - credit_fen) filter (where business_date < ${from}::date), 0)::bigint as opening,
        coalesce(sum(debit_fen) filter (where business_date >= ${from}::date), 0)::bigint as debit,
        coalesce(sum(credit_fen) filter (where business_date >= ${from}::date), 0)::bigint as credit
      from account_day where business_date <= ${to}::date group by account_code
    ) moved join account on account.code = moved.account_code
    where account.book = ${book} order by account.code`.execute(db)
  return rows
}

function rowOf(row: BalanceRow, { from, to, book }: ReportQuery): ReportRow {
  return {
    key: row.code,
    cells: cellsOf(COLUMNS, row),
    link: { to: 'report', report: 'account', query: { from, to, book, account: row.code } },
  }
}
