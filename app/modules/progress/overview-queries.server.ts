import { sql } from 'kysely'
import { listExpiringAgreements } from '#app/modules/assistance/agreement-queries.server.ts'
import { ADVANCES_OF_BUYERS } from '#app/modules/ledger/accounts.ts'
import type { Db } from '#app/platform/db.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import { type Fen, fen, subtractFen, sumFen } from '#app/shared/money.ts'
import {
  EXPIRY_DAYS,
  type ExpiringAgreement,
  type Overview,
  type PipeLine,
  pipeOf,
  summarizeOverview,
} from './overview.ts'
import { readYearFacts } from './progress-queries.server.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** Everything the first page of finance says about a year. */
export async function readOverview(db: Db, of: { year: number; now: Date }): Promise<Overview> {
  const [facts, pipe, openIncidents, unclosedMonths, expiring] = await Promise.all([
    readYearFacts(db, of),
    readPipe(db),
    countOpenIncidents(db),
    listUnclosedMonths(db, of.now),
    listExpiring(db, of.now),
  ])
  return summarizeOverview({ ...facts, pipe, openIncidents, unclosedMonths, expiring })
}

async function listExpiring(db: Db, now: Date): Promise<ExpiringAgreement[]> {
  const today = businessDate(now)
  const agreements = await listExpiringAgreements(db, { today, days: Math.max(...EXPIRY_DAYS) })
  return agreements.map(({ agreementId, agreementNo, endsOn, committed, counted }) => ({
    agreementId,
    agreementNo,
    endsOn,
    daysLeft: (Date.parse(endsOn) - Date.parse(today)) / DAY_MS,
    open: fen(Math.max(0, subtractFen(committed, counted))),
  }))
}

interface PipeRow {
  channel: string
  stage: 'orderedNotPaid' | 'paidNotAccepted'
  amount: number
}

/**
 * What is under way now. Of our own orders and of outside purchases as they stand, so
 * that what was canceled or given back is not waited for: what buyers have paid for and
 * not got is their advances, all of the shop's own but for what waits at counters.
 */
async function readPipe(db: Db): Promise<PipeLine[]> {
  const { rows } = await sql<PipeRow>`
    with at_counter as (
      select coalesce(sum(line.line_fen - line.unit_price_fen * line.accepted_quantity - line.refunded_fen + line.returned_fen), 0) as fen
      from "order" o join order_line line on line.order_id = o.id where o.status = 'paid' and o.channel = 'counter'
    ), advance as (
      select coalesce(sum(credit_fen - debit_fen), 0) as fen from account_day where account_code = ${ADVANCES_OF_BUYERS.code}
    )
    select channel, 'orderedNotPaid' as stage, sum(total_fen)::bigint as amount
    from "order" where status = 'awaiting_payment' group by 1
    union all
    select 'counter', 'paidNotAccepted', fen::bigint from at_counter
    union all
    select 'own_shop', 'paidNotAccepted', (advance.fen - at_counter.fen)::bigint from advance, at_counter
    union all
    select channel, stage, sum(net)::bigint from (
      select channel, case when paid_on is null then 'orderedNotPaid' else 'paidNotAccepted' end as stage, amount_fen - refund_fen as net
      from external_purchase where state <> 'reversed' and accepted_on is null
      union all
      select channel, 'orderedNotPaid', amount_fen - refund_fen
      from external_purchase where state <> 'reversed' and accepted_on is not null and paid_on is null
    ) elsewhere group by 1, 2
  `.execute(db)
  const amountOf = (channel: string, stage: PipeRow['stage']): Fen =>
    sumFen(rows.filter((row) => row.channel === channel && row.stage === stage).map((row) => fen(row.amount)))
  return pipeOf((channel) => ({
    orderedNotPaid: amountOf(channel, 'orderedNotPaid'),
    paidNotAccepted: amountOf(channel, 'paidNotAccepted'),
  }))
}

async function countOpenIncidents(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('incident')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('closed_at', 'is', null)
    .executeTakeFirstOrThrow()
  return count
}

/** Months before the running one that are not closed, from the first purchase in the books on, earliest first. */
async function listUnclosedMonths(db: Db, now: Date): Promise<string[]> {
  const { rows } = await sql<{ month: string }>`
    select first::date::text as month
    from generate_series(
      (select date_trunc('month', business_date) from account_day where source_type <> 'target_decision'
        order by business_date limit 1),
      date_trunc('month', ${businessDate(now)}::date) - interval '1 month', interval '1 month') as first
    where not exists (select from period where period.month = first::date and state = 'closed')
    order by 1
  `.execute(db)
  return rows.map((row) => row.month)
}
