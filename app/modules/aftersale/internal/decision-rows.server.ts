import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { OrderId, OrderLineId, PersonId, RefundDecisionId, RefundRequestId } from '#app/shared/ids.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import type { Bearer, DecisionLine, DecisionState, RefundReason } from '../refund-decision.ts'

export interface DecisionDraft {
  refundDecisionId: RefundDecisionId
  orderId: OrderId
  refundRequestId?: RefundRequestId
  reason: RefundReason
  bearer: Bearer
  amount: Fen
  note: string
  lines: readonly DecisionLine[]
  isDue: boolean
  /** With this one, everything one person decided alone about the order. */
  alone: Fen
  limit: Fen
  requestedBy?: PersonId
  /** `proposed` waits for a second person; `approved` stands. */
  state: 'proposed' | 'approved'
  now: Date
}

/** Writes a decision with its lines. Throws when it would stand without the second person it needs. */
export async function insertDecision(tx: Tx, draft: DecisionDraft): Promise<void> {
  const isSettled = draft.state === 'approved'
  await tx
    .insertInto('refund_decision')
    .values({
      id: draft.refundDecisionId,
      order_id: draft.orderId,
      refund_request_id: draft.refundRequestId ?? null,
      reason: draft.reason,
      bearer: draft.bearer,
      amount_fen: draft.amount,
      note: draft.note,
      state: draft.state,
      is_due: draft.isDue,
      alone_fen: draft.alone,
      limit_fen: draft.limit,
      requested_by: draft.requestedBy ?? null,
      requested_at: draft.now,
      settled_by: isSettled ? (draft.requestedBy ?? null) : null,
      settled_at: isSettled ? draft.now : null,
    })
    .execute()
  await tx
    .insertInto('refund_decision_line')
    .values(
      draft.lines.map((line) => ({
        id: newId(),
        refund_decision_id: draft.refundDecisionId,
        order_line_id: line.orderLineId,
        quantity: line.quantity,
        amount_fen: line.amount,
        is_accepted: line.isAccepted,
        is_restocked: line.isRestocked,
      })),
    )
    .execute()
}

/** A decision as it was taken, with its lines; the caller holds its order's row. */
export interface DecisionRow {
  refundDecisionId: RefundDecisionId
  orderId: OrderId
  refundRequestId: RefundRequestId | null
  reason: RefundReason
  bearer: Bearer
  amount: Fen
  note: string
  state: DecisionState
  requestedBy: PersonId | null
  settledBy: PersonId | null
  lines: (DecisionLine & { refundDecisionLineId: string })[]
}

export async function findDecision(tx: Tx, refundDecisionId: RefundDecisionId): Promise<DecisionRow | undefined> {
  const row = await tx.selectFrom('refund_decision').selectAll().where('id', '=', refundDecisionId).executeTakeFirst()
  if (!row) return undefined
  const lines = await tx
    .selectFrom('refund_decision_line as decided')
    .innerJoin('order_line as line', 'line.id', 'decided.order_line_id')
    .selectAll('decided')
    .where('refund_decision_id', '=', refundDecisionId)
    .orderBy('line.line_no')
    .orderBy('decided.is_accepted')
    .execute()
  return {
    refundDecisionId,
    orderId: row.order_id as OrderId,
    refundRequestId: row.refund_request_id as RefundRequestId | null,
    reason: row.reason as RefundReason,
    bearer: row.bearer as Bearer,
    amount: fen(row.amount_fen),
    note: row.note,
    state: row.state as DecisionState,
    requestedBy: row.requested_by as PersonId | null,
    settledBy: row.settled_by as PersonId | null,
    lines: lines.map((line) => ({
      refundDecisionLineId: line.id,
      orderLineId: line.order_line_id as OrderLineId,
      quantity: line.quantity,
      amount: fen(line.amount_fen),
      isAccepted: line.is_accepted,
      isRestocked: line.is_restocked,
    })),
  }
}
