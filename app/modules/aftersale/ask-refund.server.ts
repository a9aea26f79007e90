import type { Actor } from '#app/modules/identity/permissions.ts'
import { lockOrder } from '#app/modules/ordering/change-order.server.ts'
import { noteOrderEvent } from '#app/modules/ordering/order-events.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import type { OrderId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { readPromisedPolicy } from './aftersale-policy.server.ts'
import { type AskRefundForm, type AskRefundRefusal, decideAsking } from './ask-refund.ts'
import { readClaimableLines } from './internal/claimable-lines.server.ts'

export interface AskRefundCommand {
  buyer: Actor<'order:own'>
  orderNo: string
  form: AskRefundForm
  /** Photographs that were stored before, in the order of sending. */
  photoKeys: readonly string[]
  now: Date
}

/**
 * A buyer asks for money back for pieces they were given, inside the time for goods of
 * that kind. The form's `requestId` names the question: sent twice, it is asked once.
 */
export async function askRefund(
  db: Db,
  command: AskRefundCommand,
): Promise<Result<void, AskRefundRefusal | { kind: 'notFound' }>> {
  const found = await db
    .selectFrom('order')
    .select('id')
    .where('order_no', '=', command.orderNo)
    .where('buyer_id', '=', command.buyer.personId)
    .executeTakeFirst()
  if (!found) return refuse({ kind: 'notFound' })
  return inTransaction(db, (tx) => askLocked(tx, { ...command, orderId: found.id as OrderId }))
}

async function askLocked(
  tx: Tx,
  { orderId, buyer, form, photoKeys, now }: AskRefundCommand & { orderId: OrderId },
): Promise<Result<void, AskRefundRefusal>> {
  const { placedAt } = await lockOrder(tx, orderId)
  const before = await tx
    .selectFrom('refund_request')
    .select('order_id')
    .where('id', '=', form.requestId)
    .executeTakeFirst()
  if (before) return before.order_id === orderId ? ok(undefined) : refuse({ kind: 'lineUnknown' })
  const line = (await readClaimableLines(tx, orderId)).find((one) => one.lineNo === form.lineNo)
  if (!line) return refuse({ kind: 'lineUnknown' })
  const allowed = decideAsking(line, form, { policy: await readPromisedPolicy(tx, { placedAt, now }), now })
  if (!allowed.ok) return allowed
  await tx
    .insertInto('refund_request')
    .values({
      id: form.requestId,
      order_id: orderId,
      order_line_id: line.orderLineId,
      asked_by: buyer.personId,
      quantity: form.quantity,
      reason: form.complaint,
      note: form.note,
      photo_keys: [...photoKeys],
      state: 'asked',
      asked_at: now,
    })
    .execute()
  const detail = { lineNo: line.lineNo, pieces: form.quantity, reason: form.complaint }
  await noteOrderEvent(tx, { orderId, kind: 'refund_asked', actorId: buyer.personId, detail, now })
  return ok(undefined)
}
