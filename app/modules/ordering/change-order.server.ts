import { sql } from 'kysely'
import { releasePickupSlot, takePickupSlot } from '#app/modules/pickup/pickup-slots.server.ts'
import { allocateReleased, allocateReservation, releaseReservation } from '#app/modules/stock/order-stock.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import type { OrderId, PaymentId, PersonId, PickupSlotId } from '#app/shared/ids.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import type { OrderEventKind } from './order-events.server.ts'
import { type FulfillmentKind, nextOrderStatus, type OrderChange, type OrderStatus } from './order-state.ts'

/** An order whose row is locked until the transaction ends. Rows are locked order first, then slot, then stock. */
export interface LockedOrder {
  orderId: OrderId
  orderNo: string
  /** Null: somebody at the counter who gave no name. */
  buyerId: PersonId | null
  fulfillmentKind: FulfillmentKind
  status: OrderStatus
  total: Fen
  pickupSlotId: PickupSlotId | null
  placedAt: Date
  paymentDueAt: Date
}

export async function lockOrder(tx: Tx, orderId: OrderId): Promise<LockedOrder> {
  const row = await tx
    .selectFrom('order')
    .select([
      'id',
      'order_no',
      'buyer_id',
      'fulfillment_kind',
      'status',
      'total_fen',
      'pickup_slot_id',
      'placed_at',
      'payment_due_at',
    ])
    .where('id', '=', orderId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  return {
    orderId,
    orderNo: row.order_no,
    buyerId: row.buyer_id as PersonId | null,
    fulfillmentKind: row.fulfillment_kind as FulfillmentKind,
    status: row.status as OrderStatus,
    total: fen(row.total_fen),
    pickupSlotId: row.pickup_slot_id as PickupSlotId | null,
    placedAt: row.placed_at,
    paymentDueAt: row.payment_due_at,
  }
}

/** A payment page is being opened: keeps the stock at least until `holdUntil` and notes it. */
export async function notePaymentStarted(
  tx: Tx,
  order: LockedOrder,
  { holdUntil, attemptNumber, now }: { holdUntil: Date; attemptNumber: number; now: Date },
): Promise<void> {
  await sql`
    with held as (
      update "order" set payment_due_at = greatest(payment_due_at, ${holdUntil}::timestamptz) where id = ${order.orderId} returning id
    )
    insert into order_event (order_id, kind, at, detail)
    select id, 'payment_started', ${now}::timestamptz, jsonb_build_object('attempt', ${attemptNumber}::int) from held
  `.execute(tx)
}

/** The order's money is here in time: what it held becomes its own. */
export async function payOrder(
  tx: Tx,
  order: LockedOrder,
  { paidAt, now }: { paidAt: Date; now: Date },
): Promise<void> {
  await allocateReservation(tx, order.orderId, now)
  await moveOrder(tx, order, { change: 'pay', event: 'paid', paidAt, now })
}

/**
 * The money came after the order had ended: takes place and stock again when all
 * of it can still be had. Refused, and nothing changed, when it cannot.
 */
export async function payOrderLate(
  tx: Tx,
  order: LockedOrder,
  { paymentId, paidAt, now }: { paymentId: PaymentId; paidAt: Date; now: Date },
): Promise<Result<void, { kind: 'slotGone' | 'stockGone' }>> {
  if (order.pickupSlotId) {
    const slot = await takePickupSlot(tx, order.pickupSlotId, now)
    if (!slot.ok) return refuse({ kind: 'slotGone' })
  }
  const stock = await allocateReleased(tx, { orderId: order.orderId, paymentId, now })
  if (!stock.ok) {
    if (order.pickupSlotId) await releasePickupSlot(tx, order.pickupSlotId)
    return refuse({ kind: 'stockGone' })
  }
  await moveOrder(tx, order, { change: 'payLate', event: 'paid_late', paidAt, now })
  return ok(undefined)
}

/**
 * Ends an order that was not paid and gives back its place and stock. The caller
 * knows from the payment provider that no payment of it can arrive any more.
 */
export async function endUnpaidOrder(
  tx: Tx,
  order: LockedOrder,
  { change, actorId, now }: { change: 'cancel' | 'expire'; actorId?: PersonId; now: Date },
): Promise<void> {
  if (order.pickupSlotId) await releasePickupSlot(tx, order.pickupSlotId)
  await releaseReservation(tx, order.orderId, now)
  const event = change === 'cancel' ? 'canceled' : 'expired'
  await moveOrder(tx, order, { change, event, ...(actorId && { actorId }), now })
}

/** Everything of a paid order has been accepted. */
export async function completeOrder(tx: Tx, order: LockedOrder, now: Date): Promise<void> {
  await moveOrder(tx, order, { change: 'complete', event: 'completed', now })
}

interface OrderMove {
  change: OrderChange
  event: OrderEventKind
  paidAt?: Date
  actorId?: PersonId
  now: Date
}

/** Makes a move of the transition table and writes its step, in one statement. A move that is not in the table is a defect. */
async function moveOrder(tx: Tx, order: LockedOrder, move: OrderMove): Promise<void> {
  const status = nextOrderStatus(order.status, move.change)
  if (!status) throw new Error(`order ${order.orderNo} is ${order.status} and cannot ${move.change}`)
  const endedAt = status === 'paid' ? null : move.now
  await sql`
    with moved as (
      update "order" set status = ${status}, ended_at = ${endedAt}::timestamptz,
        paid_at = coalesce(${move.paidAt ?? null}::timestamptz, paid_at)
      where id = ${order.orderId} returning id
    )
    insert into order_event (order_id, kind, actor_id, at)
    select id, ${move.event}, ${move.actorId ?? null}::uuid, ${move.now}::timestamptz from moved
  `.execute(tx)
}
