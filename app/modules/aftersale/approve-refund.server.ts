import type { Actor } from '#app/modules/identity/permissions.ts'
import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { type LockedOrder, lockOrder } from '#app/modules/ordering/change-order.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import type { OrderId, PersonId, RefundDecisionId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { acceptedMoneyLeft, openPiecesOf, type RefundableLine } from './decide-refund.ts'
import { type CarryOutRefusal, carryOut } from './internal/carry-out.server.ts'
import { type DecisionRow, findDecision } from './internal/decision-rows.server.ts'
import { readRefundableLines } from './internal/refundable-lines.server.ts'
import { Undone, undoing } from './internal/undoing.server.ts'
import type { DecisionLine } from './refund-decision.ts'

export type SettleRefundRefusal =
  | { kind: 'unknownDecision' }
  | { kind: 'settled'; state: 'approved' | 'refused' }
  /** Nobody approves what they requested. */
  | { kind: 'ownRequest' }
  | { kind: 'ownOrder' }

export type ApproveRefundRefusal = SettleRefundRefusal | CarryOutRefusal

/**
 * A second person approves a proposed refund, and it is carried out at once. Refused
 * when the order has changed so that it cannot be any more. Approving again what the
 * same person approved is harmless.
 */
export async function approveRefund(
  db: Db,
  command: { refundDecisionId: RefundDecisionId; approver: Actor<'refund:approve'>; now: Date },
): Promise<Result<void, ApproveRefundRefusal>> {
  const { approver, now } = command
  return undoing(() =>
    inTransaction(db, async (tx): Promise<Result<void, ApproveRefundRefusal>> => {
      const found = await lockProposal(tx, command.refundDecisionId, approver.personId)
      if (!found.ok) return found
      const { order, decision, isSettledBySame } = found.value
      if (isSettledBySame)
        return decision.state === 'approved' ? ok(undefined) : refuse({ kind: 'settled', state: 'refused' })
      const lines = await readRefundableLines(tx, order.orderId)
      if (!decision.lines.every((line) => isStillThere(line, lines))) return refuse({ kind: 'changedMeanwhile' })
      await settleDecision(tx, { decision, state: 'approved', by: approver.personId, now })
      const done = await carryOut(tx, order, { decision, actorId: approver.personId, now })
      if (!done.ok) throw new Undone(done.refusal)
      return ok(undefined)
    }),
  )
}

/** A second person says no, and why; the buyer's question is open again. */
export async function refuseRefund(
  db: Db,
  command: { refundDecisionId: RefundDecisionId; approver: Actor<'refund:approve'>; because: string; now: Date },
): Promise<Result<void, SettleRefundRefusal>> {
  const { approver, because, now } = command
  return inTransaction(db, async (tx): Promise<Result<void, SettleRefundRefusal>> => {
    const found = await lockProposal(tx, command.refundDecisionId, approver.personId)
    if (!found.ok) return found
    const { decision, isSettledBySame } = found.value
    if (isSettledBySame)
      return decision.state === 'refused' ? ok(undefined) : refuse({ kind: 'settled', state: 'approved' })
    await settleDecision(tx, { decision, state: 'refused', by: approver.personId, because, now })
    return ok(undefined)
  })
}

interface Proposal {
  order: LockedOrder
  decision: DecisionRow
  isSettledBySame: boolean
}

async function lockProposal(
  tx: Tx,
  refundDecisionId: RefundDecisionId,
  personId: PersonId,
): Promise<Result<Proposal, SettleRefundRefusal>> {
  const known = await tx
    .selectFrom('refund_decision')
    .select('order_id')
    .where('id', '=', refundDecisionId)
    .executeTakeFirst()
  if (!known) return refuse({ kind: 'unknownDecision' })
  const order = await lockOrder(tx, known.order_id as OrderId)
  const decision = await findDecision(tx, refundDecisionId)
  if (!decision) return refuse({ kind: 'unknownDecision' })
  if (decision.requestedBy === personId) return refuse({ kind: 'ownRequest' })
  if (order.buyerId === personId) return refuse({ kind: 'ownOrder' })
  const isSettledBySame = decision.settledBy === personId
  if (decision.state !== 'proposed' && !isSettledBySame) return refuse({ kind: 'settled', state: decision.state })
  return ok({ order, decision, isSettledBySame })
}

/** Whether a line still has the pieces and the money that were proposed to go back. */
function isStillThere(wanted: DecisionLine, lines: readonly RefundableLine[]): boolean {
  const line = lines.find((one) => one.orderLineId === wanted.orderLineId)
  if (!line) return false
  return wanted.isAccepted ? wanted.amount <= acceptedMoneyLeft(line) : wanted.quantity <= openPiecesOf(line)
}

async function settleDecision(
  tx: Tx,
  of: { decision: DecisionRow; state: 'approved' | 'refused'; by: PersonId; because?: string; now: Date },
): Promise<void> {
  await tx
    .updateTable('refund_decision')
    .set({ state: of.state, settled_by: of.by, settled_at: of.now, refused_because: of.because ?? null })
    .where('id', '=', of.decision.refundDecisionId)
    .execute()
  await recordAuditEvent(tx, {
    actorId: of.by,
    verb: of.state === 'approved' ? 'refund.approved' : 'refund.refused',
    objectType: 'refund_decision',
    objectId: of.decision.refundDecisionId,
    detail: { amountFen: of.decision.amount },
    before: { state: 'proposed' },
    after: { state: of.state, because: of.because },
    now: of.now,
  })
}
