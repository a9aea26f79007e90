import { sql } from 'kysely'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { type LockedOrder, lockOrder } from '#app/modules/ordering/change-order.server.ts'
import { isPaidStatus } from '#app/modules/ordering/order-state.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import type { OrderId, RefundDecisionId, RefundRequestId } from '#app/shared/ids.ts'
import { type Fen, fen, sumFen } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { readPolicy } from './aftersale-policy.server.ts'
import { type DecideRefundForm, type PlanRefundRefusal, planRefund, standingOf } from './decide-refund.ts'
import { type CarryOutRefusal, carryOut } from './internal/carry-out.server.ts'
import { type DecisionRow, findDecision, insertDecision } from './internal/decision-rows.server.ts'
import { readRefundableLines } from './internal/refundable-lines.server.ts'
import { Undone, undoing } from './internal/undoing.server.ts'
import type { DecisionLine } from './refund-decision.ts'

export type DecideRefundRefusal =
  | PlanRefundRefusal
  | CarryOutRefusal
  | { kind: 'noOrder' }
  /** Whoever bought does not decide about their own money. */
  | { kind: 'ownOrder' }
  /** Somebody has answered the buyer already. */
  | { kind: 'answered' }
  /** The same form was sent before, with something else in it. */
  | { kind: 'otherContent' }

export interface RefundDecided {
  refundDecisionId: RefundDecisionId
  /** `proposed`: it waits for a second person. */
  state: 'approved' | 'proposed'
}

export interface DecideRefundCommand {
  orderNo: string
  /** The buyer's question that this answers. */
  refundRequestId?: RefundRequestId
  form: DecideRefundForm
  officer: Actor<'refund:decide'>
  now: Date
}

/**
 * A finance officer decides that money of an order goes back. Up to the limit of the
 * policy it stands and is carried out at once; above, it waits for somebody else to
 * approve. The form's `requestId` names the decision: sent twice, it is one.
 */
export async function decideRefund(
  db: Db,
  command: DecideRefundCommand,
): Promise<Result<RefundDecided, DecideRefundRefusal>> {
  const found = await db.selectFrom('order').select('id').where('order_no', '=', command.orderNo).executeTakeFirst()
  if (!found) return refuse({ kind: 'noOrder' })
  const orderId = found.id as OrderId
  return undoing(() => inTransaction(db, (tx) => decideLocked(tx, { ...command, orderId })))
}

async function decideLocked(
  tx: Tx,
  command: DecideRefundCommand & { orderId: OrderId },
): Promise<Result<RefundDecided, DecideRefundRefusal>> {
  const { officer, form } = command
  const order = await lockOrder(tx, command.orderId)
  const before = await findDecision(tx, form.requestId as RefundDecisionId)
  if (before) return repeated(before, command)
  if (!isPaidStatus(order.status)) return refuse({ kind: 'notPaid' })
  if (order.buyerId === officer.personId) return refuse({ kind: 'ownOrder' })
  if (command.refundRequestId && !(await isUnanswered(tx, order, command.refundRequestId)))
    return refuse({ kind: 'answered' })
  const planned = planRefund(await readRefundableLines(tx, order.orderId), form.lines)
  if (!planned.ok) return planned
  const decision = await recordDecision(tx, order, { command, lines: planned.value })
  if (decision.state === 'proposed') return ok({ refundDecisionId: decision.refundDecisionId, state: 'proposed' })
  const done = await carryOut(tx, order, { decision, actorId: officer.personId, now: command.now })
  if (!done.ok) throw new Undone(done.refusal)
  return ok({ refundDecisionId: decision.refundDecisionId, state: 'approved' })
}

/** The same officer's form again. */
function repeated(
  before: DecisionRow,
  { orderId, officer, form }: DecideRefundCommand & { orderId: OrderId },
): Result<RefundDecided, { kind: 'otherContent' }> {
  const isSame =
    before.orderId === orderId &&
    before.requestedBy === officer.personId &&
    before.reason === form.reason &&
    before.bearer === form.bearer &&
    before.note === form.note
  if (!isSame) return refuse({ kind: 'otherContent' })
  return ok({ refundDecisionId: before.refundDecisionId, state: before.state === 'approved' ? 'approved' : 'proposed' })
}

/** Requests of an order change only while its row is held. */
async function isUnanswered(tx: Tx, { orderId }: LockedOrder, refundRequestId: RefundRequestId): Promise<boolean> {
  const { rows } = await sql`
    select from refund_request asked where asked.id = ${refundRequestId} and asked.order_id = ${orderId} and asked.state = 'asked'
      and not exists (select from refund_decision where refund_request_id = asked.id and state <> 'refused')
  `.execute(tx)
  return rows.length === 1
}

async function recordDecision(
  tx: Tx,
  { orderId }: LockedOrder,
  { command, lines }: { command: DecideRefundCommand; lines: readonly DecisionLine[] },
): Promise<DecisionRow> {
  const { form, officer, refundRequestId, now } = command
  const refundDecisionId = form.requestId as RefundDecisionId
  const amount = sumFen(lines.map((line) => line.amount))
  const { approvalLimit } = await readPolicy(tx, now)
  const standing = standingOf({ amount, decidedAlone: await readDecidedAlone(tx, orderId), limit: approvalLimit })
  await insertDecision(tx, {
    refundDecisionId,
    orderId,
    ...(refundRequestId && { refundRequestId }),
    reason: form.reason,
    bearer: form.bearer,
    amount,
    note: form.note,
    lines,
    isDue: false,
    alone: standing.alone,
    limit: approvalLimit,
    requestedBy: officer.personId,
    state: standing.state,
    now,
  })
  const decision = await findDecision(tx, refundDecisionId)
  if (!decision) throw new Error(`decision ${refundDecisionId} was not written`)
  await recordAuditEvent(tx, {
    actorId: officer.personId,
    verb: standing.state === 'approved' ? 'refund.decided' : 'refund.proposed',
    objectType: 'refund_decision',
    objectId: refundDecisionId,
    detail: { orderNo: command.orderNo },
    after: { state: standing.state, amountFen: amount, reason: form.reason, bearer: form.bearer },
    now,
  })
  return decision
}

/** What one person decided about the order with nobody else looking. */
async function readDecidedAlone(tx: Tx, orderId: OrderId): Promise<Fen> {
  const { rows } = await sql<{ amount: number }>`
    select coalesce(sum(amount_fen), 0)::bigint as amount from refund_decision
    where order_id = ${orderId} and state = 'approved' and not is_due and settled_by = requested_by
  `.execute(tx)
  return fen(rows[0]?.amount ?? 0)
}
