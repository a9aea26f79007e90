import { z } from 'zod'
import { dayText, wholeText, wordsText, yuanText } from '#app/modules/assistance/form-values.ts'
import { FUND_TYPES } from '#app/modules/ledger/accounts.ts'
import { type CooperativeId, type CountyId, isUuid, type OrgUnitId } from '#app/shared/ids.ts'
import { type Fen, parseYuan } from '#app/shared/money.ts'
import { EXTERNAL_CHANNELS, type PurchaseFacts } from './purchase.ts'

const text = (most: number) => z.string().trim().max(most, 'tooLong').default('')

const refundText = z
  .string()
  .default('0')
  .transform((typed, context): Fen => {
    const amount = parseYuan(typed)
    if (amount !== undefined) return amount
    context.addIssue('notAmount')
    return z.NEVER
  })

/** A purchase as somebody types it. */
export const purchaseSchema = z.object({
  requestId: z.string().refine(isUuid),
  channel: z.enum(EXTERNAL_CHANNELS, 'missing'),
  externalNo: z
    .string()
    .trim()
    .regex(/^[\p{L}\p{N}〔〕()（）[\]/_.#-]{1,80}$/u, 'notReference')
    .optional(),
  lineNo: wholeText(9999),
  countyId: z
    .string('missing')
    .regex(/^[a-z]{2,32}$/, 'unknown')
    .transform((id) => id as CountyId),
  cooperativeId: z
    .string()
    .refine(isUuid, 'unknown')
    .transform((id) => id as CooperativeId)
    .nullable()
    .default(null),
  supplierName: text(120),
  supplierCreditCode: text(40),
  product: wordsText(200),
  category: text(60),
  spec: text(120),
  quantity: text(40),
  unit: text(20),
  amount: yuanText,
  refund: refundText,
  fundType: z.enum(FUND_TYPES, 'missing'),
  orgUnitId: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,31}$/, 'unknown')
    .transform((id) => id as OrgUnitId)
    .nullable()
    .default(null),
  orderedOn: dayText,
  acceptedOn: dayText.nullable().default(null),
  paidOn: dayText.nullable().default(null),
  reviewedOn: dayText.nullable().default(null),
  invoiceNo: text(80),
  paymentRef: text(80),
  agreementNo: text(80),
  event: text(80),
  note: text(300),
})
export type PurchaseForm = z.output<typeof purchaseSchema>

/** A correction: the revision it starts from, and why. */
export const correctionSchema = purchaseSchema.extend({
  product: text(200),
  revision: wholeText(99_999),
  reason: wordsText(300),
})

/** The facts a form says. A purchase without a number gets one of its day and its form, the same each time it is sent. */
export function factsOfForm({ requestId, externalNo, ...form }: PurchaseForm): PurchaseFacts {
  const made = `${form.orderedOn.replaceAll('-', '')}-${requestId.slice(-6)}`
  return { ...form, externalNo: externalNo ?? made }
}
