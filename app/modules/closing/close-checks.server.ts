import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { ChecklistLine, CheckReading } from './close-checklist.ts'
import { readRound, readWaivers } from './internal/period-rows.server.ts'
import { endOfMonth, firstDayOf, type Month, yearOfMonth } from './month.ts'
import { readLastRun } from './tie-out-queries.server.ts'

/** What must be done before a month is closed. Its words are in `messages/closing.ts` under `checks`. */
export interface CloseCheck {
  name: string
  /** Whether a written reason may stand for what is open. Never for what must tie. */
  mayBeWaived: boolean
  read(db: Db, of: { month: Month; until: Date; now: Date }): Promise<CheckReading>
}

const DAY_MS = 24 * 60 * 60 * 1000

/**
 * The checklist of a close, in the order of work. Another check is another line here,
 * its words in `messages/closing.ts`, and the page of its work in `routes/parts/closing-work.ts`.
 */
export const CLOSE_CHECKS: readonly CloseCheck[] = [
  { name: 'provider_events', mayBeWaived: true, read: readProviderEvents },
  { name: 'payment_attempts', mayBeWaived: false, read: readPaymentAttempts },
  { name: 'refunds_unsent', mayBeWaived: true, read: readUnsentRefunds },
  { name: 'counter_shifts', mayBeWaived: false, read: readOpenShifts },
  { name: 'imports', mayBeWaived: false, read: readImports },
  { name: 'incidents', mayBeWaived: false, read: readIncidents },
  { name: 'stages', mayBeWaived: false, read: readStages },
  { name: 'tie_outs', mayBeWaived: false, read: readTieOuts },
]

/** The checklist of a month as it stands now, with what was waived in this round. */
export async function readChecklist(db: Db, { month, now }: { month: Month; now: Date }): Promise<ChecklistLine[]> {
  const waivers = await readWaivers(db, { month, round: await readRound(db, month) })
  const lines: ChecklistLine[] = []
  for (const { name, mayBeWaived, read } of CLOSE_CHECKS) {
    const reading = await read(db, { month, until: endOfMonth(month), now })
    lines.push({ name, mayBeWaived, ...reading, waiver: waivers.get(name) })
  }
  return lines
}

async function countRows(
  db: Db,
  query: ReturnType<typeof sql<{ open: number; amount: number }>>,
): Promise<CheckReading> {
  const { rows } = await query.execute(db)
  const { open = 0, amount = 0 } = rows[0] ?? {}
  return { open, ...(amount !== 0 && { detail: { amountFen: amount } }) }
}

/** Events of the provider that were not processed. A dead one is done when its incident is. */
function readProviderEvents(db: Db, { until }: { until: Date }): Promise<CheckReading> {
  return countRows(
    db,
    sql`select count(*) as open, 0::bigint as amount from stripe_event event
      where received_at < ${until} and (state = 'received' or (state = 'dead' and exists (
        select from incident where kind = 'dead_event' and source_id = event.id and closed_at is null)))`,
  )
}

function readPaymentAttempts(db: Db, { until }: { until: Date }): Promise<CheckReading> {
  return countRows(
    db,
    sql`select count(*) as open, coalesce(sum(amount_fen), 0)::bigint as amount from payment_attempt
      where state in ('created', 'open', 'processing') and created_at < ${until}`,
  )
}

/** Decided to go back, and not gone for more than a day. */
function readUnsentRefunds(db: Db, { until, now }: { until: Date; now: Date }): Promise<CheckReading> {
  const dayAgo = new Date(now.getTime() - DAY_MS)
  return countRows(
    db,
    sql`select count(*) as open, coalesce(sum(amount_fen), 0)::bigint as amount from refund
      where state in ('decided', 'sent') and decided_at < ${until} and decided_at < ${dayAgo}`,
  )
}

function readOpenShifts(db: Db, { until }: { until: Date }): Promise<CheckReading> {
  return countRows(
    db,
    sql`select count(*) as open, 0::bigint as amount from counter_shift where closed_at is null and opened_at < ${until}`,
  )
}

function readImports(db: Db, { until }: { until: Date }): Promise<CheckReading> {
  return countRows(
    db,
    sql`select count(*) as open, 0::bigint as amount from import_job where state = 'applying' and applying_at < ${until}`,
  )
}

function readIncidents(db: Db, { until }: { until: Date }): Promise<CheckReading> {
  return countRows(
    db,
    sql`select count(*) as open, 0::bigint as amount from incident
      where closed_at is null and owner_id is null and opened_at < ${until}`,
  )
}

/** Cells of the month in which the four amounts and what was recognized differ. */
function readStages(db: Db, { month }: { month: Month }): Promise<CheckReading> {
  return countRows(
    db,
    sql`with kept as (
        select stage, county_id, channel, fund_type, org_unit_id, sum(amount_fen) as amount from stage_amount
        where year = ${yearOfMonth(month)} and month = ${Number(month.slice(5))} and stage in ('accepted', 'refunded') group by 1, 2, 3, 4, 5
      ), truth as (
        select case when source_type = 'refund' then 'refunded' else 'accepted' end as stage, county_id, channel, fund_type,
          coalesce(org_unit_id, '') as org_unit_id, sum(amount_fen) as amount
        from recognized_purchase where year = ${yearOfMonth(month)} and business_date >= ${firstDayOf(month)}::date
          and business_date < ${firstDayOf(month)}::date + interval '1 month' group by 1, 2, 3, 4, 5
      )
      select count(*) as open, coalesce(sum(abs(coalesce(kept.amount, 0) - coalesce(truth.amount, 0))), 0)::bigint as amount
      from kept full join truth using (stage, county_id, channel, fund_type, org_unit_id)
      where coalesce(kept.amount, 0) <> coalesce(truth.amount, 0)`,
  )
}

/** The latest comparison: not older than a day, and everything in it ties. */
async function readTieOuts(db: Db, { now }: { now: Date }): Promise<CheckReading> {
  const run = await readLastRun(db)
  if (!run || run.at.getTime() < now.getTime() - DAY_MS) return { open: 1, detail: { stale: 1 } }
  return { open: run.offCount, detail: { runId: run.runId } }
}
