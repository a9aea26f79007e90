import type Stripe from 'stripe'
import { fen } from '#app/shared/money.ts'
import type { PaidFact, SessionFact } from '../settlement.ts'

/** What must be asked for along with a session, so that one call tells everything. */
export const SESSION_EXPANSIONS = ['payment_intent.latest_charge']

/** Reads how a session stands. It was fetched with SESSION_EXPANSIONS. */
export function readSessionFact(session: Stripe.Checkout.Session): SessionFact {
  if (session.status === 'open') return { kind: 'open' }
  if (session.status === 'expired') return { kind: 'expired' }
  const intent = typeof session.payment_intent === 'string' ? null : session.payment_intent
  if (!intent) throw new Error(`session ${session.id} is complete and has no payment to look at`)
  if (session.payment_status === 'paid') return readPaidFact(session, intent)
  // Succeeded and not yet called paid: the next look will tell.
  return { kind: intent.status === 'processing' || intent.status === 'succeeded' ? 'processing' : 'failed' }
}

function readPaidFact(session: Stripe.Checkout.Session, intent: Stripe.PaymentIntent): PaidFact {
  const charge = typeof intent.latest_charge === 'string' ? null : intent.latest_charge
  return {
    kind: 'paid',
    providerRef: intent.id,
    method: charge?.payment_method_details?.type ?? 'unknown',
    amount: fen(intent.amount_received),
    currency: intent.currency,
    orderNo: session.client_reference_id ?? '',
    capturedAt: new Date((charge?.created ?? intent.created) * 1000),
  }
}
