import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import type { ReportRow, TieCheck } from '../report.ts'
import type { ReportQuery } from '../report-query.ts'
import { sumBooked, withinPeriod } from './booked.server.ts'
import { type Column, cellsOf, columnsOf, type Report } from './report-shape.server.ts'

interface RefundRow {
  reason: string
  bearer: string
  count: number
  decided: number
  attributed: number
  failed: number
  executed: number
}

const COLUMNS: readonly Column<RefundRow>[] = [
  [{ key: 'reason', kind: 'term', terms: 'reasons', isLink: true }, (row) => row.reason],
  [{ key: 'bearer', kind: 'term', terms: 'bearers' }, (row) => row.bearer],
  [{ key: 'refundCount', kind: 'count' }, (row) => row.count],
  [{ key: 'decided', kind: 'money', isLink: true }, (row) => row.decided],
  [{ key: 'attributed', kind: 'money' }, (row) => row.attributed],
  [{ key: 'failed', kind: 'money' }, (row) => row.failed],
  [{ key: 'executed', kind: 'money' }, (row) => row.executed],
  [{ key: 'borne', kind: 'money' }, borneOf],
]

/** Refunds by what they were for and who bears them, each step on the day of its entry. */
export const refundsReport: Report = {
  columns: () => columnsOf(COLUMNS),
  async readPage(db, query) {
    const rows = await readRefunds(db, query)
    return { rows: rows.map((row) => rowOf(row, query)), next: undefined }
  },
  async readControls(db, query) {
    const rows = await readRefunds(db, query)
    const sum = (pick: (row: RefundRow) => number) => fen(rows.reduce((total, row) => total + pick(row), 0))
    const [decided, failed, executed] = [
      sum((row) => row.decided),
      sum((row) => row.failed),
      sum((row) => row.executed),
    ]
    return {
      totals: [
        { key: 'decided', kind: 'money', amount: decided },
        { key: 'failed', kind: 'money', amount: failed },
        { key: 'executed', kind: 'money', amount: executed },
        { key: 'borne', kind: 'money', amount: sum(borneOf) },
      ],
      checks: await checkRefunds(db, query, { rows, decided, failed, executed }),
      bars: barsOf(rows),
    }
  },
}

/** What stays with the bearer: decided, and later known, less what failed. */
function borneOf({ decided, attributed, failed }: RefundRow): Fen {
  return fen(decided + attributed - failed)
}

async function readRefunds(db: Db, query: ReportQuery): Promise<RefundRow[]> {
  const { rows } = await sql<RefundRow>`
    select reason, bearer,
      coalesce(sum(refund_count) filter (where source_type = 'refund_decided'), 0)::bigint as count,
      coalesce(sum(amount_fen) filter (where source_type = 'refund_decided'), 0)::bigint as decided,
      coalesce(sum(amount_fen) filter (where source_type = 'refund_attributed'), 0)::bigint as attributed,
      coalesce(sum(amount_fen) filter (where source_type = 'refund_failed'), 0)::bigint as failed,
      coalesce(sum(amount_fen) filter (where source_type = 'refund_executed'), 0)::bigint as executed
    from refund_day day where ${withinPeriod(query)}
    group by reason, bearer order by reason, bearer`.execute(db)
  return rows
}

function rowOf(row: RefundRow, { from, to }: ReportQuery): ReportRow {
  return {
    key: `${row.reason} ${row.bearer}`,
    cells: cellsOf(COLUMNS, row),
    link: { to: 'report', report: 'journal', query: { from, to, source: 'refund_decided' } },
  }
}

function barsOf(rows: readonly RefundRow[]) {
  const byReason = new Map<string, number>()
  for (const row of rows) byReason.set(row.reason, (byReason.get(row.reason) ?? 0) + borneOf(row))
  return [...byReason].map(([key, amount]) => ({ key, amount: fen(amount) }))
}

interface RefundSums {
  rows: readonly RefundRow[]
  decided: Fen
  failed: Fen
  executed: Fen
}

async function checkRefunds(db: Db, query: ReportQuery, sums: RefundSums): Promise<TieCheck[]> {
  const period = withinPeriod(query)
  const due = sql`${period} and account.code = 'refunds-due'`
  const decided = await sumBooked(db, sql`${due} and day.source_type = 'refund_decided'`)
  const executed = await sumBooked(db, sql`${due} and day.source_type = 'refund_executed'`)
  const failed = await sumBooked(
    db,
    sql`${period} and day.source_type = 'refund_failed'
      and (account.code = 'refunds-due' or account.code like 'clearing:%' or account.code like 'cash:%')`,
  )
  const cooperatives = await sumBooked(
    db,
    sql`${period} and day.source_type in ('refund_decided', 'refund_attributed', 'refund_failed')
      and (account.code like 'payable:cooperative:%' or account.code = 'income:service-fee')`,
  )
  const borne = sums.rows.filter((row) => row.bearer === 'cooperative').reduce((sum, row) => sum + borneOf(row), 0)
  return [
    { key: 'refundsDue', reported: sums.decided, booked: decided.credit },
    { key: 'refundsSent', reported: sums.executed, booked: executed.debit },
    { key: 'refundsFailed', reported: sums.failed, booked: failed.debit },
    { key: 'borneByCooperatives', reported: fen(borne), booked: fen(cooperatives.debit - cooperatives.credit) },
  ]
}
