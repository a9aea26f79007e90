export type RefundState = 'decided' | 'sent' | 'succeeded' | 'failed'

/** How a refund stands at Stripe, as told when asked just now. */
export type RefundFact = 'pending' | 'succeeded' | 'failed'

/**
 * Where a fact moves a refund; undefined when it says nothing new. A refund that
 * had succeeded may still fail later, when a bank sends the money back; one that
 * failed stays failed, and another decision begins another refund.
 */
export function nextRefundState(state: RefundState, fact: RefundFact): Exclude<RefundState, 'decided'> | undefined {
  switch (fact) {
    case 'pending':
      return state === 'decided' ? 'sent' : undefined
    case 'succeeded':
      return state === 'decided' || state === 'sent' ? 'succeeded' : undefined
    case 'failed':
      return state === 'failed' ? undefined : 'failed'
  }
}

/** Reads Stripe's word for a refund's state. */
export function refundFactOf(status: string | null): RefundFact {
  if (status === 'succeeded') return 'succeeded'
  return status === 'failed' || status === 'canceled' ? 'failed' : 'pending'
}
