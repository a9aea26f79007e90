import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { acceptSupplierOrder } from '#app/modules/ordering/accept-supplier-order.server.ts'
import { readOrder } from '#app/modules/ordering/order-queries.server.ts'
import { cancelOrder } from '#app/modules/payments/cancel-order.server.ts'
import { executeRefunds } from '#app/modules/payments/execute-refunds.server.ts'
import { readOrderPayments } from '#app/modules/payments/order-payments.server.ts'
import { pollAttempts } from '#app/modules/payments/poll-attempts.server.ts'
import { settleSession } from '#app/modules/payments/settle-attempt.server.ts'
import { startPayment } from '#app/modules/payments/start-payment.server.ts'
import { sweepOverdueOrders } from '#app/modules/payments/sweep-overdue.server.ts'
import {
  balanceOf,
  deliver,
  digestOf,
  eventsAbout,
  incidentsOf,
  openOrder,
  openShop,
  type Shop,
  startSession,
  stockOf,
} from './shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const CAPTURED = {
  status: 'paid',
  attempts: ['succeeded'],
  payments: [['order', 2000, 0]],
  refunds: null,
  stock: ['allocated'],
  entries: [['capture', 2]],
}

test('paid: the webhook makes the order paid, owes it its stock and books the money once', async () => {
  const { orderId, sessionId, skuId } = await openOrder(shop)
  shop.stripeMsw.pay(sessionId, { method: 'alipay' })
  const event = eventsAbout(shop, 'checkout.session.completed').at(-1)
  if (!event) throw new Error('no event')
  for (let copy = 0; copy < 3; copy += 1) await deliver(shop, event)
  expect(await digestOf(shop, orderId)).toEqual(CAPTURED)
  expect(await stockOf(shop, skuId)).toEqual({ on_hand: 100, reserved: 0, allocated: 2 })
  const { payments } = await readOrderPayments(shop.db, orderId)
  expect(payments).toMatchObject([{ method: 'alipay', amount: 2000 }])
})

test('fifty copies at once have one effect', async () => {
  const { orderId, sessionId } = await openOrder(shop)
  shop.stripeMsw.pay(sessionId)
  const event = eventsAbout(shop, 'checkout.session.completed').at(-1)
  if (!event) throw new Error('no event')
  await Promise.all(Array.from({ length: 50 }, () => deliver(shop, event)))
  await Promise.all(Array.from({ length: 10 }, () => settleSession(shop.runtime, sessionId, shop.clock.now)))
  expect(await digestOf(shop, orderId)).toEqual(CAPTURED)
})

test('no webhook at all: the poller finds the money', async () => {
  const { orderId, sessionId } = await openOrder(shop)
  shop.stripeMsw.pay(sessionId)
  shop.advance(2)
  await pollAttempts(shop.runtime, shop.clock.now)
  expect(await digestOf(shop, orderId)).toEqual(CAPTURED)
})

test('accepted: goods leave the stock, the cooperative is owed, the purchase counts, and twice is harmless', async () => {
  const { orderNo, sessionId, skuId } = await openOrder(shop, { toBuilding: true })
  const view = await readOrder(shop.db, shop.buyer.personId, orderNo)
  const supplierOrderId = view?.supplierOrders[0]?.supplierOrderId
  if (!supplierOrderId) throw new Error('no supplier order')
  const command = { buyer: shop.buyer, orderNo, supplierOrderId, now: shop.clock.now }
  expect(await acceptSupplierOrder(shop.db, command)).toEqual({ ok: false, refusal: { kind: 'notPaid' } })
  shop.stripeMsw.pay(sessionId)
  await settleSession(shop.runtime, sessionId, shop.clock.now)
  const before = await balanceOf(shop, 'advances:buyers')
  const twice = await Promise.all([acceptSupplierOrder(shop.db, command), acceptSupplierOrder(shop.db, command)])
  for (const answer of twice) expect(answer).toEqual({ ok: true, value: { isOrderCompleted: true } })
  expect(await stockOf(shop, skuId)).toEqual({ on_hand: 98, reserved: 0, allocated: 0 })
  expect((await balanceOf(shop, 'advances:buyers')) - before).toBe(2000)
  const after = await readOrder(shop.db, shop.buyer.personId, orderNo)
  expect(after).toMatchObject({ status: 'completed', supplierOrders: [{ lines: [{ acceptedQuantity: 2 }] }] })
  expect(after?.timeline.map((step) => step.kind)).toEqual([
    'placed',
    'payment_started',
    'paid',
    'accepted',
    'completed',
  ])
  const line = after?.supplierOrders[0]?.lines[0]?.orderLineId ?? ''
  const { rows } = await sql<{ amount: number }>`
    select amount_fen as amount from recognized_purchase where order_line_id = ${line}`.execute(shop.db)
  expect(rows).toEqual([{ amount: 2000 }])
})

test('another buyer sees, cancels and accepts nothing of an order', async () => {
  const { orderNo } = await openOrder(shop)
  const { createBuyer } = await import('#tests/support/factories/people.ts')
  const stranger = await createBuyer(shop.db)
  expect(await readOrder(shop.db, stranger.personId, orderNo)).toBeUndefined()
  const now = shop.clock.now
  expect(await cancelOrder(shop.runtime, { buyer: stranger, orderNo, now })).toMatchObject({
    refusal: { kind: 'notFound' },
  })
})

test('not paid in time: Stripe closes the page first, then stock and place come back', async () => {
  const { orderId, skuId, sessionId } = await openOrder(shop)
  shop.clock.now = new Date(shop.clock.now.getTime() + 40 * 60_000)
  await sweepOverdueOrders(shop.runtime, shop.clock.now)
  expect(await digestOf(shop, orderId)).toMatchObject({ status: 'expired', attempts: ['expired'], stock: ['released'] })
  expect(await stockOf(shop, skuId)).toEqual({ on_hand: 100, reserved: 0, allocated: 0 })
  expect((await shop.runtime.stripe.checkout.sessions.retrieve(sessionId)).status).toBe('expired')
  expect(await startPayment(shop.runtime, { orderId, now: shop.clock.now })).toMatchObject({
    refusal: { kind: 'ended' },
  })
})

test('Stripe does not answer: nothing is freed', async () => {
  const { orderId } = await openOrder(shop)
  shop.clock.now = new Date(shop.clock.now.getTime() + 40 * 60_000)
  shop.stripeMsw.setFaults({ api: { error_before: 1 } })
  await sweepOverdueOrders(shop.runtime, shop.clock.now)
  expect(await digestOf(shop, orderId)).toMatchObject({ status: 'awaiting_payment', stock: ['held'] })
  shop.stripeMsw.setFaults({})
  shop.advance(2)
  await sweepOverdueOrders(shop.runtime, shop.clock.now)
  expect(await digestOf(shop, orderId)).toMatchObject({ status: 'expired', stock: ['released'] })
})

test('a payment in processing keeps its stock past the time, and success or failure ends it', async () => {
  const paid = await openOrder(shop)
  const failed = await openOrder(shop)
  for (const { sessionId } of [paid, failed]) {
    shop.stripeMsw.pay(sessionId, { method: 'wechat_pay', outcome: 'process' })
    await settleSession(shop.runtime, sessionId, shop.clock.now)
  }
  shop.advance(60)
  await sweepOverdueOrders(shop.runtime, shop.clock.now)
  for (const { orderId } of [paid, failed])
    expect(await digestOf(shop, orderId)).toMatchObject({ status: 'awaiting_payment', attempts: ['processing'] })
  const now = shop.clock.now
  expect(await cancelOrder(shop.runtime, { buyer: shop.buyer, orderNo: paid.orderNo, now })).toMatchObject({
    refusal: { kind: 'processing' },
  })
  shop.stripeMsw.settlePayment(paid.sessionId, 'succeed')
  shop.stripeMsw.settlePayment(failed.sessionId, 'fail')
  for (const { sessionId } of [paid, failed]) await settleSession(shop.runtime, sessionId, shop.clock.now)
  await sweepOverdueOrders(shop.runtime, shop.clock.now)
  expect(await digestOf(shop, paid.orderId)).toEqual(CAPTURED)
  expect(await digestOf(shop, failed.orderId)).toMatchObject({ status: 'expired', attempts: ['failed'] })
})

/** Our side ends the order without knowing that the page is still open, and then the money comes. */
async function payAfterTheEnd(orderId: string, sessionId: string) {
  await sql`update payment_attempt set state = 'expired' where order_id = ${orderId}`.execute(shop.db)
  await sql`update "order" set payment_due_at = placed_at + interval '1 second' where id = ${orderId}`.execute(shop.db)
  shop.advance(1)
  await sweepOverdueOrders(shop.runtime, shop.clock.now)
  shop.stripeMsw.pay(sessionId)
}

test('paid after the order expired, goods still there: the order lives again', async () => {
  const { orderId, sessionId, skuId } = await openOrder(shop)
  await payAfterTheEnd(orderId, sessionId)
  await settleSession(shop.runtime, sessionId, shop.clock.now)
  expect(await digestOf(shop, orderId)).toEqual(CAPTURED)
  expect(await stockOf(shop, skuId)).toEqual({ on_hand: 100, reserved: 0, allocated: 2 })
  expect(await incidentsOf(shop, orderId)).toEqual(['paid_late'])
})

test('paid after the order expired, goods gone: booked apart, refunded once, a person told', async () => {
  const { orderId, sessionId, skuId } = await openOrder(shop, { stock: 2 })
  await payAfterTheEnd(orderId, sessionId)
  await openOrder(shop, { skuId, quantity: 1 })
  await settleSession(shop.runtime, sessionId, shop.clock.now)
  expect(await executeRefunds(shop.runtime, shop.clock.now)).toBe(1)
  expect(await executeRefunds(shop.runtime, shop.clock.now)).toBe(0)
  expect(await digestOf(shop, orderId)).toEqual({
    status: 'expired',
    attempts: ['succeeded'],
    payments: [['unallocated', 2000, 2000]],
    refunds: [['paid_late', 'succeeded', 2000]],
    stock: ['released'],
    entries: [
      ['late_payment', 2],
      ['refund_decided', 2],
      ['refund_executed', 2],
    ],
  })
  expect(await incidentsOf(shop, orderId)).toEqual(['paid_late'])
  expect(await stockOf(shop, skuId)).toEqual({ on_hand: 2, reserved: 1, allocated: 0 })
})

test('paid twice by two pages: one pays the order, the other goes back', async () => {
  const { orderId, sessionId } = await openOrder(shop)
  await sql`update payment_attempt set state = 'failed' where order_id = ${orderId}`.execute(shop.db)
  const second = await startSession(shop, orderId)
  shop.stripeMsw.pay(sessionId)
  shop.stripeMsw.pay(second, { method: 'alipay' })
  await Promise.all([sessionId, second].map((id) => settleSession(shop.runtime, id, shop.clock.now)))
  await executeRefunds(shop.runtime, shop.clock.now)
  expect(await digestOf(shop, orderId)).toMatchObject({
    status: 'paid',
    refunds: [['paid_twice', 'succeeded', 2000]],
    entries: [
      ['capture', 2],
      ['late_payment', 2],
      ['refund_decided', 2],
      ['refund_executed', 2],
    ],
  })
  expect(await incidentsOf(shop, orderId)).toEqual(['paid_twice'])
})

test('money of a wrong amount is booked apart for a person, and the order is not fulfilled', async () => {
  const { orderId, sessionId } = await openOrder(shop)
  shop.stripeMsw.pay(sessionId, { amount: 1999 })
  await settleSession(shop.runtime, sessionId, shop.clock.now)
  await settleSession(shop.runtime, sessionId, shop.clock.now)
  expect(await digestOf(shop, orderId)).toMatchObject({
    status: 'awaiting_payment',
    payments: [['unallocated', 1999, 0]],
    refunds: null,
    stock: ['held'],
    entries: [['late_payment', 2]],
  })
  expect(await incidentsOf(shop, orderId)).toEqual(['wrong_amount'])
})

test('canceled before payment: the page is closed and stock comes back; once paid it cannot be', async () => {
  const first = await openOrder(shop)
  const cancel = (orderNo: string) => cancelOrder(shop.runtime, { buyer: shop.buyer, orderNo, now: shop.clock.now })
  expect(await cancel(first.orderNo)).toEqual({ ok: true, value: undefined })
  expect(await cancel(first.orderNo)).toEqual({ ok: true, value: undefined })
  expect(await digestOf(shop, first.orderId)).toMatchObject({ status: 'canceled', stock: ['released'] })
  expect(() => shop.stripeMsw.pay(first.sessionId)).toThrow()
  const second = await openOrder(shop)
  shop.stripeMsw.pay(second.sessionId)
  expect(await cancel(second.orderNo)).toEqual({ ok: false, refusal: { kind: 'paid' } })
  expect(await digestOf(shop, second.orderId)).toEqual(CAPTURED)
})
