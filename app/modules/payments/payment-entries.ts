import {
  type AccountRef,
  ADVANCES_OF_BUYERS,
  CLEARING_STRIPE,
  cashAtCounter,
  GOODWILL_EXPENSE,
  payableToCooperative,
  RECEIVABLE_FROM_CARRIERS,
  REFUNDS_DUE,
  SERVICE_FEE_INCOME,
  UNALLOCATED_RECEIPTS,
} from '#app/modules/ledger/accounts.ts'
import { credit, debit, type EntryDraft } from '#app/modules/ledger/entry.ts'
import type { CooperativeId, PaymentId, RefundId } from '#app/shared/ids.ts'
import { addFen, type Fen, subtractFen, ZERO_FEN } from '#app/shared/money.ts'
import type { Bearer } from './split-refund.ts'

export interface CapturedPayment {
  paymentId: PaymentId
  amount: Fen
  capturedAt: Date
  recordedAt: Date
}

/** What a refund takes back of one line, and from whom. */
export interface BookedPart {
  amount: Fen
  /** Nobody when the pieces were never accepted. */
  bearer: Bearer | null
  /** The part of the amount that was the college's fee. */
  fee: Fen
  cooperativeId: CooperativeId
}

export interface RefundOfPayment {
  refundId: RefundId
  amount: Fen
  /** What it is for; nothing when the money belonged to no order. */
  parts: readonly BookedPart[]
  now: Date
}

/** The provider took money for an order: it holds it for us, and we owe the buyer goods. */
export function captureEntry(payment: CapturedPayment): EntryDraft {
  return {
    ...receipt('capture', payment),
    postings: [debit(CLEARING_STRIPE, payment.amount), credit(ADVANCES_OF_BUYERS, payment.amount)],
  }
}

/** A clerk took notes and coins for an order. */
export function cashReceiptEntry(payment: CapturedPayment & { pickupPointId: string }): EntryDraft {
  return {
    ...receipt('cash_receipt', payment),
    postings: [debit(cashAtCounter(payment.pickupPointId), payment.amount), credit(ADVANCES_OF_BUYERS, payment.amount)],
  }
}

/** The provider took money that no order can have: too late, a second time, or of a wrong amount. */
export function latePaymentEntry(payment: CapturedPayment): EntryDraft {
  return {
    ...receipt('late_payment', payment),
    postings: [debit(CLEARING_STRIPE, payment.amount), credit(UNALLOCATED_RECEIPTS, payment.amount)],
  }
}

/**
 * Money is to go back. Before acceptance it was the buyer's in advance; afterwards it
 * is taken from whoever bears it. A refund made in the provider's dashboard is booked
 * here too, without parts: until somebody says what it was for, unallocated receipts
 * are short by it.
 */
export function refundDecidedEntry(refund: RefundOfPayment): EntryDraft {
  const taken = sourcesOf(refund).map(({ account, amount }) => debit(account, amount))
  return { ...step('refund_decided', refund), postings: [...taken, credit(REFUNDS_DUE, refund.amount)] }
}

/** It is known now what a refund made in the provider's dashboard was for. */
export function refundAttributedEntry(refund: RefundOfPayment): EntryDraft {
  const taken = sourcesOf(refund).map(({ account, amount }) => debit(account, amount))
  return { ...step('refund_attributed', refund), postings: [...taken, credit(UNALLOCATED_RECEIPTS, refund.amount)] }
}

/** Whoever held it has sent it back: the provider, or the drawer of a pickup point. */
export function refundExecutedEntry(refund: Omit<RefundOfPayment, 'parts'> & { holder: AccountRef }): EntryDraft {
  return {
    ...step('refund_executed', refund),
    postings: [debit(REFUNDS_DUE, refund.amount), credit(refund.holder, refund.amount)],
  }
}

/** It did not reach the buyer: everything is again where it was taken from, whether it had left the provider or not. */
export function refundFailedEntry(refund: RefundOfPayment & { hadExecuted: boolean }): EntryDraft {
  const cameFrom = refund.hadExecuted ? CLEARING_STRIPE : REFUNDS_DUE
  const restored = sourcesOf(refund).map(({ account, amount }) => credit(account, amount))
  return { ...step('refund_failed', refund), postings: [debit(cameFrom, refund.amount), ...restored] }
}

/** The accounts a refund takes its money from, each once. */
function sourcesOf({ amount, parts }: RefundOfPayment): { account: AccountRef; amount: Fen }[] {
  if (parts.length === 0) return [{ account: UNALLOCATED_RECEIPTS, amount }]
  const sources = new Map<string, { account: AccountRef; amount: Fen }>()
  const take = (account: AccountRef, more: Fen) => {
    const before = sources.get(account.code)?.amount ?? ZERO_FEN
    if (more > 0) sources.set(account.code, { account, amount: addFen(before, more) })
  }
  for (const part of parts) {
    take(accountOf(part), subtractFen(part.amount, part.fee))
    take(SERVICE_FEE_INCOME, part.fee)
  }
  return [...sources.values()]
}

function accountOf({ bearer, cooperativeId }: BookedPart): AccountRef {
  switch (bearer) {
    case null:
      return ADVANCES_OF_BUYERS
    case 'cooperative':
      return payableToCooperative(cooperativeId)
    case 'college':
      return GOODWILL_EXPENSE
    case 'carrier':
      return RECEIVABLE_FROM_CARRIERS
  }
}

function receipt(sourceType: string, { paymentId, capturedAt, recordedAt }: CapturedPayment) {
  return { book: 'money', sourceType, sourceId: paymentId, occurredAt: capturedAt, recordedAt } as const
}

function step(sourceType: string, { refundId, now }: { refundId: RefundId; now: Date }) {
  return { book: 'money', sourceType, sourceId: refundId, occurredAt: now, recordedAt: now } as const
}
