import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nextRefundState, type RefundFact, type RefundState, refundFactOf } from './refund-state.ts'

const anyFact = fc.constantFrom<RefundFact>('pending', 'succeeded', 'failed')
const RANK: Record<RefundState, number> = { decided: 0, sent: 1, succeeded: 2, failed: 3 }

test('facts in any order and number move a refund forward only, and each change happens once', () => {
  fc.assert(
    fc.property(fc.array(anyFact, { maxLength: 20 }), (facts) => {
      let state: RefundState = 'decided'
      const entered: RefundState[] = []
      for (const fact of facts) {
        const next = nextRefundState(state, fact)
        if (!next) continue
        expect(RANK[next]).toBeGreaterThan(RANK[state])
        entered.push(next)
        state = next
      }
      expect(new Set(entered).size).toBe(entered.length)
      if (facts.includes('failed')) expect(state).toBe('failed')
    }),
  )
})

test('only a clear word ends a refund', () => {
  expect(['succeeded', 'failed', 'canceled', 'pending', 'requires_action', null].map(refundFactOf)).toEqual([
    'succeeded',
    'failed',
    'failed',
    'pending',
    'pending',
    'pending',
  ])
})
