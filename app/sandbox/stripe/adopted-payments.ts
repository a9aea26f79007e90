import { createCheckoutSession } from './checkout-sessions.ts'
import type { Work } from './machine-state.ts'
import { payCheckoutSession } from './payments.ts'
import { createRefund } from './refunds.ts'
import type { CheckoutSession, PaymentMethodType, Refund } from './stripe-objects.ts'

/** A payment that stands in the shop's books from before, under the ids it has there. */
export interface AdoptedPayment {
  sessionId: string
  paymentIntentId: string
  method: PaymentMethodType
  /** Fen. */
  amount: number
  orderNo: string
  attemptId: string
}

export interface AdoptedRefund {
  refundId: string
  paymentIntentId: string
  amount: number
  /** The shop's own key of it. */
  mark: string
}

/** Makes and pays the session of an older payment, as its buyer did. */
export function adoptPayment(work: Work, adopted: AdoptedPayment): CheckoutSession {
  const { orderNo, method, amount } = adopted
  const metadata = { attempt_id: adopted.attemptId, order_no: orderNo }
  work.givenIds = new Map([
    ['cs_test', adopted.sessionId],
    ['pi', adopted.paymentIntentId],
  ])
  const price = { currency: 'cny', unit_amount: String(amount), product_data: { name: `塬上集 ${orderNo}` } }
  const session = createCheckoutSession(work, {
    mode: 'payment',
    line_items: [{ price_data: price, quantity: '1' }],
    client_reference_id: orderNo,
    metadata,
    payment_intent_data: { metadata },
    success_url: 'http://localhost/',
  })
  return payCheckoutSession(work, { sessionId: session.id, method, outcome: 'succeed' })
}

/** Gives back what was given back of an older payment. */
export function adoptRefund(work: Work, { refundId, paymentIntentId, amount, mark }: AdoptedRefund): Refund {
  work.givenIds = new Map([
    ['re', refundId],
    ['pyr', refundId],
  ])
  const params = { payment_intent: paymentIntentId, amount: String(amount), metadata: { refund_id: mark } }
  return createRefund(work, params, { outcome: 'succeed' })
}
