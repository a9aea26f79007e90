import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseNetContent, writeNetContent } from './net-content.ts'

describe('what is in one piece', () => {
  it.each([
    ['250', 'g', { netWeightGrams: 250 }],
    ['2.5', 'kg', { netWeightGrams: 2500 }],
    ['0.125', 'kg', { netWeightGrams: 125 }],
    ['5', 'jin', { netWeightGrams: 2500 }],
    ['2.5', 'jin', { netWeightGrams: 1250 }],
    ['0.5', 'jin', { netWeightGrams: 250 }],
    ['２．５', 'kg', { netWeightGrams: 2500 }],
    [' 10 ', 'kg', { netWeightGrams: 10_000 }],
    ['500', 'ml', { netVolumeMl: 500 }],
    ['1.8', 'l', { netVolumeMl: 1800 }],
    ['500', 'kg', { netWeightGrams: 500_000 }],
  ] as const)('is %s %s', (text, unit, content) => {
    expect(parseNetContent(text, unit)).toEqual(content)
  })

  it.each([
    ['', 'kg'],
    ['0', 'kg'],
    ['0.0', 'kg'],
    ['-1', 'kg'],
    ['1e3', 'g'],
    ['2.5', 'g'],
    ['0.001', 'jin'],
    ['0.0001', 'kg'],
    ['501', 'kg'],
    ['999999', 'kg'],
    ['1,5', 'kg'],
    ['1.', 'kg'],
    ['.5', 'kg'],
    ['五', 'kg'],
    ['٣', 'kg'],
    ['NaN', 'kg'],
    ['0x10', 'g'],
    ['9'.repeat(400), 'g'],
  ] as const)('is not %j %s', (text, unit) => {
    expect(parseNetContent(text, unit)).toBeUndefined()
  })

  it('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500_000 }), fc.boolean(), (amount, isWeight) => {
        const content = isWeight ? { netWeightGrams: amount } : { netVolumeMl: amount }
        const { text, unit } = writeNetContent(content)
        expect(parseNetContent(text, unit)).toEqual(content)
      }),
    )
  })
})
