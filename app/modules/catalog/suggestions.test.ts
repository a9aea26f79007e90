import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { closeness, closestNames } from './suggestions.ts'

const candidate = (zh: string, ...spellings: string[]) => ({ name: { zh, en: zh }, spellings })

describe('closest names', () => {
  test('come with the closest first; what is far does not come', () => {
    const names = [
      candidate('蔬菜', 'shucai', 'vegetables'),
      candidate('水果', 'shuiguo', 'fruit'),
      candidate('蔬果', 'shuguo'),
    ]
    expect(closestNames('shuguo', names).map((name) => name.zh)).toEqual(['蔬果', '水果', '蔬菜'])
    expect(closestNames('vegitable', names).map((name) => name.zh)).toEqual(['蔬菜'])
    expect(closestNames('qqqq', names)).toEqual([])
    expect(closestNames('', names)).toEqual([])
  })
})

describe('closeness', () => {
  test('counts letters that change, come or go', () => {
    expect(closeness('kitten', 'sitting')).toBeCloseTo(1 - 3 / 7)
    expect(closeness('abc', '')).toBe(0)
    expect(closeness('', '')).toBe(1)
  })

  test('is the same both ways, between 0 and 1, and 1 only for equals', () => {
    const word = fc.string({ maxLength: 12 })
    fc.assert(
      fc.property(word, word, (left, right) => {
        const close = closeness(left, right)
        expect(close).toBe(closeness(right, left))
        expect(close).toBeGreaterThanOrEqual(0)
        expect(close).toBeLessThanOrEqual(1)
        expect(close === 1).toBe(left === right)
      }),
    )
  })
})
