import { z } from 'zod'
import { expansions, metadata, paymentMethodTypes, webUrl, wholeNumber } from './form-schemas.ts'
import { arrange, newStripeId, recordEvent, type Work } from './machine-state.ts'
import { type CheckoutSession, type LineItem, PAYMENT_METHOD_TYPES } from './stripe-objects.ts'
import { invalid, malformed, missing, readParams } from './stripe-replies.ts'

const LEAST_LIFE_S = 30 * 60
const MOST_LIFE_S = 24 * 60 * 60
const MOST_AMOUNT = 99_999_999

const priceData = z.strictObject({
  currency: z.string().regex(/^[a-z]{3}$/i, 'three letters'),
  unit_amount: wholeNumber(0, MOST_AMOUNT),
  product_data: z.strictObject({
    name: z.string().min(1).max(1500),
    description: z.string().max(40_000).optional(),
    images: z.array(webUrl).max(8).optional(),
    metadata: metadata.optional(),
  }),
})

/**
 * The parameters we answer to. A strict object: `payment_method_types` is unknown here as it is
 * since API major version 23 of the SDK, and so is every parameter the shop has no use for.
 */
const createParams = z.strictObject({
  mode: z.literal('payment'),
  currency: z.string().optional(),
  line_items: z
    .array(z.strictObject({ price_data: priceData, quantity: wholeNumber(1, 999_999) }))
    .min(1)
    .max(100),
  allowed_payment_method_types: paymentMethodTypes.optional(),
  client_reference_id: z.string().min(1).max(200).optional(),
  metadata: metadata.optional(),
  payment_intent_data: z
    .strictObject({ metadata: metadata.optional(), description: z.string().max(1000).optional() })
    .optional(),
  payment_method_options: z
    .strictObject({ wechat_pay: z.strictObject({ client: z.literal('web') }).optional() })
    .optional(),
  success_url: webUrl,
  cancel_url: webUrl.optional(),
  expires_at: wholeNumber(0, 99_999_999_999).optional(),
  locale: z.enum(['auto', 'zh', 'zh-HK', 'zh-TW', 'en', 'en-GB']).optional(),
  submit_type: z.enum(['auto', 'pay']).optional(),
  ui_mode: z.literal('hosted_page').optional(),
  expand: expansions,
})

type CreateParams = z.output<typeof createParams>

/** Refuses parameters Stripe refuses; nothing is made then. */
export function createCheckoutSession(work: Work, params: unknown): CheckoutSession {
  const given = readParams(createParams, params)
  const currency = readCurrency(given)
  const expiresAt = readExpiry(given.expires_at, work.now)
  const lineItems = given.line_items.map(
    (line): LineItem => ({
      name: line.price_data.product_data.name,
      quantity: line.quantity,
      amountTotal: line.price_data.unit_amount * line.quantity,
    }),
  )
  const total = lineItems.reduce((sum, line) => sum + line.amountTotal, 0)
  if (total > MOST_AMOUNT) {
    throw malformed(`The Checkout Session's total amount must be no more than ${MOST_AMOUNT}.`, {
      code: 'amount_too_large',
    })
  }
  const id = newStripeId(work, 'cs_test')
  const session = work.state.sessions.add({ ...blankSession(given), id, created: work.now, currency })
  session.amount_subtotal = session.amount_total = total
  session.expires_at = expiresAt
  session.url = `${work.hostedBase}/checkout/${id}`
  if (total === 0) session.payment_status = 'no_payment_required'
  work.state.backgrounds.set(id, {
    lineItems,
    paymentMetadata: given.payment_intent_data?.metadata ?? {},
    description: given.payment_intent_data?.description ?? null,
  })
  arrange(work.state, expiresAt, { kind: 'expire_session', id })
  work.hasChanged = true
  return session
}

function blankSession(given: CreateParams): CheckoutSession {
  return {
    id: '',
    object: 'checkout.session',
    allowed_payment_method_types: given.allowed_payment_method_types ?? null,
    amount_subtotal: 0,
    amount_total: 0,
    cancel_url: given.cancel_url ?? null,
    client_reference_id: given.client_reference_id ?? null,
    client_secret: null,
    created: 0,
    currency: '',
    customer: null,
    customer_details: null,
    customer_email: null,
    expires_at: 0,
    invoice: null,
    livemode: false,
    locale: given.locale ?? null,
    metadata: given.metadata ?? {},
    mode: 'payment',
    payment_intent: null,
    payment_link: null,
    payment_method_types: given.allowed_payment_method_types ?? [...PAYMENT_METHOD_TYPES],
    payment_status: 'unpaid',
    setup_intent: null,
    status: 'open',
    subscription: null,
    success_url: given.success_url,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted_page',
    url: null,
  }
}

function readCurrency(given: CreateParams): string {
  const currencies = new Set(given.line_items.map((line) => line.price_data.currency.toLowerCase()))
  if (given.currency !== undefined) currencies.add(given.currency.toLowerCase())
  const [currency = 'cny', other] = currencies
  if (other !== undefined) {
    throw malformed('All prices on a Checkout Session must use the same currency.', { param: 'line_items' })
  }
  if (currency !== 'cny') {
    throw malformed(`Invalid currency: ${currency}. This sandbox collects cny only.`, { param: 'currency' })
  }
  return currency
}

function readExpiry(wished: number | undefined, now: number): number {
  if (wished === undefined) return now + MOST_LIFE_S
  if (wished < now + LEAST_LIFE_S) {
    throw malformed('The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.', {
      param: 'expires_at',
    })
  }
  if (wished > now + MOST_LIFE_S) {
    throw malformed('The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.', {
      param: 'expires_at',
    })
  }
  return wished
}

export function findSession(work: Work, id: string): CheckoutSession {
  const session = work.state.sessions.find(id)
  if (!session) throw missing('checkout.session', id, 'session')
  return session
}

/** Ends an open session at once. A session that was paid or is being paid refuses, so whoever asks learns of it. */
export function expireCheckoutSession(work: Work, id: string): CheckoutSession {
  const session = findSession(work, id)
  if (session.status !== 'open') {
    throw invalid(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${session.status}\`.`,
    )
  }
  closeSession(work, session)
  return session
}

export function closeSession(work: Work, session: CheckoutSession): void {
  session.status = 'expired'
  session.url = null
  const intent = session.payment_intent === null ? undefined : work.state.paymentIntents.find(session.payment_intent)
  if (intent) {
    intent.status = 'canceled'
    intent.canceled_at = work.now
    intent.cancellation_reason = 'expired'
  }
  work.hasChanged = true
  recordEvent(work, 'checkout.session.expired', session)
}
