import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SkuId } from '#app/shared/ids.ts'
import { sumDemand } from './stock.ts'

const line = fc.record({
  skuId: fc.constantFrom('a', 'b', 'c', 'd').map((id) => id as SkuId),
  quantity: fc.integer({ min: 1, max: 999 }),
})

describe('sumDemand', () => {
  test('names each SKU once, sorted, and loses no piece', () => {
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const demand = sumDemand(lines)
        const ids = demand.map((one) => one.skuId)
        expect(ids).toEqual([...new Set(lines.map((one) => one.skuId))].sort())
        const count = (list: { quantity: number }[]) => list.reduce((sum, one) => sum + one.quantity, 0)
        expect(count(demand)).toBe(count(lines))
      }),
    )
  })

  test('does not depend on the order of lines', () => {
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        expect(sumDemand([...lines].reverse())).toEqual(sumDemand(lines))
      }),
    )
  })

  test('is only for whole pieces above zero', () => {
    for (const quantity of [0, -1, 1.5, Number.NaN, 2 ** 53])
      expect(() => sumDemand([{ skuId: 'a' as SkuId, quantity }])).toThrow(RangeError)
  })
})
