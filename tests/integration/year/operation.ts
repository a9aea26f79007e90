import type { FundType, PurchaseChannel } from '#app/modules/ledger/accounts.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'

/** What an order line or a purchase is of. */
export interface Dimensions {
  countyId: string
  /** '' when the supplier is not one of the shop's. */
  cooperativeId: string
  channel: PurchaseChannel
  fundType: FundType
  /** '' for nobody's. */
  orgUnitId: string
}

/** Who holds buyers' money: the provider, or the drawers of a pickup point. */
export type Holder = 'provider' | `counter:${string}`

/**
 * One thing that happened, in plain words and fen, as somebody with a notebook would
 * have seen it. `day` is the day it is booked on. Imports, settlements and closes are
 * further kinds: add one here and say in `recompute.ts` what it does.
 */
export type Operation =
  | { kind: 'ordered'; day: BusinessDate; of: Dimensions; fen: number }
  /** An order that was never paid ended: it counts as ordered no more. */
  | { kind: 'endedUnpaid'; day: BusinessDate; of: Dimensions; fen: number }
  | { kind: 'paid'; day: BusinessDate; of: Dimensions; fen: number; holder: Holder }
  | { kind: 'accepted'; day: BusinessDate; of: Dimensions; fen: number; feeBasisPoints: number }
  /** Decided on `day` about pieces nobody had: from the advance. */
  | { kind: 'refundedBefore'; day: BusinessDate; of: Dimensions; fen: number }
  /** Decided on `day` about pieces the buyer had, of which `acceptedFen` had been accepted at once. */
  | {
      kind: 'refundedAfter'
      day: BusinessDate
      of: Dimensions
      fen: number
      acceptedFen: number
      feeBasisPoints: number
      bearer: 'cooperative' | 'college' | 'carrier'
    }
  | { kind: 'paidBack'; day: BusinessDate; fen: number; holder: Holder }
  | { kind: 'drawerOff'; day: BusinessDate; pointId: string; fen: number }
  | { kind: 'external'; day: BusinessDate; of: Dimensions; fen: number }
