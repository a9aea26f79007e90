import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Stripe from 'stripe'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  type StripeSandbox,
  type StripeSandboxOptions,
  startStripeSandbox,
} from '#app/sandbox/stripe/stripe-sandbox-server.ts'

const SECRET = 'whsec_sandbox_test'

interface Received {
  body: string
  signature: string
}

let shop: { url: string; received: Received[]; status: number; close: () => void }
let sandbox: StripeSandbox
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stripe-sandbox-'))
  shop = await startShop()
  sandbox = await start()
})

afterEach(async () => {
  await sandbox.close()
  shop.close()
  await rm(folder, { recursive: true })
})

function start(options: Partial<StripeSandboxOptions> = {}): Promise<StripeSandbox> {
  const dataFile = join(folder, 'journal.jsonl')
  return startStripeSandbox({ port: 0, webhookUrl: shop.url, webhookSecret: SECRET, seed: 'sdk', dataFile, ...options })
}

async function startShop() {
  const received: Received[] = []
  const state = { status: 200 }
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    received.push({
      body: Buffer.concat(chunks).toString('utf8'),
      signature: String(request.headers['stripe-signature']),
    })
    response.writeHead(state.status).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}/webhooks/stripe`,
    received,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  })
}

function sdk(options: { key?: string; timeout?: number } = {}): Stripe {
  return new Stripe(options.key ?? 'sk_sandbox_test', {
    apiVersion: '2026-10-28.endive',
    host: '127.0.0.1',
    port: sandbox.port,
    protocol: 'http',
    maxNetworkRetries: 0,
    timeout: options.timeout ?? 5_000,
    telemetry: false,
  })
}

function sessionParams(fen = 12_345): Stripe.Checkout.SessionCreateParams {
  return {
    mode: 'payment',
    line_items: [
      { quantity: 1, price_data: { currency: 'cny', unit_amount: fen, product_data: { name: '大红袍花椒 500 克' } } },
    ],
    allowed_payment_method_types: ['card', 'alipay', 'wechat_pay'],
    client_reference_id: 'YS-0001',
    metadata: { order_no: 'YS-0001' },
    payment_intent_data: { metadata: { order_no: 'YS-0001' } },
    success_url: 'http://shop.test/orders/YS-0001?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'http://shop.test/orders/YS-0001',
    expires_at: Math.floor(Date.now() / 1000) + 31 * 60,
    locale: 'zh',
  }
}

async function control(path: string, body?: object): Promise<Response> {
  return fetch(`${sandbox.url}/_sandbox/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
}

async function press(sessionId: string, form: Record<string, string>): Promise<Response> {
  const body = new URLSearchParams(form)
  return fetch(`${sandbox.url}/checkout/${sessionId}`, { method: 'POST', body, redirect: 'manual' })
}

function receivedEvents(): Stripe.Event[] {
  return shop.received.map(({ body, signature }) => sdk().webhooks.constructEvent(body, signature, SECRET))
}

describe('the stripe SDK against the sandbox', () => {
  test('creates, pays, reads and refunds; each event arrives with a signature that verifies', async () => {
    const stripe = sdk()
    const params = sessionParams()
    const session = await stripe.checkout.sessions.create(params, { idempotencyKey: 'attempt-1' })
    expect(session).toMatchObject({ amount_total: 12_345, currency: 'cny', status: 'open', payment_status: 'unpaid' })
    expect(session.url).toBe(`${sandbox.url}/checkout/${session.id}`)
    const repeated = await stripe.checkout.sessions.create(params, { idempotencyKey: 'attempt-1' })
    expect(repeated.id).toBe(session.id)

    expect((await control(`sessions/${session.id}/pay`, { method: 'alipay' })).status).toBe(200)
    const paid = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent.latest_charge'] })
    const intent = paid.payment_intent as Stripe.PaymentIntent
    expect(paid.payment_status).toBe('paid')
    expect(intent.metadata).toEqual({ order_no: 'YS-0001' })
    expect((intent.latest_charge as Stripe.Charge).amount).toBe(12_345)

    const refund = await stripe.refunds.create(
      { payment_intent: intent.id, amount: 345 },
      { idempotencyKey: 'refund-1' },
    )
    expect(refund.status).toBe('succeeded')
    const charge = await stripe.charges.retrieve((intent.latest_charge as Stripe.Charge).id, { expand: ['refunds'] })
    expect([charge.amount_refunded, charge.refunds?.data[0]?.id]).toEqual([345, refund.id])

    await vi.waitFor(() => expect(shop.received).toHaveLength(4))
    expect(
      receivedEvents()
        .map((event) => event.type)
        .sort(),
    ).toEqual(['charge.refunded', 'checkout.session.completed', 'payment_intent.succeeded', 'refund.created'])
    await vi.waitFor(async () => {
      expect((await stripe.events.list({ delivery_success: false })).data).toHaveLength(0)
    })
    const lines = await stripe.balanceTransactions
      .list({ created: { gte: session.created } })
      .autoPagingToArray({ limit: 10 })
    expect(lines.map((line) => [line.type, line.amount])).toEqual([
      ['payment_refund', -345],
      ['payment', 12_345],
    ])
  })

  test('refusals arrive as the classes of the SDK', async () => {
    const stripe = sdk()
    const session = await stripe.checkout.sessions.create(sessionParams(), { idempotencyKey: 'one' })
    await expect(stripe.checkout.sessions.create(sessionParams(9), { idempotencyKey: 'one' })).rejects.toBeInstanceOf(
      Stripe.errors.StripeIdempotencyError,
    )
    await expect(stripe.checkout.sessions.retrieve('cs_test_none')).rejects.toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
    })
    const old = { ...sessionParams(), payment_method_types: ['card'] } as Stripe.Checkout.SessionCreateParams
    await expect(stripe.checkout.sessions.create(old)).rejects.toMatchObject({ code: 'parameter_unknown' })
    await stripe.checkout.sessions.expire(session.id)
    await expect(stripe.checkout.sessions.expire(session.id)).rejects.toBeInstanceOf(
      Stripe.errors.StripeInvalidRequestError,
    )
    await expect(sdk({ key: 'pk_nothing' }).events.list()).rejects.toBeInstanceOf(
      Stripe.errors.StripeAuthenticationError,
    )
  })

  test('faults arrive as what they are', async () => {
    const stripe = sdk({ timeout: 300 })
    const fails = async (fault: string, times = 1) => {
      await control('faults', {
        nextApi: Array.from({ length: times }, () => ({ on: 'GET /v1/events', fault })),
        stallMs: 60_000,
      })
      return stripe.events.list().catch((error: unknown) => error)
    }
    expect(await fails('error_before')).toBeInstanceOf(Stripe.errors.StripeAPIError)
    expect(await fails('rate_limit')).toBeInstanceOf(Stripe.errors.StripeRateLimitError)
    expect(await fails('reset_before', 2)).toBeInstanceOf(Stripe.errors.StripeConnectionError)
    expect(await fails('stall_after')).toBeInstanceOf(Stripe.errors.StripeConnectionError)
  })

  test('a connection cut after the work is repeated by the SDK under its key: one session', async () => {
    await control('faults', { nextApi: [{ on: 'POST /v1/checkout/sessions', fault: 'reset_after' }] })
    await sdk().checkout.sessions.create(sessionParams(), { idempotencyKey: 'cut' })
    expect(sandbox.world.state.sessions.size).toBe(1)
  })
})

describe('webhooks', () => {
  test('are sent again until the shop answers 2xx', async () => {
    shop.status = 500
    const session = await sdk().checkout.sessions.create(sessionParams())
    await control(`sessions/${session.id}/pay`, {})
    await vi.waitFor(() => expect(shop.received.length).toBeGreaterThanOrEqual(2))
    shop.status = 200
    await control('flush', {})
    expect((await sdk().events.list({ delivery_success: true })).data).toHaveLength(2)
  })

  test('dropped ones stay undelivered until they are sent on purpose', async () => {
    await control('faults', { webhooks: { drop: 1 } })
    const session = await sdk().checkout.sessions.create(sessionParams())
    await control(`sessions/${session.id}/pay`, {})
    const [missed] = (await sdk().events.list({ delivery_success: false, type: 'checkout.session.completed' })).data
    expect(shop.received).toHaveLength(0)
    await control(`events/${missed?.id}/resend`, { times: 3 })
    expect(receivedEvents().map((event) => event.id)).toEqual([missed?.id, missed?.id, missed?.id])
  })

  test('doubled, delayed and swapped ones all arrive', async () => {
    await control('faults', { webhooks: { duplicate: 0.4, delay: 0.5, reorder: 1 }, delayMs: 50 })
    for (let count = 0; count < 10; count += 1) {
      const session = await sdk().checkout.sessions.create(sessionParams())
      await control(`sessions/${session.id}/pay`, {})
    }
    await vi.waitFor(() => expect(sandbox.world.state.undelivered.size).toBe(0))
    expect(shop.received.length).toBeGreaterThan(20)
  })
})

describe('a restart', () => {
  test('keeps sessions, keys and the events still owed', async () => {
    shop.status = 503
    const session = await sdk().checkout.sessions.create(sessionParams(500), { idempotencyKey: 'before' })
    await control(`sessions/${session.id}/pay`, { method: 'wechat_pay' })
    await sandbox.close()
    shop.received.length = 0
    shop.status = 200
    sandbox = await start({ seed: 'ignored: the journal has its own' })
    expect((await sdk().checkout.sessions.retrieve(session.id)).payment_status).toBe('paid')
    await expect(
      sdk().checkout.sessions.create(sessionParams(501), { idempotencyKey: 'before' }),
    ).rejects.toBeInstanceOf(Stripe.errors.StripeIdempotencyError)
    await vi.waitFor(() => expect(shop.received).toHaveLength(2))
  })

  test('forgets a torn last line and refuses a damaged one', async () => {
    const file = join(folder, 'journal.jsonl')
    await sdk().checkout.sessions.create(sessionParams())
    await sandbox.close()
    await appendFile(file, '{"now":1,"comm')
    sandbox = await start()
    expect(sandbox.world.state.sessions.size).toBe(1)
    await sandbox.close()
    await appendFile(file, 'not JSON\n')
    await expect(start()).rejects.toThrow(/damaged at line/)
    await writeFile(file, 'something else\n')
    await expect(start()).rejects.toThrow(/not a journal/)
  })

  test('a second start on a taken port says so', async () => {
    await expect(start({ port: sandbox.port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })
})

describe('the hosted page', () => {
  test('shows order, amount and methods, and says that it is no real money', async () => {
    const session = await sdk().checkout.sessions.create(sessionParams(123_456))
    const page = await (await fetch(session.url ?? '')).text()
    for (const text of ['沙盒 · 不是真钱', 'YS-0001', '¥1,234.56', '支付宝', '支付成功', '异步处理'])
      expect(page).toContain(text)
    expect(page).not.toContain('<script')
    const english = await (await fetch(`${session.url}?lang=en`)).text()
    for (const text of ['no real money', 'WeChat Pay', 'Back to the shop']) expect(english).toContain(text)
  })

  test('a declined payment stays, a second one succeeds and leads back to the shop', async () => {
    const { id } = await sdk().checkout.sessions.create(sessionParams())
    const declined = await press(id, { method: 'card', action: 'decline' })
    expect([declined.status, declined.headers.get('location')]).toEqual([303, `/checkout/${id}`])
    expect(await (await fetch(`${sandbox.url}/checkout/${id}`)).text()).toContain('这次付款没有成功')
    const paid = await press(id, { method: 'alipay', action: 'pay' })
    expect(paid.headers.get('location')).toBe(`http://shop.test/orders/YS-0001?session=${id}`)
    expect((await sdk().checkout.sessions.retrieve(id)).payment_status).toBe('paid')
  })

  test('paying and closing the tab never leads to the shop', async () => {
    const { id } = await sdk().checkout.sessions.create(sessionParams())
    const closed = await press(id, { method: 'wechat_pay', action: 'pay_and_close' })
    expect(closed.headers.get('location')).toBe(`/checkout/${id}/closed`)
    const page = await (await fetch(`${sandbox.url}/checkout/${id}/closed`)).text()
    expect(page).toContain('可以关闭此页面')
    expect(page).not.toContain('shop.test')
  })

  test('cancelling goes back and leaves the session open; hostile input is harmless', async () => {
    const { id } = await sdk().checkout.sessions.create({ ...sessionParams(), metadata: { order_no: '<b>"x' } })
    expect((await press(id, { action: 'cancel' })).headers.get('location')).toBe('http://shop.test/orders/YS-0001')
    expect((await press(id, { action: 'toString' })).headers.get('location')).toBe(`/checkout/${id}`)
    const page = await (await fetch(`${sandbox.url}/checkout/${id}`)).text()
    expect(page).not.toContain('<b>')
    expect((await fetch(`${sandbox.url}/checkout/cs_test_none`)).status).toBe(404)
    expect((await sdk().checkout.sessions.retrieve(id)).status).toBe('open')
  })

  test('a payment processed later succeeds by itself', async () => {
    await sandbox.close()
    sandbox = await start({ settlesAfter: 1 })
    const { id } = await sdk().checkout.sessions.create(sessionParams())
    await press(id, { method: 'wechat_pay', action: 'process' })
    expect((await sdk().checkout.sessions.retrieve(id)).payment_status).toBe('unpaid')
    await vi.waitFor(
      () => expect(receivedEvents().map((event) => event.type)).toContain('checkout.session.async_payment_succeeded'),
      { timeout: 5_000 },
    )
  })
})
