import { recordBalance } from './balance.ts'
import { closeSession, findSession } from './checkout-sessions.ts'
import { arrange, newStripeId, recordEvent, type Work } from './machine-state.ts'
import type { Charge, CheckoutSession, Dispute, PaymentIntent, PaymentMethodType } from './stripe-objects.ts'
import { invalid, missing } from './stripe-replies.ts'

const FEE_BASIS_POINTS: Record<PaymentMethodType, number> = { card: 340, alipay: 220, wechat_pay: 220 }

/** What the buyer did on the hosted page. */
export interface BuyerAction {
  sessionId: string
  method: PaymentMethodType
  outcome: 'succeed' | 'decline' | 'process'
  /** Fen really taken, when it shall differ from what was asked: a genuine event with a wrong amount. */
  amount?: number
  /** For `process`: seconds until it settles by itself, and how. Without it, somebody settles it. */
  settlesAfter?: number
  settlesAs?: 'succeed' | 'fail'
}

export function payCheckoutSession(work: Work, action: BuyerAction): CheckoutSession {
  const session = findSession(work, action.sessionId)
  if (session.status !== 'open')
    throw invalid(`This Checkout Session is ${session.status}.`, { code: 'session_not_open' })
  if (!session.payment_method_types.includes(action.method)) {
    throw invalid(`${action.method} is not allowed for this Checkout Session.`, { param: 'method' })
  }
  work.hasChanged = true
  if (session.amount_total === 0) {
    finishSession(work, session)
    return session
  }
  const intent = attemptedIntent(work, session, action)
  if (action.outcome === 'decline') {
    failIntent(work, intent, action.method)
    return session
  }
  if (action.outcome === 'process') {
    intent.status = 'processing'
    finishSession(work, session)
    if (action.settlesAfter !== undefined) {
      const outcome = action.settlesAs ?? 'succeed'
      arrange(work.state, work.now + action.settlesAfter, { kind: 'settle_payment', id: session.id, outcome })
    }
    return session
  }
  captureIntent(work, intent, action.method)
  session.payment_status = 'paid'
  finishSession(work, session)
  return session
}

/** The end of a payment that was processing. */
export function settlePayment(work: Work, sessionId: string, outcome: 'succeed' | 'fail'): CheckoutSession {
  const session = findSession(work, sessionId)
  const intent = session.payment_intent === null ? undefined : work.state.paymentIntents.find(session.payment_intent)
  if (intent?.status !== 'processing') throw invalid('This Checkout Session has no payment in processing.')
  const method = methodOf(intent)
  work.hasChanged = true
  if (outcome === 'fail') {
    failIntent(work, intent, method)
    recordEvent(work, 'checkout.session.async_payment_failed', session)
    return session
  }
  captureIntent(work, intent, method)
  session.payment_status = 'paid'
  recordEvent(work, 'checkout.session.async_payment_succeeded', session)
  return session
}

/** Expires a session whose time has come; one that was completed meanwhile is left alone. */
export function expireByTime(work: Work, sessionId: string): void {
  const session = work.state.sessions.find(sessionId)
  if (session?.status === 'open') closeSession(work, session)
}

/** The buyer's bank takes a card payment back. */
export function openDispute(work: Work, chargeId: string): Dispute {
  const charge = work.state.charges.find(chargeId)
  if (!charge) throw missing('charge', chargeId)
  if (!charge.paid || charge.disputed) throw invalid('This charge cannot be disputed.')
  charge.disputed = true
  work.hasChanged = true
  const dispute = work.state.disputes.add({
    id: newStripeId(work, 'du'),
    object: 'dispute',
    amount: charge.amount,
    charge: charge.id,
    created: work.now,
    currency: charge.currency,
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    reason: 'fraudulent',
    status: 'needs_response',
  })
  recordBalance(work, { amount: -charge.amount, fee: 0, source: dispute.id, type: 'adjustment' })
  recordEvent(work, 'charge.dispute.created', dispute)
  return dispute
}

/** The buyer's bank has decided: won, the money is ours again. */
export function closeDispute(work: Work, disputeId: string, outcome: 'won' | 'lost'): Dispute {
  const dispute = work.state.disputes.find(disputeId)
  if (!dispute) throw missing('dispute', disputeId)
  if (dispute.status === 'won' || dispute.status === 'lost') throw invalid(`This dispute is ${dispute.status}.`)
  work.hasChanged = true
  dispute.status = outcome
  if (outcome === 'won') recordBalance(work, { amount: dispute.amount, fee: 0, source: dispute.id, type: 'adjustment' })
  recordEvent(work, 'charge.dispute.closed', dispute)
  return dispute
}

function finishSession(work: Work, session: CheckoutSession): void {
  session.status = 'complete'
  session.url = null
  recordEvent(work, 'checkout.session.completed', session)
}

function attemptedIntent(work: Work, session: CheckoutSession, action: BuyerAction): PaymentIntent {
  if (action.amount !== undefined) session.amount_total = action.amount
  const known = session.payment_intent === null ? undefined : work.state.paymentIntents.find(session.payment_intent)
  const intent = known ?? work.state.paymentIntents.add(blankIntent(work, session))
  intent.amount = session.amount_total
  intent.payment_method = newStripeId(work, 'pm')
  intent.payment_method_types = [action.method]
  session.payment_intent = intent.id
  work.state.sessionOfIntent.set(intent.id, session.id)
  return intent
}

function blankIntent(work: Work, session: CheckoutSession): PaymentIntent {
  const background = work.state.backgrounds.get(session.id)
  return {
    id: newStripeId(work, 'pi'),
    object: 'payment_intent',
    amount: session.amount_total,
    amount_capturable: 0,
    amount_received: 0,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic_async',
    client_secret: null,
    confirmation_method: 'automatic',
    created: work.now,
    currency: session.currency,
    customer: null,
    description: background?.description ?? null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    metadata: background?.paymentMetadata ?? {},
    next_action: null,
    payment_method: null,
    payment_method_types: session.payment_method_types,
    processing: null,
    receipt_email: null,
    status: 'requires_payment_method',
  }
}

function methodOf(intent: PaymentIntent): PaymentMethodType {
  return intent.payment_method_types[0] ?? 'card'
}

function failIntent(work: Work, intent: PaymentIntent, method: PaymentMethodType): void {
  const message = method === 'card' ? 'Your card was declined.' : 'The customer did not complete the payment.'
  const code = method === 'card' ? 'card_declined' : 'payment_intent_payment_attempt_failed'
  const charge = work.state.charges.add(blankCharge(work, intent, method))
  charge.failure_code = code
  charge.failure_message = message
  charge.status = 'failed'
  intent.latest_charge = charge.id
  intent.last_payment_error = { type: 'card_error', code, decline_code: 'generic_decline', message }
  intent.status = 'requires_payment_method'
  recordEvent(work, 'payment_intent.payment_failed', intent)
}

function captureIntent(work: Work, intent: PaymentIntent, method: PaymentMethodType): void {
  const charge = work.state.charges.add(blankCharge(work, intent, method))
  charge.amount_captured = intent.amount
  charge.captured = charge.paid = true
  const fee = Math.floor((intent.amount * FEE_BASIS_POINTS[method] + 5_000) / 10_000)
  const type = method === 'card' ? 'charge' : 'payment'
  charge.balance_transaction = recordBalance(work, { amount: intent.amount, fee, source: charge.id, type }).id
  intent.latest_charge = charge.id
  intent.amount_received = intent.amount
  intent.last_payment_error = null
  intent.status = 'succeeded'
  work.state.totals.captured += intent.amount
  recordEvent(work, 'payment_intent.succeeded', intent)
}

function blankCharge(work: Work, intent: PaymentIntent, method: PaymentMethodType): Charge {
  return {
    id: newStripeId(work, method === 'card' ? 'ch' : 'py'),
    object: 'charge',
    amount: intent.amount,
    amount_captured: 0,
    amount_refunded: 0,
    balance_transaction: null,
    captured: false,
    created: work.now,
    currency: intent.currency,
    customer: null,
    description: intent.description,
    disputed: false,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: intent.metadata,
    paid: false,
    payment_intent: intent.id,
    payment_method: typeof intent.payment_method === 'string' ? intent.payment_method : null,
    payment_method_details: { type: method, [method]: {} },
    receipt_url: null,
    refunded: false,
    status: 'succeeded',
  }
}
