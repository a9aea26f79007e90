import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { ApiDoor } from './api-door.ts'
import type { FaultSettings } from './fault-plan.ts'
import { renderEvent } from './stripe-objects.ts'
import { type JournalLine, StripeWorld } from './stripe-world.ts'

interface Body {
  id: string
  status: string
  amount: number
  data: Body[]
  error: { type: string; code?: string; message: string; param?: string }
  [field: string]: unknown
}

const HOUR_MS = 60 * 60 * 1000
const BEGINNING = new Date('2026-11-24T09:00:00+08:00')

let clock: { now: Date }
let world: StripeWorld
let door: ApiDoor
let journal: JournalLine[]

function open(faults: FaultSettings = {}): void {
  clock = { now: BEGINNING }
  world = new StripeWorld({ seed: 'machine', now: () => clock.now, hostedBase: 'http://pay.test', faults })
  door = new ApiDoor(world)
  journal = []
  world.onChange = (line) => journal.push(structuredClone(line))
}

beforeEach(() => open())

function get(path: string, form: Record<string, string> = {}) {
  return call({ method: 'GET', path, form })
}

function post(path: string, form: Record<string, string> = {}, key?: string) {
  return call({ method: 'POST', path, form, key })
}

interface Asked {
  method: 'GET' | 'POST'
  path: string
  form: Record<string, string>
  key?: string | undefined
}

function call({ method, path, form, key }: Asked) {
  const text = new URLSearchParams(form).toString()
  const headers: Record<string, string> = { authorization: 'Bearer sk_sandbox_test' }
  if (key !== undefined) headers['idempotency-key'] = key
  const answer = door.answer({
    method,
    target: method === 'GET' && text !== '' ? `${path}?${text}` : path,
    header: (name) => headers[name],
    body: method === 'POST' ? text : '',
  })
  if (answer.kind === 'reset') throw new Error('reset')
  return { status: answer.status, headers: answer.headers, body: JSON.parse(answer.body) as Body }
}

function sessionForm(fen: number): Record<string, string> {
  return {
    mode: 'payment',
    'line_items[0][price_data][currency]': 'cny',
    'line_items[0][price_data][unit_amount]': String(fen),
    'line_items[0][price_data][product_data][name]': '大红袍花椒 500 克',
    'line_items[0][quantity]': '1',
    'allowed_payment_method_types[0]': 'card',
    'allowed_payment_method_types[1]': 'alipay',
    client_reference_id: 'YS20261124-0001',
    success_url: 'http://shop.test/orders/1?paid={CHECKOUT_SESSION_ID}',
    cancel_url: 'http://shop.test/orders/1',
  }
}

function createSession(fen = 12_345): string {
  const created = post('/v1/checkout/sessions', sessionForm(fen))
  expect(created.status).toBe(200)
  return created.body.id
}

function paidIntent(fen = 12_345): string {
  const sessionId = createSession(fen)
  const paid = world.pay({ sessionId, method: 'card', outcome: 'succeed' })
  if (!paid.ok || paid.value.payment_intent === null) throw new Error('not paid')
  return paid.value.payment_intent
}

function advance(milliseconds: number): void {
  clock.now = new Date(clock.now.getTime() + milliseconds)
}

function eventTypes(): string[] {
  return world.state.events.all().map((event) => event.type)
}

describe('creating a checkout session', () => {
  test('payment_method_types is an unknown parameter', () => {
    const { status, body } = post('/v1/checkout/sessions', {
      ...sessionForm(100),
      'payment_method_types[0]': 'card',
    })
    expect(status).toBe(400)
    expect(body.error).toMatchObject({ code: 'parameter_unknown', param: 'payment_method_types' })
  })

  test.each([
    ['29 minutes 59 seconds', 30 * 60 - 1, 400],
    ['30 minutes', 30 * 60, 200],
    ['24 hours', 24 * 60 * 60, 200],
    ['24 hours and a second', 24 * 60 * 60 + 1, 400],
  ])('an expiry in %s answers as Stripe does', (_words, seconds, status) => {
    const expires_at = String(Math.floor(BEGINNING.getTime() / 1000) + seconds)
    expect(post('/v1/checkout/sessions', { ...sessionForm(100), expires_at }).status).toBe(status)
  })

  test('a missing parameter is named', () => {
    const { success_url: _left, ...form } = sessionForm(100)
    expect(post('/v1/checkout/sessions', form).body.error).toMatchObject({
      code: 'parameter_missing',
      param: 'success_url',
    })
  })

  test('no key, a live key and a foreign version are refused', () => {
    const asked = (headers: Record<string, string>) => {
      const answer = door.answer({ method: 'GET', target: '/v1/events', header: (name) => headers[name], body: '' })
      return answer.kind === 'answer' ? answer.status : 0
    }
    expect(asked({})).toBe(401)
    expect(asked({ authorization: 'Bearer sk_live_1' })).toBe(401)
    expect(asked({ authorization: 'Bearer sk_sandbox_1', 'stripe-version': '2019-01-01' })).toBe(400)
    expect(asked({ authorization: 'Bearer sk_sandbox_1', 'stripe-version': '2026-10-28.endive' })).toBe(200)
  })
})

describe('idempotency keys', () => {
  test('the same key with the same parameters gives the first answer, though the session changed since', () => {
    const first = post('/v1/checkout/sessions', sessionForm(100), 'key-1')
    world.pay({ sessionId: first.body.id, method: 'card', outcome: 'succeed' })
    const again = post('/v1/checkout/sessions', sessionForm(100), 'key-1')
    expect(again.body).toEqual(first.body)
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect(world.state.sessions.size).toBe(1)
  })

  test('the same key with other parameters is an idempotency error', () => {
    post('/v1/checkout/sessions', sessionForm(100), 'key-1')
    const other = post('/v1/checkout/sessions', sessionForm(101), 'key-1')
    expect(other.status).toBe(400)
    expect(other.body.error.type).toBe('idempotency_error')
  })

  test('wrong parameters leave the key free', () => {
    expect(post('/v1/checkout/sessions', { mode: 'payment' }, 'key-1').status).toBe(400)
    expect(post('/v1/checkout/sessions', sessionForm(100), 'key-1').status).toBe(200)
  })

  test.each([
    ['error_before', 0],
    ['error_after', 1],
  ] as const)('a 500 (%s) is kept under its key', (fault, sessions) => {
    open({ nextApi: [{ on: 'POST /v1/checkout/sessions', fault }] })
    expect(post('/v1/checkout/sessions', sessionForm(100), 'key-1').status).toBe(500)
    expect(post('/v1/checkout/sessions', sessionForm(100), 'key-1').status).toBe(500)
    expect(world.state.sessions.size).toBe(sessions)
    expect(post('/v1/checkout/sessions', sessionForm(100), 'key-2').status).toBe(200)
  })

  test('a key is forgotten after 24 hours', () => {
    post('/v1/checkout/sessions', sessionForm(100), 'key-1')
    advance(24 * HOUR_MS - 1000)
    post('/v1/checkout/sessions', sessionForm(100), 'key-1')
    expect(world.state.sessions.size).toBe(1)
    advance(1000)
    post('/v1/checkout/sessions', sessionForm(100), 'key-1')
    expect(world.state.sessions.size).toBe(2)
  })

  test('a 429 leaves the key free', () => {
    open({ nextApi: [{ fault: 'rate_limit' }] })
    expect(post('/v1/checkout/sessions', sessionForm(100), 'key-1').status).toBe(429)
    expect(post('/v1/checkout/sessions', sessionForm(100), 'key-1').status).toBe(200)
  })
})

describe('expiry against payment', () => {
  test('a paid session refuses to expire', () => {
    const id = createSession()
    world.pay({ sessionId: id, method: 'card', outcome: 'succeed' })
    const expired = post(`/v1/checkout/sessions/${id}/expire`)
    expect(expired.status).toBe(400)
    expect(expired.body.error.message).toContain('status of `complete`')
  })

  test('a processing session refuses to expire', () => {
    const id = createSession()
    world.pay({ sessionId: id, method: 'alipay', outcome: 'process' })
    expect(post(`/v1/checkout/sessions/${id}/expire`).status).toBe(400)
  })

  test('an expired session refuses to be paid', () => {
    const id = createSession()
    expect(post(`/v1/checkout/sessions/${id}/expire`).body.status).toBe('expired')
    expect(world.pay({ sessionId: id, method: 'card', outcome: 'succeed' }).ok).toBe(false)
    expect(eventTypes()).toEqual(['checkout.session.expired'])
  })

  test('a session expires at its own second, once', () => {
    const id = createSession()
    advance(24 * HOUR_MS - 1000)
    world.tick()
    expect(get(`/v1/checkout/sessions/${id}`).body.status).toBe('open')
    advance(1000)
    expect(get(`/v1/checkout/sessions/${id}`).body.status).toBe('expired')
    advance(100 * 24 * HOUR_MS)
    world.tick()
    expect(eventTypes()).toEqual(['checkout.session.expired'])
  })

  test('a paid session stays complete when its second of expiry comes', () => {
    const id = createSession()
    world.pay({ sessionId: id, method: 'card', outcome: 'succeed' })
    advance(25 * HOUR_MS)
    expect(get(`/v1/checkout/sessions/${id}`).body.status).toBe('complete')
    expect(eventTypes()).not.toContain('checkout.session.expired')
  })

  test('a method that is not allowed is refused', () => {
    expect(world.pay({ sessionId: createSession(), method: 'wechat_pay', outcome: 'succeed' }).ok).toBe(false)
  })
})

describe('payments', () => {
  test('a declined payment leaves the session open and may be tried again', () => {
    const id = createSession(500)
    world.pay({ sessionId: id, method: 'card', outcome: 'decline' })
    const declined = get(`/v1/checkout/sessions/${id}`, { 'expand[0]': 'payment_intent' }).body
    expect(declined).toMatchObject({
      status: 'open',
      payment_status: 'unpaid',
      payment_intent: { status: 'requires_payment_method', last_payment_error: { code: 'card_declined' } },
    })
    world.pay({ sessionId: id, method: 'alipay', outcome: 'succeed' })
    const paid = get(`/v1/checkout/sessions/${id}`, { 'expand[0]': 'payment_intent.latest_charge' }).body
    expect(paid).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
      payment_intent: {
        status: 'succeeded',
        amount_received: 500,
        latest_charge: { amount: 500, paid: true, payment_method_details: { type: 'alipay' } },
      },
    })
    expect(eventTypes()).toEqual([
      'payment_intent.payment_failed',
      'payment_intent.succeeded',
      'checkout.session.completed',
    ])
  })

  test.each([
    ['succeed', 'paid', ['payment_intent.succeeded', 'checkout.session.async_payment_succeeded']],
    ['fail', 'unpaid', ['payment_intent.payment_failed', 'checkout.session.async_payment_failed']],
  ] as const)('a processing payment that will %s ends %s', (outcome, status, events) => {
    const id = createSession()
    world.pay({ sessionId: id, method: 'alipay', outcome: 'process', settlesAfter: 60, settlesAs: outcome })
    expect(get(`/v1/checkout/sessions/${id}`).body).toMatchObject({
      status: 'complete',
      payment_status: 'unpaid',
    })
    advance(60_000)
    expect(get(`/v1/checkout/sessions/${id}`).body).toMatchObject({
      status: 'complete',
      payment_status: status,
    })
    expect(eventTypes()).toEqual(['checkout.session.completed', ...events])
  })

  test('an order that costs nothing needs no payment', () => {
    const id = createSession(0)
    world.pay({ sessionId: id, method: 'card', outcome: 'succeed' })
    expect(get(`/v1/checkout/sessions/${id}`).body).toMatchObject({
      status: 'complete',
      payment_status: 'no_payment_required',
      payment_intent: null,
    })
  })

  test('an event keeps its object as it was', () => {
    const id = createSession(500)
    world.pay({ sessionId: id, method: 'alipay', outcome: 'process' })
    world.settlePayment(id, 'succeed')
    const [completed] = world.state.events.all().map(renderEvent)
    expect(completed?.data.object).toMatchObject({ id, payment_status: 'unpaid' })
  })

  test('with events never made the money is there all the same', () => {
    open({ neverMade: 1 })
    paidIntent(700)
    expect(eventTypes()).toEqual([])
    expect(get('/v1/balance_transactions').body.data).toMatchObject([{ amount: 700, type: 'charge' }])
  })
})

describe('refunds', () => {
  test('a part, then the rest, then nothing more', () => {
    const payment_intent = paidIntent(1000)
    expect(post('/v1/refunds', { payment_intent, amount: '400' }).body).toMatchObject({ status: 'succeeded' })
    expect(post('/v1/refunds', { payment_intent, amount: '601' }).body.error).toMatchObject({ param: 'amount' })
    expect(post('/v1/refunds', { payment_intent }).body.amount).toBe(600)
    expect(post('/v1/refunds', { payment_intent }).body.error.code).toBe('charge_already_refunded')
    expect(get('/v1/refunds', { payment_intent }).body.data.map((refund) => refund.amount)).toEqual([600, 400])
  })

  test('a pending refund counts until it fails, and then can be given again', () => {
    open({ pendingRefund: 1 })
    const payment_intent = paidIntent(1000)
    const refund = post('/v1/refunds', { payment_intent }).body
    expect(refund).toMatchObject({ status: 'pending', pending_reason: 'processing', balance_transaction: null })
    expect(post('/v1/refunds', { payment_intent, amount: '1' }).status).toBe(400)
    world.settleRefund(refund.id, 'fail')
    expect(get(`/v1/refunds/${refund.id}`).body.status).toBe('failed')
    expect(post('/v1/refunds', { payment_intent }).status).toBe(200)
    expect(eventTypes().slice(2)).toEqual(['refund.created', 'refund.updated', 'refund.failed', 'refund.created'])
  })

  test('a refund that fails after it succeeded brings the money back to the balance', () => {
    const payment_intent = paidIntent(1000)
    const refund = post('/v1/refunds', { payment_intent, amount: '300' }).body
    world.settleRefund(refund.id, 'fail')
    const lines = get('/v1/balance_transactions').body.data
    expect(lines.map((line) => line.amount)).toEqual([300, -300, 1000])
  })

  test('an unknown or unpaid intent has nothing to refund', () => {
    expect(post('/v1/refunds', { payment_intent: 'pi_none' }).status).toBe(404)
    expect(post('/v1/refunds', {}).status).toBe(400)
  })

  test('property: whatever is asked, refunds that count never exceed the charge and agree with the balance', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('refund' as const), amount: fc.integer({ min: 1, max: 1200 }) }),
      fc.record({ kind: fc.constant('fail' as const), index: fc.nat(9) }),
      fc.record({ kind: fc.constant('succeed' as const), index: fc.nat(9) }),
    )
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.array(step),
        (fen, pendingRefund, steps) => {
          open({ pendingRefund })
          const payment_intent = paidIntent(fen)
          for (const each of steps) {
            if (each.kind === 'refund') post('/v1/refunds', { payment_intent, amount: String(each.amount) })
            else world.settleRefund(world.state.refunds.all()[each.index]?.id ?? '', each.kind)
          }
          const refunds = world.state.refunds.all()
          const sum = (status: string) =>
            refunds.filter((refund) => refund.status === status).reduce((total, refund) => total + refund.amount, 0)
          const [charge] = world.state.charges.all()
          expect(charge?.amount_refunded).toBe(sum('pending') + sum('succeeded'))
          expect(charge?.amount_refunded).toBeLessThanOrEqual(fen)
          const balance = world.state.balanceTransactions.all().reduce((total, line) => total + line.amount, 0)
          expect(balance).toBe(fen - sum('succeeded'))
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('events and lists', () => {
  test('undelivered events can be listed until they are delivered', () => {
    createSession()
    paidIntent()
    const undelivered = () => get('/v1/events', { delivery_success: 'false' }).body.data
    expect(undelivered().map((event) => event.type)).toEqual(['checkout.session.completed', 'payment_intent.succeeded'])
    world.markDelivered(undelivered()[0]?.id ?? '')
    expect(undelivered().map((event) => event.type)).toEqual(['payment_intent.succeeded'])
    expect(get('/v1/events', { 'types[0]': 'checkout.session.completed' }).body.data).toHaveLength(1)
  })

  test('pages of a list follow each other without gap or repeat', () => {
    const ids = Array.from({ length: 7 }, () => createSession()).reverse()
    const first = get('/v1/checkout/sessions', { limit: '4' }).body
    const second = get('/v1/checkout/sessions', { limit: '4', starting_after: first.data[3]?.id ?? '' }).body
    expect([...first.data, ...second.data].map((session) => session.id)).toEqual(ids)
    expect([first.has_more, second.has_more]).toEqual([true, false])
  })

  test('the balance is listed by when it moved', () => {
    paidIntent(100)
    advance(HOUR_MS)
    paidIntent(200)
    const hourLater = String(Math.floor(clock.now.getTime() / 1000))
    const amounts = (range: Record<string, string>) =>
      get('/v1/balance_transactions', range).body.data.map((line) => line.amount)
    expect(amounts({ 'created[gte]': hourLater })).toEqual([200])
    expect(amounts({ 'created[lt]': hourLater })).toEqual([100])
  })

  test('a disputed charge cannot be refunded', () => {
    const payment_intent = paidIntent()
    world.dispute(world.state.charges.all()[0]?.id ?? '')
    expect(post('/v1/refunds', { payment_intent }).body.error.code).toBe('charge_disputed')
    expect(eventTypes().at(-1)).toBe('charge.dispute.created')
  })
})

test('doing the journal again gives the same world', () => {
  open({ pendingRefund: 0.5 })
  for (let round = 0; round < 20; round += 1) {
    const payment_intent = paidIntent(1000 + round)
    post('/v1/refunds', { payment_intent, amount: '10' }, `refund-${round}`)
    advance(2 * HOUR_MS)
    createSession()
  }
  const again = new StripeWorld({ seed: 'machine', now: () => clock.now, hostedBase: 'http://pay.test' })
  for (const line of JSON.parse(JSON.stringify(journal)) as JournalLine[]) again.replay(line)
  const contents = ({ state }: StripeWorld) =>
    [state.sessions, state.paymentIntents, state.charges, state.refunds, state.balanceTransactions, state.events].map(
      (shelf) => shelf.all(),
    )
  expect(contents(again)).toEqual(contents(world))
  expect(again.state.answers).toEqual(world.state.answers)
})
