import { afterAll, beforeAll, expect, it } from 'vitest'
import { EMPTY_LISTING } from '#app/modules/catalog/listing.ts'
import { confirmSupplierOrder } from '#app/modules/fulfillment/confirm-supplier-order.server.ts'
import { listSupplierOrders } from '#app/modules/fulfillment/supplier-order-queries.server.ts'
import { readSupplyDashboard } from '#app/modules/fulfillment/supply-dashboard.server.ts'
import type { Manager } from '#app/modules/identity/permissions.ts'
import { acceptLines } from '#app/modules/ordering/accept-lines.server.ts'
import { lockOrder } from '#app/modules/ordering/change-order.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { addDays, businessDate } from '#app/shared/business-date.ts'
import type { OrderLineId, SkuId } from '#app/shared/ids.ts'
import { openShop, type Shop } from '#tests/integration/payments/shop.ts'
import { createPerson } from '#tests/support/factories/people.ts'
import { createManager, paidPart, stockedSku } from './supply.ts'

let shop: Shop
let manager: Manager
let other: Manager
let skuId: SkuId

beforeAll(async () => {
  shop = await openShop()
  manager = await createManager(shop, 'north')
  other = await createManager(shop, 'south')
  skuId = await stockedSku(shop, 'north', 20)
})
afterAll(() => shop.close())

const read = (by = manager) => readSupplyDashboard(shop.db, by.cooperativeId, shop.clock.now)

it('counts what is to confirm and to ship, with what waits longest, and only the cooperative’s own', async () => {
  const paidAt = shop.clock.now
  const first = await paidPart(shop, [{ skuId, quantity: 3 }])
  shop.advance(60)
  await paidPart(shop, [{ skuId, quantity: 2 }])
  expect((await read()).counts).toMatchObject({ to_confirm: { count: 2, toShip: 5, oldestPaidAt: paidAt } })
  await confirmSupplierOrder(shop.db, { manager, supplierOrderId: first.supplierOrderId, now: shop.clock.now })
  expect((await read()).counts).toMatchObject({
    to_confirm: { count: 1 },
    to_ship: { count: 1, toShip: 3, oldestPaidAt: paidAt },
    sent: { count: 0, oldestPaidAt: null },
  })
  expect((await read(other)).counts.to_confirm.count).toBe(0)
  const listed = await listSupplierOrders(shop.db, manager.cooperativeId, { state: 'to_ship', page: 1 })
  expect(listed.map(({ orderNo }) => orderNo)).toEqual([first.orderNo])
})

it('shows what was earned when goods are handed over, and owes it', async () => {
  const part = await paidPart(shop, [{ skuId, quantity: 4 }])
  expect((await read()).money).toMatchObject({ earned: 0, owed: 0 })
  await inTransaction(shop.db, async (tx) =>
    acceptLines(tx, await lockOrder(tx, part.orderId), {
      lines: [{ orderLineId: part.lineIds[0] as OrderLineId, quantity: 4 }],
      kind: 'automatic',
      now: shop.clock.now,
    }),
  )
  expect((await read()).money).toMatchObject({ earned: 4000, owed: 4000 })
  expect((await read(other)).money).toMatchObject({ earned: 0, owed: 0 })
})

it('warns of certificates in three steps, by the one that holds longest, and of stock below ten', async () => {
  const low = await stockedSku(shop, 'north', 10)
  const { product_id } = await shop.db
    .selectFrom('sku')
    .select('product_id')
    .where('id', '=', low)
    .executeTakeFirstOrThrow()
  const today = businessDate(shop.clock.now)
  const ends: [string, string, number][] = [
    ['conformity', 'gone', -1],
    ['conformity', 'renewed', 200],
    ['test_report', 'week', 7],
    ['food_licence', 'month', 8],
    ['animal_quarantine', 'quarter', 90],
    ['geographical_indication', 'far', 91],
    ['workshop_registration', 'over', -3],
  ]
  for (const [kind, number, days] of ends) {
    const names = { issuer_zh: '旬邑县农业农村局', issuer_en: 'Xunyi', issued_on: '2020-01-01' }
    const row = { id: newId(), product_id, kind, number, expires_on: addDays(today, days), ...names }
    await shop.store.ownerDb.insertInto('certificate').values(row).execute()
  }
  const before = await read()
  expect(before.certificates.map(({ number, withinDays }) => [number, withinDays])).toEqual([
    ['over', 0],
    ['week', 7],
    ['month', 30],
    ['quarter', 90],
  ])
  expect(before.lowStock.map((row) => row.skuId)).not.toContain(low)
  await paidPart(shop, [{ skuId: low, quantity: 1 }])
  expect((await read()).lowStock).toContainEqual(expect.objectContaining({ skuId: low, left: 9 }))
})

it('names the listings that were sent back', async () => {
  const reviewer = await createPerson(shop.db, { grants: [{ role: 'administrator' }] })
  const { now } = shop.clock
  await shop.db
    .insertInto('listing_change')
    .values({
      id: newId(),
      cooperative_id: manager.cooperativeId,
      proposer_id: manager.personId,
      reviewer_id: reviewer.personId,
      state: 'sent_back',
      reason: '照片看不清',
      body: JSON.stringify({ ...EMPTY_LISTING, name: { zh: '旬邑柿饼', en: '' } }),
      created_at: now,
      updated_at: now,
      submitted_at: now,
      decided_at: now,
    })
    .execute()
  expect((await read()).sentBack).toMatchObject([{ nameZh: '旬邑柿饼', nameEn: '旬邑柿饼', reason: '照片看不清' }])
  expect((await read(other)).sentBack).toEqual([])
})
