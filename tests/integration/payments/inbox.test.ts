import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { executeRefunds } from '#app/modules/payments/execute-refunds.server.ts'
import { pollAttempts } from '#app/modules/payments/poll-attempts.server.ts'
import { settleSession } from '#app/modules/payments/settle-attempt.server.ts'
import { processDueEvents, recordStripeEvent } from '#app/modules/payments/stripe-inbox.server.ts'
import { signWebhook } from '#app/sandbox/stripe/webhook-signature.ts'
import {
  deliver,
  digestOf,
  eventsAbout,
  incidentsOf,
  OLD_WEBHOOK_SECRET,
  openOrder,
  openShop,
  type Shop,
  startSession,
  WEBHOOK_SECRET,
} from './shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

/** Every order in which these can come. */
function permutationsOf<Item>(items: readonly Item[]): Item[][] {
  if (items.length <= 1) return [[...items]]
  return items.flatMap((first, index) =>
    permutationsOf([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [first, ...rest]),
  )
}

async function eventCount(): Promise<number> {
  const row = await shop.db
    .selectFrom('stripe_event')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}

describe('who may bring news', () => {
  const body = JSON.stringify({ id: 'evt_1', object: 'event', type: 'ping', livemode: false, data: { object: {} } })
  const record = (rawBody: string, signature: string) =>
    recordStripeEvent(shop.runtime, { rawBody, signature, now: shop.clock.now })
  const second = () => Math.floor(shop.clock.now.getTime() / 1000)

  test('forged, altered, old, future, other-mode and unsigned messages are refused and leave nothing', async () => {
    const before = await eventCount()
    const good = signWebhook(body, WEBHOOK_SECRET, second())
    const live = body.replace('"livemode":false', '"livemode":true')
    const refused: [string, string][] = [
      [body, ''],
      [body, 'nonsense'],
      [body, signWebhook(body, 'whsec_of_somebody', second())],
      [`${body} `, good],
      [JSON.stringify(JSON.parse(body), null, 2), good],
      [body, good.replace('v1=', 'v0=')],
      [body, signWebhook(body, WEBHOOK_SECRET, second() - 301)],
      [body, signWebhook(body, WEBHOOK_SECRET, second() + 301)],
      [body, good.replace(/t=\d+/, `t=${second() + 1}`)],
      [live, signWebhook(live, WEBHOOK_SECRET, second())],
      ['not json', signWebhook('not json', WEBHOOK_SECRET, second())],
    ]
    for (const [rawBody, signature] of refused) expect(await record(rawBody, signature)).toMatchObject({ ok: false })
    expect(await eventCount()).toBe(before)
  })

  test('a thousand single wrong bytes are refused', async () => {
    const good = signWebhook(body, WEBHOOK_SECRET, second())
    for (let round = 0; round < 1000; round += 1) {
      const at = round % body.length
      const wrong = String.fromCharCode((body.charCodeAt(at) + 1 + (round % 7)) % 128)
      const altered = body.slice(0, at) + wrong + body.slice(at + 1)
      if (altered !== body) expect((await record(altered, good)).ok).toBe(false)
    }
  })

  test('during a rotation both secrets hold, and either copy is stored once', async () => {
    expect(await record(body, signWebhook(body, OLD_WEBHOOK_SECRET, second()))).toEqual({
      ok: true,
      value: { eventId: 'evt_1', isNew: true, isDue: false },
    })
    expect(await record(body, signWebhook(body, WEBHOOK_SECRET, second()))).toEqual({
      ok: true,
      value: { eventId: 'evt_1', isNew: false, isDue: false },
    })
  })
})

test('a payment that was processing: each event three times in every order ends the same', async () => {
  const digests = new Set<string>()
  for (const order of permutationsOf([0, 1, 2])) {
    const { orderId, sessionId } = await openOrder(shop)
    const from = shop.stripeMsw.events().length
    shop.stripeMsw.pay(sessionId, { method: 'wechat_pay', outcome: 'process' })
    const [first] = shop.stripeMsw.events().slice(from)
    if (order[0] === 0 && first) await deliver(shop, first)
    shop.stripeMsw.settlePayment(sessionId, 'succeed')
    const events = shop.stripeMsw.events().slice(from)
    expect(events.map((event) => event.type)).toEqual(
      expect.arrayContaining(['checkout.session.completed', 'checkout.session.async_payment_succeeded']),
    )
    for (const index of order) {
      const event = events[index]
      for (let copy = 0; copy < 3 && event; copy += 1) await deliver(shop, event)
    }
    digests.add(JSON.stringify(await digestOf(shop, orderId)))
  }
  expect([...digests].map((digest) => JSON.parse(digest))).toEqual([
    {
      status: 'paid',
      attempts: ['succeeded'],
      payments: [['order', 2000, 0]],
      refunds: null,
      stock: ['allocated'],
      entries: [['capture', 2]],
    },
  ])
})

test('paid, refunded in the dashboard, that failed, refunded again: five events, each three times, in all 120 orders', async () => {
  const digests = new Set<string>()
  for (const order of permutationsOf([0, 1, 2, 3, 4])) {
    const { orderId, sessionId } = await openOrder(shop, { quantity: 1, stock: 1 })
    const from = shop.stripeMsw.events().length
    shop.stripeMsw.pay(sessionId)
    const intent = shop.stripeMsw.world.state.sessions.find(sessionId)?.payment_intent ?? ''
    const made = await shop.runtime.stripe.refunds.create({ payment_intent: intent, amount: 400 })
    shop.stripeMsw.settleRefund(made.id, 'fail')
    await shop.runtime.stripe.refunds.create({ payment_intent: intent, amount: 300 })
    const events = shop.stripeMsw
      .events()
      .slice(from)
      .filter(({ type }) => type === 'checkout.session.completed' || type.startsWith('refund.'))
    expect(events).toHaveLength(5)
    for (const index of order) {
      const event = events[index]
      for (let copy = 0; copy < 3 && event; copy += 1) await deliver(shop, event)
    }
    digests.add(JSON.stringify(await digestOf(shop, orderId)))
  }
  expect([...digests].map((digest) => JSON.parse(digest))).toEqual([
    {
      status: 'paid',
      attempts: ['succeeded'],
      payments: [['order', 1000, 300]],
      refunds: [
        ['provider_dashboard', 'succeeded', 300],
        ['provider_dashboard', 'failed', 400],
      ],
      stock: ['allocated'],
      entries: [
        ['capture', 2],
        ['refund_decided', 2],
        ['refund_decided', 2],
        ['refund_executed', 2],
        ['refund_failed', 2],
      ],
    },
  ])
}, 120_000)

test('an event that cannot be handled is tried ten times, then put before a person', async () => {
  const { sessionId } = await openOrder(shop)
  shop.stripeMsw.pay(sessionId)
  const event = eventsAbout(shop, 'checkout.session.completed').at(-1)
  if (!event) throw new Error('no event')
  shop.stripeMsw.setFaults({ api: { error_before: 1 } })
  await deliver(shop, event)
  for (let round = 0; round < 12; round += 1) {
    shop.advance(61)
    await processDueEvents(shop.runtime, shop.clock.now)
  }
  shop.stripeMsw.setFaults({})
  const row = await shop.db.selectFrom('stripe_event').selectAll().where('id', '=', event.id).executeTakeFirstOrThrow()
  expect(row).toMatchObject({ state: 'dead', tries: 10 })
  const incidents = await shop.db.selectFrom('incident').select('kind').where('source_id', '=', event.id).execute()
  expect(incidents).toEqual([{ kind: 'dead_event' }])
})

test('unknown types are kept as ignored; unknown money and disputes go before a person', async () => {
  const { orderId, sessionId } = await openOrder(shop)
  shop.stripeMsw.pay(sessionId)
  await settleSession(shop.runtime, sessionId, shop.clock.now)
  const intentEvent = eventsAbout(shop, 'payment_intent.succeeded').at(-1)
  if (!intentEvent) throw new Error('no event')
  await deliver(shop, intentEvent)
  const kept = await shop.db.selectFrom('stripe_event').select('state').where('id', '=', intentEvent.id).execute()
  expect(kept).toEqual([{ state: 'ignored' }])

  const session = shop.stripeMsw.world.state.sessions.find(sessionId)
  const charge = shop.stripeMsw.world.state.paymentIntents.find(session?.payment_intent ?? '')?.latest_charge
  shop.stripeMsw.dispute(charge ?? '')
  const dispute = eventsAbout(shop, 'charge.dispute.created').at(-1)
  if (!dispute) throw new Error('no dispute')
  await deliver(shop, dispute)
  expect(await digestOf(shop, orderId)).toMatchObject({ status: 'paid' })

  const foreign = await shop.runtime.stripe.checkout.sessions.create({
    mode: 'payment',
    line_items: [{ quantity: 1, price_data: { currency: 'cny', unit_amount: 100, product_data: { name: 'x' } } }],
    success_url: 'http://other.test/',
  })
  shop.stripeMsw.pay(foreign.id)
  const paid = eventsAbout(shop, 'checkout.session.completed').at(-1)
  if (!paid) throw new Error('no event')
  await deliver(shop, paid)
  const incidents = await shop.db
    .selectFrom('incident')
    .select(['kind', 'source_id'])
    .where('source_id', 'in', [foreign.id, dispute.data.object.id])
    .orderBy('kind')
    .execute()
  expect(incidents.map((row) => row.kind)).toEqual(['dispute', 'unknown_payment'])
})

describe('the answer to a call is lost', () => {
  test.each(['reset_after', 'error_after', 'error_before', 'reset_before'] as const)(
    '%s: the next visit gives one page, and it is the one that was made',
    async (fault) => {
      const { createOrder } = await import('#tests/support/factories/orders.ts')
      const { insertSku } = await import('#tests/integration/cart/goods.ts')
      const skuId = await insertSku(shop.store.ownerDb)
      const { orderId } = await createOrder(shop.db, {
        buyer: shop.buyer,
        lines: [{ skuId, quantity: 1 }],
        now: shop.clock.now,
      })
      const before = shop.stripeMsw.world.state.sessions.size
      shop.stripeMsw.setFaults({ nextApi: [{ on: 'POST /v1/checkout/sessions', fault }] })
      const first = await startSession(shop, orderId).catch(() => undefined)
      const second = await startSession(shop, orderId)
      expect(first ?? second).toBe(second)
      expect(shop.stripeMsw.world.state.sessions.size).toBe(before + 1)
      const attempts = await shop.db
        .selectFrom('payment_attempt')
        .select('state')
        .where('order_id', '=', orderId)
        .execute()
      expect(attempts).toEqual([{ state: 'open' }])
    },
  )

  test('nobody visits again: the poller opens the page', async () => {
    const { orderId } = await openOrder(shop)
    await sql`update payment_attempt set state = 'created', checkout_session_id = null, checkout_url = null
      where order_id = ${orderId}`.execute(shop.db)
    const before = shop.stripeMsw.world.state.sessions.size
    shop.advance(2)
    await pollAttempts(shop.runtime, shop.clock.now)
    expect(await digestOf(shop, orderId)).toMatchObject({ attempts: ['open'] })
    expect(shop.stripeMsw.world.state.sessions.size).toBe(before)
  })

  test.each(['reset_after', 'error_after', 'error_before', 'rate_limit'] as const)(
    '%s of a refund: sent back once',
    async (fault) => {
      const { orderId, sessionId } = await openOrder(shop)
      await sql`update payment_attempt set state = 'failed' where order_id = ${orderId}`.execute(shop.db)
      const second = await startSession(shop, orderId)
      for (const id of [sessionId, second]) {
        shop.stripeMsw.pay(id)
        await settleSession(shop.runtime, id, shop.clock.now)
      }
      shop.stripeMsw.setFaults({ nextApi: [{ on: 'POST /v1/refunds', fault }] })
      const sent = shop.stripeMsw.world.state.refunds.size
      for (let round = 0; round < 4; round += 1) {
        await executeRefunds(shop.runtime, shop.clock.now)
        shop.advance(2)
      }
      expect(shop.stripeMsw.world.state.refunds.size).toBe(sent + 1)
      expect(await digestOf(shop, orderId)).toMatchObject({ refunds: [['paid_twice', 'succeeded', 2000]] })
      expect(await incidentsOf(shop, orderId)).toEqual(['paid_twice'])
    },
  )
})
