import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import { fen } from '#app/shared/money.ts'
import type { ReportRow } from '../report.ts'
import type { ReportQuery } from '../report-query.ts'
import { sumBooked, withinPeriod } from './booked.server.ts'
import { type Column, cellsOf, columnsOf, type Report } from './report-shape.server.ts'

interface PayableRow {
  code: string
  zh: string
  en: string
  opening: number
  accepted: number
  refunded: number
  corrected: number
  paid: number
  closing: number
}

const COLUMNS: readonly Column<PayableRow>[] = [
  [{ key: 'supplier', kind: 'name', isLink: true }, ({ zh, en }) => ({ zh, en })],
  [{ key: 'opening', kind: 'money' }, (row) => row.opening],
  [{ key: 'earned', kind: 'money' }, (row) => row.accepted],
  [{ key: 'refundsBorne', kind: 'money' }, (row) => row.refunded],
  [{ key: 'corrections', kind: 'money' }, (row) => row.corrected],
  [{ key: 'paidOut', kind: 'money' }, (row) => row.paid],
  [{ key: 'closing', kind: 'money', isLink: true }, (row) => row.closing],
]

/** What is owed to each cooperative: at the beginning, what came and went, at the end. Owed is above zero. */
export const settlementReport: Report = {
  columns: () => columnsOf(COLUMNS),
  async readPage(db, query) {
    const rows = await readPayables(db, query)
    return { rows: rows.map((row) => rowOf(row, query)), next: undefined }
  },
  async readControls(db, query) {
    const rows = await readPayables(db, query)
    const sum = (pick: (row: PayableRow) => number) => fen(rows.reduce((total, row) => total + pick(row), 0))
    const accepted = await sumBooked(
      db,
      sql`${withinPeriod(query)} and day.source_type = 'acceptance' and account.code = 'advances:buyers'`,
    )
    const fee = await sumBooked(
      db,
      sql`${withinPeriod(query)} and day.source_type = 'acceptance' and account.code = 'income:service-fee'`,
    )
    const balance = await sumBooked(
      db,
      sql`day.business_date <= ${query.to}::date and account.code like 'payable:cooperative:%'`,
    )
    const moved = sum((row) => row.opening + row.accepted - row.refunded + row.corrected - row.paid)
    return {
      totals: [
        { key: 'opening', kind: 'money', amount: sum((row) => row.opening) },
        { key: 'earned', kind: 'money', amount: sum((row) => row.accepted) },
        { key: 'paidOut', kind: 'money', amount: sum((row) => row.paid) },
        { key: 'closing', kind: 'money', amount: sum((row) => row.closing) },
      ],
      checks: [
        { key: 'payableBalance', reported: moved, booked: fen(balance.credit - balance.debit) },
        {
          key: 'earnedOfSales',
          reported: sum((row) => row.accepted),
          booked: fen(accepted.debit - fee.credit),
        },
      ],
    }
  },
}

/** Corrections are entries of that name; whatever else moves a payable and is no acceptance and no refund pays it. */
async function readPayables(db: Db, query: ReportQuery): Promise<PayableRow[]> {
  const { from, to } = query
  const { rows } = await sql<PayableRow>`
    with moved as (
      select day.account_code, day.source_type, day.business_date < ${from}::date as is_before,
        sum(day.credit_fen - day.debit_fen) as owed
      from account_day day where day.account_code like 'payable:cooperative:%' and day.business_date <= ${to}::date
      group by 1, 2, 3
    )
    select moved.account_code as code, supplier.name_zh as zh, supplier.name_en as en,
      coalesce(sum(owed) filter (where is_before), 0)::bigint as opening,
      coalesce(sum(owed) filter (where not is_before and source_type = 'acceptance'), 0)::bigint as accepted,
      coalesce(-sum(owed) filter (where not is_before and source_type like 'refund%'), 0)::bigint as refunded,
      coalesce(sum(owed) filter (where not is_before and source_type like '%correction%'), 0)::bigint as corrected,
      coalesce(-sum(owed) filter (where not is_before and source_type <> 'acceptance' and source_type not like 'refund%'
        and source_type not like '%correction%'), 0)::bigint as paid,
      coalesce(sum(owed), 0)::bigint as closing
    from moved join account on account.code = moved.account_code join cooperative supplier on supplier.id = account.cooperative_id
    group by moved.account_code, supplier.name_zh, supplier.name_en
    order by moved.account_code`.execute(db)
  return rows
}

function rowOf(row: PayableRow, { from, to }: ReportQuery): ReportRow {
  return {
    key: row.code,
    cells: cellsOf(COLUMNS, row),
    link: { to: 'report', report: 'account', query: { from, to, account: row.code } },
  }
}
