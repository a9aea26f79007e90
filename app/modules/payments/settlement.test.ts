import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nextOrderStatus, ORDER_STATUSES, type OrderStatus } from '#app/modules/ordering/order-state.ts'
import { fen } from '#app/shared/money.ts'
import { ATTEMPT_STATES, type AttemptState, decideSettlement, type PaidFact, type SessionFact } from './settlement.ts'

const PAID: PaidFact = {
  kind: 'paid',
  providerRef: 'pi_1',
  method: 'alipay',
  amount: fen(5530),
  currency: 'cny',
  orderNo: '202611241001',
  capturedAt: new Date('2026-11-24T01:00:00Z'),
}

function settle(orderStatus: OrderStatus, state: AttemptState, fact: SessionFact) {
  const attempt = { state, amount: fen(5530) }
  return decideSettlement({ orderNo: '202611241001', orderStatus, attempt, isRecorded: false, fact })
}

test('money is taken once for an order that waits, kept apart for one that ended, sent back for one that is paid', () => {
  const byStatus = ORDER_STATUSES.map((status) => [status, settle(status, 'open', PAID)])
  expect(Object.fromEntries(byStatus)).toEqual({
    awaiting_payment: 'capture',
    paid: 'refundTwice',
    completed: 'refundTwice',
    canceled: 'captureLate',
    expired: 'captureLate',
  })
})

test('money counts whatever the attempt was thought to be, and never twice', () => {
  for (const state of ATTEMPT_STATES) {
    expect(settle('awaiting_payment', state, PAID)).toBe('capture')
    const again = { orderNo: PAID.orderNo, orderStatus: 'paid' as const, attempt: { state, amount: fen(5530) } }
    expect(decideSettlement({ ...again, isRecorded: true, fact: PAID })).toBe('nothing')
  }
})

test('money of another amount, currency or order is set aside', () => {
  for (const wrong of [{ amount: fen(5529) }, { currency: 'usd' }, { orderNo: '202611241002' }])
    expect(settle('awaiting_payment', 'open', { ...PAID, ...wrong })).toBe('quarantine')
})

const RANK: Record<AttemptState, number> = { created: 0, open: 1, processing: 2, failed: 3, expired: 3, succeeded: 3 }
const anyFact = fc.constantFrom<SessionFact>(
  { kind: 'open' },
  { kind: 'processing' },
  { kind: 'failed' },
  { kind: 'expired' },
  PAID,
)

test('facts in any order and number: an attempt never goes back, and one payment ends in one capture', () => {
  fc.assert(
    fc.property(fc.array(anyFact, { maxLength: 20 }), (facts) => {
      let state: AttemptState = 'created'
      let orderStatus: OrderStatus = 'awaiting_payment'
      let isRecorded = false
      let captures = 0
      for (const fact of facts) {
        const attempt = { state, amount: fen(5530) }
        const settlement = decideSettlement({ orderNo: PAID.orderNo, orderStatus, attempt, isRecorded, fact })
        const before: number = RANK[state]
        if (settlement === 'capture') {
          captures += 1
          isRecorded = true
          state = 'succeeded'
          orderStatus = nextOrderStatus(orderStatus, 'pay') ?? orderStatus
        } else if (settlement !== 'nothing') {
          state = settlement as AttemptState
        }
        expect(RANK[state]).toBeGreaterThanOrEqual(before)
      }
      expect(captures).toBe(facts.some((fact) => fact.kind === 'paid') ? 1 : 0)
    }),
  )
})
