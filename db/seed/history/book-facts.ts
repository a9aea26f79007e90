import { type Recognition, recognitionEntry } from '#app/modules/assistance/recognition-entries.ts'
import { cashDifferenceEntry } from '#app/modules/counter/cash-entries.ts'
import { CLEARING_STRIPE, cashAtCounter } from '#app/modules/ledger/accounts.ts'
import type { EntryDraft } from '#app/modules/ledger/entry.ts'
import { acceptanceEntry } from '#app/modules/ordering/acceptance-entries.ts'
import {
  captureEntry,
  cashReceiptEntry,
  refundDecidedEntry,
  refundExecutedEntry,
} from '#app/modules/payments/payment-entries.ts'
import { businessDate } from '#app/shared/business-date.ts'
import { type Fen, negateFen } from '#app/shared/money.ts'
import type { Fact, PlannedHandOver, PlannedLine, PlannedOrder, PlannedPayment, PlannedRefund } from './plan.ts'

/** The entry a fact makes in book `money`. */
export function moneyEntryOf(fact: Fact): EntryDraft {
  switch (fact.kind) {
    case 'paid':
      return paymentEntry(fact.order, fact.payment)
    case 'handedOver':
      return handOverEntry(fact.handOver)
    case 'refundDecided':
      return decisionEntry(fact.refund, fact.at)
    case 'refundExecuted':
      return executionEntry(fact.refund, fact.at)
    case 'shiftClosed': {
      const { id: shiftId, pointId: pickupPointId, difference } = fact.shift
      return cashDifferenceEntry({ shiftId, pickupPointId, difference, now: fact.at })
    }
  }
}

function paymentEntry({ place, total: amount }: PlannedOrder, payment: PlannedPayment): EntryDraft {
  const { id: paymentId, method, capturedAt, recordedAt } = payment
  const receipt = { paymentId, amount, capturedAt, recordedAt }
  if (method !== 'cash' || place.kind !== 'counter') return captureEntry(receipt)
  return cashReceiptEntry({ ...receipt, pickupPointId: place.pointId })
}

function handOverEntry({ id: handOverId, part, pieces, at: now }: PlannedHandOver): EntryDraft {
  const lines = pieces.map(({ amount, line }) => ({ amount, serviceFeeBasisPoints: line.sku.serviceFeeBasisPoints }))
  return acceptanceEntry({ handOverId, cooperativeId: part.cooperativeId, lines, now })
}

function decisionEntry({ refundId, amount, parts, bearer }: PlannedRefund, now: Date): EntryDraft {
  const booked = parts.map((part) => ({
    amount: part.amount,
    fee: part.fee,
    bearer: part.isAccepted ? bearer : null,
    cooperativeId: part.line.sku.cooperativeId,
  }))
  return refundDecidedEntry({ refundId, amount, parts: booked, now })
}

function executionEntry({ refundId, amount, payout }: PlannedRefund, now: Date): EntryDraft {
  const holder = payout ? cashAtCounter(payout.pointId) : CLEARING_STRIPE
  return refundExecutedEntry({ refundId, amount, holder, now })
}

/** An amount that counts, with its entry in book `assistance` and what its row says besides. */
export interface Counted {
  recognition: Recognition
  line: PlannedLine
  entry: EntryDraft
}

/** What a fact makes count toward the task, or takes off it. */
export function countedBy(fact: Fact): Counted[] {
  switch (fact.kind) {
    case 'handedOver':
      return fact.handOver.pieces.map(({ id, line, amount }) =>
        count(fact, { sourceType: 'acceptance', sourceId: id, line, amount }),
      )
    case 'refundDecided':
      return fact.refund.parts.flatMap(({ id, line, amount, isAccepted }) =>
        isAccepted ? [count(fact, { sourceType: 'refund', sourceId: id, line, amount: negateFen(amount) })] : [],
      )
    case 'paid':
    case 'refundExecuted':
    case 'shiftClosed':
      return []
  }
}

function count(
  { order, at }: { order: PlannedOrder; at: Date },
  of: { sourceType: 'acceptance' | 'refund'; sourceId: string; line: PlannedLine; amount: Fen },
): Counted {
  const { sourceType, sourceId, line, amount } = of
  const recognition: Recognition = {
    sourceType,
    sourceId,
    amount,
    businessDate: businessDate(at),
    countyId: line.sku.countyId,
    cooperativeId: line.sku.cooperativeId,
    channel: order.channel,
    fundType: order.fundType,
    orgUnitId: order.buyer?.orgUnitId,
  }
  return { recognition, line, entry: recognitionEntry(recognition, at) }
}
