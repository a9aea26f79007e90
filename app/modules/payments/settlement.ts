import { isPaidStatus, type OrderStatus } from '#app/modules/ordering/order-state.ts'
import type { Fen } from '#app/shared/money.ts'

export const ATTEMPT_STATES = ['created', 'open', 'processing', 'succeeded', 'failed', 'expired'] as const
export type AttemptState = (typeof ATTEMPT_STATES)[number]

/** Not decided: a payment may still come of it without anybody starting anew. */
export const LIVE_STATES = ['created', 'open', 'processing'] as const satisfies readonly AttemptState[]

/** How a Checkout Session stands, as Stripe told us when asked just now. */
export type SessionFact =
  | { kind: 'open' }
  | { kind: 'processing' }
  | { kind: 'failed' }
  | { kind: 'expired' }
  | PaidFact

export interface PaidFact {
  kind: 'paid'
  /** The PaymentIntent: one per sum of money taken. */
  providerRef: string
  method: string
  amount: Fen
  currency: string
  orderNo: string
  capturedAt: Date
}

export interface SettlementCase {
  orderNo: string
  orderStatus: OrderStatus
  attempt: { state: AttemptState; amount: Fen }
  /** The money of this fact is in our books already. */
  isRecorded: boolean
  fact: SessionFact
}

/**
 * - `capture`: the order is paid.
 * - `captureLate`: the order had ended; give it its goods again, or send the money back.
 * - `refundTwice`: another payment paid it; this one goes back.
 * - `quarantine`: money of another amount, currency or order than asked; a person decides.
 * - a state: only the attempt moves there.
 */
export type Settlement = 'nothing' | 'capture' | 'captureLate' | 'refundTwice' | 'quarantine' | AttemptState

/**
 * Decides what a fact about a payment page means for its order. Depends only on
 * what is known, not on which message brought it or in which order messages came:
 * an attempt moves forward only, and money counts whenever it turns up.
 */
export function decideSettlement(known: SettlementCase): Settlement {
  const { fact, attempt } = known
  if (fact.kind === 'paid') return decidePaid(known, fact)
  const isLive = (LIVE_STATES as readonly AttemptState[]).includes(attempt.state)
  if (!isLive) return 'nothing'
  switch (fact.kind) {
    case 'open':
      return attempt.state === 'created' ? 'open' : 'nothing'
    case 'processing':
      return attempt.state === 'processing' ? 'nothing' : 'processing'
    case 'failed':
    case 'expired':
      return fact.kind
  }
}

function decidePaid({ orderNo, orderStatus, attempt, isRecorded }: SettlementCase, fact: PaidFact): Settlement {
  if (isRecorded) return 'nothing'
  if (fact.amount !== attempt.amount || fact.currency !== 'cny' || fact.orderNo !== orderNo) return 'quarantine'
  if (orderStatus === 'awaiting_payment') return 'capture'
  return isPaidStatus(orderStatus) ? 'refundTwice' : 'captureLate'
}
