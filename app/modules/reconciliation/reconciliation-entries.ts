import {
  BANK_TRANSIT,
  CLEARING_STRIPE,
  DISPUTE_LOSSES,
  DISPUTED,
  PROVIDER_FEES,
  UNALLOCATED_RECEIPTS,
} from '#app/modules/ledger/accounts.ts'
import { credit, debit, type EntryDraft, nonZero } from '#app/modules/ledger/entry.ts'
import { addFen, type Fen, negateFen } from '#app/shared/money.ts'

interface Happening {
  sourceId: string
  occurredAt: Date
  now: Date
}

/** The provider kept `fee` of what it holds for us; a negative one was given back. */
export function providerFeeEntry({ fee, ...event }: Happening & { fee: Fen }): EntryDraft {
  return { ...told('provider_fee', event), postings: [debit(PROVIDER_FEES, fee), credit(CLEARING_STRIPE, fee)] }
}

/** A payout reached the bank; until a bank line shows it, it is on its way. */
export function payoutEntry({ amount, ...event }: Happening & { amount: Fen }): EntryDraft {
  return { ...told('payout', event), postings: [debit(BANK_TRANSIT, amount), credit(CLEARING_STRIPE, amount)] }
}

/** The bank sent a payout back that was booked as `entryId`: the provider holds the money again. */
export function payoutFailedEntry({
  amount,
  entryId,
  ...event
}: Happening & { amount: Fen; entryId: number }): EntryDraft {
  return {
    ...told('payout_failed', event),
    postings: [debit(CLEARING_STRIPE, amount), credit(BANK_TRANSIT, amount)],
    reversesEntryId: entryId,
  }
}

/** A buyer's bank took a payment back: whose it is, is not decided. The provider's fee for it is lost either way. */
export function disputeOpenedEntry({ amount, fee, ...event }: Happening & { amount: Fen; fee: Fen }): EntryDraft {
  return {
    ...told('dispute_opened', event),
    postings: nonZero([
      debit(DISPUTED, amount),
      debit(DISPUTE_LOSSES, fee),
      credit(CLEARING_STRIPE, addFen(amount, fee)),
    ]),
  }
}

/** The dispute was decided for us: the provider holds the money again. */
export function disputeWonEntry({ amount, fee, ...event }: Happening & { amount: Fen; fee: Fen }): EntryDraft {
  return {
    ...told('dispute_won', event),
    postings: nonZero([
      debit(CLEARING_STRIPE, addFen(amount, negateFen(fee))),
      debit(DISPUTE_LOSSES, fee),
      credit(DISPUTED, amount),
    ]),
  }
}

/** The dispute was decided against us: what was taken back is lost. */
export function disputeLostEntry({ amount, ...event }: Happening & { amount: Fen }): EntryDraft {
  return { ...told('dispute_lost', event), postings: [debit(DISPUTE_LOSSES, amount), credit(DISPUTED, amount)] }
}

/** The provider holds money, or sent some away, of which our books know nothing: it is nobody's until somebody knows more. */
export function unknownReceiptEntry({ amount, ...event }: Happening & { amount: Fen }): EntryDraft {
  return {
    ...told('unknown_receipt', event),
    postings: [debit(CLEARING_STRIPE, amount), credit(UNALLOCATED_RECEIPTS, amount)],
  }
}

/** Our books say the provider holds `amount` more than it ever did: it is taken out, and somebody must know why. */
export function clearingCorrectionEntry({ amount, ...event }: Happening & { amount: Fen }): EntryDraft {
  return {
    ...told('clearing_correction', event),
    postings: [debit(UNALLOCATED_RECEIPTS, amount), credit(CLEARING_STRIPE, amount)],
  }
}

function told(sourceType: string, { sourceId, occurredAt, now }: Happening) {
  return { book: 'money', sourceType, sourceId, occurredAt, recordedAt: now } as const
}
