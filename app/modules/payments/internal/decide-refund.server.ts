import type { EntryDraft } from '#app/modules/ledger/entry.ts'
import { noteOrderEvent } from '#app/modules/ordering/order-events.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { RefundId } from '#app/shared/ids.ts'
import { refundDecidedEntry } from '../payment-entries.ts'
import type { PaymentDraft } from './payment-rows.server.ts'
import { insertRefund } from './refund-rows.server.ts'

/**
 * Decides that the whole of an unallocated payment goes back, and counts it
 * against the payment at once; the call to Stripe is made by `executeRefunds`. The
 * entry is the caller's to post, last in the transaction.
 */
export async function decideRefund(
  tx: Tx,
  payment: PaymentDraft,
  reason: 'paid_late' | 'paid_twice',
): Promise<EntryDraft> {
  const refundId = newId<RefundId>()
  const { amount, orderId, paymentId, recordedAt: now } = payment
  await tx.updateTable('payment').set({ disposition: 'unallocated' }).where('id', '=', paymentId).execute()
  await insertRefund(tx, { refundId, paymentId, orderId, amount, reason, now })
  await noteOrderEvent(tx, { orderId, kind: 'refund_requested', detail: { amountFen: amount }, now })
  return refundDecidedEntry({ refundId, amount, parts: [], now })
}
