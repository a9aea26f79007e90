import { sql } from 'kysely'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { lockOrder } from '#app/modules/ordering/change-order.server.ts'
import { refundLines } from '#app/modules/payments/refund-lines.server.ts'
import type { Bearer, RefundPart } from '#app/modules/payments/split-refund.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import type { OrderId, OrderLineId, RefundDecisionId } from '#app/shared/ids.ts'
import { fen, sumFen } from '#app/shared/money.ts'
import { type Result, refuse } from '#app/shared/result.ts'

export type RepeatRefundRefusal =
  | { kind: 'unknownDecision' }
  /** All of it has gone or is on its way. */
  | { kind: 'nothingOwed' }
  | { kind: 'exceedsPayments'; left: number }
  /** The pieces it was for were given back meanwhile under another decision. */
  | { kind: 'changedMeanwhile' }

/**
 * Sends once more what an approved decision still owes, because its refund failed for
 * good or the payment had too little left. It is decided already: nothing is weighed
 * anew, and it un-counts again on its own day.
 */
export async function repeatRefund(
  db: Db,
  {
    refundDecisionId,
    officer,
    now,
  }: { refundDecisionId: RefundDecisionId; officer: Actor<'refund:decide'>; now: Date },
): Promise<Result<void, RepeatRefundRefusal>> {
  return inTransaction(db, async (tx): Promise<Result<void, RepeatRefundRefusal>> => {
    const decision = await tx
      .selectFrom('refund_decision')
      .select(['order_id', 'reason', 'bearer', 'state'])
      .where('id', '=', refundDecisionId)
      .executeTakeFirst()
    if (decision?.state !== 'approved') return refuse({ kind: 'unknownDecision' })
    const order = await lockOrder(tx, decision.order_id as OrderId)
    const owed = await readOwed(tx, refundDecisionId)
    if (owed.length === 0) return refuse({ kind: 'nothingOwed' })
    if (owed.some((line) => line.owed_fen > line.left_fen)) return refuse({ kind: 'changedMeanwhile' })
    const parts = owed.map(
      (line): RefundPart => ({
        orderLineId: line.order_line_id,
        amount: fen(line.owed_fen),
        bearer: line.is_accepted ? (decision.bearer as Bearer) : null,
      }),
    )
    const { reason } = decision
    const sent = await refundLines(tx, order, { refundDecisionId, reason, parts, decidedBy: officer.personId, now })
    if (!sent.ok) return sent
    await recordAuditEvent(tx, {
      actorId: officer.personId,
      verb: 'refund.repeated',
      objectType: 'refund_decision',
      objectId: refundDecisionId,
      after: { amountFen: sumFen(parts.map((part) => part.amount)) },
      now,
    })
    return sent
  })
}

interface OwedLine {
  order_line_id: OrderLineId
  is_accepted: boolean
  owed_fen: number
  /** What may still go back of the line, before or after acceptance. */
  left_fen: number
}

async function readOwed(tx: Tx, refundDecisionId: RefundDecisionId): Promise<OwedLine[]> {
  const { rows } = await sql<OwedLine>`
    select decided.order_line_id, decided.is_accepted, decided.amount_fen - sent.amount as owed_fen,
      case when decided.is_accepted then line.unit_price_fen * line.accepted_quantity - line.returned_fen
        else line.unit_price_fen * line.canceled_quantity - (line.refunded_fen - line.returned_fen) end as left_fen
    from refund_decision_line decided join order_line line on line.id = decided.order_line_id
      cross join lateral (
        select coalesce(sum(part.amount_fen), 0)::bigint as amount
        from refund join refund_line part on part.refund_id = refund.id
        where refund.refund_decision_id = decided.refund_decision_id and refund.state <> 'failed'
          and part.order_line_id = decided.order_line_id and (part.bearer is not null) = decided.is_accepted
      ) sent
    where decided.refund_decision_id = ${refundDecisionId} and decided.amount_fen > sent.amount
    order by line.line_no, decided.is_accepted
  `.execute(tx)
  return rows
}
