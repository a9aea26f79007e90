import { narrow, readDay, readWords } from '#app/modules/sheets/cell-readers.ts'
import { isLotCode } from '#app/modules/stock/batch.ts'
import { MAX_PIECES } from '#app/modules/stock/shelf.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import { type Fen, parseYuan } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'

/** Why the text of a cell is not what its column holds. Each has words that say what to write instead. */
export type CellHint =
  | 'missing'
  | 'negative'
  | 'notWhole'
  | 'notNumber'
  | 'tooLarge'
  | 'zero'
  | 'priceUnit'
  | 'tooManyDecimals'
  | 'weightUnitMissing'
  | 'weightUnitWrong'
  | 'weightNotWholeGrams'
  | 'dateInvalid'
  | 'codeInvalid'
  | 'lotInvalid'
  | 'textTooLong'

type Reading<Value> = Result<Value, CellHint>

const MAX_PRICE_FEN = 100_000_000
/** One piece weighs half a ton at the most. */
const MAX_GRAMS = 500_000
const GRAMS: Record<string, number> = {
  克: 1,
  g: 1,
  斤: 500,
  市斤: 500,
  公斤: 1000,
  千克: 1000,
  kg: 1000,
}
const OTHER_UNIT = /^(?:毫升|升|ml|l|磅|lb|lbs|盎司|oz|吨|t|两|件|箱|盒|袋|个|瓶)$/

/** A number of whole pieces from zero; '12.0' of a spreadsheet program is 12. */
export function readPieces(text: string): Reading<number> {
  const plain = narrow(text)
    .replaceAll(/(?<=\d),(?=\d{3}(?:\D|$))/g, '')
    .replace(/\.0+$/, '')
  if (/^-\d/.test(plain)) return refuse('negative')
  if (/^\d+\.\d+$/.test(plain)) return refuse('notWhole')
  if (!/^\d+$/.test(plain)) return refuse('notNumber')
  const digits = plain.replace(/^0+(?=\d)/, '')
  return digits.length > 6 || Number(digits) > MAX_PIECES ? refuse('tooLarge') : ok(Number(digits))
}

/** Yuan for one piece as it is packed; a price for a weight is another thing. */
export function readPrice(text: string): Reading<Fen> {
  const plain = narrow(text)
  if (/[/每]|per/i.test(plain)) return refuse('priceUnit')
  const amount = plain.replace(/\s*(?:元|块|rmb|cny)$/i, '').replace(/^(?:rmb|cny)\s*/i, '')
  if (/^[¥]?\s*-/.test(amount)) return refuse('negative')
  if (/^[¥]?\s*[\d,]+\.\d{3,}$/.test(amount)) return refuse('tooManyDecimals')
  const price = parseYuan(amount)
  if (price === undefined) return refuse(/^[¥]?[\d,]{12,}/.test(amount) ? 'tooLarge' : 'notNumber')
  if (price === 0) return refuse('zero')
  return price > MAX_PRICE_FEN ? refuse('tooLarge') : ok(price)
}

/** A net weight with its unit, in whole grams: '5斤', '2.5 公斤', '500g'. A bare number could be anything. */
export function readNetWeight(text: string): Reading<number> {
  const plain = narrow(text).toLowerCase()
  const [, amount, unit = ''] = /^(-?[\d,]*\.?\d+)\s*([^\d\s]*)$/.exec(plain) ?? []
  if (amount === undefined) return refuse('notNumber')
  if (amount.startsWith('-')) return refuse('negative')
  if (unit === '') return refuse('weightUnitMissing')
  const gramsOfUnit = GRAMS[unit]
  if (gramsOfUnit === undefined) return refuse(OTHER_UNIT.test(unit) ? 'weightUnitWrong' : 'notNumber')
  const grams = multiplyDecimal(amount.replaceAll(',', ''), gramsOfUnit)
  if (grams === undefined) return refuse('weightNotWholeGrams')
  if (grams === 0) return refuse('zero')
  return grams > MAX_GRAMS ? refuse('tooLarge') : ok(grams)
}

/** A decimal times a whole number when the product is whole; exact, whatever binary fractions think of 0.1. */
function multiplyDecimal(decimal: string, factor: number): number | undefined {
  const [whole = '', fraction = ''] = decimal.split('.')
  if (whole.length > 9 || fraction.length > 9) return undefined
  const scale = 10n ** BigInt(fraction.length)
  const product = BigInt(`${whole}${fraction}` || '0') * BigInt(factor)
  return product % scale === 0n ? Number(product / scale) : undefined
}

/** A SKU's code: letters, digits and the usual signs between them. */
export function readCode(text: string): Reading<string> {
  const plain = narrow(text)
  return /^[\p{L}\p{N}][\p{L}\p{N}._/-]{0,63}$/u.test(plain) ? ok(plain) : refuse('codeInvalid')
}

export function readLotCode(text: string): Reading<string> {
  const plain = narrow(text)
  return isLotCode(plain) ? ok(plain) : refuse('lotInvalid')
}
