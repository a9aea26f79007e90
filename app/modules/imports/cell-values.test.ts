import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDay } from '#app/modules/sheets/cell-readers.ts'
import { fen, formatYuan } from '#app/shared/money.ts'
import { readNetWeight, readPieces, readPrice } from './cell-values.ts'

const resultOf = <Value>(read: { ok: true; value: Value } | { ok: false; refusal: string }) =>
  read.ok ? read.value : read.refusal

describe('a number of pieces', () => {
  test('is read from every way of writing a whole number', () => {
    fc.assert(
      fc.property(fc.nat(999_999), fc.constantFrom('', '.0', '.00'), (count, tail) => {
        const wide = [...String(count)].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join('')
        expect(readPieces(` ${count}${tail} `)).toEqual({ ok: true, value: count })
        expect(readPieces(wide)).toEqual({ ok: true, value: count })
      }),
    )
  })

  test.each([
    ['1,234', 1234],
    ['007', 7],
    ['-1', 'negative'],
    ['−1', 'negative'],
    ['1.5', 'notWhole'],
    ['1000000', 'tooLarge'],
    ['9'.repeat(400), 'tooLarge'],
    ['1e3', 'notNumber'],
    ['0x10', 'notNumber'],
    ['NaN', 'notNumber'],
    ['Infinity', 'notNumber'],
    ['1,2', 'notNumber'],
    ['20箱', 'notNumber'],
  ])('%j is %j', (text, expected) => {
    expect(resultOf(readPieces(text))).toBe(expected)
  })
})

describe('a price', () => {
  test('reads back what the shop writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000_000 }), (amount) => {
        expect(readPrice(formatYuan(fen(amount)))).toEqual({ ok: true, value: amount })
        expect(readPrice(`￥${formatYuan(fen(amount))}元`)).toEqual({ ok: true, value: amount })
      }),
    )
  })

  test.each([
    ['１２．５', 1250],
    ['¥12', 1200],
    ['12 块', 1200],
    ['0', 'zero'],
    ['-3', 'negative'],
    ['3.999', 'tooManyDecimals'],
    ['1000000.01', 'tooLarge'],
    ['999999999999999', 'tooLarge'],
    ['12元/斤', 'priceUnit'],
    ['每斤12', 'priceUnit'],
    ['面议', 'notNumber'],
    ['1e5', 'notNumber'],
  ])('%j is %j', (text, expected) => {
    expect(resultOf(readPrice(text))).toBe(expected)
  })
})

describe('a net weight', () => {
  test('is exact in every unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500_000 }), (grams) => {
        const thousandths = String(grams).padStart(4, '0')
        const kilograms = `${thousandths.slice(0, -3)}.${thousandths.slice(-3)}`
        expect(readNetWeight(`${grams}克`)).toEqual({ ok: true, value: grams })
        expect(readNetWeight(`${kilograms} kg`)).toEqual({ ok: true, value: grams })
      }),
    )
  })

  test.each([
    ['5斤', 2500],
    ['0.1斤', 50],
    ['2.5千克', 2500],
    ['５００ｇ', 500],
    ['1,000克', 1000],
    ['5', 'weightUnitMissing'],
    ['5两', 'weightUnitWrong'],
    ['5 lb', 'weightUnitWrong'],
    ['500ml', 'weightUnitWrong'],
    ['一斤', 'notNumber'],
    ['0.0005kg', 'weightNotWholeGrams'],
    ['0克', 'zero'],
    ['-1克', 'negative'],
    ['600公斤', 'tooLarge'],
    ['99999999999公斤', 'weightNotWholeGrams'],
  ])('%j is %j', (text, expected) => {
    expect(resultOf(readNetWeight(text))).toBe(expected)
  })
})

describe('a day', () => {
  test.each([
    ['2026-11-25', '2026-11-25'],
    ['2026/1/5', '2026-01-05'],
    ['2026.1.5', '2026-01-05'],
    ['2026年11月25日', '2026-11-25'],
    ['20261125', '2026-11-25'],
    ['２０２６－１１－２５', '2026-11-25'],
    ['2026-11-25 00:00:00', '2026-11-25'],
    ['2024-02-29', '2024-02-29'],
    ['2026-02-29', 'dateInvalid'],
    ['11/25/2026', 'dateInvalid'],
    ['2026-13-01', 'dateInvalid'],
    ['1026-11-25', 'dateInvalid'],
    ['明天', 'dateInvalid'],
  ])('%j is %j', (text, expected) => {
    expect(resultOf(readDay(text))).toBe(expected)
  })
})
