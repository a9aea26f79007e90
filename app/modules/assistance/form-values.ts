import { z } from 'zod'
import { parseYuan } from '#app/shared/money.ts'

// What an accountant types, as values. Error texts are keys of a message catalogue.

/** Yuan above zero: '12', '1,200.50'. */
export const yuanText = z.string('missing').transform((text, context) => {
  const amount = parseYuan(text)
  if (amount !== undefined && amount > 0) return amount
  context.addIssue('notAmount')
  return z.NEVER
})

/** A share from 0 to 100 with two decimals at most, in basis points: '10' is 1000. */
export const percentText = z.string('missing').transform((text, context) => {
  const share = parseYuan(text.replace(/[%％]\s*$/, ''))
  if (share !== undefined && share <= 10_000) return Number(share)
  context.addIssue('notShare')
  return z.NEVER
})

/** A whole number from `least` to `most`. */
export function wholeText(most: number, least = 1) {
  return z.string('missing').transform((text, context) => {
    const count = /^\s*\d{1,9}\s*$/.test(text) ? Number(text) : 0
    if (count >= least && count <= most) return count
    context.addIssue('notWhole')
    return z.NEVER
  })
}

/** A day between 2015 and 2100 as 'YYYY-MM-DD'. */
export const dayText = z.iso
  .date({ error: (issue) => (issue.input === undefined ? 'missing' : 'notDay'), abort: true })
  .refine((day) => day >= '2015-01-01' && day <= '2100-12-31', 'notDay')

/** Number of a document as offices write them: '院发〔2026〕3号'. */
export const DOCUMENT_NO = /^[\p{L}\p{N}〔〕[\]()（）/_.·—– -]{1,60}$/u

export const documentNoText = z.string('missing').trim().regex(DOCUMENT_NO, 'notDocumentNo')

/** One line or more of words. */
export function wordsText(most: number) {
  return z.string('missing').trim().min(1, 'missing').max(most, 'tooLong')
}
