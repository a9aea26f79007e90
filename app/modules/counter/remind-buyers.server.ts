import { enqueueNotice } from '#app/modules/notices/enqueue-notice.server.ts'
import { lockOrder } from '#app/modules/ordering/change-order.server.ts'
import { noteOrderEvent } from '#app/modules/ordering/order-events.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.server.ts'
import type { Runtime } from '#app/platform/runtime.server.ts'
import { claimOrder } from './internal/claim-order.server.ts'
import { listWaiting, readCollectionPolicy, type WaitingOrder } from './internal/collection-rows.server.ts'

/** Reminds buyers of goods that are here and were not fetched in their slot, once an order. Gives how many were due. */
export async function remindBuyers({ db }: Runtime, now: Date): Promise<number> {
  const policy = await readCollectionPolicy(db, now)
  const due = (await listWaiting(db, policy, now)).filter((one) => !one.isReminded && one.remindAt <= now)
  for (const one of due) {
    await inTransaction(db, async (tx) => {
      if (await claimOrder(tx, one.orderId)) await remind(tx, one, now)
    })
  }
  return due.length
}

async function remind(tx: Tx, { orderId, keptUntil }: WaitingOrder, now: Date): Promise<void> {
  const order = await lockOrder(tx, orderId)
  const before = await tx
    .selectFrom('order_event')
    .select('id')
    .where('order_id', '=', orderId)
    .where('kind', '=', 'reminded')
    .executeTakeFirst()
  if (order.status !== 'paid' || before || order.pickupSlotId === null) return
  const place = await tx
    .selectFrom('pickup_slot')
    .innerJoin('pickup_point', 'pickup_point.id', 'pickup_slot.pickup_point_id')
    .select(['place_zh', 'place_en'])
    .where('pickup_slot.id', '=', order.pickupSlotId)
    .executeTakeFirstOrThrow()
  await noteOrderEvent(tx, { orderId, kind: 'reminded', now })
  await enqueueNotice(tx, {
    personId: order.buyerId,
    kind: 'pickup_reminder',
    data: {
      orderNo: order.orderNo,
      placeZh: place.place_zh,
      placeEn: place.place_en,
      keptUntil: keptUntil.toISOString(),
    },
    dedupeKey: `pickup_reminder:${orderId}`,
    now,
  })
}
