import { sql } from 'kysely'
import type { Db, Tx } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { OrderId, PaymentId, RefundId } from '#app/shared/ids.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import type { BalanceKind } from '../balance.ts'
import type { LineMatch } from '../decide-match.ts'

/** A line to be looked at. */
export interface DueLine {
  lineId: string
  kind: BalanceKind
  amount: Fen
  fee: Fen
  createdAt: Date
  createdOn: BusinessDate
  sourceRef: string | undefined
  paymentRef: string | undefined
  state: string
  isFeeBooked: boolean
}

/** What our books have for a line. */
export interface Counterpart {
  paymentId: PaymentId | undefined
  refundId: RefundId | undefined
  orderId: OrderId | undefined
  movement: { entryId: number; amount: Fen; on: BusinessDate } | undefined
  /** The last day of a refund's lines that come to nothing and of which our books have none. */
  canceledOutOn: BusinessDate | undefined
  payoutAmount: Fen | undefined
}

/** Takes lines that are due, oldest first, so that nobody else looks at them meanwhile. */
export async function lockDueLines(tx: Tx, { now, most }: { now: Date; most: number }): Promise<DueLine[]> {
  const rows = await lines(tx).where('look_at', '<=', now).limit(most).skipLocked().execute()
  return rows.map(toDueLine)
}

/**
 * Takes the other open lines of the refunds among `due`: a refund and its failure come
 * to nothing together, so that one cannot be settled while the other still waits.
 */
export async function lockKin(tx: Tx, due: readonly DueLine[]): Promise<DueLine[]> {
  const refunds = due.filter((line) => line.kind === 'refund').flatMap((line) => line.sourceRef ?? [])
  if (refunds.length === 0) return []
  const rows = await lines(tx)
    .where('source_ref', 'in', refunds)
    .where('kind', '=', 'refund')
    .where('state', 'in', ['pending', 'provider_only', 'explained'])
    .where(
      'id',
      'not in',
      due.map((line) => line.lineId),
    )
    .execute()
  return rows.map(toDueLine)
}

function lines(tx: Tx) {
  return tx
    .selectFrom('balance_transaction')
    .select(['id', 'kind', 'amount_fen', 'fee_fen', 'created_at', 'created_on', 'source_ref', 'payment_ref', 'state'])
    .select('fee_booked_on')
    .orderBy('created_at')
    .orderBy('id')
    .forUpdate()
}

type LineRow = Awaited<ReturnType<ReturnType<typeof lines>['execute']>>[number]

function toDueLine(row: LineRow): DueLine {
  return {
    lineId: row.id,
    kind: row.kind as BalanceKind,
    amount: fen(row.amount_fen),
    fee: fen(row.fee_fen),
    createdAt: row.created_at,
    createdOn: row.created_on,
    sourceRef: row.source_ref ?? undefined,
    paymentRef: row.payment_ref ?? undefined,
    state: row.state,
    isFeeBooked: row.fee_booked_on !== null,
  }
}

interface CounterpartRow {
  id: string
  payment_id: PaymentId | null
  refund_id: RefundId | null
  order_id: OrderId | null
  entry_id: number | null
  booked_fen: number | null
  booked_on: BusinessDate | null
  canceled_out_on: BusinessDate | null
  payout_fen: number | null
}

/** Finds what our books have for each line: a charge's payment, a refund's execution or failure, a payout. */
export async function findCounterparts(db: Db, lineIds: readonly string[]): Promise<Map<string, Counterpart>> {
  const { rows } = await sql<CounterpartRow>`
    with line as (select * from balance_transaction where id = any(${lineIds}::text[]))
    select line.id, payment.id as payment_id, null::uuid as refund_id, payment.order_id, movement.entry_id,
      movement.amount_fen as booked_fen, movement.business_date as booked_on, null::date as canceled_out_on, null::bigint as payout_fen
    from line left join payment on payment.provider_ref = line.payment_ref
      left join clearing_movement movement on movement.source_id = payment.id::text and line.kind = 'charge'
        and movement.source_type in ('capture', 'late_payment') and coalesce(movement.provider_ref, line.id) = line.id
    where line.kind in ('charge', 'dispute')
    union all
    select line.id, refund.payment_id, refund.id, refund.order_id, movement.entry_id, movement.amount_fen, movement.business_date,
      case when refund.state = 'failed' then (
        select max(kin.created_on) from balance_transaction kin where kin.source_ref = line.source_ref and kin.kind = 'refund'
        having sum(kin.amount_fen) = 0 and not exists (
          select from clearing_movement booked where booked.source_id = refund.id::text
            and booked.source_type in ('refund_executed', 'refund_failed'))) end, null
    from line left join refund on refund.provider_ref = line.source_ref
      left join clearing_movement movement on movement.source_id = refund.id::text
        and movement.source_type = case when line.amount_fen < 0 then 'refund_executed' else 'refund_failed' end
        and coalesce(movement.provider_ref, line.id) = line.id
    where line.kind = 'refund'
    union all
    select line.id, null, null, null, null, null, null, null, payout.amount_fen
    from line left join provider_payout payout on payout.id = line.source_ref where line.kind = 'payout'
  `.execute(db)
  return new Map(rows.map((row) => [row.id, toCounterpart(row)]))
}

function toCounterpart(row: CounterpartRow): Counterpart {
  return {
    paymentId: row.payment_id ?? undefined,
    refundId: row.refund_id ?? undefined,
    orderId: row.order_id ?? undefined,
    movement:
      row.entry_id === null || row.booked_fen === null || row.booked_on === null
        ? undefined
        : { entryId: row.entry_id, amount: fen(row.booked_fen), on: row.booked_on },
    canceledOutOn: row.canceled_out_on ?? undefined,
    payoutAmount: row.payout_fen === null ? undefined : fen(row.payout_fen),
  }
}

export interface MatchNote {
  lineId: string
  match: LineMatch
  lookAt: Date | undefined
  counterpart: Counterpart | undefined
}

/** Writes down what was found for a line; what was known of it before stays where nothing new is said. */
export async function noteMatch(tx: Tx, { lineId, match, lookAt, counterpart }: MatchNote): Promise<void> {
  const { booked } = match
  await tx
    .updateTable('balance_transaction')
    .set({
      state: match.state,
      look_at: lookAt ?? null,
      ...(counterpart?.paymentId && { payment_id: counterpart.paymentId }),
      ...(counterpart?.refundId && { refund_id: counterpart.refundId }),
      ...(booked && { booked_fen: booked.amount, booked_on: booked.on }),
    })
    .where('id', '=', lineId)
    .execute()
  if (!counterpart?.movement) return
  await tx
    .updateTable('clearing_movement')
    .set({ provider_ref: lineId })
    .where('entry_id', '=', counterpart.movement.entryId)
    .execute()
}

/** Lines without a fee have nothing to book; for the others the day is taken from the entry that booked it. */
export async function noteFeesBooked(tx: Tx, lineIds: readonly string[]): Promise<void> {
  await sql`
    with booked as (
      update clearing_movement set provider_ref = source_id
      where source_type = 'provider_fee' and source_id = any(${lineIds}::text[]) returning source_id, business_date
    )
    update balance_transaction line set fee_booked_on = coalesce(
      (select business_date from booked where booked.source_id = line.id), line.created_on)
    where line.id = any(${lineIds}::text[]) and line.fee_booked_on is null
  `.execute(tx)
}

/** A line that is booked because the provider says so, and the entry that did it. */
export async function noteBookedWhole(
  tx: Tx,
  { lineId, sourceType }: { lineId: string; sourceType: string },
): Promise<void> {
  await sql`
    with booked as (
      update clearing_movement set provider_ref = source_id
      where source_type = ${sourceType} and source_id = ${lineId} returning business_date
    )
    update balance_transaction line set state = 'matched', look_at = null, booked_fen = line.amount_fen,
      booked_on = booked.business_date, fee_booked_on = booked.business_date
    from booked where line.id = ${lineId}
  `.execute(tx)
}
