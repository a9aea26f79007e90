import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, StatementId } from '#app/shared/ids.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import { PAYMENT_SOURCES } from './settlement-entries.ts'
import { lastDayOf, type Month, OPEN_STATES, type StatementState } from './statement.ts'
import { STATEMENT_PAGE, type StatementView } from './statement-views.ts'

export interface UnbilledRow {
  cooperativeId: CooperativeId
  nameZh: string
  nameEn: string
  /** Of postings up to the month's end that are in no statement; negative against the cooperative. */
  amount: Fen
  /** When the oldest acceptance since the last statement was, and by when it is to be paid. */
  since: BusinessDate | undefined
  dueOn: BusinessDate | undefined
  /** The month has its statement: what is open goes into that of the next, or into this one while it is a draft. */
  live: { statementId: StatementId; state: StatementState } | undefined
}

/**
 * What each cooperative is owed up to the end of a month that no statement has. From
 * sums by day and by statement, so that it costs the same however many lines there are:
 * the lines themselves are read only of statements of later months.
 */
export async function listUnbilled(db: Db, month: Month): Promise<UnbilledRow[]> {
  const until = lastDayOf(month)
  const { rows } = await sql<{
    cooperative_id: CooperativeId
    name_zh: string
    name_en: string
    amount: number
    since: BusinessDate | null
    due_on: BusinessDate | null
    live_id: StatementId | null
    live_state: StatementState | null
  }>`
    with owed as (
      select account.cooperative_id, sum(day.credit_fen - day.debit_fen) as amount
      from account_day day join account on account.code = day.account_code
      where account.code like 'payable:cooperative:%' and day.business_date <= ${until}::date
        and day.source_type not in (${sql.join(PAYMENT_SOURCES)})
      group by account.cooperative_id
    ), billed as (
      select cooperative_id, sum(amount) as amount, max(month) as last_month from (
        select cooperative_id, total_fen as amount, month from settlement_statement where month <= ${month}::date and state <> 'voided'
        union all
        -- A correction stands on the day it was agreed, which may be after the month it is about.
        select line.cooperative_id, -line.net_fen, null from settlement_statement statement join statement_line line
          on line.statement_id = statement.id and line.business_date > ${until}::date
        where statement.month <= ${month}::date
        union all
        select line.cooperative_id, line.net_fen, null from settlement_statement statement join statement_line line
          on line.statement_id = statement.id and line.business_date <= ${until}::date
        where statement.month > ${month}::date and statement.state <> 'voided'
      ) part group by cooperative_id
    )
    select cooperative.id as cooperative_id, name_zh, name_en, open.amount::bigint as amount, oldest.day as since,
      oldest.day + cooperative.payment_term_days as due_on, live.id as live_id, live.state as live_state
    from owed join cooperative on cooperative.id = owed.cooperative_id left join billed on billed.cooperative_id = cooperative.id
      cross join lateral (select owed.amount - coalesce(billed.amount, 0) as amount) open
      left join lateral (select min(business_date) as day from account_day
        where account_code = 'payable:cooperative:' || cooperative.id and source_type = 'acceptance'
          and business_date >= coalesce((billed.last_month + interval '1 month')::date, '-infinity') and business_date <= ${until}::date) oldest on true
      left join settlement_statement live on live.cooperative_id = cooperative.id and live.month = ${month}::date and live.state <> 'voided'
    where open.amount <> 0 order by open.amount desc, cooperative.id`.execute(db)
  return rows.map((row) => ({
    cooperativeId: row.cooperative_id,
    nameZh: row.name_zh,
    nameEn: row.name_en,
    amount: fen(row.amount),
    since: row.since ?? undefined,
    dueOn: row.due_on ?? undefined,
    live: row.live_id && row.live_state ? { statementId: row.live_id, state: row.live_state } : undefined,
  }))
}

export interface StatementSummary {
  statementId: StatementId
  statementNo: string
  month: Month
  nameZh: string
  nameEn: string
  state: StatementState
  round: number
  total: Fen
  lineCount: number
  dueOn: BusinessDate
}

/** Statements of one view: those of a month with the newest first, those that wait with the nearest due day first. */
export async function listStatements(
  db: Db,
  { view, month, today }: { view: StatementView; month: Month; today: BusinessDate },
): Promise<StatementSummary[]> {
  const { rows } = await sql<SummaryRow>`
    select statement.id, statement_no, month, name_zh, name_en, state, round, total_fen, line_count, due_on
    from settlement_statement statement join cooperative on cooperative.id = statement.cooperative_id
    where ${conditionOf({ view, month, today })}
    order by ${sql.raw(view === 'month' ? 'statement_no desc' : 'due_on, statement_no')} limit ${sql.lit(STATEMENT_PAGE)}`.execute(
    db,
  )
  return rows.map(readSummary)
}

export interface SummaryRow {
  id: StatementId
  statement_no: string
  month: Month
  name_zh: string
  name_en: string
  state: StatementState
  round: number
  total_fen: number
  line_count: number
  due_on: BusinessDate
}

export function readSummary(row: SummaryRow): StatementSummary {
  return {
    statementId: row.id,
    statementNo: row.statement_no,
    month: row.month,
    nameZh: row.name_zh,
    nameEn: row.name_en,
    state: row.state,
    round: row.round,
    total: fen(row.total_fen),
    lineCount: row.line_count,
    dueOn: row.due_on,
  }
}

const OPEN = sql.join(OPEN_STATES.map((state) => sql.lit(state)))

function conditionOf(of: { view: StatementView; month: Month; today: BusinessDate }): RawBuilder<unknown> {
  switch (of.view) {
    case 'month':
      return sql`month = ${of.month}::date`
    case 'open':
      return sql`state in (${OPEN})`
    case 'overdue':
      return sql`state in (${OPEN}) and due_on < ${of.today}::date`
    case 'approved':
      return sql`state = 'approved'`
    case 'paid':
      return sql`state = 'paid'`
  }
}

/** How many statements there are of each view that waits for somebody, and what they come to. */
export async function countStatementWork(
  db: Db,
  today: BusinessDate,
): Promise<Record<Exclude<StatementView, 'month'>, { count: number; amount: Fen }>> {
  const { rows } = await sql<
    Record<'open' | 'overdue' | 'approved' | 'paid' | `${'open' | 'overdue' | 'approved' | 'paid'}_fen`, number>
  >`
    select count(*) filter (where state in (${OPEN})) as open,
      coalesce(sum(total_fen) filter (where state in (${OPEN})), 0)::bigint as open_fen,
      count(*) filter (where state in (${OPEN}) and due_on < ${today}::date) as overdue,
      coalesce(sum(total_fen) filter (where state in (${OPEN}) and due_on < ${today}::date), 0)::bigint as overdue_fen,
      count(*) filter (where state = 'approved') as approved,
      coalesce(sum(total_fen) filter (where state = 'approved'), 0)::bigint as approved_fen,
      count(*) filter (where state = 'paid') as paid,
      coalesce(sum(total_fen) filter (where state = 'paid'), 0)::bigint as paid_fen
    from settlement_statement where state in (${OPEN}) or state = 'paid'`.execute(db)
  const [row] = rows
  if (!row) throw new Error('an aggregate gave no row')
  return {
    open: { count: row.open, amount: fen(row.open_fen) },
    overdue: { count: row.overdue, amount: fen(row.overdue_fen) },
    approved: { count: row.approved, amount: fen(row.approved_fen) },
    paid: { count: row.paid, amount: fen(row.paid_fen) },
  }
}

/** How many statements wait for each hand: to be sent or answered, approved, paid. */
export async function countStatementHands(db: Db): Promise<{ prepare: number; approve: number; pay: number }> {
  const { rows } = await sql<{ prepare: number; approve: number; pay: number }>`
    select count(*) filter (where state in ('draft', 'disputed')) as prepare, count(*) filter (where state = 'confirmed') as approve,
      count(*) filter (where state = 'approved') as pay
    from settlement_statement where state in (${OPEN})`.execute(db)
  const [row] = rows
  if (!row) throw new Error('an aggregate gave no row')
  return row
}
