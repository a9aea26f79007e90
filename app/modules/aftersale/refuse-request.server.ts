import type { Actor } from '#app/modules/identity/permissions.ts'
import { enqueueNotice } from '#app/modules/notices/enqueue-notice.server.ts'
import { lockOrder } from '#app/modules/ordering/change-order.server.ts'
import { noteOrderEvent } from '#app/modules/ordering/order-events.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import type { OrderId, RefundRequestId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'

export type RefuseRequestRefusal =
  | { kind: 'unknownRequest' }
  /** It was decided or refused by somebody else, or a decision about it waits for its approval. */
  | { kind: 'answered' }
  | { kind: 'ownOrder' }

export interface RefuseRequestCommand {
  refundRequestId: RefundRequestId
  officer: Actor<'refund:decide'>
  /** Told to the buyer as it stands. */
  because: string
  now: Date
}

/** Finance tells a buyer that no money goes back, and why. Twice by the same person is harmless. */
export async function refuseRequest(
  db: Db,
  command: RefuseRequestCommand,
): Promise<Result<void, RefuseRequestRefusal>> {
  const found = await db
    .selectFrom('refund_request')
    .select('order_id')
    .where('id', '=', command.refundRequestId)
    .executeTakeFirst()
  if (!found) return refuse({ kind: 'unknownRequest' })
  return inTransaction(db, (tx) => refuseLocked(tx, { ...command, orderId: found.order_id as OrderId }))
}

async function refuseLocked(
  tx: Tx,
  { refundRequestId, officer, because, orderId, now }: RefuseRequestCommand & { orderId: OrderId },
): Promise<Result<void, RefuseRequestRefusal>> {
  const { orderNo, buyerId } = await lockOrder(tx, orderId)
  if (buyerId === officer.personId) return refuse({ kind: 'ownOrder' })
  const request = await tx
    .selectFrom('refund_request')
    .select(['state', 'settled_by'])
    .where('id', '=', refundRequestId)
    .executeTakeFirstOrThrow()
  if (request.state === 'refused' && request.settled_by === officer.personId) return ok(undefined)
  if (request.state !== 'asked' || (await isBeingDecided(tx, refundRequestId))) return refuse({ kind: 'answered' })
  await tx
    .updateTable('refund_request')
    .set({ state: 'refused', refused_because: because, settled_by: officer.personId, settled_at: now })
    .where('id', '=', refundRequestId)
    .execute()
  await noteOrderEvent(tx, { orderId, kind: 'refund_refused', now })
  const dedupeKey = `refund_refused:${refundRequestId}`
  if (buyerId)
    await enqueueNotice(tx, {
      personId: buyerId,
      kind: 'refund_refused',
      data: { orderNo, reason: because },
      dedupeKey,
      now,
    })
  return ok(undefined)
}

async function isBeingDecided(tx: Tx, refundRequestId: RefundRequestId): Promise<boolean> {
  const live = await tx
    .selectFrom('refund_decision')
    .select('id')
    .where('refund_request_id', '=', refundRequestId)
    .where('state', '<>', 'refused')
    .executeTakeFirst()
  return live !== undefined
}
