import { sql } from 'kysely'
import { enqueueNotice } from '#app/modules/notices/enqueue-notice.server.ts'
import { type LockedOrder, lockOrder } from '#app/modules/ordering/change-order.server.ts'
import { noteOrderEvent } from '#app/modules/ordering/order-events.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import type { Runtime } from '#app/platform/runtime.server.ts'
import type { OrderId } from '#app/shared/ids.ts'
import { claimOrder } from './internal/claim-order.server.ts'
import { readCounterLines } from './internal/counter-lines.server.ts'
import { isAllHere } from './pieces.ts'

const BATCH = 50

/**
 * All that is outstanding of an order to be fetched is here: says so in its timeline
 * and to its buyer. Once an order; orders that go elsewhere are left alone. The
 * caller has locked the order.
 */
export async function noteReady(tx: Tx, order: LockedOrder, now: Date): Promise<void> {
  const { orderId, orderNo, pickupSlotId } = order
  if (pickupSlotId === null) return
  const before = await tx
    .selectFrom('order_event')
    .select('id')
    .where('order_id', '=', orderId)
    .where('kind', '=', 'ready')
    .executeTakeFirst()
  if (before) return
  const place = await tx
    .selectFrom('pickup_slot')
    .innerJoin('pickup_point', 'pickup_point.id', 'pickup_slot.pickup_point_id')
    .select(['place_zh', 'place_en', 'starts_at', 'ends_at'])
    .where('pickup_slot.id', '=', pickupSlotId)
    .executeTakeFirstOrThrow()
  await noteOrderEvent(tx, { orderId, kind: 'ready', now })
  await enqueueNotice(tx, {
    personId: order.buyerId,
    kind: 'order_ready',
    data: {
      orderNo,
      placeZh: place.place_zh,
      placeEn: place.place_en,
      opensAt: place.starts_at.toISOString(),
      closesAt: place.ends_at.toISOString(),
    },
    dedupeKey: `order_ready:${orderId}`,
    now,
  })
}

/**
 * Finds orders that became ready without anything arriving: what was still to come
 * was canceled. Gives how many it found.
 */
export async function noteReadyOrders({ db }: Runtime, now: Date): Promise<number> {
  const due = await listBecomeReady(db)
  for (const orderId of due) {
    await inTransaction(db, async (tx) => {
      if (!(await claimOrder(tx, orderId))) return
      const order = await lockOrder(tx, orderId)
      if (order.status === 'paid' && isAllHere(await readCounterLines(tx, orderId))) await noteReady(tx, order, now)
    })
  }
  return due.length
}

/** In SQL what `isAllHere` says, as a net for what to look at. */
async function listBecomeReady(db: Db): Promise<OrderId[]> {
  const { rows } = await sql<{ id: OrderId }>`
    select o.id from "order" o join order_line line on line.order_id = o.id
    where o.status = 'paid' and o.fulfillment_kind = 'pickup'
      and not exists (select from order_event where order_id = o.id and kind = 'ready')
    group by o.id
    having sum(line.quantity - line.accepted_quantity - line.canceled_quantity) > 0
      and bool_and(line.received_quantity - line.accepted_quantity >= line.quantity - line.accepted_quantity - line.canceled_quantity)
    limit ${sql.lit(BATCH)}
  `.execute(db)
  return rows.map((row) => row.id)
}
