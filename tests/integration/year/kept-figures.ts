import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { Figures } from './recompute.ts'

/** Accounts as the notebook calls them; a liability is what is owed, so its sign turns. */
const NAMED = sql`
  case when code = 'clearing:stripe' then 'held provider'
    when code like 'cash:counter:%' then 'held counter:' || substr(code, 14)
    when code = 'advances:buyers' then 'advances'
    when code like 'payable:cooperative:%' then 'payable ' || substr(code, 21)
    when code = 'income:service-fee' then 'fees'
    when code = 'refunds-due' then 'to send back'
    when code = 'expense:goodwill' then 'goodwill'
    when code = 'receivable:carriers' then 'carriers owe'
    when code = 'expense:cash-over-short' then 'drawers short'
    else code end`
const SIGN = sql`case when kind in ('liability', 'income') then -1 else 1 end`
const MONTH = sql`to_char(business_date, 'YYYY-MM')`

/** What moved on each account of book `money` in each month, as the sums by day keep it. */
export async function figuresOfSums(db: Db, year: number): Promise<Figures> {
  return read(
    db,
    sql`select ${MONTH} || ' ' || ${NAMED} as name, ${SIGN} * (debit_fen - credit_fen) as fen
      from account_day join account on account.code = account_code
      where book = 'money' and extract(year from business_date) = ${year}`,
  )
}

/** The same from every single line of the book. */
export async function figuresOfPostings(db: Db, year: number): Promise<Figures> {
  return read(
    db,
    sql`select ${MONTH} || ' ' || ${NAMED} as name, ${SIGN} * amount_fen as fen
      from posting join account on account.code = account_code join journal_entry entry on entry.id = entry_id
      where account.book = 'money' and extract(year from business_date) = ${year}`,
  )
}

const COUNTED_NAMES = sql`unnest(array['counted in all',
  case channel when 'platform_832' then 'counted on 832' else 'counted off 832' end, 'counted of ' || county_id,
  'counted by ' || fund_type, 'counted through ' || channel, 'counted for ' || org_unit_id]) as name`

/** What counts, from the rows beside the books. */
export async function figuresOfDocuments(db: Db, year: number): Promise<Figures> {
  return read(
    db,
    sql`select ${MONTH} || ' ' || name as name, amount_fen as fen from recognized_purchase
      cross join lateral (select ${COUNTED_NAMES}) named where year = ${year} and name is not null`,
  )
}

/** What counts, from book `assistance`: by county, channel and fund from one account, by unit from another. */
export async function figuresOfTask(db: Db, year: number): Promise<Figures> {
  return read(
    db,
    sql`select ${MONTH} || ' ' || name as name, debit_fen - credit_fen as fen
      from account_day join account on account.code = account_code cross join lateral (
        select ${COUNTED_NAMES} where code like 'recognized:%'
        union all select 'counted for ' || org_unit_id where code like 'attained:%:org_unit:%'
      ) named
      where book = 'assistance' and account.year = ${year} and name is not null`,
  )
}

/** The four amounts by month. */
export async function figuresOfStages(db: Db, year: number): Promise<Figures> {
  return read(
    db,
    sql`select format('%s-%s %s %s/%s/%s/%s', year, lpad(month::text, 2, '0'), stage, county_id, channel, fund_type, org_unit_id) as name,
      amount_fen as fen from stage_amount where year = ${year}`,
  )
}

async function read(db: Db, rows: ReturnType<typeof sql>): Promise<Figures> {
  const { rows: sums } = await sql<{ name: string; fen: number }>`
    select name, sum(fen)::bigint as fen from (${rows}) moved group by name having sum(fen) <> 0
  `.execute(db)
  return new Map(sums.map(({ name, fen }) => [name, fen]))
}
