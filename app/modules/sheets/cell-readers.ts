import { type BusinessDate, isRealDate } from '#app/shared/business-date.ts'
import { type Fen, negateFen, parseYuan } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'

/** Why the text of a cell is not what its column holds. Each has words that say what to write instead. */
export type CellHint =
  | 'missing'
  | 'negative'
  | 'notWhole'
  | 'notNumber'
  | 'tooLarge'
  | 'zero'
  | 'tooManyDecimals'
  | 'dateInvalid'
  | 'codeInvalid'
  | 'textTooLong'
  | 'unknownChoice'

type Reading<Value> = Result<Value, CellHint>

/** The same characters at the usual width, as people type them with a Chinese keyboard. */
export function narrow(text: string): string {
  return text.normalize('NFKC').replaceAll('−', '-').trim()
}

/** An amount in yuan of any sign, zero included; '' or '-' of a bank's column is zero. */
export function readSignedYuan(text: string): Reading<Fen> {
  const plain = narrow(text)
    .replace(/\s*(?:元|rmb|cny)$/i, '')
    .replace(/^(?:rmb|cny)\s*/i, '')
  if (plain === '' || plain === '-') return ok(0 as Fen)
  const [, sign = '', digits = ''] = /^([+-]?|\(?)\s*¥?\s*([^()]+)\)?$/.exec(plain) ?? []
  if (/^[\d,]+\.\d{3,}$/.test(digits) && !/^[\d,]+\.\d\d0+$/.test(digits)) return refuse('tooManyDecimals')
  const amount = parseYuan(digits.replace(/^([\d,]+\.\d\d)0+$/, '$1'))
  if (amount === undefined) return refuse(/^[\d,]{12,}/.test(digits) ? 'tooLarge' : 'notNumber')
  return ok(sign === '-' || sign === '(' ? negateFen(amount) : amount)
}

/** An amount in yuan above zero. */
export function readYuan(text: string): Reading<Fen> {
  const read = narrow(text) === '' ? refuse('notNumber' as const) : readSignedYuan(text)
  if (!read.ok) return read
  if (read.value < 0) return refuse('negative')
  return read.value === 0 ? refuse('zero') : read
}

const DATE_FORMS = [
  /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ t]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$/i,
  /^(\d{4})年(\d{1,2})月(\d{1,2})日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?$/,
  /^(\d{4})(\d{2})(\d{2})$/,
]

/** A day as people and programs write it, a time behind it left out: 2026-11-25, 2026/11/25, 2026年11月25日, 20261125. */
export function readDay(text: string): Result<BusinessDate, 'dateInvalid'> {
  const plain = narrow(text)
  for (const form of DATE_FORMS) {
    const [, year, month = '', day = ''] = form.exec(plain) ?? []
    if (year === undefined) continue
    const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
    return isRealDate(date) ? ok(date) : refuse('dateInvalid')
  }
  return refuse('dateInvalid')
}

/** Words of at most `max` characters, spaces within them made one. */
export function readWords(text: string, max: number): Result<string, 'textTooLong'> {
  const plain = text.trim().replaceAll(/\s+/gu, ' ')
  return [...plain].length > max ? refuse('textTooLong') : ok(plain)
}

/** A number of a document as it is written there: letters, digits and the usual signs between them. */
export function readReference(text: string): Reading<string> {
  const plain = narrow(text).replaceAll(/\s+/g, '')
  return /^[\p{L}\p{N}〔〕()（）[\]/_.#-]{1,80}$/u.test(plain) ? ok(plain) : refuse('codeInvalid')
}

/** One of several, by any of the ways in which it is written. */
export function readChoice<Value>(text: string, choices: ReadonlyMap<string, Value>): Reading<Value> {
  const chosen = choices.get(narrow(text).toLowerCase().replaceAll(/\s+/g, ''))
  return chosen === undefined ? refuse('unknownChoice') : ok(chosen)
}
