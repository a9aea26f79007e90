import { createHash } from 'node:crypto'
import { type AcceptLinesCommand, acceptLines } from '#app/modules/ordering/accept-lines.server.ts'
import type { LockedOrder } from '#app/modules/ordering/change-order.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { OrderId, PersonId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import type { HandOverRefusal } from '../hand-over.ts'

export interface VisitCommand extends Omit<AcceptLinesCommand, 'actorId' | 'visitId' | 'sheetKey'> {
  clerkId: PersonId
  proof: 'code' | 'phone' | 'signature'
  requestId: string
}

export interface Visit {
  visitId: string
  /** False when this form was sent before. */
  isNew: boolean
  isOrderCompleted: boolean
}

/**
 * Hands pieces of an order over in one visit, whose form may be sent twice: the
 * second finds the first. The caller has locked the order, and posts nothing before.
 */
export async function recordVisit(
  tx: Tx,
  order: LockedOrder,
  command: VisitCommand,
): Promise<Result<Visit, Exclude<HandOverRefusal, { kind: 'notFound' } | { kind: 'passInvalid' }>>> {
  const { orderId } = order
  const requestHash = hashVisit(orderId, command)
  const before = await tx
    .selectFrom('counter_visit')
    .select(['visit_id', 'request_hash'])
    .where('request_id', '=', command.requestId)
    .executeTakeFirst()
  if (before && before.request_hash !== requestHash) return refuse({ kind: 'requestReused' })
  if (before) return ok({ visitId: before.visit_id, isNew: false, isOrderCompleted: order.status === 'completed' })
  const visitId = newId()
  const { clerkId, proof, requestId, ...wish } = command
  // A refusal decides before anything is written, so the visit is written down only when there is one.
  const accepted = await acceptLines(tx, order, { ...wish, actorId: clerkId, visitId })
  if (!accepted.ok)
    return accepted.refusal.kind === 'lineUnknown' ? refuse({ kind: 'lineUnknown' }) : refuse(accepted.refusal)
  await tx
    .insertInto('counter_visit')
    .values({
      request_id: requestId,
      request_hash: requestHash,
      order_id: orderId,
      visit_id: visitId,
      proof,
      clerk_id: clerkId,
      at: command.now,
    })
    .execute()
  return ok({ visitId, isNew: true, isOrderCompleted: accepted.value.isOrderCompleted })
}

function hashVisit(orderId: OrderId, { lines, kind, proxyName, note, clerkId }: VisitCommand): string {
  const pieces = lines.map((line) => [line.orderLineId, line.quantity])
  return createHash('sha256')
    .update(JSON.stringify([orderId, kind, clerkId, proxyName ?? '', note ?? '', pieces]))
    .digest('hex')
}
