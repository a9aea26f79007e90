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

/** The last lines' balance as the statement itself counts it: the last day's opening and the lines of that day. */
async function sumLines(db: Db, query: ReportQuery): Promise<Fen> {
  const { rows } = await sql<{ day: BusinessDate | null }>`
    select max(business_date) as day from account_day
    where account_code = ${query.account ?? ''} and business_date <= ${query.to}::date`.execute(db)
  const day = rows[0]?.day
  if (!day) return fen(0)
  const [last] = await readDays(db, query.account ?? '', { days: [day], end: 'last', limit: 1 })
  return fen(last?.balance ?? 0)
}

interface AccountDay {
  business_date: BusinessDate
  line_count: number
}

/**
 * Days of the account from the place of the query on until they have `limit` lines,
 * then the lines of these days: an account of a million lines costs no more than one
 * of a thousand.
 */
async function readLines(db: Db, query: ReportQuery, limit: number): Promise<LineRow[]> {
  const { account = '', from, to } = query
  const after = placeOf(query.after)
  const begin = after && after.day > from ? after.day : from
  const { rows: days } = await sql<AccountDay>`
    select business_date, sum(line_count)::int as line_count from account_day
    where account_code = ${account} and business_date between ${begin}::date and ${to}::date
    group by business_date order by business_date limit ${limit}`.execute(db)
  const found: LineRow[] = []
  for (const part of groupDays(days, limit)) {
    found.push(...(await readDays(db, account, { days: part, end: 'first', after, limit: limit - found.length })))
    if (found.length >= limit) break
  }
  return found
}

/** Where a page before ended: '<day>.<place in the chain>'. */
function placeOf(after: string | undefined): LinePlace | undefined {
  const [day, seq] = after?.split('.') ?? []
  return day && seq && /^\d{1,15}$/.test(seq) ? { day: day as BusinessDate, seq: Number(seq) } : undefined
}

/** Days in a row that have about `limit` lines together. */
function groupDays(days: readonly AccountDay[], limit: number): BusinessDate[][] {
  const groups: BusinessDate[][] = []
  let lines = limit
  for (const day of days) {
    if (lines >= limit) {
      groups.push([])
      lines = 0
    }
    groups.at(-1)?.push(day.business_date)
    lines += day.line_count
  }
  return groups
}

interface LinePlace {
  day: BusinessDate
  seq: number
}

interface DaysWish {
  days: readonly BusinessDate[]
  /** From which end of these days lines are given. */
  end: 'first' | 'last'
  after?: LinePlace | undefined
  limit: number
}

/** Lines of some days of an account, running on from what rested there before the first of them. */
async function readDays(db: Db, account: string, { days, end, after, limit }: DaysWish): Promise<LineRow[]> {
  const [first] = days
  const last = days.at(-1)
  const order = end === 'first' ? sql`business_date, seq` : sql`business_date desc, seq desc`
  const { rows } = await sql<LineRow>`
    select * from (
      select posting.seq, posting.entry_id, posting.line_no, entry.source_type, entry.source_id, entry.business_date, posting.amount_fen,
        ((select coalesce(sum(debit_fen - credit_fen), 0) from account_day where account_code = ${account} and business_date < ${first}::date)
          + sum(posting.amount_fen) over (order by entry.business_date, posting.seq))::bigint as balance
      from journal_entry entry join posting on posting.entry_id = entry.id
      where entry.book = (select book from account where code = ${account})
        and entry.business_date between ${first}::date and ${last}::date and posting.account_code = ${account}
    ) line ${after ? sql`where (business_date, seq) > (${after.day}::date, ${after.seq}::bigint)` : sql``}
    order by ${order} limit ${limit}`.execute(db)
  return rows
}
