import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startJobs } from '#app/jobs/scheduler.server.ts'
import { cancelOrder } from '#app/modules/payments/cancel-order.server.ts'
import { executeRefunds } from '#app/modules/payments/execute-refunds.server.ts'
import { checkPayment, pollAttempts } from '#app/modules/payments/poll-attempts.server.ts'
import { settleSession } from '#app/modules/payments/settle-attempt.server.ts'
import { startPayment } from '#app/modules/payments/start-payment.server.ts'
import { sweepOverdueOrders } from '#app/modules/payments/sweep-overdue.server.ts'
import { setRuntime } from '#app/platform/runtime.server.ts'
import { loader as health } from '#app/routes/webhooks/health.ts'
import { action as webhook, loader as webhookLoader } from '#app/routes/webhooks/stripe.ts'
import { createOrder } from '#tests/support/factories/orders.ts'
import { digestOf, eventsAbout, openOrder, openShop, type Shop, stockOf, WEBHOOK_SECRET } from './shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
  setRuntime(shop.runtime)
})
afterAll(async () => {
  setRuntime(undefined)
  await shop.close()
})

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await condition()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('it never came to be')
}

const statusOf = async (orderId: string) =>
  (await shop.db.selectFrom('order').select('status').where('id', '=', orderId).executeTakeFirstOrThrow()).status

test('ten clicks on pay at once open one page', async () => {
  const { skuId } = await openOrder(shop)
  const { orderId } = await createOrder(shop.db, {
    buyer: shop.buyer,
    lines: [{ skuId, quantity: 1 }],
    now: shop.clock.now,
  })
  const before = shop.stripeMsw.world.state.sessions.size
  const clicks = await Promise.all(
    Array.from({ length: 10 }, () => startPayment(shop.runtime, { orderId, now: shop.clock.now })),
  )
  const urls = clicks.flatMap((click) => (click.ok ? [click.value.checkoutUrl] : []))
  expect(new Set(urls).size).toBe(1)
  expect(shop.stripeMsw.world.state.sessions.size).toBe(before + 1)
})

test('expiry, cancelation, payment and the poller in the same instant: one of two ends, never both', async () => {
  const ends = new Set<string>()
  for (let round = 0; round < 20; round += 1) {
    const { orderId, orderNo, sessionId, skuId } = await openOrder(shop, { stock: 2 })
    // Overdue for us while the page at Stripe is still open: only then can either side win.
    await sql`update "order" set payment_due_at = placed_at + interval '1 second' where id = ${orderId}`.execute(
      shop.db,
    )
    shop.advance(2)
    const { runtime, buyer } = shop
    const now = shop.clock.now
    const pay = async () => {
      if (round % 4 > 0) await new Promise((resolve) => setTimeout(resolve, round))
      try {
        shop.stripeMsw.pay(sessionId)
      } catch {
        // The page was closed first.
      }
      await settleSession(runtime, sessionId, now)
    }
    await Promise.all([
      sweepOverdueOrders(runtime, now),
      pay(),
      pollAttempts(runtime, now),
      round % 2 === 0 ? cancelOrder(runtime, { buyer, orderNo, now }) : sweepOverdueOrders(runtime, now),
    ])
    shop.advance(2)
    await sweepOverdueOrders(runtime, shop.clock.now)
    await executeRefunds(runtime, shop.clock.now)
    const status = await statusOf(orderId)
    ends.add(status)
    const isPaid = status === 'paid'
    const digest = await digestOf(shop, orderId)
    expect(digest).toMatchObject(
      isPaid ? { payments: [['order', 2000, 0]], stock: ['allocated'] } : { payments: null, stock: ['released'] },
    )
    expect(await stockOf(shop, skuId)).toEqual({ on_hand: 2, reserved: 0, allocated: isPaid ? 2 : 0 })
    expect(shop.stripeMsw.world.state.sessions.find(sessionId)?.status).toBe(isPaid ? 'complete' : 'expired')
  }
  expect(ends).toContain('paid')
})

test('a payment that failed can be tried again on a new page, and the hold is prolonged', async () => {
  const { orderId, sessionId } = await openOrder(shop)
  shop.stripeMsw.pay(sessionId, { method: 'wechat_pay', outcome: 'process' })
  shop.stripeMsw.settlePayment(sessionId, 'fail')
  await checkPayment(shop.runtime, { orderId, now: shop.clock.now })
  expect(await digestOf(shop, orderId)).toMatchObject({ status: 'awaiting_payment', attempts: ['failed'] })
  shop.advance(20)
  const again = await startPayment(shop.runtime, { orderId, now: shop.clock.now })
  if (!again.ok) throw new Error(again.refusal.kind)
  const { payment_due_at: due } = await shop.db
    .selectFrom('order')
    .select('payment_due_at')
    .where('id', '=', orderId)
    .executeTakeFirstOrThrow()
  expect(due.getTime()).toBeGreaterThan(shop.clock.now.getTime() + 30 * 60_000)
  shop.stripeMsw.pay(again.value.checkoutUrl.split('/').at(-1) ?? '')
  await checkPayment(shop.runtime, { orderId, now: shop.clock.now })
  expect(await digestOf(shop, orderId)).toMatchObject({ status: 'paid', attempts: ['failed', 'succeeded'] })
})

test('the webhook route stores and answers 200, refuses what is not genuine, and only takes POST', async () => {
  shop.clock.now = new Date()
  const { orderId, sessionId } = await openOrder(shop)
  shop.stripeMsw.pay(sessionId)
  const event = eventsAbout(shop, 'checkout.session.completed').at(-1)
  if (!event) throw new Error('no event')
  const { body, headers } = shop.stripeMsw.webhook(event, WEBHOOK_SECRET)
  const bring = (signature: string) =>
    webhook({
      request: new Request('http://shop.test/webhooks/stripe', {
        method: 'POST',
        headers: { ...headers, 'stripe-signature': signature },
        body,
      }),
      params: {},
      context: {},
    })
  const forged = await bring('t=1,v1=00')
  expect([forged.status, await forged.text()]).toEqual([400, ''])
  expect((await bring(headers['stripe-signature'])).status).toBe(200)
  await until(async () => (await statusOf(orderId)) === 'paid')
  expect(webhookLoader().status).toBe(405)
  expect((await health()).status).toBe(200)
})

test('jobs do what is due and stop when told', async () => {
  shop.clock.now = new Date(Date.now() - 10 * 60_000)
  const { orderId, sessionId } = await openOrder(shop)
  shop.stripeMsw.pay(sessionId)
  const jobs = startJobs(shop.runtime)
  const twin = startJobs(shop.runtime)
  await until(async () => (await statusOf(orderId)) === 'paid')
  await Promise.all([jobs.stop(), twin.stop()])
  expect(await digestOf(shop, orderId)).toMatchObject({ payments: [['order', 2000, 0]], entries: [['capture', 2]] })
})
