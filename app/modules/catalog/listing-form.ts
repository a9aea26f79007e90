import { z } from 'zod'
import { type Fen, parseYuan } from '#app/shared/money.ts'
import { MAX_CERTIFICATES, MAX_SKUS } from './listing-limits.ts'
import { CONTENT_UNITS, type ContentUnit, type NetContent, parseNetContent } from './net-content.ts'
import { ALLERGENS, CERTIFICATE_KINDS, type CertificateKind } from './product-draft.ts'

/** Whatever would turn a line of text around or hide in it: controls, direction marks, zero-width signs. */
const ONE_LINE = /^[^\p{Cc}\p{Cf}\p{Co}\p{Cn}]*$/u
const LINES = /^[^\p{Cf}\p{Co}\p{Cn}]*$/u

const line = (max: number) =>
  z.string().trim().max(max, { error: 'textTooLong' }).regex(ONE_LINE, { error: 'textInvalid' }).default('')
const lines = (max: number) =>
  z.string().trim().max(max, { error: 'textTooLong' }).regex(LINES, { error: 'textInvalid' }).default('')

/** Boxes of one name: none, one or several. */
const several = <Value extends z.ZodType>(value: Value) =>
  z.preprocess((sent) => (sent === undefined ? [] : Array.isArray(sent) ? sent : [sent]), z.array(value))

const MAX_PRICE = 100_000_000
const DAY = z.iso.date({ error: 'dateInvalid' }).optional()

const skuRow = z
  .object({
    /** Of an SKU that is there already. */
    code: z
      .string()
      .regex(/^[A-Z0-9-]{3,40}$/, { error: 'codeInvalid' })
      .optional(),
    off: z.literal('on').optional(),
    spec: line(40),
    content: z.string().optional(),
    unit: z.enum(CONTENT_UNITS, { error: 'contentInvalid' }).default('kg'),
    price: z.string().optional(),
    max: z
      .string()
      .regex(/^[1-9][0-9]{0,2}$/, { error: 'maxInvalid' })
      .transform(Number)
      .optional(),
  })
  .transform((row, context): SkuRow | undefined => {
    const { code, off, spec, content, price, max } = row
    const isEmpty = [code, content, price].every((value) => value === undefined)
    return off || isEmpty
      ? undefined
      : { code, spec, ...readAmounts(row, context), maxPerOrder: max ?? DEFAULT_MAX_PER_ORDER }
  })

const DEFAULT_MAX_PER_ORDER = 99

/** Content and price; both are looked at, so that one answer names everything to mend. */
function readAmounts(
  row: { content?: string | undefined; unit: ContentUnit; price?: string | undefined },
  context: z.RefinementCtx,
): Pick<SkuRow, 'content' | 'price'> {
  const content = parseNetContent(row.content ?? '', row.unit)
  const price = parseYuan(row.price ?? '')
  const isPrice = price !== undefined && price >= 1 && price <= MAX_PRICE
  if (!content) context.addIssue({ code: 'custom', message: 'contentInvalid', path: ['content'] })
  if (!isPrice) context.addIssue({ code: 'custom', message: 'priceInvalid', path: ['price'] })
  return content && isPrice ? { content, price } : z.NEVER
}

export interface SkuRow {
  code: string | undefined
  spec: string
  content: NetContent
  price: Fen
  maxPerOrder: number
}

const certificateRow = z
  .object({
    kind: z.enum(CERTIFICATE_KINDS, { error: 'certificateInvalid' }).optional(),
    number: line(60),
    issuer: line(60),
    issuedOn: DAY,
    expiresOn: DAY,
  })
  .transform((row, context): CertificateRow | undefined => {
    const { kind, number, issuer, issuedOn, expiresOn } = row
    if (number === '' && issuedOn === undefined && issuer === '') return undefined
    const problem = (message: string, field: string) => context.addIssue({ code: 'custom', message, path: [field] })
    if (!kind) problem('certificateInvalid', 'kind')
    if (number === '') problem('numberMissing', 'number')
    if (issuer === '') problem('issuerMissing', 'issuer')
    if (!issuedOn) problem('dateMissing', 'issuedOn')
    if (!kind || !issuedOn) return undefined
    return { kind, number: number.normalize('NFKC').toUpperCase(), issuer, issuedOn, ...(expiresOn && { expiresOn }) }
  })

export interface CertificateRow {
  kind: CertificateKind
  number: string
  issuer: string
  issuedOn: string
  expiresOn?: string
}

/**
 * What the grower's form sends. A draft may leave nearly everything out; what is
 * filled in must have its form. Messages are keys of `listingMessages.errors`.
 */
export const listingFormSchema = z.object({
  revision: z
    .string()
    .regex(/^[1-9][0-9]{0,8}$/)
    .transform(Number),
  /** 'meat-eggs:eggs': category and kind of goods. */
  goods: z
    .string()
    .regex(/^[a-z-]{2,32}:[a-z-]{2,32}$/, { error: 'goodsInvalid' })
    .default(''),
  nameZh: line(30),
  nameEn: line(60),
  summaryZh: lines(300),
  summaryEn: lines(600),
  township: line(20),
  village: line(20),
  storage: line(60),
  shelfLife: line(60),
  season: line(60),
  seasonMonths: several(
    z
      .string()
      .regex(/^(?:[1-9]|1[0-2])$/, { error: 'monthInvalid' })
      .transform(Number),
  ),
  allergens: several(z.enum(ALLERGENS, { error: 'allergenInvalid' })),
  noAllergens: z.literal('on').optional(),
  skus: z.array(skuRow).max(MAX_SKUS, { error: 'tooMany' }).default([]),
  certificates: z.array(certificateRow).max(MAX_CERTIFICATES, { error: 'tooMany' }).default([]),
  stockNote: line(200),
})

export type ListingForm = z.output<typeof listingFormSchema>
