import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import { type BusinessDate, businessDate } from '#app/shared/business-date.ts'
import type { PersonId } from '#app/shared/ids.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import { type ChecklistLine, monthToClose, type PeriodState } from './close-checklist.ts'
import { readChecklist } from './close-checks.server.ts'
import { type ControlTotals, readControlTotals } from './control-totals.ts'
import { findDuty, readPeriodPlace, readRound } from './internal/period-rows.server.ts'
import { type LateFact, readLateFacts } from './late-facts.server.ts'
import { firstDayOf, isOver, type Month, monthOfDate } from './month.ts'

export interface PeriodLine {
  month: Month
  state: PeriodState
  closedAt: Date | undefined
  /** How often the month was closed. */
  rounds: number
  /** What was booked in it in book money (its debits), and what counted in it. */
  turnover: Fen
  recognized: Fen
  /** Entries that belong to it and stand later. */
  lateCount: number
  hasReopeningAsked: boolean
}

/** Every month from the first that holds anything to today's, the latest first, and which is to be closed next. */
export async function listPeriods(
  db: Db,
  now: Date,
): Promise<{ periods: PeriodLine[]; next: Month | undefined; isNextOver: boolean }> {
  const today = monthOfDate(businessDate(now))
  const place = await readPeriodPlace(db, today)
  const next = monthToClose(place)
  const isNextOver = next !== undefined && isOver(next, now)
  if (place.firstHeld === undefined) return { periods: [], next, isNextOver }
  const { rows } = await sql<{
    month: BusinessDate
    state: PeriodState | null
    closed_at: Date | null
    rounds: number
    turnover: number
    recognized: number
    late: number
    is_asked: boolean
  }>`
    with month as (
      select due::date as month from generate_series(${firstDayOf(place.firstHeld)}::date, ${firstDayOf(today)}::date, interval '1 month') as due
    ), moved as (
      select date_trunc('month', business_date)::date as month, sum(debit_fen) filter (where account.book = 'money') as turnover,
        sum(debit_fen - credit_fen) filter (where account.code like 'recognized:%') as recognized
      from account_day join account on account.code = account_day.account_code
      where business_date >= coalesce((select max(month) from period where state = 'closed') + interval '1 month', '-infinity') group by 1
    )
    select month.month, period.state, period.closed_at, late.count as late,
      (select count(*) from period_close made where made.month = month.month) as rounds,
      case when period.state = 'closed' then (select coalesce(sum((one->>'debit')::bigint), 0)
          from jsonb_array_elements(control_totals->'classes') as one where one->>'book' = 'money')
        else coalesce(moved.turnover, 0) end::bigint as turnover,
      case when period.state = 'closed' then (control_totals->'recognized'->0->>'month')::bigint
        else coalesce(moved.recognized, 0) end::bigint as recognized,
      exists (select from period_reopening asked where asked.month = month.month and asked.state = 'asked') as is_asked
    from month left join period using (month) left join moved using (month)
      cross join lateral (select count(*) as count from journal_entry
        where date_trunc('month', occurred_at at time zone 'Asia/Shanghai')::date = month.month
          and business_date <> (occurred_at at time zone 'Asia/Shanghai')::date
          and business_date >= month.month + interval '1 month') late
    order by month.month desc`.execute(db)
  const periods = rows.map((row) => ({
    month: monthOfDate(row.month),
    state: row.state ?? 'open',
    closedAt: row.closed_at ?? undefined,
    rounds: row.rounds,
    turnover: fen(row.turnover),
    recognized: fen(row.recognized),
    lateCount: row.late,
    hasReopeningAsked: row.is_asked,
  }))
  return { periods, next, isNextOver }
}

export interface CloseView {
  round: number
  closedAt: Date
  preparedBy: string
  lockedBy: string
  moneySeq: number
  moneyHash: string
  assistanceSeq: number
  assistanceHash: string
  totals: ControlTotals
  /** The checklist as it stood then. */
  checks: ChecklistLine[]
}

export interface ReopeningView {
  reopeningId: string
  round: number
  reason: string
  askedBy: { personId: PersonId; name: string }
  askedAt: Date
  state: 'asked' | 'approved' | 'refused'
  settledBy: string | undefined
  settledAt: Date | undefined
  refusedBecause: string | undefined
}

export interface PeriodView {
  month: Month
  state: PeriodState
  /** Whether it is the one to close now: the next in order, and over. */
  isDue: boolean
  isLatestClosed: boolean
  next: Month | undefined
  round: number
  preparedBy: { personId: PersonId; name: string; at: Date } | undefined
  /** As it stands now; empty for a closed month, whose closes keep theirs. */
  checklist: ChecklistLine[]
  /** So far; of a closed month, as it was signed. */
  totals: ControlTotals
  /** Every close, the latest first. */
  closes: CloseView[]
  reopenings: ReopeningView[]
  late: { count: number; facts: LateFact[] }
}

const LATE_SHOWN = 50

/** A month with everything about its close; undefined for months before the books begin and after today. */
export async function findPeriod(db: Db, { month, now }: { month: Month; now: Date }): Promise<PeriodView | undefined> {
  const place = await readPeriodPlace(db, month)
  const { firstHeld, lastClosed, state } = place
  if (firstHeld === undefined || month < firstHeld || month > monthOfDate(businessDate(now))) return undefined
  const round = await readRound(db, month)
  const [preparedBy, checklist, closes, reopenings, late] = await Promise.all([
    findDuty(db, { month, round, duty: 'period.prepare' }),
    state === 'closed' ? [] : readChecklist(db, { month, now }),
    listCloses(db, month),
    listReopenings(db, month),
    readLateFacts(db, { month, limit: LATE_SHOWN }),
  ])
  const signed = state === 'closed' ? closes[0]?.totals : undefined
  const next = monthToClose(place)
  return {
    month,
    state,
    isDue: month === next && isOver(month, now),
    isLatestClosed: month === lastClosed,
    next,
    round,
    preparedBy,
    checklist,
    totals: signed ?? (await readTotals(db, month)),
    closes,
    reopenings,
    late,
  }
}

async function readTotals(db: Db, month: Month): Promise<ControlTotals> {
  const { rows } = await sql<{ totals: unknown }>`select period_totals(${firstDayOf(month)}::date) as totals`.execute(
    db,
  )
  return readControlTotals(rows[0]?.totals)
}

/** The closes of a month, the latest first. */
export async function listCloses(db: Db, month: Month): Promise<CloseView[]> {
  const rows = await db
    .selectFrom('period_close')
    .innerJoin('person as preparer', 'preparer.id', 'prepared_by')
    .innerJoin('person as locker', 'locker.id', 'locked_by')
    .selectAll('period_close')
    .select(['preparer.name as preparer', 'locker.name as locker'])
    .select(sql<ChecklistLine[]>`checks`.as('checklist'))
    .where('month', '=', firstDayOf(month))
    .orderBy('round', 'desc')
    .execute()
  return rows.map((row) => ({
    round: row.round,
    closedAt: row.closed_at,
    preparedBy: row.preparer,
    lockedBy: row.locker,
    moneySeq: row.money_seq,
    moneyHash: row.money_hash.toString('hex'),
    assistanceSeq: row.assistance_seq,
    assistanceHash: row.assistance_hash.toString('hex'),
    totals: readControlTotals(row.control_totals),
    checks: row.checklist.map(withInstant),
  }))
}

/** Instants were kept as text. */
function withInstant(line: ChecklistLine): ChecklistLine {
  return line.waiver ? { ...line, waiver: { ...line.waiver, at: new Date(line.waiver.at) } } : line
}

async function listReopenings(db: Db, month: Month): Promise<ReopeningView[]> {
  const rows = await db
    .selectFrom('period_reopening')
    .innerJoin('person as asker', 'asker.id', 'asked_by')
    .leftJoin('person as settler', 'settler.id', 'settled_by')
    .selectAll('period_reopening')
    .select(['asker.name as asker', 'settler.name as settler'])
    .where('month', '=', firstDayOf(month))
    .orderBy('asked_at', 'desc')
    .execute()
  return rows.map((row) => ({
    reopeningId: row.id,
    round: row.round,
    reason: row.reason,
    askedBy: { personId: row.asked_by as PersonId, name: row.asker },
    askedAt: row.asked_at,
    state: row.state as ReopeningView['state'],
    settledBy: row.settler ?? undefined,
    settledAt: row.settled_at ?? undefined,
    refusedBecause: row.refused_because ?? undefined,
  }))
}
