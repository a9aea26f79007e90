import type { Clerk } from '#app/modules/identity/permissions.ts'
import { type LockedOrder, lockOrder } from '#app/modules/ordering/change-order.server.ts'
import type { LinePieces } from '#app/modules/ordering/line-counters.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { OrderId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { type DeliverRefusal, piecesDelivered } from './deliver-to-building.ts'
import { readCounterLines } from './internal/counter-lines.server.ts'
import { readDelivered } from './internal/delivery-rows.server.ts'
import { recordVisit } from './internal/record-visit.server.ts'
import { piecesHere } from './pieces.ts'

export interface DeliverCommand {
  clerk: Clerk
  orderNo: string
  requestId: string
  note: string
  now: Date
}

/**
 * Everything of an order that is here was left in its building: from now the
 * recipient may confirm it, and after the days of the policy it counts as accepted.
 * The same form twice is one delivery.
 */
export function leaveInBuilding(db: Db, command: DeliverCommand): Promise<Result<void, DeliverRefusal>> {
  return withOrder(db, command.orderNo, async (tx, order) => {
    const { requestId, clerk, note, now } = command
    const before = await tx
      .selectFrom('building_delivery')
      .select('order_id')
      .where('request_id', '=', requestId)
      .executeTakeFirst()
    if (before) return before.order_id === order.orderId ? ok(undefined) : refuse({ kind: 'requestReused' })
    if (order.status !== 'paid') return refuse({ kind: 'notPaid' })
    const delivered = await readDelivered(tx, order.orderId, now)
    const lines = (await readCounterLines(tx, order.orderId)).flatMap((line) => {
      const there = piecesDelivered({ ...line, delivered: delivered.get(line.orderLineId) ?? 0 })
      const quantity = piecesHere(line) - there
      return quantity > 0 ? [{ orderLineId: line.orderLineId, quantity }] : []
    })
    if (lines.length === 0) return refuse({ kind: 'nothing' })
    const id = newId()
    await tx
      .insertInto('building_delivery')
      .values({ id, order_id: order.orderId, request_id: requestId, delivered_by: clerk.personId, note, at: now })
      .execute()
    await tx
      .insertInto('building_delivery_line')
      .values(
        lines.map((line) => ({ building_delivery_id: id, order_line_id: line.orderLineId, quantity: line.quantity })),
      )
      .execute()
    return ok(undefined)
  })
}

/** The recipient had everything that was here from the clerk's hands, and signed: it is accepted. */
export function deliverAgainstSignature(
  db: Db,
  command: DeliverCommand & { recipient: string | undefined },
): Promise<Result<void, DeliverRefusal>> {
  return withOrder(db, command.orderNo, async (tx, order) => {
    const visit = await recordVisit(tx, order, {
      lines: await listPiecesHere(tx, order.orderId, command.requestId),
      kind: 'delivery',
      clerkId: command.clerk.personId,
      proof: 'signature',
      requestId: command.requestId,
      ...(command.recipient && { proxyName: command.recipient }),
      note: command.note,
      now: command.now,
    })
    return visit.ok ? ok(undefined) : visit
  })
}

/** Of a form that was sent before, what it delivered then: nothing of that is here any more. */
async function listPiecesHere(tx: Tx, orderId: OrderId, requestId: string): Promise<LinePieces[]> {
  const then = await tx
    .selectFrom('counter_visit')
    .innerJoin('hand_over', 'hand_over.visit_id', 'counter_visit.visit_id')
    .innerJoin('hand_over_line', 'hand_over_line.hand_over_id', 'hand_over.id')
    .innerJoin('order_line', 'order_line.id', 'hand_over_line.order_line_id')
    .select(['hand_over_line.order_line_id', 'hand_over_line.quantity'])
    .where('counter_visit.request_id', '=', requestId)
    .where('counter_visit.order_id', '=', orderId)
    .orderBy('order_line.line_no')
    .execute()
  if (then.length > 0)
    return then.map((row) => ({ orderLineId: row.order_line_id as LinePieces['orderLineId'], quantity: row.quantity }))
  return (await readCounterLines(tx, orderId)).flatMap((line) => {
    const quantity = piecesHere(line)
    return quantity > 0 ? [{ orderLineId: line.orderLineId, quantity }] : []
  })
}

async function withOrder(
  db: Db,
  orderNo: string,
  work: (tx: Tx, order: LockedOrder) => Promise<Result<void, DeliverRefusal>>,
): Promise<Result<void, DeliverRefusal>> {
  return inTransaction(db, async (tx): Promise<Result<void, DeliverRefusal>> => {
    const found = await tx
      .selectFrom('order')
      .select('id')
      .where('order_no', '=', orderNo)
      .where('fulfillment_kind', '=', 'building')
      .executeTakeFirst()
    if (!found) return refuse({ kind: 'notFound' })
    return work(tx, await lockOrder(tx, found.id as OrderId))
  })
}
