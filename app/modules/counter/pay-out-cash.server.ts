import type { Clerk } from '#app/modules/identity/permissions.ts'
import { type PayOutRefusal, payOutCashRefund } from '#app/modules/payments/pay-out-cash-refund.server.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { RefundId } from '#app/shared/ids.ts'
import type { Fen } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { holdShift } from './internal/shift-rows.server.ts'

export interface PayOutCommand {
  clerk: Clerk
  shiftId: string
  refundId: RefundId
  now: Date
}

/**
 * A refund of what was paid in cash is given back out of a clerk's open drawer. Twice
 * by the same clerk is once; a second clerk is told that it is done.
 */
export function payOutCash(
  db: Db,
  { clerk, shiftId, refundId, now }: PayOutCommand,
): Promise<Result<{ amount: Fen }, PayOutRefusal | { kind: 'noShift' }>> {
  return inTransaction(db, async (tx) => {
    const shift = await holdShift(tx, shiftId, clerk.personId)
    if (!shift) return refuse({ kind: 'noShift' } as const)
    const { pickupPointId } = shift
    const paid = await payOutCashRefund(tx, { refundId, clerkId: clerk.personId, pickupPointId, now })
    if (!paid.ok) return paid
    const { amount, isNew } = paid.value
    if (!isNew) return ok({ amount })
    await tx
      .insertInto('cash_movement')
      .values({
        id: newId(),
        counter_shift_id: shift.shiftId,
        kind: 'payout',
        amount_fen: amount,
        refund_id: refundId,
        at: now,
      })
      .execute()
    return ok({ amount })
  })
}
