import { cashAtCounter } from '#app/modules/ledger/accounts.ts'
import { lockOrder } from '#app/modules/ordering/change-order.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import type { OrderId, PersonId, RefundId } from '#app/shared/ids.ts'
import type { Fen } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { endRefund } from './internal/end-refund.server.ts'
import { findRefund } from './internal/refund-rows.server.ts'

export interface CashPaidOut {
  orderId: OrderId
  amount: Fen
  /** False when the same clerk had paid it out before: nothing more leaves the drawer. */
  isNew: boolean
}

export type PayOutRefusal =
  | { kind: 'unknownRefund' }
  /** It was not paid in cash, and does not go back in cash. */
  | { kind: 'notCash' }
  /** Another clerk has paid it out, or it was undone. */
  | { kind: 'settled' }

/**
 * A clerk gives back in cash what was paid in cash and decided to be refunded. The
 * notes leave the drawers of `pickupPointId`; which of them, is the caller's to write
 * down in the same transaction. Locks the order and posts.
 */
export async function payOutCashRefund(
  tx: Tx,
  {
    refundId,
    clerkId,
    pickupPointId,
    now,
  }: { refundId: RefundId; clerkId: PersonId; pickupPointId: string; now: Date },
): Promise<Result<CashPaidOut, PayOutRefusal>> {
  const found = await tx
    .selectFrom('refund')
    .innerJoin('payment', 'payment.id', 'refund.payment_id')
    .select(['refund.order_id', 'payment.method'])
    .where('refund.id', '=', refundId)
    .executeTakeFirst()
  if (!found) return refuse({ kind: 'unknownRefund' })
  if (found.method !== 'cash') return refuse({ kind: 'notCash' })
  const order = await lockOrder(tx, found.order_id as OrderId)
  const refund = await findRefund(tx, refundId)
  if (!refund) return refuse({ kind: 'unknownRefund' })
  const { orderId, amount } = refund
  if (refund.state === 'succeeded' && (await paidOutBy(tx, refundId)) === clerkId)
    return ok({ orderId, amount, isNew: false })
  if (refund.state !== 'decided') return refuse({ kind: 'settled' })
  await endRefund(tx, {
    order,
    refund,
    providerRef: null,
    first: [],
    state: 'succeeded',
    holder: cashAtCounter(pickupPointId),
    paidOutBy: clerkId,
    now,
  })
  return ok({ orderId, amount, isNew: true })
}

async function paidOutBy(tx: Tx, refundId: RefundId): Promise<string | null> {
  const row = await tx.selectFrom('refund').select('paid_out_by').where('id', '=', refundId).executeTakeFirstOrThrow()
  return row.paid_out_by
}
