import { afterAll, beforeAll, expect, test } from 'vitest'
import { listOrders, readOrder } from '#app/modules/ordering/order-queries.server.ts'
import type { PickupSlotId } from '#app/shared/ids.ts'
import { insertGround, insertSku } from '#tests/integration/cart/goods.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createOrder, insertPickup } from '#tests/support/factories/orders.ts'
import { createBuyer } from '#tests/support/factories/people.ts'

let store: TestDatabase
let slotId: PickupSlotId

beforeAll(async () => {
  store = await createTestDatabase()
  await insertGround(store.ownerDb)
  slotId = await insertPickup(store.ownerDb)
})
afterAll(() => store.drop())

test('a buyer lists their own orders, newest first, with what is in them', async () => {
  const [buyer, other] = await Promise.all([createBuyer(store.db), createBuyer(store.db)])
  const skuIds = await Promise.all([1200, 900, 800, 700].map((priceFen) => insertSku(store.ownerDb, { priceFen })))
  const now = new Date()
  const first = await createOrder(store.db, { buyer, lines: skuIds.map((skuId) => ({ skuId, quantity: 2 })), now })
  const [skuId] = skuIds
  if (!skuId) throw new Error('no goods')
  const later = new Date(now.getTime() + 1000)
  const second = await createOrder(store.db, { buyer, lines: [{ skuId, quantity: 1 }], now: later })
  await createOrder(store.db, { buyer: other, lines: [{ skuId, quantity: 1 }] })
  const orders = await listOrders(store.db, buyer.personId)
  expect(orders.map((order) => [order.orderNo, order.pieceCount, order.lines.length, order.total])).toEqual([
    [second.orderNo, 1, 1, 1200],
    [first.orderNo, 8, 3, 7200],
  ])
  expect(await listOrders(store.db, (await createBuyer(store.db)).personId)).toEqual([])
})

test('an order shows its parts by cooperative and where it goes; another buyer does not see it', async () => {
  const buyer = await createBuyer(store.db)
  const north = await insertSku(store.ownerDb, { priceFen: 1280 })
  const south = await insertSku(store.ownerDb, { cooperative: 'south', priceFen: 990 })
  const lines = [
    { skuId: north, quantity: 2 },
    { skuId: south, quantity: 3 },
  ]
  const { orderNo } = await createOrder(store.db, { buyer, lines, slotId })
  const order = await readOrder(store.db, buyer.personId, orderNo)
  expect(order).toMatchObject({
    status: 'awaiting_payment',
    total: 5530,
    destination: { kind: 'pickup', nameZh: '南门取货点' },
  })
  expect(order?.supplierOrders.map((part) => [part.cooperativeSlug, part.total, part.lines.length]).sort()).toEqual([
    ['north', 2560, 1],
    ['south', 2970, 1],
  ])
  expect(order?.timeline.map((step) => step.kind)).toEqual(['placed'])
  const building = await createOrder(store.db, { buyer, lines: [{ skuId: north, quantity: 1 }] })
  expect(await readOrder(store.db, buyer.personId, building.orderNo)).toMatchObject({
    destination: { kind: 'building', nameZh: '图书馆', room: '302' },
  })
  const stranger = await createBuyer(store.db)
  expect(await readOrder(store.db, stranger.personId, orderNo)).toBeUndefined()
  expect(await readOrder(store.db, buyer.personId, '202611240000')).toBeUndefined()
})
