import Stripe from 'stripe'
import type { Buyer } from '#app/modules/identity/permissions.ts'
import { endUnpaidOrder, lockOrder } from '#app/modules/ordering/change-order.server.ts'
import { isPaidStatus } from '#app/modules/ordering/order-state.ts'
import { inTransaction, type Tx } from '#app/platform/db.server.ts'
import { logger } from '#app/platform/logger.server.ts'
import type { Runtime } from '#app/platform/runtime.server.ts'
import type { OrderId, PersonId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { closeAttempt } from './close-attempt.server.ts'
import { findLiveAttempt } from './internal/attempt-rows.server.ts'

export type CancelOrderRefusal =
  | { kind: 'notFound' }
  | { kind: 'paid' }
  /** A payment is under way, or Stripe does not answer: not now. */
  | { kind: 'processing' }
  | { kind: 'ended' }

/**
 * Cancels an order of the buyer's that is not paid. Stripe closes the payment page
 * first, outside any transaction; if it turns out to be paid, the order is settled
 * and the refusal says so. Canceling twice is harmless.
 */
export async function cancelOrder(
  runtime: Runtime,
  { buyer, orderNo, now }: { buyer: Buyer; orderNo: string; now: Date },
): Promise<Result<void, CancelOrderRefusal>> {
  const found = await runtime.db
    .selectFrom('order')
    .select('id')
    .where('order_no', '=', orderNo)
    .where('buyer_id', '=', buyer.personId)
    .executeTakeFirst()
  if (!found) return refuse({ kind: 'notFound' })
  return cancelUnpaidOrder(runtime, { orderId: found.id as OrderId, actorId: buyer.personId, now })
}

/** As `cancelOrder`, of an order that the caller has found to be `actorId`'s to cancel. */
export async function cancelUnpaidOrder(
  runtime: Runtime,
  { orderId, actorId, now }: { orderId: OrderId; actorId: PersonId; now: Date },
): Promise<Result<void, Exclude<CancelOrderRefusal, { kind: 'notFound' }>>> {
  const live = await findLiveAttempt(runtime.db, orderId)
  try {
    if (live) await closeAttempt(runtime, live, now)
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error
    logger.warn({ orderId, error: error.message }, 'payment page not closed')
    return refuse({ kind: 'processing' })
  }
  return inTransaction(runtime.db, (tx) => cancelLocked(tx, { orderId, actorId, now }))
}

async function cancelLocked(
  tx: Tx,
  { orderId, actorId, now }: { orderId: OrderId; actorId: PersonId; now: Date },
): Promise<Result<void, Exclude<CancelOrderRefusal, { kind: 'notFound' }>>> {
  const order = await lockOrder(tx, orderId)
  if (order.status === 'canceled') return ok(undefined)
  if (isPaidStatus(order.status)) return refuse({ kind: 'paid' })
  if (order.status === 'expired') return refuse({ kind: 'ended' })
  if (await findLiveAttempt(tx, orderId)) return refuse({ kind: 'processing' })
  await endUnpaidOrder(tx, order, { change: 'cancel', actorId, now })
  return ok(undefined)
}
