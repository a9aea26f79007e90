import { describe, expect, it } from 'vitest'
import { ApiDoor } from './api-door.ts'
import { type JournalLine, StripeWorld } from './stripe-world.ts'

const NOW = new Date('2026-11-25T09:00:00+08:00')
const second = (day: string) => Math.floor(new Date(`${day}T12:00:00+08:00`).getTime() / 1000)
const payment = {
  sessionId: 'cs_test_old',
  paymentIntentId: 'pi_old',
  method: 'alipay',
  amount: 4_500,
  orderNo: '202603101234',
  attemptId: '0197a1b2-0000-7000-8000-000000000001',
} as const
const JOURNAL: JournalLine[] = [
  { now: second('2026-03-10'), makesEvents: false, command: { kind: 'adopt_payment', payment } },
  {
    now: second('2026-03-14'),
    makesEvents: false,
    command: {
      kind: 'adopt_refund',
      refund: { refundId: 're_old', paymentIntentId: 'pi_old', amount: 1_500, mark: 'our key' },
    },
  },
]

function reopened(): {
  world: StripeWorld
  ask: (method: string, target: string, body?: string) => Record<string, unknown>
} {
  const world = new StripeWorld({ seed: 'machine', now: () => NOW, hostedBase: 'http://pay.test' })
  for (const line of JOURNAL) world.replay(line)
  const door = new ApiDoor(world)
  const ask = (method: string, target: string, body = '') => {
    const header = (name: string) => (name === 'authorization' ? 'Bearer sk_sandbox_test' : undefined)
    const answer = door.answer({ method, target, header, body })
    if (answer.kind === 'reset') throw new Error('reset')
    return JSON.parse(answer.body) as Record<string, unknown>
  }
  return { world, ask }
}

describe('a payment of before, adopted', () => {
  it('is found under the ids it has in the shop’s books, as it was made and given back', () => {
    const { ask } = reopened()
    expect(ask('GET', '/v1/payment_intents/pi_old')).toMatchObject({
      status: 'succeeded',
      amount_received: 4_500,
      created: second('2026-03-10'),
      metadata: { order_no: payment.orderNo, attempt_id: payment.attemptId },
    })
    expect(ask('GET', '/v1/checkout/sessions/cs_test_old')).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
    })
    expect(ask('GET', '/v1/refunds/re_old')).toMatchObject({ status: 'succeeded', amount: 1_500 })
  })

  it('can be given back up to what is left of it', () => {
    const { ask } = reopened()
    expect(ask('POST', '/v1/refunds', 'payment_intent=pi_old&amount=3001')).toHaveProperty('error')
    expect(ask('POST', '/v1/refunds', 'payment_intent=pi_old&amount=3000')).toMatchObject({ status: 'succeeded' })
  })

  it('tells nobody, and is counted', () => {
    const { world } = reopened()
    expect(world.state.undelivered.size).toBe(0)
    expect(world.state.totals).toEqual({ captured: 4_500, refunded: 1_500 })
  })
})
