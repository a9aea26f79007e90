import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SkuId } from '#app/shared/ids.ts'
import { decideAdjustment } from './adjust-stock.ts'
import { CHANGE_REASONS } from './adjustment-reasons.ts'
import { freshnessOf } from './batch.ts'
import { decidePresale } from './presale.ts'
import { leftOf, type Shelf } from './shelf.ts'

/** Any shelf the table lets be. */
const shelf = fc
  .record({ onHand: fc.nat(500), reserved: fc.nat(300), allocated: fc.nat(300), oversellLimit: fc.nat(300) })
  .filter(({ onHand, reserved, allocated, oversellLimit }) => reserved + allocated <= onHand + oversellLimit)
  .map((numbers): Shelf => ({ skuId: 'a' as SkuId, ...numbers }))

const wish = fc.oneof(
  fc.record({ reason: fc.constant('count' as const), counted: fc.nat(600), seenOnHand: fc.nat(500) }),
  fc.record({ reason: fc.constantFrom(...CHANGE_REASONS), quantity: fc.integer({ min: 1, max: 600 }) }),
)

describe('setting a shelf right', () => {
  test('never takes away what is sold, and never leaves less than nothing', () => {
    fc.assert(
      fc.property(shelf, wish, (before, said) => {
        const decided = decideAdjustment(before, said)
        if (!decided.ok) return
        const onHand = before.onHand + decided.value
        expect(onHand).toBeGreaterThanOrEqual(0)
        expect(before.reserved + before.allocated).toBeLessThanOrEqual(onHand + before.oversellLimit)
        if (said.reason === 'count') expect(onHand).toBe(said.counted)
        else expect(Math.abs(decided.value)).toBe(said.quantity)
      }),
    )
  })

  test('counts only the shelf that was seen', () => {
    fc.assert(
      fc.property(shelf, fc.nat(600), (before, counted) => {
        const decided = decideAdjustment(before, { reason: 'count', counted, seenOnHand: before.onHand + 1 })
        expect(decided).toEqual({
          ok: false,
          refusal: { kind: 'levelChanged', seen: before.onHand + 1, now: before.onHand },
        })
      }),
    )
  })
})

test('a pre-sale never allows less than is sold beyond the shelf', () => {
  const days = { opensOn: '2026-11-25', closesOn: '2026-11-30', readyOn: '2026-12-05' }
  fc.assert(
    fc.property(shelf, fc.integer({ min: 1, max: 600 }), (before, cap) => {
      const decided = decidePresale(before, { ...days, cap }, '2026-11-25')
      const after = { ...before, oversellLimit: cap }
      expect(decided.ok).toBe(before.reserved + before.allocated <= before.onHand + cap)
      if (decided.ok) expect(leftOf(after)).toBe(before.onHand + cap - before.reserved - before.allocated)
    }),
  )
})

test.each([
  ['2026-11-24', 'expired'],
  ['2026-11-25', 'soon'],
  ['2026-12-02', 'soon'],
  ['2026-12-03', 'coming'],
  ['2026-12-25', 'coming'],
  ['2026-12-26', 'good'],
])('a lot best before %s is %s on 25 November', (bestBeforeOn, freshness) => {
  expect(freshnessOf({ bestBeforeOn, isRecalled: false }, '2026-11-25')).toBe(freshness)
  expect(freshnessOf({ bestBeforeOn, isRecalled: true }, '2026-11-25')).toBe('recalled')
})
