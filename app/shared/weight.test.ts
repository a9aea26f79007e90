import { describe, expect, test } from 'vitest'
import { formatWeight } from './weight.ts'

describe('a net weight', () => {
  test.each([
    [80, '80 克', '80 g'],
    [999, '999 克', '999 g'],
    [1000, '1 公斤', '1 kg'],
    [1050, '1.05 公斤', '1.05 kg'],
    [2500, '2.5 公斤', '2.5 kg'],
    [20_000, '20 公斤', '20 kg'],
  ])('of %i g reads as on a label', (grams, zh, en) => {
    expect(formatWeight(grams, 'zh')).toBe(zh)
    expect(formatWeight(grams, 'en')).toBe(en)
  })
})
