import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import type { ReportRow } from '../report.ts'
import type { ReportQuery } from '../report-query.ts'
import { sumBooked, withinPeriod } from './booked.server.ts'
import { type Column, cellsOf, columnsOf, type Report } from './report-shape.server.ts'

interface LineRow {
  seq: number
  entry_id: number
  line_no: number
  source_type: string
  source_id: string
  business_date: BusinessDate
  amount_fen: number
  /** What rests on the account after it: debit less credit. */
  balance: number
}

const COLUMNS: readonly Column<LineRow>[] = [
  [{ key: 'day', kind: 'date' }, (row) => row.business_date],
  [{ key: 'entry', kind: 'count', isLink: true }, (row) => row.entry_id],
  [{ key: 'source', kind: 'term', terms: 'sources' }, (row) => row.source_type],
  [{ key: 'sourceId', kind: 'text', isFileOnly: true }, (row) => row.source_id],
  [{ key: 'chainPlace', kind: 'count', isFileOnly: true }, (row) => row.seq],
  [{ key: 'debit', kind: 'money' }, (row) => (row.amount_fen > 0 ? row.amount_fen : null)],
  [{ key: 'credit', kind: 'money' }, (row) => (row.amount_fen < 0 ? -row.amount_fen : null)],
  [{ key: 'balance', kind: 'money' }, (row) => row.balance],
]

/** The lines of one account by day, each with what rests on the account after it. */
export const accountReport: Report = {
  columns: () => columnsOf(COLUMNS),
  async readPage(db, query, limit) {
    const rows = await readLines(db, query, limit + 1)
    const shown = rows.slice(0, limit)
    const last = shown.at(-1)
    return {
      rows: shown.map(rowOf),
      next: rows.length > limit && last ? `${last.business_date}.${last.seq}` : undefined,
    }
  },
  async readControls(db, query) {
    const account = sql`account.code = ${query.account ?? ''}`
    const before = await sumBooked(db, sql`${account} and day.business_date < ${query.from}::date`)
    const moved = await sumBooked(db, sql`${account} and ${withinPeriod(query)}`)
    const opening = fen(before.debit - before.credit)
    const closing = fen(opening + moved.debit - moved.credit)
    return {
      totals: [
        { key: 'opening', kind: 'money', amount: opening },
        { key: 'debit', kind: 'money', amount: moved.debit },
        { key: 'credit', kind: 'money', amount: moved.credit },
        { key: 'closing', kind: 'money', amount: closing },
      ],
      checks: [{ key: 'balanceOfLines', reported: closing, booked: await sumLines(db, query) }],
    }
  },
  async countRows(db, query) {
    const account = sql`account.code = ${query.account ?? ''}`
    return (await sumBooked(db, sql`${account} and ${withinPeriod(query)}`)).lineCount
  },
}

function rowOf(row: LineRow): ReportRow {
  return {
    key: String(row.seq),
    cells: cellsOf(COLUMNS, row),
    link: { to: 'entry', entryId: row.entry_id },
  }
}

/** The last line's balance as the statement itself counts it: what rested before its day, and the lines of that day. */
async function sumLines(db: Db, query: ReportQuery): Promise<Fen> {
  const account = query.account ?? ''
  const { rows } = await sql<{ balance: number }>`
    select ((select coalesce(sum(debit_fen - credit_fen), 0) from account_day
        where account_code = ${account} and business_date < last.day)
      + (select sum(amount_fen) from posting where account_code = ${account} and business_date = last.day))::bigint as balance
    from (select max(business_date) as day from posting
      where account_code = ${account} and business_date <= ${query.to}::date) last
    where last.day is not null`.execute(db)
  return fen(rows[0]?.balance ?? 0)
}

/**
 * Lines of the account from the place of the query on, running on from what rested
 * there. Of the days before, the sums are read; of the day in which a page begins, the
 * lines before it: an account of a million lines costs no more than one of a thousand.
 */
async function readLines(db: Db, query: ReportQuery, limit: number): Promise<LineRow[]> {
  const { account = '', from, to } = query
  const after = placeOf(query)
  const { rows } = await sql<LineRow>`
    select line.seq, entry_id, line_no, source_type, source_id, line.business_date, amount_fen,
      (${restBefore(account, after ?? { day: from })} + sum(amount_fen) over (order by line.business_date, line.seq))::bigint as balance
    from (select * from posting where account_code = ${account} and business_date between ${from}::date and ${to}::date
        ${after ? sql`and (business_date, seq) > (${after.day}::date, ${after.seq}::bigint)` : sql``}
        order by business_date, seq limit ${limit}) line
      join journal_entry entry on entry.id = line.entry_id
    order by line.business_date, line.seq`.execute(db)
  return rows
}

interface LinePlace {
  day: BusinessDate
  seq: number
}

/** Where a page before ended, '<day>.<place in the chain>'; before the first day there is no such place. */
function placeOf({ after, from }: ReportQuery): LinePlace | undefined {
  const [day, seq] = after?.split('.') ?? []
  if (!day || day < from || !seq || !/^\d{1,15}$/.test(seq)) return undefined
  return { day: day as BusinessDate, seq: Number(seq) }
}

/** What rests on an account before a day, or after a line of it. */
function restBefore(account: string, { day, seq }: { day: BusinessDate; seq?: number }) {
  const before = sql`(select coalesce(sum(debit_fen - credit_fen), 0) from account_day
    where account_code = ${account} and business_date < ${day}::date)`
  if (seq === undefined) return before
  return sql`${before} + (select coalesce(sum(amount_fen), 0) from posting
    where account_code = ${account} and business_date = ${day}::date and seq <= ${seq}::bigint)`
}
