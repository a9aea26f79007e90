import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  basisPointsOf,
  feeOf,
  fen,
  formatBasisPoints,
  formatMoney,
  formatYuan,
  multiplyFen,
  parseYuan,
  pricePerJinFen,
  splitByWeight,
  sumFen,
} from './money.ts'

describe('an amount in fen', () => {
  it.each([0.1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('refuses %s', (amount) => {
    expect(() => fen(amount)).toThrow(RangeError)
  })

  it('refuses a product beyond the safe integers', () => {
    expect(() => multiplyFen(fen(9_007_199_254_740_991), 2)).toThrow(RangeError)
  })
})

describe('splitting a total', () => {
  it('neither creates nor loses a fen, and is never off by more than one from the exact share', () => {
    fc.assert(
      fc.property(
        fc.nat(1_000_000_000),
        fc.array(fc.nat(100_000), { minLength: 1, maxLength: 20 }),
        (total, weights) => {
          fc.pre(weights.some((weight) => weight > 0))
          const parts = splitByWeight(fen(total), weights)
          const weightSum = weights.reduce((sum, weight) => sum + weight, 0)
          expect(sumFen(parts)).toBe(total)
          parts.forEach((part, index) => {
            expect(Math.abs(part - (total * (weights[index] ?? 0)) / weightSum)).toBeLessThan(1)
          })
        },
      ),
    )
  })

  it('gives the spare fen to the earliest of equal shares', () => {
    expect(splitByWeight(fen(100), [1, 1, 1])).toEqual([34, 33, 33])
  })

  it('refuses weights that are all zero', () => {
    expect(() => splitByWeight(fen(1), [0, 0])).toThrow(RangeError)
  })
})

describe('a service fee', () => {
  it('rounds down and never exceeds the amount', () => {
    expect(feeOf(fen(199), 100)).toBe(1)
    fc.assert(fc.property(fc.nat(1_000_000_000), fc.nat(10_000), (amount, rate) => feeOf(fen(amount), rate) <= amount))
  })
})

describe('words for amounts', () => {
  it.each([
    [0, '0.00'],
    [5, '0.05'],
    [-5, '-0.05'],
    [123456789, '1,234,567.89'],
    [-100000, '-1,000.00'],
  ])('%i fen is %s yuan', (amount, words) => {
    expect(formatYuan(fen(amount))).toBe(words)
  })

  it('puts the sign before the currency', () => {
    expect(formatMoney(fen(-1850))).toBe('-¥18.50')
  })

  it('reads back what it writes', () => {
    fc.assert(fc.property(fc.nat(1_000_000_000_000), (amount) => parseYuan(formatYuan(fen(amount))) === amount))
  })

  it.each(['', '1.234', '-1', '1e3', '0x10', 'NaN', '١٢', '1,2', '12.'])('does not read %j as yuan', (text) => {
    expect(parseYuan(text)).toBeUndefined()
  })
})

describe('price per 斤', () => {
  it('is half up for 500 g', () => {
    expect(pricePerJinFen(fen(3500), 250)).toBe(7000)
    expect(pricePerJinFen(fen(2990), 2500)).toBe(598)
    expect(pricePerJinFen(fen(1001), 1000)).toBe(501)
    expect(pricePerJinFen(fen(100), null)).toBeUndefined()
  })
})

describe('a rate of attainment', () => {
  it('rounds down, so that 100% is never shown before it is reached', () => {
    expect(basisPointsOf(fen(99_999), fen(100_000))).toBe(9999)
    expect(formatBasisPoints(9999)).toBe('99.99%')
    expect(basisPointsOf(fen(5), fen(0))).toBe(0)
  })
})
