import type { CancellationReason } from '#app/modules/ordering/line-counters.ts'
import type { Bearer, RefundPart } from '#app/modules/payments/split-refund.ts'
import type { OrderLineId } from '#app/shared/ids.ts'
import type { Fen } from '#app/shared/money.ts'

export type { Bearer }

/** What a buyer may complain of. */
export const COMPLAINTS = ['quality', 'short', 'wrong_item', 'not_as_described', 'change_of_mind'] as const
export type Complaint = (typeof COMPLAINTS)[number]

/** Photographs somebody may send with a complaint. */
export const MAX_COMPLAINT_PHOTOS = 4

/** What finance may give as the reason; other reasons come with the event that gives a right to the money. */
export const DECIDED_REASONS = [...COMPLAINTS, 'buyer', 'recalled', 'goodwill'] as const

export type RefundReason = CancellationReason | Complaint | 'goodwill'

export type DecisionState = 'proposed' | 'approved' | 'refused'

/** What goes back of one order line. */
export interface DecisionLine {
  orderLineId: OrderLineId
  /** Pieces; zero when it is an amount of goodwill. */
  quantity: number
  amount: Fen
  /** Whether the buyer had the pieces. Those they had not are canceled with the refund. */
  isAccepted: boolean
  /** Whether the pieces are there and can be sold again. */
  isRestocked: boolean
}

/** The lines as money that goes back. What was never accepted costs nobody but the advance. */
export function refundPartsOf(lines: readonly DecisionLine[], bearer: Bearer): RefundPart[] {
  return lines.map(({ orderLineId, amount, isAccepted }) => ({
    orderLineId,
    amount,
    bearer: isAccepted ? bearer : null,
  }))
}
