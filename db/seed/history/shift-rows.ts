import { addFen } from '#app/shared/money.ts'
import type { PlannedShift } from './plan.ts'
import { expectedCash } from './plan-counter-day.ts'
import type { RowBag } from './row-bag.ts'

/** Rows of a drawer and of what went into and out of it. */
export function addShiftRows(bag: RowBag, shift: PlannedShift): void {
  const { id, closedAt, difference, movements } = shift
  const expected = expectedCash(shift)
  bag.add('counter_shift', {
    id,
    pickup_point_id: shift.pointId,
    clerk_id: shift.clerkId,
    opened_at: shift.openedAt,
    opening_cash_fen: shift.openingCash,
    closed_at: closedAt ?? null,
    closing_cash_fen: closedAt ? addFen(expected, difference) : null,
    expected_cash_fen: closedAt ? expected : null,
  })
  for (const { id: movementId, at, amount, of } of movements) {
    bag.add('cash_movement', {
      id: movementId,
      counter_shift_id: id,
      kind: 'paymentId' in of ? 'sale' : 'payout',
      amount_fen: amount,
      payment_id: 'paymentId' in of ? of.paymentId : null,
      refund_id: 'refundId' in of ? of.refundId : null,
      at,
    })
  }
}
