import { z } from 'zod'
import { recordBalance } from './balance.ts'
import { expansions, metadata, wholeNumber } from './form-schemas.ts'
import { arrange, newStripeId, recordEvent, type Work } from './machine-state.ts'
import type { Charge, Refund } from './stripe-objects.ts'
import { invalid, malformed, missing, readParams } from './stripe-replies.ts'

const createParams = z.strictObject({
  payment_intent: z.string().optional(),
  charge: z.string().optional(),
  amount: wholeNumber(1, 99_999_999).optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  metadata: metadata.optional(),
  expand: expansions,
})

/** How the banks treat a new refund: at once, or pending until it settles by itself or by somebody. */
export interface RefundCourse {
  outcome: 'succeed' | 'pending'
  settlesAfter?: number
  settlesAs?: 'succeed' | 'fail'
}

/** Gives back part or all of a charge. Everything not failed counts: never more than was captured. */
export function createRefund(work: Work, params: unknown, course: RefundCourse): Refund {
  const given = readParams(createParams, params)
  const charge = refundedCharge(work, given)
  const left = charge.amount_captured - charge.amount_refunded
  if (left === 0) {
    throw invalid(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' })
  }
  if (charge.disputed) {
    throw invalid(`Charge ${charge.id} has been charged back; cannot issue a refund.`, { code: 'charge_disputed' })
  }
  const amount = given.amount ?? left
  if (amount > left) {
    throw invalid(`Refund amount (${amount} fen) is greater than unrefunded amount on charge (${left} fen)`, {
      param: 'amount',
    })
  }
  const isCard = charge.payment_method_details.type === 'card'
  const refund = work.state.refunds.add({
    id: newStripeId(work, isCard ? 're' : 'pyr'),
    object: 'refund',
    amount,
    balance_transaction: null,
    charge: charge.id,
    created: work.now,
    currency: charge.currency,
    metadata: given.metadata ?? {},
    payment_intent: charge.payment_intent,
    reason: given.reason ?? null,
    receipt_number: null,
    status: 'pending',
  })
  rememberRefund(work, charge, refund)
  if (course.outcome === 'pending') {
    refund.pending_reason = 'processing'
    if (course.settlesAfter !== undefined) {
      const outcome = course.settlesAs ?? 'succeed'
      arrange(work.state, work.now + course.settlesAfter, { kind: 'settle_refund', id: refund.id, outcome })
    }
  } else {
    moveMoneyBack(work, charge, refund)
  }
  recordEvent(work, 'refund.created', refund)
  if (refund.status === 'succeeded') recordEvent(work, 'charge.refunded', charge)
  return refund
}

/** The end of a pending refund, or the late failure of one that had succeeded: then the money is ours again. */
export function settleRefund(work: Work, id: string, outcome: 'succeed' | 'fail'): Refund {
  const refund = work.state.refunds.find(id)
  if (!refund) throw missing('refund', id)
  const charge = work.state.charges.find(refund.charge)
  if (!charge) throw missing('charge', refund.charge)
  if (refund.status === 'failed' || (outcome === 'succeed' && refund.status !== 'pending')) {
    throw invalid(`This refund is ${refund.status}.`)
  }
  work.hasChanged = true
  delete refund.pending_reason
  if (outcome === 'succeed') {
    moveMoneyBack(work, charge, refund)
    recordEvent(work, 'refund.updated', refund)
    recordEvent(work, 'charge.refunded', charge)
    return refund
  }
  failRefund(work, charge, refund)
  recordEvent(work, 'refund.updated', refund)
  recordEvent(work, 'refund.failed', refund)
  return refund
}

function refundedCharge(work: Work, given: z.output<typeof createParams>): Charge {
  if ((given.charge === undefined) === (given.payment_intent === undefined)) {
    throw malformed('One of the following params should be provided for this request: payment_intent or charge.')
  }
  let chargeId = given.charge
  if (given.payment_intent !== undefined) {
    const intent = work.state.paymentIntents.find(given.payment_intent)
    if (!intent) throw missing('payment_intent', given.payment_intent, 'payment_intent')
    if (intent.status !== 'succeeded' || intent.latest_charge === null) {
      throw invalid(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`, {
        code: 'payment_intent_unexpected_state',
        param: 'payment_intent',
      })
    }
    chargeId = intent.latest_charge
  }
  const charge = work.state.charges.find(chargeId ?? '')
  if (!charge) throw missing('charge', chargeId ?? '', 'charge')
  if (!charge.paid) {
    throw invalid(`Charge ${charge.id} was not successful and cannot be refunded.`, { code: 'charge_not_refundable' })
  }
  return charge
}

function rememberRefund(work: Work, charge: Charge, refund: Refund): void {
  const known = work.state.refundsOfCharge.get(charge.id)
  if (known) known.push(refund.id)
  else work.state.refundsOfCharge.set(charge.id, [refund.id])
  countRefunded(work, charge, refund.amount)
}

function countRefunded(work: Work, charge: Charge, amount: number): void {
  charge.amount_refunded += amount
  charge.refunded = charge.amount_refunded === charge.amount_captured
  work.state.totals.refunded += amount
  work.hasChanged = true
}

function moveMoneyBack(work: Work, charge: Charge, refund: Refund): void {
  const type = charge.payment_method_details.type === 'card' ? 'refund' : 'payment_refund'
  refund.balance_transaction = recordBalance(work, { amount: -refund.amount, fee: 0, source: refund.id, type }).id
  refund.status = 'succeeded'
}

function failRefund(work: Work, charge: Charge, refund: Refund): void {
  if (refund.balance_transaction !== null) {
    const type = charge.payment_method_details.type === 'card' ? 'refund_failure' : 'payment_failure_refund'
    const change = recordBalance(work, { amount: refund.amount, fee: 0, source: refund.id, type })
    refund.failure_balance_transaction = change.id
  }
  refund.status = 'failed'
  refund.failure_reason = 'expired_or_canceled_card'
  countRefunded(work, charge, -refund.amount)
}
