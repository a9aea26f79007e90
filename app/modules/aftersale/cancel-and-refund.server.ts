import {
  type CanceledLine,
  type CancelLinesCommand,
  type CancelLinesRefusal,
  cancelLines,
} from '#app/modules/ordering/cancel-lines.server.ts'
import type { LockedOrder } from '#app/modules/ordering/change-order.server.ts'
import { refundWhatIsLeft } from '#app/modules/payments/refund-lines.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { RefundDecisionId } from '#app/shared/ids.ts'
import { type Fen, sumFen, ZERO_FEN } from '#app/shared/money.ts'
import { ok, type Result } from '#app/shared/result.ts'
import { insertDecision } from './internal/decision-rows.server.ts'
import { type DecisionLine, refundPartsOf } from './refund-decision.ts'

export interface CanceledAndRefunded {
  refundDecisionId: RefundDecisionId
  amount: Fen
  lines: CanceledLine[]
}

/**
 * Cancels pieces of a paid order and sends back exactly what was paid for them. The
 * buyer has a right to it, so nobody is asked; `bearer` says whose doing it was. The
 * money is sent later by `executeRefunds`, or paid out in cash. The caller has locked
 * the order, tells the buyer in its own words, and hands nothing over before this in
 * the same transaction: it posts.
 */
export async function cancelAndRefund(
  tx: Tx,
  order: LockedOrder,
  command: CancelLinesCommand & { bearer: 'cooperative' | 'college' },
): Promise<Result<CanceledAndRefunded, CancelLinesRefusal>> {
  const { reason, bearer, actorId, now } = command
  const canceled = await cancelLines(tx, order, command)
  if (!canceled.ok) return canceled
  const lines: DecisionLine[] = canceled.value.map(({ orderLineId, quantity, amount }) => ({
    orderLineId,
    quantity,
    amount,
    isAccepted: false,
    isRestocked: command.isRestocked,
  }))
  const refundDecisionId = newId<RefundDecisionId>()
  const amount = sumFen(lines.map((line) => line.amount))
  await insertDecision(tx, {
    refundDecisionId,
    orderId: order.orderId,
    reason,
    bearer,
    amount,
    note: command.note ?? '',
    lines,
    isDue: true,
    alone: amount,
    limit: ZERO_FEN,
    ...(actorId && { requestedBy: actorId }),
    state: 'approved',
    now,
  })
  const parts = refundPartsOf(lines, bearer)
  const actor = actorId && { decidedBy: actorId }
  await refundWhatIsLeft(tx, order, { refundDecisionId, reason, parts, ...actor, now })
  return ok({ refundDecisionId, amount, lines: canceled.value })
}
