import type { AccountRef } from '#app/modules/ledger/accounts.ts'
import type { EntryDraft } from '#app/modules/ledger/entry.ts'
import { postEntry } from '#app/modules/ledger/post-entry.server.ts'
import { enqueueNotice } from '#app/modules/notices/enqueue-notice.server.ts'
import type { LockedOrder } from '#app/modules/ordering/change-order.server.ts'
import { noteRefunded } from '#app/modules/ordering/note-refunded.server.ts'
import { noteOrderEvent } from '#app/modules/ordering/order-events.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import type { PersonId } from '#app/shared/ids.ts'
import { negateFen } from '#app/shared/money.ts'
import { openIncident } from '../incidents.server.ts'
import { refundExecutedEntry, refundFailedEntry } from '../payment-entries.ts'
import { recountParts } from './count-refunds.server.ts'
import { addToPayment, type RefundRow, readRefundedParts } from './refund-rows.server.ts'

interface RefundNews {
  order: LockedOrder
  refund: RefundRow
  providerRef: string | null
  /** Entries that come before its own. */
  first: readonly EntryDraft[]
  now: Date
}

/** The refund is under way, or the buyer has the money: then it is booked and the buyer told. */
export async function endRefund(
  tx: Tx,
  news: RefundNews & { state: 'sent' | 'succeeded'; holder: AccountRef; paidOutBy?: PersonId },
): Promise<void> {
  const { order, refund, state, now } = news
  const { refundId, amount } = refund
  const hasEnded = state === 'succeeded'
  await tx
    .updateTable('refund')
    .set({
      state,
      provider_ref: news.providerRef,
      settled_at: hasEnded ? now : null,
      paid_out_by: news.paidOutBy ?? null,
    })
    .where('id', '=', refundId)
    .execute()
  if (!hasEnded) return postAll(tx, news.first)
  const { orderId, orderNo, buyerId } = order
  await noteOrderEvent(tx, { orderId, kind: 'refunded', detail: { amountFen: amount }, now })
  const data = { orderNo, amountFen: amount }
  if (buyerId)
    await enqueueNotice(tx, { personId: buyerId, kind: 'refunded', data, dedupeKey: `refunded:${refundId}`, now })
  await postAll(tx, [...news.first, refundExecutedEntry({ refundId, amount, holder: news.holder, now })])
}

/**
 * The money did not reach the buyer and never will this way: payment, lines, books
 * and what counts are as if it had not been decided, from now on, and a person is told.
 */
export async function undoRefund(
  tx: Tx,
  { order, refund, providerRef, first, why, now }: RefundNews & { why: string },
): Promise<void> {
  const { refundId, paymentId, amount } = refund
  const { orderId } = order
  const hadExecuted = refund.state === 'succeeded'
  await tx
    .updateTable('refund')
    .set({ state: 'failed', provider_ref: providerRef, settled_at: now })
    .where('id', '=', refundId)
    .execute()
  await addToPayment(tx, paymentId, negateFen(amount))
  const parts = await readRefundedParts(tx, refundId)
  await noteRefunded(
    tx,
    parts.map((part) => ({
      orderLineId: part.orderLineId,
      amount: negateFen(part.amount),
      isAccepted: part.bearer !== null,
    })),
  )
  await openIncident(tx, {
    kind: 'refund_failed',
    sourceId: refundId,
    orderId,
    detail: { amountFen: amount, why },
    now,
  })
  await noteOrderEvent(tx, { orderId, kind: 'refund_failed', detail: { amountFen: amount }, now })
  await postAll(tx, [...first, refundFailedEntry({ refundId, amount, parts, hadExecuted, now })])
  await recountParts(tx, { orderId, parts, now })
}

async function postAll(tx: Tx, entries: readonly EntryDraft[]): Promise<void> {
  for (const entry of entries) await postEntry(tx, entry)
}
