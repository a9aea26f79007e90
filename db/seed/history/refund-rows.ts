import { ZERO_FEN } from '#app/shared/money.ts'
import type { PlannedOrder, PlannedRefund } from './plan.ts'
import { ALONE_LIMIT_FEN } from './plan-context.ts'
import type { RowBag } from './row-bag.ts'

const QUESTIONS = ['个头比说明小，有磕碰', '收到时包装破损', '和页面描述不一致', '有两个坏的']

/** Rows of what buyers asked for, what was decided, and what went back. */
export function addRefundRows(bag: RowBag, order: PlannedOrder): void {
  addComplaint(bag, order)
  for (const refund of order.refunds) {
    addDecision(bag, order, refund)
    if (refund.decidedAt) addRefund(bag, order, { refund, decidedAt: refund.decidedAt })
  }
}

function addComplaint(bag: RowBag, order: PlannedOrder): void {
  const { complaint, buyer } = order
  if (!complaint || !buyer) return
  const answer = order.refunds.find((refund) => refund.isOfComplaint && refund.decidedAt)
  bag.add('refund_request', {
    id: complaint.id,
    order_id: order.id,
    order_line_id: complaint.line.id,
    asked_by: buyer.personId,
    quantity: complaint.quantity,
    reason: 'quality',
    note: QUESTIONS[complaint.line.quantity % QUESTIONS.length],
    state: answer ? 'decided' : 'asked',
    asked_at: complaint.askedAt,
    settled_by: answer?.settledBy ?? null,
    settled_at: answer?.decidedAt ?? null,
  })
}

function addDecision(bag: RowBag, order: PlannedOrder, refund: PlannedRefund): void {
  const { decisionId, decidedAt, isDue, amount } = refund
  bag.add('refund_decision', {
    id: decisionId,
    order_id: order.id,
    refund_request_id: refund.isOfComplaint ? (order.complaint?.id ?? null) : null,
    reason: refund.reason,
    bearer: refund.bearer,
    amount_fen: amount,
    note: '',
    state: decidedAt ? 'approved' : 'proposed',
    is_due: isDue,
    alone_fen: amount,
    limit_fen: isDue ? ZERO_FEN : ALONE_LIMIT_FEN,
    requested_by: refund.requestedBy,
    requested_at: refund.requestedAt,
    settled_by: decidedAt ? refund.settledBy : null,
    settled_at: decidedAt ?? null,
  })
  for (const part of refund.parts) {
    bag.add('refund_decision_line', {
      id: part.decisionLineId,
      refund_decision_id: decisionId,
      order_line_id: part.line.id,
      quantity: part.quantity,
      amount_fen: part.amount,
      is_accepted: part.isAccepted,
      is_restocked: order.cancellations.some((gone) => gone.line === part.line && gone.isRestocked),
    })
  }
}

function addRefund(
  bag: RowBag,
  order: PlannedOrder,
  { refund, decidedAt }: { refund: PlannedRefund; decidedAt: Date },
): void {
  const { refundId, executedAt, payout } = refund
  bag.add('refund', {
    id: refundId,
    payment_id: order.payment?.id,
    order_id: order.id,
    amount_fen: refund.amount,
    reason: refund.reason,
    idempotency_key: `refund:${refundId}`,
    state: executedAt ? 'succeeded' : 'decided',
    provider_ref: refund.providerRef ?? null,
    tries: refund.providerRef ? 1 : 0,
    next_try_at: decidedAt,
    decided_by: refund.settledBy,
    decided_at: decidedAt,
    settled_at: executedAt ?? null,
    refund_decision_id: refund.decisionId,
    paid_out_by: payout?.clerkId ?? null,
  })
  for (const part of refund.parts) {
    bag.add('refund_line', {
      id: part.id,
      refund_id: refundId,
      order_line_id: part.line.id,
      amount_fen: part.amount,
      bearer: part.isAccepted ? refund.bearer : null,
      fee_fen: part.fee,
    })
  }
}
