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

interface Happened {
  /** The day on which it happened. */
  day: BusinessDate
  /** When somebody wrote it down, if that was later: where it is booked when the month of `day` is closed by then. */
  recordedOn?: BusinessDate
}

interface OfGoods extends Happened {
  of: Dimensions
  fen: number
}

/** What a bank line was found to be. Amounts with the bank's sign: in positive, out negative. */
export interface BankPart {
  of: 'transit' | 'unallocated' | 'bank fees' | 'bank interest'
  fen: number
}

/** An amount that counts toward the task and may be taken back as it was counted. */
export type Counted = Extract<Operation, { kind: 'accepted' | 'refundedAfter' | 'outside' | 'countedBack' }>

/**
 * One thing that happened, in plain words and fen, as somebody with a notebook would
 * have seen it, in the order in which it was written down.
 */
export type Operation =
  | ({ kind: 'ordered' } & OfGoods)
  /** An order that was never paid ended: it counts as ordered no more. */
  | ({ kind: 'endedUnpaid' } & OfGoods)
  | ({ kind: 'paid'; holder: Holder } & OfGoods)
  | ({ kind: 'accepted'; feeBasisPoints: number } & OfGoods)
  /** Decided on `day` about pieces nobody had: from the advance. */
  | ({ kind: 'refundedBefore' } & OfGoods)
  /** Decided on `day` about pieces the buyer had, of which `acceptedFen` had been accepted at once. */
  | ({
      kind: 'refundedAfter'
      acceptedFen: number
      acceptedOn: BusinessDate
      feeBasisPoints: number
      bearer: 'cooperative' | 'college' | 'carrier'
    } & OfGoods)
  | ({ kind: 'paidBack'; fen: number; holder: Holder } & Happened)
  | ({ kind: 'drawerOff'; pointId: string; fen: number } & Happened)
  /** A purchase made elsewhere counts from `day` on: accepted and paid, net of what was returned. */
  | ({ kind: 'outside' } & OfGoods)
  /** What was ordered or paid elsewhere, or of an order that turned out to be one of the platform's; the documents' days. */
  | ({ kind: 'stage'; stage: 'ordered' | 'paid' } & OfGoods)
  /** Something that counted is taken back on the day it was booked, or on `recordedOn`. */
  | { kind: 'countedBack'; undoes: Counted; recordedOn: BusinessDate }
  | ({ kind: 'providerFee'; fen: number } & Happened)
  | ({ kind: 'payout'; fen: number } & Happened)
  | ({ kind: 'payoutBack'; fen: number } & Happened)
  | ({ kind: 'deposit'; pointId: string; fen: number } & Happened)
  | ({ kind: 'bankLinked'; lines: number[]; parts: BankPart[] } & Happened)
  | ({ kind: 'bankUndone'; undoes: Extract<Operation, { kind: 'bankLinked' }> } & Happened)
  /** Everything of the cooperative up to the end of `month` that no statement has. */
  | { kind: 'statement'; statementId: string; cooperativeId: string; month: string }
  /** The same was asked for, and there was nothing to pay. */
  | { kind: 'noStatement'; cooperativeId: string; month: string }
  | ({ kind: 'corrected'; statementId: string; cooperativeId: string; fen: number } & Happened)
  | ({ kind: 'statementPaid' | 'paymentReturned'; statementId: string; cooperativeId: string } & Happened)
  | { kind: 'closed' | 'reopened'; month: string }
