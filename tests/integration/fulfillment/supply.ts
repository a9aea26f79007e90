import { sql } from 'kysely'
import type { Manager } from '#app/modules/identity/permissions.ts'
import { settleSession } from '#app/modules/payments/settle-attempt.server.ts'
import { receiveStock } from '#app/modules/stock/receive-stock.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { addDays, businessDate } from '#app/shared/business-date.ts'
import type { BatchId, CooperativeId, OrderId, OrderLineId, SkuId, SupplierOrderId } from '#app/shared/ids.ts'
import { checkInvariants } from '#db/invariants/check-invariants.ts'
import { insertSku } from '#tests/integration/cart/goods.ts'
import { type Shop, startSession } from '#tests/integration/payments/shop.ts'
import { createOrder } from '#tests/support/factories/orders.ts'
import { createPerson } from '#tests/support/factories/people.ts'

type Side = 'north' | 'south'

export async function cooperativeId(shop: Shop, slug: Side): Promise<CooperativeId> {
  const row = await shop.db.selectFrom('cooperative').select('id').where('slug', '=', slug).executeTakeFirstOrThrow()
  return row.id as CooperativeId
}

export async function createManager(shop: Shop, slug: Side): Promise<Manager> {
  return createManagerOf(shop, await cooperativeId(shop, slug))
}

/** Someone of the cooperative, with the evidence that `requireManager` would give. */
export async function createManagerOf(shop: Shop, id: CooperativeId): Promise<Manager> {
  const name = '王秀兰'
  const { personId } = await createPerson(shop.db, {
    kind: 'cooperative',
    name,
    grants: [{ role: 'cooperative_manager', cooperativeId: id }],
  })
  const roles = ['cooperative_manager'] as const
  return { personId, name, kind: 'cooperative', roles, permission: 'cooperative:own', cooperativeId: id }
}

/** A SKU whose stock came by the shop's own use case, so that an audit finds it in order. */
export async function stockedSku(shop: Shop, cooperative: Side = 'north', quantity = 50): Promise<SkuId> {
  const skuId = await insertSku(shop.store.ownerDb, { cooperative, stock: 0 })
  const received = { skuId, quantity, causeType: 'batch', causeId: newId(), now: shop.clock.now }
  await inTransaction(shop.db, (tx) => receiveStock(tx, received))
  return skuId
}

export async function insertLot(
  shop: Shop,
  { skuId, quantity, bestInDays }: { skuId: SkuId; quantity: number; bestInDays: number },
): Promise<{ batchId: BatchId; lotCode: string }> {
  const today = businessDate(shop.clock.now)
  const batchId = newId<BatchId>()
  const lotCode = `L${bestInDays + 100}-${batchId.slice(-6)}`
  await sql`
    insert into batch (id, sku_id, lot_code, harvested_on, best_before_on, quantity, created_at)
    values (${batchId}, ${skuId}, ${lotCode}, ${addDays(today, -60)}, ${addDays(today, bestInDays)}, ${quantity}, ${shop.clock.now})
  `.execute(shop.store.ownerDb)
  await inTransaction(shop.db, (tx) =>
    receiveStock(tx, { skuId, quantity, causeType: 'batch', causeId: batchId, now: shop.clock.now }),
  )
  return { batchId, lotCode }
}

export interface PaidPart {
  orderId: OrderId
  orderNo: string
  supplierOrderId: SupplierOrderId
  lineIds: OrderLineId[]
}

/** A paid order of these lines, and the part of it that the cooperative of the first line supplies. */
export async function paidPart(
  shop: Shop,
  lines: { skuId: SkuId; quantity: number }[],
  { atCounter = true } = {},
): Promise<PaidPart> {
  const slot = atCounter ? { slotId: shop.slotId } : {}
  const { orderId, orderNo } = await createOrder(shop.db, { buyer: shop.buyer, lines, ...slot, now: shop.clock.now })
  const sessionId = await startSession(shop, orderId)
  shop.stripeMsw.pay(sessionId)
  await settleSession(shop.runtime, sessionId, shop.clock.now)
  const rows = await shop.db
    .selectFrom('order_line')
    .select(['id', 'sku_id', 'supplier_order_id'])
    .where('order_id', '=', orderId)
    .orderBy('line_no')
    .execute()
  const first = rows.find((row) => row.sku_id === lines[0]?.skuId)
  if (!first) throw new Error('the order has no lines')
  const own = rows.filter((row) => row.supplier_order_id === first.supplier_order_id)
  return {
    orderId,
    orderNo,
    supplierOrderId: first.supplier_order_id as SupplierOrderId,
    lineIds: lines.flatMap(({ skuId }) =>
      own.filter((row) => row.sku_id === skuId).map((row) => row.id as OrderLineId),
    ),
  }
}

/** Counters of a line: shipped, received, accepted, canceled. */
export async function countersOf(shop: Shop, lineId: OrderLineId | undefined): Promise<number[]> {
  const row = await shop.db
    .selectFrom('order_line')
    .select(['shipped_quantity', 'received_quantity', 'accepted_quantity', 'canceled_quantity'])
    .where('id', '=', lineId ?? '')
    .executeTakeFirstOrThrow()
  return [row.shipped_quantity, row.received_quantity, row.accepted_quantity, row.canceled_quantity]
}

/** Steps of an order's timeline, oldest first. */
export async function stepsOf(shop: Shop, orderId: OrderId): Promise<string[]> {
  const rows = await shop.db
    .selectFrom('order_event')
    .select('kind')
    .where('order_id', '=', orderId)
    .orderBy('id')
    .execute()
  return rows.map((row) => row.kind)
}

/** Every promise that does not hold, with its culprits. */
export async function breachesOf(shop: Shop): Promise<Record<string, string[]>> {
  const checks = await checkInvariants(shop.store.ownerDb, shop.clock.now)
  return Object.fromEntries(
    checks
      .filter(({ breaches }) => breaches.length > 0)
      .map(({ name, breaches }) => [name, breaches.map(({ culprit, detail }) => `${culprit}: ${detail}`)]),
  )
}
