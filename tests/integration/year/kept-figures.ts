import { sql } from 'kysely'
import type { Db, Tx } from '#app/platform/db.server.ts'
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
    when code = 'bank:main' then 'bank'
    when code = 'bank:transit' then 'transit'
    when code = 'unallocated-receipts' then 'unallocated'
    when code = 'expense:provider-fees' then 'provider fees'
    when code = 'expense:bank-fees' then 'bank fees'
    when code = 'income:bank-interest' then 'bank interest'
    when code = 'expense:settlement-corrections' then 'corrections'
    else code end`
const SIGN = sql`case when kind in ('liability', 'income') then -1 else 1 end`
const MONTH = sql`to_char(business_date, 'YYYY-MM')`

/** The notebook's name of an account of book `money`, with its sign: 1 when it grows by a debit. */
export async function namesOfAccounts(db: Db): Promise<Map<string, { name: string; sign: number }>> {
  const { rows } = await sql<{ code: string; name: string; sign: number }>`
    select code, ${NAMED} as name, ${SIGN} as sign from account where book = 'money'`.execute(db)
  return new Map(rows.map(({ code, name, sign }) => [code, { name, sign }]))
}

/** What moved on each account of book `money` in each month, as the sums by day keep it. */
export async function figuresOfSums(db: Db): Promise<Figures> {
  return read(
    db,
    sql`select ${MONTH} || ' money ' || ${NAMED} as name, ${SIGN} * (debit_fen - credit_fen) as fen
      from account_day join account on account.code = account_code where book = 'money'
      union all
      select ${MONTH} || ' turned ' || kind || ' ' || side, amount
      from account_day join account on account.code = account_code
        cross join lateral (values ('debit', debit_fen), ('credit', credit_fen)) as turned (side, amount) where book = 'money'`,
  )
}

/** The same from every single line of the book. */
export async function figuresOfPostings(db: Db): Promise<Figures> {
  return read(
    db,
    sql`select to_char(entry.business_date, 'YYYY-MM') || ' ' || what as name, fen
      from posting join account on account.code = account_code join journal_entry entry on entry.id = entry_id
        cross join lateral (values ('money ' || ${NAMED}, ${SIGN} * amount_fen),
          ('turned ' || kind || case when amount_fen > 0 then ' debit' else ' credit' end, abs(amount_fen))) as said (what, fen)
      where account.book = 'money'`,
  )
}

const COUNTED_NAMES = sql`unnest(array['counted in all',
  case channel when 'platform_832' then 'counted on 832' else 'counted off 832' end, 'counted of ' || county_id,
  'counted by ' || fund_type, 'counted through ' || channel, 'counted for ' || org_unit_id]) as name`

/** What counts, from the rows beside the books. */
export async function figuresOfDocuments(db: Db): Promise<Figures> {
  return read(
    db,
    sql`select ${MONTH} || ' ' || name as name, amount_fen as fen from recognized_purchase
      cross join lateral (select ${COUNTED_NAMES}) named where name is not null`,
  )
}

/** What counts, from book `assistance`: by county, channel and fund from one account, by unit from another. */
export async function figuresOfTask(db: Db): Promise<Figures> {
  return read(
    db,
    sql`select ${MONTH} || ' ' || name as name, debit_fen - credit_fen as fen
      from account_day join account on account.code = account_code cross join lateral (
        select ${COUNTED_NAMES} where code like 'recognized:%'
        union all select 'counted for ' || org_unit_id where code like 'attained:%:org_unit:%'
      ) named
      where book = 'assistance' and name is not null`,
  )
}

/** The four amounts by month. */
export async function figuresOfStages(db: Db): Promise<Figures> {
  return read(
    db,
    sql`select format('%s-%s %s %s/%s/%s/%s', year, lpad(month::text, 2, '0'), stage, county_id, channel, fund_type, org_unit_id) as name,
      amount_fen as fen from stage_amount`,
  )
}

/** Of the years that are lived here: the shop comes with a year of purchases before. */
async function read(db: Db, rows: ReturnType<typeof sql>): Promise<Figures> {
  const sums = await withTime(db, (tx) =>
    sql<{ name: string; fen: number }>`
      select name, sum(fen)::bigint as fen from (${rows}) moved where name >= '2026' group by name having sum(fen) <> 0
    `.execute(tx),
  )
  return new Map(sums.rows.map(({ name, fen }) => [name, fen]))
}

/** Everything is read here at once; no page of the shop does that. */
export function withTime<Value>(db: Db, work: (tx: Tx) => Promise<Value>): Promise<Value> {
  return db.transaction().execute(async (tx) => {
    await sql`set local statement_timeout = '300s'`.execute(tx)
    return work(tx)
  })
}
