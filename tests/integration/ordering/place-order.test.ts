import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Buyer } from '#app/modules/identity/permissions.ts'
import { placeOrder } from '#app/modules/ordering/place-order.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { fen } from '#app/shared/money.ts'
import { insertGround, insertSku } from '#tests/integration/cart/goods.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createOrder, draftPlaceOrder, insertPickup } from '#tests/support/factories/orders.ts'
import { createBuyer } from '#tests/support/factories/people.ts'

let store: TestDatabase
let buyer: Buyer

beforeAll(async () => {
  store = await createTestDatabase()
  await insertGround(store.ownerDb)
  await insertPickup(store.ownerDb)
  buyer = await createBuyer(store.db)
})
afterAll(() => store.drop())

async function stockOf(skuId: string) {
  return store.db.selectFrom('stock_level').selectAll().where('sku_id', '=', skuId).executeTakeFirstOrThrow()
}

test('a cart of two cooperatives becomes one order with two supplier orders, its stock held and the cart closed', async () => {
  const north = await insertSku(store.ownerDb, { priceFen: 1280 })
  const south = await insertSku(store.ownerDb, { cooperative: 'south', priceFen: 990 })
  const { orderId, orderNo } = await createOrder(store.db, {
    buyer,
    lines: [
      { skuId: north, quantity: 2 },
      { skuId: south, quantity: 3 },
    ],
    now: new Date('2026-11-24T20:00:00Z'),
  })
  expect(orderNo).toMatch(/^20261125\d{4,}$/)
  const order = await store.db.selectFrom('order').selectAll().where('id', '=', orderId).executeTakeFirstOrThrow()
  expect(order).toMatchObject({ status: 'awaiting_payment', fund_type: 'staff', total_fen: 5530, channel: 'own_shop' })
  const suppliers = await store.db.selectFrom('supplier_order').selectAll().where('order_id', '=', orderId).execute()
  expect(suppliers.map((row) => row.total_fen).sort()).toEqual([2560, 2970])
  expect(await stockOf(south)).toMatchObject({ on_hand: 100, reserved: 3, allocated: 0 })
  const cart = await store.db.selectFrom('cart').selectAll().where('id', '=', order.cart_id).executeTakeFirstOrThrow()
  expect(cart.ordered_at).not.toBeNull()
})

test('the same request answers the same again, and another content under its id is refused', async () => {
  const skuId = await insertSku(store.ownerDb)
  const command = await draftPlaceOrder(store.db, { buyer, lines: [{ skuId, quantity: 1 }] })
  const answers = await Promise.all(Array.from({ length: 10 }, () => placeOrder(store.db, command)))
  expect(new Set(answers.map((answer) => answer.ok && answer.value.orderNo)).size).toBe(1)
  expect(answers[0]?.ok).toBe(true)
  expect((await stockOf(skuId)).reserved).toBe(1)
  expect(await placeOrder(store.db, { ...command, note: '请放门口' })).toEqual({
    ok: false,
    refusal: { kind: 'requestReused' },
  })
  const other = await draftPlaceOrder(store.db, { buyer, lines: [{ skuId, quantity: 1 }] })
  expect(await placeOrder(store.db, { ...other, requestId: command.requestId })).toEqual({
    ok: false,
    refusal: { kind: 'requestReused' },
  })
})

test('each refusal leaves the cart open and nothing written', async () => {
  const shopper = await createBuyer(store.db, 'alumni')
  const skuId = await insertSku(store.ownerDb, { stock: 5, priceFen: 1000 })
  const fullSlot = await insertPickup(store.ownerDb, { capacity: 0, now: new Date(Date.now() + 3_600_000) })
  const command = await draftPlaceOrder(store.db, { buyer: shopper, lines: [{ skuId, quantity: 6 }] })
  const refusals = [
    await placeOrder(store.db, command),
    await placeOrder(store.db, { ...command, expectedTotal: fen(5999) }),
    await placeOrder(store.db, { ...command, returnRuleAccepted: false }),
    await placeOrder(store.db, { ...command, fulfillment: { kind: 'pickup', slotId: fullSlot } }),
    await placeOrder(store.db, { ...command, fulfillment: { kind: 'pickup', slotId: newId() } }),
    await placeOrder(store.db, { ...command, fulfillment: { kind: 'building', buildingId: 'moon', room: '1' } }),
    await placeOrder(store.db, { ...command, buyer }),
  ]
  expect(refusals.map((result) => (result.ok ? 'placed' : result.refusal))).toEqual([
    { kind: 'soldOut', lines: [{ skuId, nameZh: '大红袍花椒', nameEn: 'Dahongpao pepper', left: 5 }] },
    { kind: 'totalChanged', seen: 5999, now: 6000 },
    { kind: 'returnRuleNotAccepted' },
    { kind: 'slotFull' },
    { kind: 'slotGone' },
    { kind: 'buildingClosed' },
    { kind: 'cartEmpty' },
  ])
  const orders = await store.db.selectFrom('order').select('id').where('buyer_id', '=', shopper.personId).execute()
  expect(orders).toEqual([])
  expect(await stockOf(skuId)).toMatchObject({ reserved: 0 })
  const cart = await store.db.selectFrom('cart').selectAll().where('id', '=', command.cartId).executeTakeFirstOrThrow()
  expect(cart.ordered_at).toBeNull()
  await sql`update sku set on_sale = false where id = ${skuId}`.execute(store.ownerDb)
  const gone = await placeOrder(store.db, command)
  expect(gone).toMatchObject({ ok: false, refusal: { kind: 'notOnSale', lines: [{ skuId }] } })
})
