import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fen } from '#app/shared/money.ts'
import { capitalAmount } from './capital-amount.ts'

const DIGITS = '零壹贰叁肆伍陆柒捌玖'
const SMALL: Record<string, bigint> = { 拾: 10n, 佰: 100n, 仟: 1000n }

/** Reads it back by what each character is worth, knowing nothing of how it was written. */
function readBack(text: string): number {
  const isNegative = text.startsWith('负')
  const said = text.replace(/^负?人民币/, '').replace(/整$/, '')
  let [total, group, digit, amount] = [0n, 0n, 0n, 0n]
  for (const one of said) {
    if (DIGITS.includes(one)) digit = BigInt(DIGITS.indexOf(one))
    else if (SMALL[one] !== undefined) [group, digit] = [group + digit * SMALL[one], 0n]
    else if (one === '万') [total, group, digit] = [total + (group + digit) * 10_000n, 0n, 0n]
    else if (one === '亿') [total, group, digit] = [(total + group + digit) * 100_000_000n, 0n, 0n]
    else if (one === '元') [amount, digit] = [(total + group + digit) * 100n, 0n]
    else if (one === '角') [amount, digit] = [amount + digit * 10n, 0n]
    else if (one === '分') [amount, digit] = [amount + digit, 0n]
    else throw new Error(`${one} is no numeral`)
  }
  return Number(isNegative ? -amount : amount) || 0
}

describe('an amount in capital numerals', () => {
  it.each([
    [0, '人民币零元整'],
    [4, '人民币肆分'],
    [30, '人民币叁角整'],
    [100, '人民币壹元整'],
    [32504, '人民币叁佰贰拾伍元零肆分'],
    [102030, '人民币壹仟零贰拾元叁角整'],
    [1_000_00, '人民币壹仟元整'],
    [10_000_001_00, '人民币壹仟万零壹元整'],
    [10_680_000_00, '人民币壹仟零陆拾捌万元整'],
    [100_000_000_00, '人民币壹亿元整'],
    [90_000_000_000_000_00, '人民币玖拾万亿元整'],
    [-841230, '负人民币捌仟肆佰壹拾贰元叁角整'],
  ])('writes %i fen as %s', (amount, text) => {
    expect(capitalAmount(fen(amount))).toBe(text)
  })

  it('says every amount so that it can be read back to the fen', () => {
    const amounts = fc.oneof(fc.maxSafeInteger(), fc.integer(), fc.integer({ min: -200_000, max: 200_000 }))
    fc.assert(fc.property(amounts, (amount) => readBack(capitalAmount(fen(amount))) === amount))
  })

  it('never says two zeros in a row, nor ends a group in one', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (amount) => !/零零|零[万亿角]|零$|零整/.test(capitalAmount(fen(amount)))),
    )
  })
})
