import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { OrderId, RefundDecisionId } from '#app/shared/ids.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import { type BalanceKind, MATCH_STATES, type MatchState, PATIENCE_MS } from './balance.ts'
import { readSweepState } from './internal/sweep-rows.server.ts'

export interface ReconciliationWork {
  finishedAt: Date | undefined
  isUnderWay: boolean
  counts: Record<MatchState, number>
}

/** How far the provider was read, and how many lines and movements stand how. */
export async function readReconciliationWork(db: Db, now: Date): Promise<ReconciliationWork> {
  const before = new Date(now.getTime() - PATIENCE_MS)
  const [sweep, { rows }] = await Promise.all([
    readSweepState(db),
    sql<{ state: MatchState; count: number }>`
      select state, count(*) as count from balance_transaction where state <> 'matched' group by state
      union all select case when recorded_at <= ${before} then 'ours_only' else 'pending' end, count(*)
        from clearing_movement where provider_ref is null and corrected_on is null group by 1
      union all select 'explained', count(*) from clearing_movement where provider_ref is null and corrected_on is not null
      union all select 'matched', coalesce(sum(line_count), 0)
        - (select count(*) from balance_transaction where state <> 'matched') from balance_day
    `.execute(db),
  ])
  const counts = Object.fromEntries(MATCH_STATES.map((state) => [state, 0])) as Record<MatchState, number>
  for (const row of rows) counts[row.state] += row.count
  return { ...sweep, counts }
}

/** A line of the provider with what it was matched with. */
export interface LineRow {
  lineId: string
  type: string
  kind: BalanceKind
  amount: Fen
  fee: Fen
  net: Fen
  createdAt: Date
  availableOn: BusinessDate
  sourceRef: string | undefined
  state: MatchState
  /** What our books have for its amount. */
  booked: Fen | undefined
  bookedOn: BusinessDate | undefined
  orderId: OrderId | undefined
  orderNo: string | undefined
  refundDecisionId: RefundDecisionId | undefined
  payoutId: string | undefined
  /** Entries that book it. */
  entryIds: number[]
  explanation: string | undefined
  explainedBy: string | undefined
  explainedAt: Date | undefined
}

interface LineRecord {
  id: string
  type: string
  kind: BalanceKind
  amount_fen: number
  fee_fen: number
  net_fen: number
  created_at: Date
  available_on: BusinessDate
  source_ref: string | null
  state: MatchState
  booked_fen: number | null
  booked_on: BusinessDate | null
  order_id: OrderId | null
  order_no: string | null
  refund_decision_id: RefundDecisionId | null
  payout_id: string | null
  entry_ids: number[] | null
  explanation: string | null
  explained_by: string | null
  explained_at: Date | null
}

/** One page of the provider's lines in a state, newest first; `after` is the last line of the page before. */
export async function listLines(
  db: Db,
  { state, after, limit }: { state: MatchState; after: string | undefined; limit: number },
): Promise<LineRow[]> {
  const place = after
    ? sql`and (line.created_at, line.id) < (select created_at, id from balance_transaction where id = ${after})`
    : sql``
  return selectLines(db, sql`line.state = ${state} ${place}`, limit)
}

/** The lines a payout took along, newest first. */
export async function listPayoutLines(
  db: Db,
  { payoutId, after, limit }: { payoutId: string; after: string | undefined; limit: number },
): Promise<LineRow[]> {
  const place = after
    ? sql`and (line.created_at, line.id) < (select created_at, id from balance_transaction where id = ${after})`
    : sql``
  const isItem = sql`line.payout_id = ${payoutId} and not (line.kind = 'payout' and line.source_ref = ${payoutId})`
  return selectLines(db, sql`${isItem} ${place}`, limit)
}

/** One line; undefined when there is none. */
export async function findLine(db: Db, lineId: string): Promise<LineRow | undefined> {
  const [line] = await selectLines(db, sql`line.id = ${lineId}`, 1)
  return line
}

async function selectLines(db: Db, where: RawBuilder<unknown>, limit: number): Promise<LineRow[]> {
  const { rows } = await sql<LineRecord>`
    select line.*, coalesce(payment.order_id, refund.order_id) as order_id, o.order_no, refund.refund_decision_id,
      person.name as explained_by,
      (select array_agg(entry_id order by entry_id) from clearing_movement where provider_ref = line.id) as entry_ids
    from (select * from balance_transaction line where ${where} order by created_at desc, id desc limit ${limit}) line
      left join payment on payment.id = line.payment_id left join refund on refund.id = line.refund_id
      left join "order" o on o.id = coalesce(payment.order_id, refund.order_id)
      left join person on person.id = line.explained_by
    order by line.created_at desc, line.id desc
  `.execute(db)
  return rows.map(toLine)
}

function toLine(row: LineRecord): LineRow {
  return {
    lineId: row.id,
    type: row.type,
    kind: row.kind,
    amount: fen(row.amount_fen),
    fee: fen(row.fee_fen),
    net: fen(row.net_fen),
    createdAt: row.created_at,
    availableOn: row.available_on,
    sourceRef: row.source_ref ?? undefined,
    state: row.state,
    booked: row.booked_fen === null ? undefined : fen(row.booked_fen),
    bookedOn: row.booked_on ?? undefined,
    orderId: row.order_id ?? undefined,
    orderNo: row.order_no ?? undefined,
    refundDecisionId: row.refund_decision_id ?? undefined,
    payoutId: row.payout_id ?? undefined,
    // An array of bigint comes as text.
    entryIds: (row.entry_ids ?? []).map(Number),
    explanation: row.explanation ?? undefined,
    explainedBy: row.explained_by ?? undefined,
    explainedAt: row.explained_at ?? undefined,
  }
}

/** A movement of our books that the provider has not told of. */
export interface MovementRow {
  entryId: number
  day: BusinessDate
  recordedAt: Date
  sourceType: string
  amount: Fen
  orderNo: string | undefined
  explanation: string | undefined
  explainedBy: string | undefined
  explainedAt: Date | undefined
}

/** Movements without the provider, oldest first: waiting, missing for more than a day, or explained. */
export async function listMovements(
  db: Db,
  { state, now, limit }: { state: 'pending' | 'ours_only' | 'explained'; now: Date; limit: number },
): Promise<MovementRow[]> {
  const before = new Date(now.getTime() - PATIENCE_MS)
  const isIn = {
    pending: sql`corrected_on is null and recorded_at > ${before}`,
    ours_only: sql`corrected_on is null and recorded_at <= ${before}`,
    explained: sql`corrected_on is not null`,
  }
  return selectMovements(db, sql`provider_ref is null and ${isIn[state]}`, limit)
}

/** A movement that is or was without the provider; undefined when there is none, or the provider told of it. */
export async function findMovement(db: Db, entryId: number): Promise<MovementRow | undefined> {
  const [movement] = await selectMovements(db, sql`provider_ref is null and entry_id = ${entryId}`, 1)
  return movement
}

async function selectMovements(db: Db, where: RawBuilder<unknown>, limit: number): Promise<MovementRow[]> {
  const { rows } = await sql<{
    entry_id: number
    business_date: BusinessDate
    recorded_at: Date
    source_type: string
    amount_fen: number
    order_no: string | null
    explanation: string | null
    explained_by: string | null
    explained_at: Date | null
  }>`
    select movement.*, person.name as explained_by, (
      select o.order_no from "order" o where o.id = coalesce(
        (select order_id from payment where payment.id = given.id),
        (select order_id from refund where refund.id = given.id))) as order_no
    from (select * from clearing_movement where ${where} order by business_date, entry_id limit ${limit}) movement
      cross join lateral (select case when movement.source_id ~ '^[0-9a-f-]{36}$' then movement.source_id::uuid end as id) given
      left join person on person.id = movement.explained_by
    order by business_date, entry_id
  `.execute(db)
  return rows.map((row) => ({
    entryId: row.entry_id,
    day: row.business_date,
    recordedAt: row.recorded_at,
    sourceType: row.source_type,
    amount: fen(row.amount_fen),
    orderNo: row.order_no ?? undefined,
    explanation: row.explanation ?? undefined,
    explainedBy: row.explained_by ?? undefined,
    explainedAt: row.explained_at ?? undefined,
  }))
}
