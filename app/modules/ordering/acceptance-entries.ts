import { ADVANCES_OF_BUYERS, payableToCooperative, SERVICE_FEE_INCOME } from '#app/modules/ledger/accounts.ts'
import { credit, debit, type EntryDraft, nonZero } from '#app/modules/ledger/entry.ts'
import type { CooperativeId, HandOverId } from '#app/shared/ids.ts'
import { type Fen, feeOf, subtractFen, sumFen } from '#app/shared/money.ts'

export interface AcceptedLine {
  /** What the buyer paid for the pieces handed over. */
  amount: Fen
  serviceFeeBasisPoints: number
}

/**
 * The buyer has goods of one cooperative: what they paid in advance is now the
 * cooperative's, less the college's fee, taken line by line and rounded down.
 */
export function acceptanceEntry(accepted: {
  handOverId: HandOverId
  cooperativeId: CooperativeId
  lines: readonly AcceptedLine[]
  now: Date
}): EntryDraft {
  const amount = sumFen(accepted.lines.map((line) => line.amount))
  const fee = sumFen(accepted.lines.map((line) => feeOf(line.amount, line.serviceFeeBasisPoints)))
  return {
    book: 'money',
    sourceType: 'acceptance',
    sourceId: accepted.handOverId,
    occurredAt: accepted.now,
    recordedAt: accepted.now,
    postings: nonZero([
      debit(ADVANCES_OF_BUYERS, amount),
      credit(payableToCooperative(accepted.cooperativeId), subtractFen(amount, fee)),
      credit(SERVICE_FEE_INCOME, fee),
    ]),
  }
}
