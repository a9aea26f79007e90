import type { EntryDraft } from '#app/modules/ledger/entry.ts'
import { postEntry } from '#app/modules/ledger/post-entry.server.ts'
import type { LockedOrder } from '#app/modules/ordering/change-order.server.ts'
import { noteRefunded } from '#app/modules/ordering/note-refunded.server.ts'
import { noteOrderEvent } from '#app/modules/ordering/order-events.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { PersonId, RefundDecisionId, RefundId } from '#app/shared/ids.ts'
import { type Fen, sumFen, ZERO_FEN } from '#app/shared/money.ts'
import { ok, type Result } from '#app/shared/result.ts'
import { closeIncident, openIncident } from './incidents.server.ts'
import { uncountParts } from './internal/count-refunds.server.ts'
import { reckonFees } from './internal/reckon-fees.server.ts'
import {
  findUnexplainedRefund,
  insertRefund,
  insertRefundedParts,
  listRefundablePayments,
  type RefundedPart,
} from './internal/refund-rows.server.ts'
import { refundAttributedEntry, refundDecidedEntry } from './payment-entries.ts'
import { type PaymentShare, type RefundPart, splitRefund, takeUpTo } from './split-refund.ts'

export interface RefundLinesCommand {
  refundDecisionId: RefundDecisionId
  reason: string
  /** Each above zero; one for a line and bearer. */
  parts: readonly RefundPart[]
  decidedBy?: PersonId
  now: Date
}

export type RefundLinesRefusal = { kind: 'exceedsPayments'; left: Fen }

/**
 * Sends back what a decision says, to the payments it came from, the newest first:
 * counted against payments and lines and booked at once, carried out later by
 * `executeRefunds`, or in cash by `payOutCashRefund`. What had been accepted does not
 * count toward the task any more. When just this amount went back already from the
 * provider's dashboard and nobody knew what for, this says it, and nothing more goes.
 * The caller has locked the order and decided once; posts, money before assistance.
 */
export async function refundLines(
  tx: Tx,
  order: LockedOrder,
  command: RefundLinesCommand,
): Promise<Result<void, RefundLinesRefusal>> {
  if (await explainRefund(tx, order, command)) return ok(undefined)
  const split = splitRefund(command.parts, await listRefundablePayments(tx, order.orderId))
  if (!split.ok) return split
  await beginRefunds(tx, order, { shares: split.value, command })
  return ok(undefined)
}

/**
 * As `refundLines`, for what must go back in any case. Payments may have too little
 * left when somebody sent money back from the provider's dashboard: then what they
 * have goes, the rest is taken to be what went already if the amounts agree, and is
 * put before people if not. Gives how much is still owed.
 */
export async function refundWhatIsLeft(tx: Tx, order: LockedOrder, command: RefundLinesCommand): Promise<Fen> {
  const sent = await refundLines(tx, order, command)
  if (sent.ok) return ZERO_FEN
  const [going, rest] = takeUpTo(command.parts, sent.refusal.left)
  const isExplained = await explainRefund(tx, order, { ...command, parts: rest })
  if (going.length > 0) await refundLines(tx, order, { ...command, parts: going })
  if (isExplained) return ZERO_FEN
  const owed = sumFen(rest.map((part) => part.amount))
  const { orderId } = order
  const incident = { kind: 'refund_failed', sourceId: command.refundDecisionId, orderId, now: command.now } as const
  await openIncident(tx, { ...incident, detail: { amountFen: owed, why: 'tooLittleLeft' } })
  return owed
}

async function beginRefunds(
  tx: Tx,
  { orderId }: LockedOrder,
  { shares, command }: { shares: readonly PaymentShare<RefundPart>[]; command: RefundLinesCommand },
): Promise<void> {
  const { refundDecisionId, reason, decidedBy, now } = command
  const reckoned = await reckonFees(
    tx,
    orderId,
    shares.map((share) => share.parts),
  )
  const entries: EntryDraft[] = []
  for (const [index, { paymentId, amount }] of shares.entries()) {
    const parts = reckoned[index] ?? []
    const refundId = newId<RefundId>()
    const actor = decidedBy && { decidedBy }
    await insertRefund(tx, { refundId, paymentId, orderId, amount, reason, refundDecisionId, ...actor, now })
    await insertRefundedParts(tx, refundId, parts)
    await noteOrderEvent(tx, { orderId, kind: 'refund_requested', detail: { amountFen: amount }, now })
    entries.push(refundDecidedEntry({ refundId, amount, parts, now }))
  }
  await bookParts(tx, { orderId, parts: reckoned.flat(), entries, now })
}

/** Whether a refund nobody could explain was this one. */
async function explainRefund(tx: Tx, { orderId }: LockedOrder, command: RefundLinesCommand): Promise<boolean> {
  const sum = sumFen(command.parts.map((part) => part.amount))
  const made = await findUnexplainedRefund(tx, { orderId, amount: sum })
  if (!made) return false
  const { refundId, amount, providerRef } = made
  const { refundDecisionId, now } = command
  const [parts = []] = await reckonFees(tx, orderId, [command.parts])
  await tx
    .updateTable('refund')
    .set({ refund_decision_id: refundDecisionId, decided_by: command.decidedBy ?? null })
    .where('id', '=', refundId)
    .execute()
  await insertRefundedParts(tx, refundId, parts)
  if (providerRef) await closeIncident(tx, { kind: 'unknown_payment', sourceId: providerRef, now })
  const entries = [refundAttributedEntry({ refundId, amount, parts, now })]
  await bookParts(tx, { orderId, parts, entries, now })
  return true
}

async function bookParts(
  tx: Tx,
  {
    orderId,
    parts,
    entries,
    now,
  }: { orderId: LockedOrder['orderId']; parts: readonly RefundedPart[]; entries: readonly EntryDraft[]; now: Date },
): Promise<void> {
  await noteRefunded(
    tx,
    parts.map((part) => ({ orderLineId: part.orderLineId, amount: part.amount, isAccepted: part.bearer !== null })),
  )
  for (const entry of entries) await postEntry(tx, entry)
  await uncountParts(tx, { orderId, parts, now })
}
