import type Stripe from 'stripe'

/**
 * The Stripe objects the shop uses, cut out of the SDK's own types, so a field we answer
 * has the name and the values Stripe documents. References are ids: expansion happens at the door.
 */
type With<Source, Kept extends keyof Source, Own> = Omit<Pick<Source, Kept>, keyof Own> & Own

export type PaymentMethodType = 'card' | 'alipay' | 'wechat_pay'
export const PAYMENT_METHOD_TYPES: readonly PaymentMethodType[] = ['card', 'alipay', 'wechat_pay']

export type Metadata = Record<string, string>

export type CheckoutSession = With<
  Stripe.Checkout.Session,
  | 'amount_subtotal'
  | 'amount_total'
  | 'cancel_url'
  | 'client_reference_id'
  | 'client_secret'
  | 'created'
  | 'currency'
  | 'customer'
  | 'customer_details'
  | 'customer_email'
  | 'expires_at'
  | 'id'
  | 'invoice'
  | 'livemode'
  | 'locale'
  | 'mode'
  | 'object'
  | 'payment_link'
  | 'setup_intent'
  | 'subscription'
  | 'success_url'
  | 'total_details'
  | 'ui_mode'
  | 'url',
  {
    allowed_payment_method_types: PaymentMethodType[] | null
    amount_total: number
    currency: string
    metadata: Metadata
    payment_intent: string | null
    payment_method_types: PaymentMethodType[]
    payment_status: 'paid' | 'unpaid' | 'no_payment_required'
    status: 'open' | 'complete' | 'expired'
  }
>

export type PaymentIntent = With<
  Stripe.PaymentIntent,
  | 'amount'
  | 'amount_capturable'
  | 'amount_received'
  | 'canceled_at'
  | 'cancellation_reason'
  | 'capture_method'
  | 'client_secret'
  | 'confirmation_method'
  | 'created'
  | 'currency'
  | 'customer'
  | 'description'
  | 'id'
  | 'livemode'
  | 'next_action'
  | 'object'
  | 'payment_method'
  | 'processing'
  | 'receipt_email'
  | 'status',
  {
    last_payment_error: { type: 'card_error'; code: string; decline_code: string; message: string } | null
    latest_charge: string | null
    metadata: Metadata
    payment_method_types: PaymentMethodType[]
  }
>

export type Charge = With<
  Stripe.Charge,
  | 'amount'
  | 'amount_captured'
  | 'amount_refunded'
  | 'captured'
  | 'created'
  | 'currency'
  | 'customer'
  | 'description'
  | 'disputed'
  | 'failure_code'
  | 'failure_message'
  | 'id'
  | 'livemode'
  | 'object'
  | 'paid'
  | 'payment_method'
  | 'receipt_url'
  | 'refunded'
  | 'status',
  {
    balance_transaction: string | null
    metadata: Metadata
    payment_intent: string
    payment_method_details: { type: PaymentMethodType } & Partial<Record<PaymentMethodType, object>>
  }
>

type RefundStatus = 'pending' | 'succeeded' | 'failed'

export type Refund = With<
  Stripe.Refund,
  'amount' | 'created' | 'currency' | 'id' | 'object' | 'pending_reason' | 'reason' | 'receipt_number',
  {
    balance_transaction: string | null
    charge: string
    failure_balance_transaction?: string
    failure_reason?: string
    metadata: Metadata
    payment_intent: string
    status: RefundStatus
  }
>

export type BalanceTransaction = With<
  Stripe.BalanceTransaction,
  | 'amount'
  | 'available_on'
  | 'balance_type'
  | 'created'
  | 'currency'
  | 'description'
  | 'exchange_rate'
  | 'fee'
  | 'fee_details'
  | 'id'
  | 'net'
  | 'object'
  | 'reporting_category'
  | 'status'
  | 'type',
  { source: string }
>

export type Dispute = With<
  Stripe.Dispute,
  'amount' | 'created' | 'currency' | 'id' | 'is_charge_refundable' | 'livemode' | 'object' | 'reason' | 'status',
  { charge: string; metadata: Metadata; payment_intent: string }
>

export type Payout = With<
  Stripe.Payout,
  | 'amount'
  | 'arrival_date'
  | 'automatic'
  | 'created'
  | 'currency'
  | 'description'
  | 'failure_code'
  | 'failure_message'
  | 'id'
  | 'livemode'
  | 'method'
  | 'object'
  | 'reconciliation_status'
  | 'source_type'
  | 'statement_descriptor'
  | 'type',
  {
    balance_transaction: string
    failure_balance_transaction: string | null
    metadata: Metadata
    status: 'pending' | 'paid' | 'failed'
  }
>

export interface LineItem {
  name: string
  quantity: number
  amountTotal: number
}

export type EventType =
  | 'checkout.session.completed'
  | 'checkout.session.expired'
  | 'checkout.session.async_payment_succeeded'
  | 'checkout.session.async_payment_failed'
  | 'payment_intent.succeeded'
  | 'payment_intent.payment_failed'
  | 'charge.refunded'
  | 'charge.dispute.created'
  | 'charge.dispute.closed'
  | 'refund.created'
  | 'refund.updated'
  | 'refund.failed'
  | 'payout.created'
  | 'payout.paid'
  | 'payout.failed'
  | 'payout.reconciliation_completed'

/** What happened, frozen: `objectJson` is the object as it was at that moment. */
export interface EventRecord {
  id: string
  type: EventType
  created: number
  objectJson: string
  requestId: string | null
  idempotencyKey: string | null
  delivered: boolean
}

/** An event as the API lists it and as a webhook carries it. */
export function renderEvent(event: EventRecord) {
  return {
    id: event.id,
    object: 'event',
    api_version: API_VERSION,
    created: event.created,
    data: { object: JSON.parse(event.objectJson) as { id: string; object: string } },
    livemode: false,
    pending_webhooks: event.delivered ? 0 : 1,
    request: { id: event.requestId, idempotency_key: event.idempotencyKey },
    type: event.type,
  }
}

export type RenderedEvent = ReturnType<typeof renderEvent>

export const API_VERSION = '2026-10-28.endive'
