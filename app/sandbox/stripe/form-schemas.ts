import { z } from 'zod'
import { PAYMENT_METHOD_TYPES, type PaymentMethodType } from './stripe-objects.ts'

/** Pieces of parameter schemas: every value of a form is text. */
export function wholeNumber(least: number, most: number) {
  return z
    .string()
    .regex(/^-?\d{1,15}$/, 'must be an integer')
    .transform(Number)
    .pipe(z.int().min(least, 'integer too small').max(most, 'integer too large'))
}

export const webUrl = z
  .string()
  .max(5000)
  .regex(/^https?:\/\/[^\s/]+/, 'Not a valid URL')

export const metadata = z
  .record(
    z.string().max(40, 'keys have at most 40 characters'),
    z.string().max(500, 'values have at most 500 characters'),
  )
  .refine((pairs) => Object.keys(pairs).length <= 50, 'at most 50 keys')

export const expansions = z.array(z.string().max(100)).max(20).optional()

export const paymentMethodTypes = z
  .array(z.enum(PAYMENT_METHOD_TYPES as [PaymentMethodType, ...PaymentMethodType[]]))
  .min(1)

const second = wholeNumber(0, 99_999_999_999)
const createdRange = z.union([
  second.transform((at) => ({ gte: at, lte: at })),
  z.strictObject({ gt: second.optional(), gte: second.optional(), lt: second.optional(), lte: second.optional() }),
])

/** What every list accepts; the kinds add their own filters. */
export const listParams = z.strictObject({
  limit: wholeNumber(1, 100).default(10),
  starting_after: z.string().optional(),
  ending_before: z.string().optional(),
  created: createdRange.optional(),
  expand: expansions,
})
