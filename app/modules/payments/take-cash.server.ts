import { postEntry } from '#app/modules/ledger/post-entry.server.ts'
import { type LockedOrder, payOrder } from '#app/modules/ordering/change-order.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { PaymentId } from '#app/shared/ids.ts'
import { cashReceiptEntry } from './payment-entries.ts'

/**
 * A clerk has taken an order's total in notes and coins: the order is paid, and the
 * drawers of `pickupPointId` hold that much more. Which of them, is the caller's to
 * write down in the same transaction. The caller has locked an order awaiting
 * payment for which no payment page was ever opened; posts.
 */
export async function takeCash(
  tx: Tx,
  order: LockedOrder,
  { pickupPointId, now }: { pickupPointId: string; now: Date },
): Promise<PaymentId> {
  const paymentId = newId<PaymentId>()
  await tx
    .insertInto('payment')
    .values({
      id: paymentId,
      order_id: order.orderId,
      provider_ref: `cash:${paymentId}`,
      method: 'cash',
      amount_fen: order.total,
      disposition: 'order',
      captured_at: now,
      recorded_at: now,
    })
    .execute()
  await payOrder(tx, order, { paidAt: now, now })
  await postEntry(
    tx,
    cashReceiptEntry({ paymentId, amount: order.total, pickupPointId, capturedAt: now, recordedAt: now }),
  )
  return paymentId
}
