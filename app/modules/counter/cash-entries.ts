import { CASH_OVER_SHORT, cashAtCounter } from '#app/modules/ledger/accounts.ts'
import { credit, debit, type EntryDraft } from '#app/modules/ledger/entry.ts'
import type { CounterShiftId } from '#app/shared/ids.ts'
import { type Fen, negateFen } from '#app/shared/money.ts'

/** A drawer was counted at the end of a shift and held `difference` more than it should, or less when negative. Not zero. */
export function cashDifferenceEntry(counted: {
  shiftId: CounterShiftId
  pickupPointId: string
  difference: Fen
  now: Date
}): EntryDraft {
  const { shiftId, difference, now } = counted
  const drawer = cashAtCounter(counted.pickupPointId)
  const short = negateFen(difference)
  return {
    book: 'money',
    sourceType: 'cash_difference',
    sourceId: shiftId,
    occurredAt: now,
    recordedAt: now,
    postings:
      difference > 0
        ? [debit(drawer, difference), credit(CASH_OVER_SHORT, difference)]
        : [debit(CASH_OVER_SHORT, short), credit(drawer, short)],
  }
}
