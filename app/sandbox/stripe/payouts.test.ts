import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { ApiDoor } from './api-door.ts'
import type { BalanceTransaction, Payout } from './stripe-objects.ts'
import { type JournalLine, StripeWorld } from './stripe-world.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const BEGINNING = new Date('2026-11-24T09:00:00+08:00')

let clock: { now: Date }
let world: StripeWorld
let door: ApiDoor
let journal: JournalLine[]

beforeEach(() => {
  clock = { now: BEGINNING }
  world = new StripeWorld({ seed: 'payouts', now: () => clock.now, hostedBase: 'http://pay.test' })
  door = new ApiDoor(world)
  journal = []
  world.onChange = (line) => journal.push(structuredClone(line))
})

interface List<Item> {
  data: Item[]
  has_more: boolean
}

function call<Body>(method: 'GET' | 'POST', target: string, form: Record<string, string> = {}): Body {
  const answer = door.answer({
    method,
    target,
    header: (name) => (name === 'authorization' ? 'Bearer sk_sandbox_test' : undefined),
    body: new URLSearchParams(form).toString(),
  })
  if (answer.kind === 'reset') throw new Error('reset')
  return JSON.parse(answer.body) as Body
}

const lines = (query = '') => call<List<BalanceTransaction>>('GET', `/v1/balance_transactions?limit=100&${query}`)
const payouts = () => call<List<Payout>>('GET', '/v1/payouts?limit=100').data

function pay(amount: number): string {
  const session = call<{ id: string }>('POST', '/v1/checkout/sessions', {
    mode: 'payment',
    'line_items[0][price_data][currency]': 'cny',
    'line_items[0][price_data][unit_amount]': String(amount),
    'line_items[0][price_data][product_data][name]': '大红袍花椒 500 克',
    'line_items[0][quantity]': '1',
    'allowed_payment_method_types[0]': 'alipay',
    client_reference_id: 'YS20261124-0001',
    success_url: 'http://shop.test/done',
  })
  const paid = world.pay({ sessionId: session.id, method: 'alipay', outcome: 'succeed' })
  if (!paid.ok || paid.value.payment_intent === null) throw new Error('not paid')
  return paid.value.payment_intent
}

function advanceDays(days: number): void {
  for (let day = 0; day < days; day += 1) {
    clock.now = new Date(clock.now.getTime() + DAY_MS)
    world.tick()
  }
}

const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0)

describe('payouts', () => {
  test('come by themselves, a day for what is available, and name their lines', () => {
    pay(10_000)
    pay(5_050)
    advanceDays(7)
    expect(payouts()).toEqual([])
    advanceDays(1)
    const [payout] = payouts()
    expect(payout).toMatchObject({ amount: 15_050 - 220 - 111, status: 'pending', automatic: true })
    const items = lines(`payout=${payout?.id}`).data
    expect(items.map((line) => [line.type, line.net])).toEqual([
      ['payout', -14_719],
      ['payment', 4_939],
      ['payment', 9_780],
    ])
    advanceDays(1)
    expect(payouts()).toMatchObject([{ status: 'paid' }])
    advanceDays(5)
    expect(payouts()).toHaveLength(1)
  })

  test('are announced when made, itemised and paid', () => {
    pay(10_000)
    expect(world.payOut()).toMatchObject({ ok: true, value: { payout: { amount: 9_780 } } })
    expect(world.payOut()).toMatchObject({ ok: true, value: { payout: null } })
    const [payout] = payouts()
    expect(world.settlePayout(payout?.id ?? '', 'succeed').ok).toBe(true)
    expect(world.settlePayout(payout?.id ?? '', 'succeed').ok).toBe(false)
    const types = world.state.events.all().map((event) => event.type)
    expect(types.filter((type) => type.startsWith('payout.'))).toEqual([
      'payout.created',
      'payout.reconciliation_completed',
      'payout.paid',
    ])
  })

  test('that fail, even after having been paid, put the money into the next one', () => {
    pay(10_000)
    world.payOut()
    const [first] = payouts()
    world.settlePayout(first?.id ?? '', 'succeed')
    world.settlePayout(first?.id ?? '', 'fail')
    expect(payouts()).toMatchObject([{ status: 'failed', failure_code: 'account_closed' }])
    world.payOut()
    const second = payouts().find((payout) => payout.id !== first?.id)
    expect(second?.amount).toBe(9_780)
    expect(lines(`payout=${second?.id}`).data.map((line) => line.type)).toEqual(['payout', 'payout_failure'])
  })

  test('wait while refunds and disputes leave nothing above zero', () => {
    const payment_intent = pay(1_000)
    call('POST', '/v1/refunds', { payment_intent })
    expect(world.payOut()).toMatchObject({ value: { payout: null } })
    pay(5_000)
    world.payOut()
    expect(payouts()).toMatchObject([{ amount: 5_000 - 110 - 22 }])
  })

  test('an unknown payout has no lines', () => {
    expect(call<{ error: { code: string } }>('GET', '/v1/balance_transactions?payout=po_none').error.code).toBe(
      'resource_missing',
    )
    expect(call<{ error: { code: string } }>('GET', '/v1/payouts/po_none').error.code).toBe('resource_missing')
  })

  test('lines can be listed page by page, with what they are about', () => {
    for (let index = 1; index <= 5; index += 1) pay(1_000 * index)
    const seen: number[] = []
    let after = ''
    for (;;) {
      const page = call<List<{ id: string; amount: number; source: { payment_intent: string } }>>(
        'GET',
        `/v1/balance_transactions?limit=2&expand[]=data.source${after === '' ? '' : `&starting_after=${after}`}`,
      )
      expect(page.data.every((line) => line.source.payment_intent.startsWith('pi_'))).toBe(true)
      seen.push(...page.data.map((line) => line.amount))
      after = page.data.at(-1)?.id ?? ''
      if (!page.has_more) break
    }
    expect(seen).toEqual([5_000, 4_000, 3_000, 2_000, 1_000])
  })
})

describe('disputes', () => {
  test.each([
    ['won', 0],
    ['lost', -3_000],
  ] as const)('%s leave %i fen in the balance', (outcome, left) => {
    pay(3_000)
    const [charge] = world.state.charges.all()
    const dispute = world.dispute(charge?.id ?? '')
    if (!dispute.ok) throw new Error(dispute.message)
    expect(world.closeDispute(dispute.value.id, outcome)).toMatchObject({ ok: true, value: { status: outcome } })
    expect(world.closeDispute(dispute.value.id, outcome).ok).toBe(false)
    expect(sum(lines('type=adjustment').data.map((line) => line.amount))).toBe(left)
  })
})

describe('the journal', () => {
  test('written before there were payouts gives the same ids for what it tells', () => {
    pay(2_000)
    const before = journal.length
    advanceDays(9)
    pay(3_000)
    const told = journal.filter(
      (line, index) => index < before || line.command.kind === 'api' || line.command.kind === 'pay',
    )
    const again = new StripeWorld({ seed: 'payouts', now: () => clock.now, hostedBase: 'http://pay.test' })
    for (const line of told) again.replay(line)
    const idsOf = (of: StripeWorld) => of.state.charges.all().map((charge) => charge.id)
    expect(idsOf(again)).toEqual(idsOf(world))
  })

  test('property: doing it again gives the same payouts, and each is the sum of its lines', () => {
    const step = fc.oneof(
      fc.integer({ min: 100, max: 90_000 }).map((amount) => () => void pay(amount)),
      fc.constant(() => advanceDays(3)),
      fc.constant(() => void world.payOut()),
      fc.constant(() => {
        const open = world.state.payouts.all().find((payout) => payout.status === 'pending')
        if (open) world.settlePayout(open.id, 'fail')
      }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        clock = { now: BEGINNING }
        world = new StripeWorld({ seed: 'payouts', now: () => clock.now, hostedBase: 'http://pay.test' })
        door = new ApiDoor(world)
        journal = []
        world.onChange = (line) => journal.push(structuredClone(line))
        for (const act of steps) act()
        for (const payout of payouts()) {
          const items = lines(`payout=${payout.id}`).data
          expect(sum(items.map((line) => line.net))).toBe(0)
        }
        const again = new StripeWorld({ seed: 'payouts', now: () => clock.now, hostedBase: 'http://pay.test' })
        for (const line of journal) again.replay(line)
        expect(again.state.payouts.all()).toEqual(world.state.payouts.all())
        expect(again.state.balanceTransactions.all()).toEqual(world.state.balanceTransactions.all())
      }),
      { numRuns: 60 },
    )
  })
})
