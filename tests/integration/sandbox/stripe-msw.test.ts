import { setupServer } from 'msw/node'
import Stripe from 'stripe'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createStripeMsw } from '#tests/support/stripe-msw.ts'

const SECRET = 'whsec_msw'
const clock = { now: new Date('2026-11-24T09:00:00+08:00') }
const stripeMsw = createStripeMsw({ now: () => clock.now })
const server = setupServer(...stripeMsw.handlers)

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterAll(() => server.close())

function sdk(): Stripe {
  return new Stripe('sk_sandbox_msw', {
    apiVersion: '2026-10-28.endive',
    maxNetworkRetries: 0,
    timeout: 200,
    telemetry: false,
  })
}

async function createSession(): Promise<Stripe.Checkout.Session> {
  return sdk().checkout.sessions.create({
    mode: 'payment',
    line_items: [{ quantity: 2, price_data: { currency: 'cny', unit_amount: 990, product_data: { name: '小米' } } }],
    success_url: 'http://shop.test/paid',
  })
}

test('the SDK pays through MSW and the test decides when each event arrives', async () => {
  const session = await createSession()
  stripeMsw.pay(session.id, { method: 'alipay' })
  expect((await sdk().checkout.sessions.retrieve(session.id)).payment_status).toBe('paid')
  const [, completed] = stripeMsw.events()
  if (!completed) throw new Error('no event')
  const { body, headers } = stripeMsw.webhook(completed, SECRET)
  const at = Math.floor(clock.now.getTime() / 1000)
  const event = sdk().webhooks.constructEvent(body, headers['stripe-signature'], SECRET, 300, undefined, at)
  expect(event).toMatchObject({ type: 'checkout.session.completed', data: { object: { id: session.id } } })
})

test('faults reach the SDK', async () => {
  stripeMsw.setFaults({ nextApi: [{ fault: 'error_after' }, { fault: 'stall_after' }], stallMs: 300 })
  const before = stripeMsw.world.state.sessions.size
  await expect(createSession()).rejects.toBeInstanceOf(Stripe.errors.StripeAPIError)
  await expect(createSession()).rejects.toBeInstanceOf(Stripe.errors.StripeConnectionError)
  expect(stripeMsw.world.state.sessions.size).toBe(before + 2)
})

test('moving the clock expires a session', async () => {
  const session = await createSession()
  clock.now = new Date(clock.now.getTime() + 25 * 60 * 60 * 1000)
  stripeMsw.tick()
  expect(stripeMsw.events().at(-1)).toMatchObject({
    type: 'checkout.session.expired',
    data: { object: { id: session.id } },
  })
})
