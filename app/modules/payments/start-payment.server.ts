import { type LockedOrder, lockOrder, notePaymentStarted } from '#app/modules/ordering/change-order.server.ts'
import { isPaidStatus } from '#app/modules/ordering/order-state.ts'
import { inTransaction, type Tx } from '#app/platform/db.server.ts'
import { faultPoint } from '#app/platform/fault-points.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { Runtime } from '#app/platform/runtime.server.ts'
import type { OrderId, PaymentAttemptId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { type Attempt, findLiveAttempt, readAttempt } from './internal/attempt-rows.server.ts'
import { openSession } from './internal/open-session.server.ts'
import { checkoutSessionBody, holdFor, sessionExpiry } from './payment-request.ts'

/** `unavailable`: Stripe has not answered; the order keeps its stock and asking again is right. */
export type StartPaymentRefusal =
  | { kind: 'unavailable' }
  | { kind: 'processing' }
  | { kind: 'paid' }
  | { kind: 'ended' }

/**
 * Gives the address of the order's payment page, opening one when none is open.
 * The attempt, with its frozen parameters and key, is committed before Stripe is
 * called, outside any transaction; a call whose answer was lost is repeated with
 * the same key by the next visit or by the poller, so there is one page an attempt.
 */
export async function startPayment(
  runtime: Runtime,
  { orderId, now }: { orderId: OrderId; now: Date },
): Promise<Result<{ checkoutUrl: string }, StartPaymentRefusal>> {
  const prepared = await inTransaction(runtime.db, (tx) => prepareAttempt(tx, runtime, { orderId, now }))
  if (!prepared.ok) return prepared
  await faultPoint('checkout-session:attempt-stored')
  const attempt = prepared.value
  if (attempt.checkoutUrl) return ok({ checkoutUrl: attempt.checkoutUrl })
  const opened = await openSession(runtime, attempt, now)
  return opened.ok ? ok({ checkoutUrl: opened.value.checkoutUrl }) : refuse(opened.refusal)
}

async function prepareAttempt(
  tx: Tx,
  runtime: Runtime,
  { orderId, now }: { orderId: OrderId; now: Date },
): Promise<Result<Attempt, StartPaymentRefusal>> {
  const order = await lockOrder(tx, orderId)
  if (isPaidStatus(order.status)) return refuse({ kind: 'paid' })
  const live = await findLiveAttempt(tx, orderId)
  if (live?.state === 'processing') return refuse({ kind: 'processing' })
  if (order.status !== 'awaiting_payment' || order.paymentDueAt <= now) return refuse({ kind: 'ended' })
  if (live && live.state === 'open' && live.expiresAt <= now) return refuse({ kind: 'unavailable' })
  return ok(live ?? (await insertAttempt(tx, order, { shopOrigin: runtime.env.shopOrigin, now })))
}

async function insertAttempt(
  tx: Tx,
  order: LockedOrder,
  { shopOrigin, now }: { shopOrigin: string; now: Date },
): Promise<Attempt> {
  const attemptId = newId<PaymentAttemptId>()
  const expiresAt = sessionExpiry(now)
  const isAtCounter = order.fulfillmentKind === 'counter'
  const body = checkoutSessionBody({
    attemptId,
    orderNo: order.orderNo,
    total: order.total,
    shopOrigin,
    isAtCounter,
    now,
  })
  const row = await tx
    .insertInto('payment_attempt')
    .values((eb) => ({
      id: attemptId,
      order_id: order.orderId,
      number: eb
        .selectFrom('payment_attempt')
        .select((count) => count(count.fn.coalesce(count.fn.max('number'), count.lit(0)), '+', 1).as('next'))
        .where('order_id', '=', order.orderId),
      amount_fen: order.total,
      idempotency_key: `checkout:${attemptId}`,
      request_body: JSON.stringify(body),
      state: 'created',
      expires_at: expiresAt,
      created_at: now,
      checked_at: now,
    }))
    .returningAll()
    .executeTakeFirstOrThrow()
  await notePaymentStarted(tx, order, { holdUntil: holdFor(expiresAt), attemptNumber: row.number, now })
  return readAttempt(row)
}
