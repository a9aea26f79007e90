import type { Fen } from '#app/shared/money.ts'

/** How a row of a bill stands to our books; what only we have is found from our side. */
export const BILL_STATES = [
  'bill_only',
  'order_only',
  'amount_differs',
  'refund_pending',
  'explained',
  'matched',
] as const
export type BillState = (typeof BILL_STATES)[number]

/** What our books have for a row: a payment's amount, or a refund's and whether the buyer has it. */
export interface BillCounterpart {
  amount: Fen
  isRefund: boolean
  hasEnded: boolean
}

/** Words of a bill for a refund that is not through yet. */
const UNDER_WAY = /^(?:PROCESSING|处理中|退款中)$/i

export function decideBill(
  fact: { amount: Fen; refundState: string },
  counterpart: BillCounterpart | undefined,
): 'bill_only' | 'amount_differs' | 'refund_pending' | 'matched' {
  if (!counterpart) return UNDER_WAY.test(fact.refundState) ? 'refund_pending' : 'bill_only'
  if (counterpart.amount !== fact.amount) return 'amount_differs'
  return counterpart.isRefund && !counterpart.hasEnded ? 'refund_pending' : 'matched'
}
