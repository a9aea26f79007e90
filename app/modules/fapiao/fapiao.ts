import { z } from 'zod'
import type { BusinessDate } from '#app/shared/business-date.ts'
import { isRealDate } from '#app/shared/business-date.ts'
import type { CooperativeId, FapiaoId, PersonId, SupplierOrderId } from '#app/shared/ids.ts'
import { type Fen, parseYuan } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'

export type FapiaoState = 'requested' | 'declined' | 'issued' | 'reversed'

/** Who writes down what the tax office's system gave back: finance, or the cooperative that is the seller. */
export type FapiaoKeeper = { personId: PersonId; cooperativeId: CooperativeId | undefined }

/** A taxpayer's number: 15 to 20 digits and capital letters. */
const TAX_NO = /^[0-9A-Z]{15,20}$/
/** An invoice's: 8 digits on paper, 20 when it is electronic. */
const NUMBER = /^\d{8,20}$/

const trimmed = z.string().transform((text) => text.normalize('NFKC').trim())

/** What a buyer asks for. Messages are keys of `fapiaoMessages.problems`. */
export const requestFapiaoSchema = z
  .object({
    requestId: z.uuid(),
    supplierOrderId: z.uuid(),
    titleKind: z.enum(['person', 'unit']),
    title: trimmed.pipe(z.string().min(1, { error: 'titleMissing' }).max(80, { error: 'titleTooLong' })),
    taxNo: trimmed.transform((text) => text.replaceAll(/\s/g, '').toUpperCase()).default(''),
  })
  .superRefine(({ titleKind, taxNo }, context) => {
    if (titleKind === 'unit' && !TAX_NO.test(taxNo))
      context.addIssue({ code: 'custom', path: ['taxNo'], message: 'taxNoInvalid' })
  })
export type RequestFapiaoForm = z.output<typeof requestFapiaoSchema>

const numberField = trimmed.pipe(z.string().regex(NUMBER, { error: 'numberInvalid' }))
const dayField = z.string().refine(isRealDate, { error: 'dayInvalid' })

export const issueFapiaoSchema = z.object({
  number: numberField,
  day: dayField,
  amount: z.string().transform((text, context): Fen => {
    const amount = parseYuan(text)
    if (amount !== undefined && amount > 0) return amount
    context.addIssue({ code: 'custom', message: 'amountInvalid' })
    return z.NEVER
  }),
})

const reasonField = trimmed.pipe(z.string().min(1, { error: 'reasonMissing' }).max(300, { error: 'reasonTooLong' }))
export const reverseFapiaoSchema = z.object({ number: numberField, day: dayField, because: reasonField })
export const declineFapiaoSchema = z.object({ because: reasonField })

export interface FapiaoFacts {
  fapiaoId: FapiaoId
  supplierOrderId: SupplierOrderId
  state: FapiaoState
  number: string | undefined
  issuedOn: BusinessDate | undefined
  /** What the buyer keeps of the part today: accepted, less what was given back. */
  owed: Fen
}

export type FapiaoRefusal =
  | { kind: 'unknownFapiao' }
  | { kind: 'wrongState'; state: FapiaoState }
  | { kind: 'numberKnown' }
  /** The law allows neither another name nor another amount than what was bought. */
  | { kind: 'amountDiffers'; owed: Fen }
  | { kind: 'notYet' }
  | { kind: 'beforeIssue'; issuedOn: BusinessDate }

/** Whether an invoice of this amount and day can be written down for what was asked for. */
export function decideIssue(
  fapiao: FapiaoFacts,
  given: { amount: Fen; day: BusinessDate; today: BusinessDate },
): Result<void, FapiaoRefusal> {
  if (fapiao.state !== 'requested') return refuse({ kind: 'wrongState', state: fapiao.state })
  if (given.day > given.today) return refuse({ kind: 'notYet' })
  return given.amount === fapiao.owed ? ok(undefined) : refuse({ kind: 'amountDiffers', owed: fapiao.owed })
}

/** Whether an invoice that stands can be taken back by a red-letter one of that day; it is taken back whole, and once. */
export function decideReversal(
  fapiao: FapiaoFacts,
  given: { day: BusinessDate; today: BusinessDate; number: string },
): Result<void, FapiaoRefusal> {
  if (fapiao.state !== 'issued') return refuse({ kind: 'wrongState', state: fapiao.state })
  if (given.day > given.today) return refuse({ kind: 'notYet' })
  if (given.number === fapiao.number) return refuse({ kind: 'numberKnown' })
  const { issuedOn } = fapiao
  return issuedOn !== undefined && given.day < issuedOn ? refuse({ kind: 'beforeIssue', issuedOn }) : ok(undefined)
}
