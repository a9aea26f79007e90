import { BANK_TRANSIT, payableToCooperative, SETTLEMENT_CORRECTIONS } from '#app/modules/ledger/accounts.ts'
import { credit, debit, type EntryDraft } from '#app/modules/ledger/entry.ts'
import type { CooperativeId } from '#app/shared/ids.ts'
import { type Fen, negateFen } from '#app/shared/money.ts'

/** Sources of entries on a cooperative's account that are payments and so lines of no statement. */
export const PAYMENT_SOURCES = ['statement_payment', 'statement_payment_returned'] as const

interface PaymentFacts {
  paymentId: string
  cooperativeId: CooperativeId
  amount: Fen
  occurredAt: Date
  recordedAt: Date
}

/** A payment was ordered at the bank: the cooperative is owed no more, and the money is on its way. */
export function statementPaymentEntry({ paymentId, cooperativeId, amount, ...at }: PaymentFacts): EntryDraft {
  return {
    book: 'money',
    sourceType: 'statement_payment',
    sourceId: paymentId,
    ...at,
    postings: [debit(payableToCooperative(cooperativeId), amount), credit(BANK_TRANSIT, amount)],
  }
}

/** The bank sent a payment back: the money is on its way home, and the cooperative is owed it again. */
export function paymentReturnedEntry({ paymentId, cooperativeId, amount, ...at }: PaymentFacts): EntryDraft {
  return {
    book: 'money',
    sourceType: 'statement_payment_returned',
    sourceId: paymentId,
    ...at,
    postings: [debit(BANK_TRANSIT, amount), credit(payableToCooperative(cooperativeId), amount)],
  }
}

/** A cooperative is granted (positive) or charged (negative) what was agreed about its statement. */
export function correctionEntry(correction: {
  correctionId: string
  cooperativeId: CooperativeId
  amount: Fen
  now: Date
}): EntryDraft {
  const { correctionId, cooperativeId, amount, now } = correction
  const payable = payableToCooperative(cooperativeId)
  return {
    book: 'money',
    sourceType: 'settlement_correction',
    sourceId: correctionId,
    occurredAt: now,
    recordedAt: now,
    postings:
      amount > 0
        ? [debit(SETTLEMENT_CORRECTIONS, amount), credit(payable, amount)]
        : [debit(payable, negateFen(amount)), credit(SETTLEMENT_CORRECTIONS, negateFen(amount))],
  }
}
