import type Stripe from 'stripe'
import { CLEARING_STRIPE } from '#app/modules/ledger/accounts.ts'
import { lockOrder } from '#app/modules/ordering/change-order.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { isUuid, type OrderId, type PaymentId, type RefundId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { openIncident } from './incidents.server.ts'
import { endRefund, undoRefund } from './internal/end-refund.server.ts'
import {
  findRefund,
  findRefundByRef,
  findUnsentRefund,
  insertRefund,
  type RefundRow,
} from './internal/refund-rows.server.ts'
import { refundDecidedEntry } from './payment-entries.ts'
import { nextRefundState, refundFactOf } from './refund-state.ts'

/**
 * Brings a refund's row and the books to what Stripe says of it just now. One that
 * was made in the provider's dashboard is taken for the oldest refund of that payment
 * and amount that was decided here and not sent; when there is none, it is written
 * down with an incident for whoever must say what it was for. Repeating it changes
 * nothing. False when the payment it gives back is not in our books.
 */
export async function settleRefund(db: Db, stripeRefund: Stripe.Refund, now: Date): Promise<boolean> {
  const owner = await findOwner(db, stripeRefund)
  if (!owner) return false
  await inTransaction(db, async (tx) => {
    const order = await lockOrder(tx, owner.orderId)
    const known = (await findOurs(tx, stripeRefund)) ?? (await matchUnsent(tx, stripeRefund, owner.paymentId))
    const refund = known ?? (await recordDashboardRefund(tx, stripeRefund, { ...owner, now }))
    const next = nextRefundState(refund.state, refundFactOf(stripeRefund.status))
    const first = known
      ? []
      : [refundDecidedEntry({ refundId: refund.refundId, amount: refund.amount, parts: [], now })]
    const news = { order, refund, providerRef: stripeRefund.id, first, now }
    if (!next) return
    if (next === 'failed') await undoRefund(tx, { ...news, why: stripeRefund.failure_reason ?? 'unknown' })
    else await endRefund(tx, { ...news, state: next, holder: CLEARING_STRIPE })
  })
  return true
}

/** The payment a refund gives back, by the provider's reference. */
export function paymentRefOf({ payment_intent: intent }: Stripe.Refund): string {
  return typeof intent === 'string' ? intent : (intent?.id ?? '')
}

async function findOwner(
  db: Db,
  stripeRefund: Stripe.Refund,
): Promise<{ orderId: OrderId; paymentId: PaymentId } | undefined> {
  const ours = await findOurs(db, stripeRefund)
  if (ours) return ours
  const payment = await db
    .selectFrom('payment')
    .select(['id', 'order_id'])
    .where('provider_ref', '=', paymentRefOf(stripeRefund))
    .executeTakeFirst()
  return payment && { orderId: payment.order_id as OrderId, paymentId: payment.id as PaymentId }
}

/**
 * The row of a refund: by Stripe's id, or by the mark we gave it when the answer got
 * lost. A row that another refund of Stripe's carried out meanwhile is not it: then
 * the money went twice, and this one is news.
 */
async function findOurs(db: Db, stripeRefund: Stripe.Refund): Promise<RefundRow | undefined> {
  const known = await findRefundByRef(db, stripeRefund.id)
  const mark = stripeRefund.metadata?.refund_id ?? ''
  if (known || !isUuid(mark)) return known
  const marked = await findRefund(db, mark)
  return marked?.providerRef === null ? marked : undefined
}

/** A failed one carried nothing out. */
async function matchUnsent(tx: Tx, stripeRefund: Stripe.Refund, paymentId: PaymentId): Promise<RefundRow | undefined> {
  if (refundFactOf(stripeRefund.status) === 'failed') return undefined
  return findUnsentRefund(tx, { paymentId, amount: fen(stripeRefund.amount) })
}

async function recordDashboardRefund(
  tx: Tx,
  stripeRefund: Stripe.Refund,
  { orderId, paymentId, now }: { orderId: OrderId; paymentId: PaymentId; now: Date },
): Promise<RefundRow> {
  const refundId = newId<RefundId>()
  const amount = fen(stripeRefund.amount)
  const providerRef = stripeRefund.id
  await insertRefund(tx, { refundId, paymentId, orderId, amount, reason: 'provider_dashboard', providerRef, now })
  const detail = { amountFen: amount, refund: refundId }
  await openIncident(tx, { kind: 'unknown_payment', sourceId: stripeRefund.id, orderId, detail, now })
  return { refundId, paymentId, orderId, amount, state: 'decided', providerRef }
}

/** Stripe refuses the refund for good: the decision is undone and a person told. */
export async function failRefund(
  db: Db,
  { refundId, why, now }: { refundId: RefundId; why: string; now: Date },
): Promise<void> {
  await inTransaction(db, async (tx) => {
    const known = await findRefund(tx, refundId)
    if (!known) throw new Error(`there is no refund ${refundId}`)
    const order = await lockOrder(tx, known.orderId)
    const refund = await findRefund(tx, refundId)
    if (refund?.state !== 'decided' && refund?.state !== 'sent') return
    await undoRefund(tx, { order, refund, providerRef: refund.providerRef, first: [], why, now })
  })
}
