import type { BusinessDate } from '#app/shared/business-date.ts'
import type { Fen } from '#app/shared/money.ts'
import { type BalanceKind, PATIENCE_MS } from './balance.ts'

export interface LineCase {
  kind: BalanceKind
  amount: Fen
  /** How long ago the provider wrote it. */
  ageMs: number
  /** What our books have for it: its amount on the clearing account, and the day. */
  booked: { amount: Fen; on: BusinessDate } | undefined
  /** The day on which it and its kin came to nothing, when our books never had any of them. */
  canceledOutOn: BusinessDate | undefined
  /** For a line of a payout: what that payout is of, when we know it. */
  payoutAmount: Fen | undefined
  /** Its day. */
  createdOn: BusinessDate
  /** A person booked it as nobody's. */
  isExplained: boolean
}

export type LineMatch =
  | { state: 'matched' | 'amount_differs'; booked: { amount: Fen; on: BusinessDate } }
  | { state: 'provider_only' | 'pending'; booked: undefined }
  /** Nothing new: as a person explained it. */
  | { state: 'explained'; booked: undefined }

/**
 * Decides how a line stands to our books. Fees and disputes are not asked about: they
 * are booked because the provider says so.
 */
export function decideMatch(line: LineCase): LineMatch {
  if (line.kind === 'payout') return decidePayout(line)
  if (line.booked) {
    const isSame = line.booked.amount === line.amount
    return { state: isSame ? 'matched' : 'amount_differs', booked: line.booked }
  }
  if (line.canceledOutOn) return { state: 'matched', booked: { amount: line.amount, on: line.canceledOutOn } }
  if (line.isExplained) return { state: 'explained', booked: undefined }
  return missing(line)
}

function decidePayout(line: LineCase): LineMatch {
  if (line.payoutAmount === undefined) return missing(line)
  const isSame = line.payoutAmount === Math.abs(line.amount)
  return isSame
    ? { state: 'matched', booked: { amount: line.amount, on: line.createdOn } }
    : { state: 'provider_only', booked: undefined }
}

/** Of a kind nobody of us writes, nothing can come; else it may be under way. */
function missing({ kind, ageMs }: LineCase): LineMatch {
  const isWaiting = kind !== 'other' && ageMs < PATIENCE_MS
  return { state: isWaiting ? 'pending' : 'provider_only', booked: undefined }
}

const MINUTE_MS = 60_000
const EXPLAINED_LOOKS_MS = 30 * 24 * 60 * MINUTE_MS

/** How long until it is looked at again; undefined when nothing can change any more. */
export function nextLookMs(state: LineMatch['state'], ageMs: number): number | undefined {
  switch (state) {
    case 'matched':
    case 'amount_differs':
      return undefined
    case 'pending':
      return 10 * MINUTE_MS
    case 'provider_only':
      return 6 * 60 * MINUTE_MS
    case 'explained':
      return ageMs < EXPLAINED_LOOKS_MS ? 6 * 60 * MINUTE_MS : undefined
  }
}
