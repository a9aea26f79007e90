import {
  type AccountRef,
  BANK,
  BANK_FEES,
  BANK_INTEREST,
  BANK_TRANSIT,
  cashAtCounter,
  OPENING_BALANCE,
  purchasesPaid,
  UNALLOCATED_RECEIPTS,
} from '#app/modules/ledger/accounts.ts'
import { credit, debit, type EntryDraft } from '#app/modules/ledger/entry.ts'
import { type BusinessDate, startOfBusinessDate } from '#app/shared/business-date.ts'
import type { BankLinkId, BankOpeningId, CashDepositId } from '#app/shared/ids.ts'
import type { Fen } from '#app/shared/money.ts'
import type { LinkPart } from './bank-link.ts'

/**
 * What the bank shows is in our account, and what it is has arrived: payouts, deposits
 * and payments to cooperatives are no longer on their way, purchases are paid, and
 * what nobody has explained is unallocated.
 */
export function bankLinkEntry(link: {
  linkId: BankLinkId
  /** The day of the latest of its bank lines. */
  bookedOn: BusinessDate
  lines: readonly { amount: Fen }[]
  parts: readonly LinkPart[]
  now: Date
}): EntryDraft {
  return {
    book: 'money',
    sourceType: 'bank_link',
    sourceId: link.linkId,
    occurredAt: startOfBusinessDate(link.bookedOn),
    recordedAt: link.now,
    postings: [
      ...link.lines.map(({ amount }) => debit(BANK, amount)),
      ...link.parts.map((part) => credit(accountOf(part), part.amount)),
    ],
  }
}

function accountOf({ kind, fundType }: LinkPart): AccountRef {
  switch (kind) {
    case 'payout':
    case 'returned_payout':
    case 'deposit':
    case 'statement':
      return BANK_TRANSIT
    case 'purchase':
      if (!fundType) throw new Error('a purchase is borne by a fund')
      return purchasesPaid(fundType)
    case 'claim':
    case 'leftover':
      return UNALLOCATED_RECEIPTS
    case 'fee':
      return BANK_FEES
    case 'interest':
      return BANK_INTEREST
  }
}

/** Cash of a pickup point was taken to the bank, and is on its way until the bank shows it. */
export function cashDepositEntry(deposit: {
  depositId: CashDepositId
  pickupPointId: string
  amount: Fen
  depositedOn: BusinessDate
  now: Date
}): EntryDraft {
  return {
    book: 'money',
    sourceType: 'cash_deposit',
    sourceId: deposit.depositId,
    occurredAt: startOfBusinessDate(deposit.depositedOn),
    recordedAt: deposit.now,
    postings: [debit(BANK_TRANSIT, deposit.amount), credit(cashAtCounter(deposit.pickupPointId), deposit.amount)],
  }
}

/** What the account at the bank held when `openedOn` began. */
export function bankOpeningEntry(opening: {
  openingId: BankOpeningId
  openedOn: BusinessDate
  amount: Fen
  now: Date
}): EntryDraft {
  return {
    book: 'money',
    sourceType: 'bank_opening',
    sourceId: opening.openingId,
    occurredAt: startOfBusinessDate(opening.openedOn),
    recordedAt: opening.now,
    postings: [debit(BANK, opening.amount), credit(OPENING_BALANCE, opening.amount)],
  }
}
