import type { BusinessDate } from '#app/shared/business-date.ts'
import type { Fen } from '#app/shared/money.ts'

/** What a line of the provider's balance is about. */
export type BalanceKind = 'charge' | 'refund' | 'fee' | 'dispute' | 'payout' | 'other'

/**
 * - `pending`: its counterpart may still come.
 * - `matched`: our books say the same.
 * - `provider_only`: a day has passed and our books know nothing of it.
 * - `ours_only`: a day has passed and the provider knows nothing of it.
 * - `amount_differs`: both know it, with different amounts.
 * - `explained`: a person said why and booked the difference.
 */
export const MATCH_STATES = ['provider_only', 'ours_only', 'amount_differs', 'pending', 'explained', 'matched'] as const
export type MatchState = (typeof MATCH_STATES)[number]

/** A counterpart that has not come within this time is missing. */
export const PATIENCE_MS = 24 * 60 * 60 * 1000

export const PAYOUT_STATES = ['pending', 'in_transit', 'paid', 'failed', 'canceled'] as const
export type PayoutState = (typeof PAYOUT_STATES)[number]

/** One line of the provider's balance as it was fetched. */
export interface BalanceLine {
  lineId: string
  type: string
  amount: Fen
  /** What the provider kept of it. */
  fee: Fen
  createdAt: Date
  availableOn: BusinessDate
  /** The charge, refund, dispute or payout it came of. */
  sourceRef: string | undefined
  /** The payment intent behind that. */
  paymentRef: string | undefined
  /** As the provider wrote it. */
  raw: string
}

/** A payout as it was fetched. */
export interface PayoutFacts {
  payoutId: string
  amount: Fen
  state: PayoutState
  createdAt: Date
  /** When the bank has it, or should. */
  arrivesAt: Date
  failureCode: string | undefined
  /** The provider can name its lines. */
  isItemizable: boolean
  raw: string
}

const CHARGES = ['charge', 'payment']
const REFUNDS = ['refund', 'payment_refund', 'refund_failure', 'payment_failure_refund']
const FEES = ['stripe_fee', 'stripe_fx_fee', 'tax_fee', 'network_cost', 'application_fee']
const PAYOUTS = ['payout', 'payout_failure', 'payout_cancel']

export function kindOf({ type, sourceRef }: Pick<BalanceLine, 'type' | 'sourceRef'>): BalanceKind {
  if (CHARGES.includes(type)) return 'charge'
  if (REFUNDS.includes(type)) return 'refund'
  if (FEES.includes(type)) return 'fee'
  if (PAYOUTS.includes(type)) return 'payout'
  return type === 'adjustment' && /^d[pu]_/.test(sourceRef ?? '') ? 'dispute' : 'other'
}

/** The sums that explain the clearing account, in the order in which they are told. */
export const CLEARING_PARTS = ['captured', 'refunded', 'fees', 'disputes', 'paid_out', 'corrected'] as const
export type ClearingPart = (typeof CLEARING_PARTS)[number]

const PART_OF_SOURCE: Record<string, ClearingPart> = {
  capture: 'captured',
  late_payment: 'captured',
  refund_executed: 'refunded',
  refund_failed: 'refunded',
  provider_fee: 'fees',
  dispute_opened: 'disputes',
  dispute_won: 'disputes',
  payout: 'paid_out',
  payout_failed: 'paid_out',
}

/** The part an entry on the clearing account belongs to, by its source. */
export function partOfSource(sourceType: string): ClearingPart {
  return PART_OF_SOURCE[sourceType] ?? 'corrected'
}

/** The parts a line of theirs adds to: its amount, and what was kept of it. */
export function partsOfKind(kind: BalanceKind): { amount: ClearingPart; fee: ClearingPart } | undefined {
  switch (kind) {
    case 'charge':
      return { amount: 'captured', fee: 'fees' }
    case 'refund':
      return { amount: 'refunded', fee: 'fees' }
    case 'fee':
      return { amount: 'fees', fee: 'fees' }
    case 'dispute':
      return { amount: 'disputes', fee: 'disputes' }
    case 'other':
      return { amount: 'corrected', fee: 'fees' }
    case 'payout':
      return undefined
  }
}
