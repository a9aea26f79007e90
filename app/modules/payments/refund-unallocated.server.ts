import type { Actor } from '#app/modules/identity/permissions.ts'
import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { postEntry } from '#app/modules/ledger/post-entry.server.ts'
import { lockOrder } from '#app/modules/ordering/change-order.server.ts'
import { noteOrderEvent } from '#app/modules/ordering/order-events.server.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { OrderId, PaymentId, RefundId } from '#app/shared/ids.ts'
import { fen, subtractFen } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { insertRefund } from './internal/refund-rows.server.ts'
import { refundDecidedEntry } from './payment-entries.ts'

export type RefundUnallocatedRefusal =
  | { kind: 'notHeld' }
  /** All of it went back, or is on its way. */
  | { kind: 'nothingLeft' }

/**
 * Sends what is left of money that belongs to no order back the way it came; the call
 * is made by `executeRefunds`. Twice is once: the second finds nothing left.
 */
export async function refundUnallocated(
  db: Db,
  { paymentId, officer, now }: { paymentId: PaymentId; officer: Actor<'refund:decide'>; now: Date },
): Promise<Result<void, RefundUnallocatedRefusal>> {
  return inTransaction(db, async (tx): Promise<Result<void, RefundUnallocatedRefusal>> => {
    const known = await tx
      .selectFrom('payment')
      .select('order_id')
      .where('id', '=', paymentId)
      .where('disposition', '=', 'unallocated')
      .executeTakeFirst()
    if (!known) return refuse({ kind: 'notHeld' })
    const orderId = known.order_id as OrderId
    await lockOrder(tx, orderId)
    const payment = await tx
      .selectFrom('payment')
      .select(['amount_fen', 'refunded_fen'])
      .where('id', '=', paymentId)
      .executeTakeFirstOrThrow()
    const amount = subtractFen(fen(payment.amount_fen), fen(payment.refunded_fen))
    if (amount === 0) return refuse({ kind: 'nothingLeft' })
    const refundId = newId<RefundId>()
    const decidedBy = officer.personId
    await insertRefund(tx, { refundId, paymentId, orderId, amount, reason: 'wrong_amount', decidedBy, now })
    await noteOrderEvent(tx, { orderId, kind: 'refund_requested', detail: { amountFen: amount }, now })
    const detail = { before: { refundedFen: payment.refunded_fen }, after: { refundedFen: payment.amount_fen } }
    await recordAuditEvent(tx, {
      actorId: decidedBy,
      verb: 'payment.sent_back',
      objectType: 'payment',
      objectId: paymentId,
      detail,
      now,
    })
    await postEntry(tx, refundDecidedEntry({ refundId, amount, parts: [], now }))
    return ok(undefined)
  })
}
