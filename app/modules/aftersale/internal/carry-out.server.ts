import { sql } from 'kysely'
import { cancelLines } from '#app/modules/ordering/cancel-lines.server.ts'
import type { LockedOrder } from '#app/modules/ordering/change-order.server.ts'
import { refundLines } from '#app/modules/payments/refund-lines.server.ts'
import { returnPieces } from '#app/modules/stock/return-pieces.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import type { PersonId, RefundRequestId, SkuId } from '#app/shared/ids.ts'
import type { Fen } from '#app/shared/money.ts'
import { type Result, refuse } from '#app/shared/result.ts'
import { type DecisionLine, refundPartsOf } from '../refund-decision.ts'
import type { DecisionRow } from './decision-rows.server.ts'

/** Thrown away with the transaction by whoever gets it: half of a decision is none. */
export type CarryOutRefusal =
  | { kind: 'exceedsPayments'; left: Fen }
  | { kind: 'notPaid' }
  | { kind: 'changedMeanwhile' }

/**
 * Does what an approved decision says: pieces that were not handed over are canceled,
 * those that came back go on the shelf, the money is sent, and the question it answers
 * is settled. The caller holds the order's row, has compared the lines with it, and
 * undoes everything when this refuses.
 */
export async function carryOut(
  tx: Tx,
  order: LockedOrder,
  { decision, actorId, now }: { decision: DecisionRow; actorId: PersonId; now: Date },
): Promise<Result<void, CarryOutRefusal>> {
  const { lines, reason, bearer, refundDecisionId } = decision
  for (const isRestocked of [true, false]) {
    const open = lines.filter((line) => !line.isAccepted && line.isRestocked === isRestocked)
    if (open.length === 0) continue
    const why = reason === 'recalled' ? 'recalled' : 'buyer'
    const canceled = await cancelLines(tx, order, { lines: open, reason: why, isRestocked, actorId, now })
    if (!canceled.ok) return refuse({ kind: canceled.refusal.kind === 'notPaid' ? 'notPaid' : 'changedMeanwhile' })
  }
  await restock(tx, { lines, refundDecisionId, now })
  if (decision.refundRequestId) await settleRequest(tx, { requestId: decision.refundRequestId, actorId, now })
  const parts = refundPartsOf(lines, bearer)
  return refundLines(tx, order, { refundDecisionId, reason, parts, decidedBy: actorId, now })
}

async function restock(
  tx: Tx,
  { lines, refundDecisionId, now }: { lines: readonly DecisionLine[]; refundDecisionId: string; now: Date },
): Promise<void> {
  const back = lines.filter((line) => line.isAccepted && line.isRestocked)
  if (back.length === 0) return
  const skus = await tx
    .selectFrom('order_line')
    .select(['id', 'sku_id'])
    .where(
      'id',
      'in',
      back.map((line) => line.orderLineId),
    )
    .execute()
  const skuOf = new Map(skus.map((row) => [row.id, row.sku_id as SkuId]))
  const pieces = back.flatMap(({ orderLineId, quantity }) => {
    const skuId = skuOf.get(orderLineId)
    return skuId ? [{ skuId, quantity }] : []
  })
  await returnPieces(tx, { cause: { type: 'refund_decision', id: refundDecisionId }, pieces, now })
}

async function settleRequest(
  tx: Tx,
  { requestId, actorId, now }: { requestId: RefundRequestId; actorId: PersonId; now: Date },
): Promise<void> {
  await sql`
    update refund_request set state = 'decided', settled_by = ${actorId}::uuid, settled_at = ${now}::timestamptz
    where id = ${requestId} and state = 'asked'
  `.execute(tx)
}
