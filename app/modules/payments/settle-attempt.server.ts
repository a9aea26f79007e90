import type Stripe from 'stripe'
import { postEntry } from '#app/modules/ledger/post-entry.server.ts'
import { enqueueNotice } from '#app/modules/notices/enqueue-notice.server.ts'
import { type LockedOrder, lockOrder, payOrder, payOrderLate } from '#app/modules/ordering/change-order.server.ts'
import { noteOrderEvent } from '#app/modules/ordering/order-events.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.server.ts'
import { faultPoint } from '#app/platform/fault-points.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { Runtime } from '#app/platform/runtime.server.ts'
import type { OrderId, PaymentId } from '#app/shared/ids.ts'
import { openIncident } from './incidents.server.ts'
import { type Attempt, findAttemptOfSession, moveAttempt } from './internal/attempt-rows.server.ts'
import { decideRefund } from './internal/decide-refund.server.ts'
import { isPaymentRecorded, type PaymentDraft, recordPayment } from './internal/payment-rows.server.ts'
import { readSessionFact, SESSION_EXPANSIONS } from './internal/session-facts.server.ts'
import { captureEntry, latePaymentEntry } from './payment-entries.ts'
import { decideSettlement, type PaidFact, type SessionFact, type Settlement } from './settlement.ts'

/** What was settled; `unknown` when the session is not one of ours. */
export type SettleOutcome = Settlement | 'unknown'

interface Settling {
  order: LockedOrder
  attempt: Attempt
  sessionId: string
  now: Date
}

/**
 * The one way in which money becomes an order's, whoever noticed it: webhook,
 * poller, sweeper or the buyer asking. Reads the session from Stripe anew, so
 * neither the order nor the age of messages matters, then decides under the
 * order's lock. Repeating it changes nothing. Throws when Stripe cannot be asked.
 */
export async function settleSession(runtime: Runtime, sessionId: string, now: Date): Promise<SettleOutcome> {
  const session = await runtime.stripe.checkout.sessions.retrieve(sessionId, { expand: SESSION_EXPANSIONS })
  const fact = readSessionFact(session)
  const attempt = await findAttemptOfSession(runtime.db, session)
  if (!attempt) {
    if (fact.kind === 'paid') await reportUnknownPayment(runtime, { sessionId, fact, now })
    return 'unknown'
  }
  const { orderId } = attempt
  const settled = await inTransaction(runtime.db, (tx) => settleLocked(tx, { orderId, session, fact, now }))
  if (fact.kind === 'paid') await faultPoint('capture:after-commit')
  return settled
}

async function settleLocked(
  tx: Tx,
  told: { orderId: OrderId; session: Stripe.Checkout.Session; fact: SessionFact; now: Date },
): Promise<Settlement> {
  const { session, fact, now } = told
  const order = await lockOrder(tx, told.orderId)
  const attempt = await findAttemptOfSession(tx, session)
  if (!attempt) throw new Error(`the attempt of session ${session.id} is gone`)
  const settlement = decideSettlement({
    orderNo: order.orderNo,
    orderStatus: order.status,
    attempt,
    isRecorded: fact.kind === 'paid' && (await isPaymentRecorded(tx, fact.providerRef)),
    fact,
  })
  await carryOut(tx, settlement, { settling: { order, attempt, sessionId: session.id, now }, fact })
  if (fact.kind === 'paid') await faultPoint('capture:before-commit')
  return settlement
}

async function carryOut(
  tx: Tx,
  settlement: Settlement,
  { settling, fact }: { settling: Settling; fact: SessionFact },
): Promise<void> {
  if (settlement === 'nothing') return
  if (fact.kind !== 'paid') {
    if (settlement === 'open' || settlement === 'processing' || settlement === 'failed' || settlement === 'expired')
      await moveUndecided(tx, settlement, settling)
    return
  }
  switch (settlement) {
    case 'capture':
      return capture(tx, settling, fact)
    case 'captureLate':
      return captureLate(tx, settling, fact)
    case 'refundTwice':
      return keepUnallocated(tx, settling, { fact, reason: 'paid_twice', refundsAtOnce: true })
    case 'quarantine':
      return keepUnallocated(tx, settling, { fact, reason: 'wrong_amount', refundsAtOnce: false })
    default:
      throw new Error(`${settlement} is not for money that arrived`)
  }
}

async function moveUndecided(
  tx: Tx,
  state: 'open' | 'processing' | 'failed' | 'expired',
  { order, attempt, sessionId, now }: Settling,
): Promise<void> {
  await moveAttempt(tx, attempt.attemptId, { state, sessionId })
  if (state === 'processing') await noteOrderEvent(tx, { orderId: order.orderId, kind: 'payment_processing', now })
  if (state === 'failed') await noteOrderEvent(tx, { orderId: order.orderId, kind: 'payment_failed', now })
}

async function capture(tx: Tx, settling: Settling, fact: PaidFact): Promise<void> {
  const payment = draftPayment(settling, fact, 'order')
  await recordPayment(tx, payment, settling.sessionId)
  await payOrder(tx, settling.order, { paidAt: payment.capturedAt, now: settling.now })
  await tellPaid(tx, settling, payment)
  await postEntry(tx, captureEntry(payment))
}

/** The order had ended: it lives again if place and stock can be had again, else the money goes back. */
async function captureLate(tx: Tx, settling: Settling, fact: PaidFact): Promise<void> {
  const { order, now } = settling
  const payment = draftPayment(settling, fact, 'order')
  await recordPayment(tx, payment, settling.sessionId)
  const again = await payOrderLate(tx, order, {
    paymentId: payment.paymentId,
    paidAt: payment.capturedAt,
    now,
  })
  await openIncident(tx, {
    kind: 'paid_late',
    sourceId: fact.providerRef,
    orderId: order.orderId,
    detail: { amountFen: fact.amount, outcome: again.ok ? 'paid' : again.refusal.kind },
    now,
  })
  if (again.ok) {
    await tellPaid(tx, settling, payment)
    await postEntry(tx, captureEntry(payment))
    return
  }
  await noteOrderEvent(tx, { orderId: order.orderId, kind: 'paid_late', now })
  await refundUnallocated(tx, payment, 'paid_late')
}

async function tellPaid(tx: Tx, { order, now }: Settling, payment: PaymentDraft): Promise<void> {
  await enqueueNotice(tx, {
    personId: order.buyerId,
    kind: 'order_paid',
    data: { orderNo: order.orderNo, amountFen: payment.amount },
    dedupeKey: `order_paid:${order.orderId}`,
    now,
  })
}

async function keepUnallocated(
  tx: Tx,
  settling: Settling,
  held: { fact: PaidFact; reason: 'paid_twice' | 'wrong_amount'; refundsAtOnce: boolean },
): Promise<void> {
  const { order, now } = settling
  const { fact, reason } = held
  await openIncident(tx, {
    kind: reason,
    sourceId: fact.providerRef,
    orderId: order.orderId,
    detail: { amountFen: fact.amount, currency: fact.currency, askedFen: settling.attempt.amount },
    now,
  })
  // Money of another currency has no place in a book of fen; the incident is its record.
  if (fact.currency !== 'cny')
    return moveAttempt(tx, settling.attempt.attemptId, { state: 'succeeded', sessionId: settling.sessionId })
  const payment = draftPayment(settling, fact, 'unallocated')
  await recordPayment(tx, payment, settling.sessionId)
  if (held.refundsAtOnce) await refundUnallocated(tx, payment, 'paid_twice')
  else await postEntry(tx, latePaymentEntry(payment))
}

async function refundUnallocated(tx: Tx, payment: PaymentDraft, reason: 'paid_late' | 'paid_twice'): Promise<void> {
  const decisionEntry = await decideRefund(tx, payment, reason)
  await postEntry(tx, latePaymentEntry(payment))
  await postEntry(tx, decisionEntry)
}

function draftPayment(
  { order, attempt, now }: Settling,
  fact: PaidFact,
  disposition: PaymentDraft['disposition'],
): PaymentDraft {
  return {
    paymentId: newId<PaymentId>(),
    attemptId: attempt.attemptId,
    orderId: order.orderId,
    providerRef: fact.providerRef,
    method: fact.method,
    amount: fact.amount,
    disposition,
    // Stripe counts whole seconds: a payment in the second of the order would seem to come before it.
    capturedAt: new Date(Math.max(fact.capturedAt.getTime(), order.placedAt.getTime())),
    recordedAt: now,
  }
}

async function reportUnknownPayment(
  { db }: Runtime,
  { sessionId, fact, now }: { sessionId: string; fact: PaidFact; now: Date },
): Promise<void> {
  const detail = { amountFen: fact.amount, currency: fact.currency, providerRef: fact.providerRef }
  await openIncident(db, { kind: 'unknown_payment', sourceId: sessionId, detail, now })
}
