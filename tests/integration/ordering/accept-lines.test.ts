import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AcceptLinesCommand, acceptLines } from '#app/modules/ordering/accept-lines.server.ts'
import { type CancelLinesCommand, cancelLines } from '#app/modules/ordering/cancel-lines.server.ts'
import { lockOrder } from '#app/modules/ordering/change-order.server.ts'
import { readOrder } from '#app/modules/ordering/order-queries.server.ts'
import { settleSession } from '#app/modules/payments/settle-attempt.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import type { OrderId, OrderLineId } from '#app/shared/ids.ts'
import { insertSku } from '#tests/integration/cart/goods.ts'
import { openShop, type Shop, startSession } from '#tests/integration/payments/shop.ts'
import { createOrder } from '#tests/support/factories/orders.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

/** A paid order of 3 pieces from one cooperative and 2 from another, and its lines in that order. */
async function paidOrder() {
  const skus = [
    await insertSku(shop.store.ownerDb, { cooperative: 'north', priceFen: 1000 }),
    await insertSku(shop.store.ownerDb, { cooperative: 'south', priceFen: 700 }),
  ]
  const lines = skus.map((skuId, index) => ({ skuId, quantity: index === 0 ? 3 : 2 }))
  const { orderId, orderNo } = await createOrder(shop.db, { buyer: shop.buyer, lines, now: shop.clock.now })
  const sessionId = await startSession(shop, orderId)
  shop.stripeMsw.pay(sessionId)
  await settleSession(shop.runtime, sessionId, shop.clock.now)
  return { orderId, orderNo }
}

const read = async (orderNo: string) => {
  const order = await readOrder(shop.db, shop.buyer.personId, orderNo)
  if (!order) throw new Error('no such order')
  return { ...order, lines: order.supplierOrders.flatMap((part) => part.lines) }
}

const accept = (orderId: OrderId, wish: Partial<AcceptLinesCommand> & Pick<AcceptLinesCommand, 'lines'>) =>
  inTransaction(shop.db, async (tx) =>
    acceptLines(tx, await lockOrder(tx, orderId), {
      kind: 'pickup',
      actorId: shop.buyer.personId,
      now: shop.clock.now,
      ...wish,
    }),
  )

const cancel = (orderId: OrderId, wish: Partial<CancelLinesCommand> & Pick<CancelLinesCommand, 'lines'>) =>
  inTransaction(shop.db, async (tx) =>
    cancelLines(tx, await lockOrder(tx, orderId), {
      reason: 'short',
      isRestocked: false,
      now: shop.clock.now,
      ...wish,
    }),
  )

test('pieces of both cooperatives are handed over in one visit, and the rest later', async () => {
  const { orderId, orderNo } = await paidOrder()
  const [north, south] = (await read(orderNo)).lines
  if (!north || !south) throw new Error('two lines were ordered')
  const first = await accept(orderId, {
    lines: [
      { orderLineId: north.orderLineId, quantity: 1 },
      { orderLineId: south.orderLineId, quantity: 2 },
    ],
  })
  expect(first).toMatchObject({ ok: true, value: { isOrderCompleted: false } })
  const between = await read(orderNo)
  expect(between.status).toBe('paid')
  expect(between.lines.map((line) => [line.shippedQuantity, line.receivedQuantity, line.acceptedQuantity])).toEqual([
    [1, 1, 1],
    [2, 2, 2],
  ])
  expect(between.supplierOrders.map((part) => part.closedAt !== null)).toEqual([false, true])
  const counted = await shop.db
    .selectFrom('recognized_purchase')
    .select('amount_fen')
    .where('order_line_id', 'in', [north.orderLineId, south.orderLineId])
    .orderBy('amount_fen')
    .execute()
  expect(counted.map((row) => row.amount_fen)).toEqual([1000, 1400])
  const rest = await accept(orderId, { lines: [{ orderLineId: north.orderLineId, quantity: 2 }] })
  expect(rest).toMatchObject({ ok: true, value: { isOrderCompleted: true } })
  expect((await read(orderNo)).status).toBe('completed')
})

test('two clerks hand over the last piece: one does, the other is told how many are left', async () => {
  const { orderId, orderNo } = await paidOrder()
  const [north] = (await read(orderNo)).lines
  if (!north) throw new Error('no line')
  const lines = [{ orderLineId: north.orderLineId, quantity: 3 }]
  const both = await Promise.all([accept(orderId, { lines }), accept(orderId, { lines })])
  expect(both.filter((one) => one.ok)).toHaveLength(1)
  expect(both.find((one) => !one.ok)).toMatchObject({ refusal: { kind: 'tooMany', open: 0 } })
})

test('a canceled piece is not accepted any more, and the order completes without it', async () => {
  const { orderId, orderNo } = await paidOrder()
  const [north, south] = (await read(orderNo)).lines
  if (!north || !south) throw new Error('two lines were ordered')
  const canceled = await cancel(orderId, { lines: [{ orderLineId: north.orderLineId, quantity: 3 }] })
  expect(canceled).toMatchObject({ ok: true, value: [{ amount: 3000, quantity: 3 }] })
  expect(await accept(orderId, { lines: [{ orderLineId: north.orderLineId, quantity: 1 }] })).toMatchObject({
    ok: false,
    refusal: { kind: 'tooMany', open: 0 },
  })
  const last = await accept(orderId, { lines: [{ orderLineId: south.orderLineId, quantity: 2 }] })
  expect(last).toMatchObject({ ok: true, value: { isOrderCompleted: true } })
})

test.each([
  ['no lines', []],
  ['a line of another order', [{ orderLineId: '00000000-0000-7000-8000-000000000000' as OrderLineId, quantity: 1 }]],
])('%s: nothing happens', async (_words, lines) => {
  const { orderId, orderNo } = await paidOrder()
  expect((await accept(orderId, { lines })).ok).toBe(false)
  expect((await cancel(orderId, { lines })).ok).toBe(false)
  expect((await read(orderNo)).lines.every((line) => line.acceptedQuantity + line.canceledQuantity === 0)).toBe(true)
})

test.each([0, -1, 1.5, 4, Number.NaN])('%d pieces of three cannot be handed over', async (quantity) => {
  const { orderId, orderNo } = await paidOrder()
  const [north] = (await read(orderNo)).lines
  if (!north) throw new Error('no line')
  expect(await accept(orderId, { lines: [{ orderLineId: north.orderLineId, quantity }] })).toMatchObject({
    refusal: { kind: 'tooMany', open: 3 },
  })
})
