import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import type { ReportRow, TieCheck } from '../report.ts'
import type { ReportQuery } from '../report-query.ts'
import { sumBooked, withinPeriod } from './booked.server.ts'
import { type Column, cellsOf, columnsOf, type Report } from './report-shape.server.ts'

interface PaymentRow {
  key: string
  count: number
  received: number
  unallocated: number
  refunded: number
}

const FIGURES: readonly Column<PaymentRow>[] = [
  [{ key: 'paymentCount', kind: 'count' }, (row) => row.count],
  [{ key: 'received', kind: 'money', isLink: true }, (row) => row.received],
  [{ key: 'unallocated', kind: 'money' }, (row) => row.unallocated],
  [{ key: 'sentBack', kind: 'money' }, (row) => row.refunded],
  [{ key: 'kept', kind: 'money' }, (row) => row.received - row.refunded],
]

const COLUMNS: Record<'method' | 'day', readonly Column<PaymentRow>[]> = {
  method: [[{ key: 'method', kind: 'term', terms: 'methods', isLink: true }, (row) => row.key], ...FIGURES],
  day: [[{ key: 'day', kind: 'date', isLink: true }, (row) => row.key], ...FIGURES],
}

/** Money taken and sent back, by method or by day. */
export const paymentsReport: Report = {
  columns: (query) => columnsOf(COLUMNS[groupingOf(query)]),
  async readPage(db, query) {
    const by = groupingOf(query)
    const rows = await readPayments(db, query, by)
    return { rows: rows.map((row) => rowOf(row, by, query)), next: undefined }
  },
  async readControls(db, query) {
    const rows = await readPayments(db, query, groupingOf(query))
    const sum = (pick: (row: PaymentRow) => number) => fen(rows.reduce((total, row) => total + pick(row), 0))
    const [received, refunded] = [sum((row) => row.received), sum((row) => row.refunded)]
    return {
      totals: [
        { key: 'paymentCount', kind: 'count', amount: sum((row) => row.count) },
        { key: 'received', kind: 'money', amount: received },
        { key: 'sentBack', kind: 'money', amount: refunded },
        { key: 'kept', kind: 'money', amount: received - refunded },
      ],
      checks: await checkPayments(db, query, { received, refunded }),
      bars: rows.map((row) => ({ key: row.key, amount: fen(row.received) })),
    }
  },
}

function groupingOf({ by }: ReportQuery): 'method' | 'day' {
  return by === 'day' ? 'day' : 'method'
}

async function readPayments(db: Db, query: ReportQuery, by: 'method' | 'day'): Promise<PaymentRow[]> {
  const key: RawBuilder<unknown> = by === 'day' ? sql`business_date::text` : sql`method`
  const { rows } = await sql<PaymentRow>`
    select ${key} as key,
      coalesce(sum(payment_count) filter (where source_type not like 'refund%'), 0)::bigint as count,
      coalesce(sum(amount_fen) filter (where source_type not like 'refund%'), 0)::bigint as received,
      coalesce(sum(amount_fen) filter (where source_type = 'late_payment'), 0)::bigint as unallocated,
      coalesce(-sum(amount_fen) filter (where source_type like 'refund%'), 0)::bigint as refunded
    from payment_day day where ${withinPeriod(query)} group by 1 order by 1`.execute(db)
  return rows
}

function rowOf(row: PaymentRow, by: 'method' | 'day', { from, to }: ReportQuery): ReportRow {
  const source = row.key === 'cash' ? 'cash_receipt' : 'capture'
  const link =
    by === 'day'
      ? ({ to: 'report', report: 'journal', query: { from: row.key, to: row.key } } as const)
      : ({ to: 'report', report: 'journal', query: { from, to, source } } as const)
  return { key: row.key, cells: cellsOf(COLUMNS[by], row), link }
}

/** What the provider and the drawers took in and gave back by these events. */
async function checkPayments(
  db: Db,
  query: ReportQuery,
  { received, refunded }: { received: Fen; refunded: Fen },
): Promise<TieCheck[]> {
  const holders = sql`${withinPeriod(query)} and (account.code like 'clearing:%' or account.code like 'cash:counter:%')`
  const taken = await sumBooked(db, sql`${holders} and day.source_type in ('capture', 'late_payment', 'cash_receipt')`)
  const returned = await sumBooked(db, sql`${holders} and day.source_type in ('refund_executed', 'refund_failed')`)
  return [
    { key: 'takenIn', reported: received, booked: taken.debit },
    { key: 'givenBack', reported: refunded, booked: fen(returned.credit - returned.debit) },
  ]
}
