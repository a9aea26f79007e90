import { z } from 'zod'
import { isRealDate } from '#app/shared/business-date.ts'
import type { CooperativeId } from '#app/shared/ids.ts'
import { type Fen, negateFen, parseYuan } from '#app/shared/money.ts'
import { parseMonth } from './statement.ts'

export const PAYMENT_METHODS = ['online_bank', 'counter', 'cheque'] as const
export type PaymentMethod = (typeof PAYMENT_METHODS)[number]

const words = (most: number) => z.string('missing').trim().min(1, 'missing').max(most, 'tooLong')

export const prepareStatementSchema = z.object({
  cooperativeId: z.uuid().transform((id) => id as CooperativeId),
  month: z.string().transform((text, context) => {
    const month = parseMonth(text)
    if (month !== undefined) return month
    context.addIssue({ code: 'custom', message: 'notMonth' })
    return z.NEVER
  }),
})

const entryId = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER)

/** What a cooperative does not agree with: in words, and which lines if it is about some. */
export const disputeSchema = z.object({
  note: words(500),
  entryIds: z.array(entryId).max(100, 'tooMany').default([]),
})
export type DisputeForm = z.output<typeof disputeSchema>

export const reasonSchema = z.object({ note: words(300) })

export const correctionSchema = z
  .object({
    requestId: z.uuid(),
    direction: z.enum(['grant', 'charge'], 'choose'),
    amount: z.string('missing').transform((text, context): Fen => {
      const amount = parseYuan(text)
      if (amount !== undefined && amount > 0) return amount
      context.addIssue({ code: 'custom', message: 'notMoney' })
      return z.NEVER
    }),
    reason: words(300),
  })
  .transform(({ direction, amount, ...form }) => ({
    ...form,
    amount: direction === 'grant' ? amount : negateFen(amount),
  }))
export type CorrectionForm = z.output<typeof correctionSchema>

export const paymentSchema = z.object({
  method: z.enum(PAYMENT_METHODS, 'choose'),
  bankReference: z.string().trim().max(64, 'tooLong').default(''),
  paidOn: z.string('notDay').refine(isRealDate, 'notDay'),
})
export type PaymentForm = z.output<typeof paymentSchema>
