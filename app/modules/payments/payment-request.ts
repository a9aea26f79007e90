import type { Fen } from '#app/shared/money.ts'

/** Stripe's shortest session is 30 minutes from its creation; the rest is for the call to arrive. */
const SESSION_SECONDS = 31 * 60

/** How much longer than the payment page the order keeps its stock, so an event in time finds it. */
const GRACE_SECONDS = 60

const PAYMENT_METHODS = ['card', 'alipay', 'wechat_pay'] as const

export interface PaymentRequest {
  attemptId: string
  orderNo: string
  total: Fen
  shopOrigin: string
  /** Paid at a counter: the payer need not have an account, so the way back leads to the shop's door. */
  isAtCounter: boolean
  now: Date
}

/** When the payment page of an attempt made at `now` closes: whole seconds, as Stripe counts. */
export function sessionExpiry(now: Date): Date {
  return new Date((Math.floor(now.getTime() / 1000) + SESSION_SECONDS) * 1000)
}

/** Until when an order keeps its stock for a payment page that closes at `expiresAt`. */
export function holdFor(expiresAt: Date): Date {
  return new Date(expiresAt.getTime() + GRACE_SECONDS * 1000)
}

/**
 * What is sent to Stripe to open a payment page. Stored before the first call and
 * sent unchanged ever after. Our order number and the total are all it says: no
 * goods, no names, no telephone.
 */
export function checkoutSessionBody({ attemptId, orderNo, total, shopOrigin, isAtCounter, now }: PaymentRequest) {
  const orderPage = isAtCounter ? `${shopOrigin}/` : `${shopOrigin}/orders/${orderNo}`
  const metadata = { attempt_id: attemptId, order_no: orderNo }
  return {
    mode: 'payment' as const,
    line_items: [
      { quantity: 1, price_data: { currency: 'cny', unit_amount: total, product_data: { name: `塬上集 ${orderNo}` } } },
    ],
    allowed_payment_method_types: [...PAYMENT_METHODS],
    payment_method_options: { wechat_pay: { client: 'web' as const } },
    client_reference_id: orderNo,
    metadata,
    payment_intent_data: { metadata },
    success_url: `${orderPage}?payment=returned`,
    cancel_url: `${orderPage}?payment=canceled`,
    expires_at: sessionExpiry(now).getTime() / 1000,
  }
}

export type CheckoutSessionBody = ReturnType<typeof checkoutSessionBody>
