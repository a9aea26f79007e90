import { z } from 'zod'
import { addDays, type BusinessDate, isRealDate } from '#app/shared/business-date.ts'
import { isUuid } from '#app/shared/ids.ts'
import { piecesSchema } from './adjust-stock.ts'

/** What is known of a lot when it comes in. */
export interface BatchFacts {
  /** As printed on the goods; it names this lot of this SKU alone, for ever, so that it can be called back by it. */
  lotCode: string
  /** Picked, or made. */
  harvestedOn: BusinessDate
  bestBeforeOn: BusinessDate
  certificateNumber?: string | undefined
  /** Where the certificate can be looked at, by https. */
  certificateUrl?: string | undefined
}

/** How near the end of a lot is. `soon`: within 7 days; `coming`: within 30. */
export type Freshness = 'recalled' | 'expired' | 'soon' | 'coming' | 'good'

const SOON_DAYS = 7
const COMING_DAYS = 30

export function freshnessOf(
  { bestBeforeOn, isRecalled }: { bestBeforeOn: BusinessDate; isRecalled: boolean },
  today: BusinessDate,
): Freshness {
  if (isRecalled) return 'recalled'
  if (bestBeforeOn < today) return 'expired'
  if (bestBeforeOn <= addDays(today, SOON_DAYS)) return 'soon'
  return bestBeforeOn <= addDays(today, COMING_DAYS) ? 'coming' : 'good'
}

/** Printable, without spaces at its ends; digits and letters of any width are the same. */
const LOT_CODE = /^[\p{L}\p{N}](?:[\p{L}\p{N} ._/#()-]{0,38}[\p{L}\p{N})])?$/u

export function isLotCode(text: string): boolean {
  return LOT_CODE.test(text)
}

const narrow = (text: unknown) => (typeof text === 'string' ? text.normalize('NFKC').trim() : text)
const dateOf = (error: string) => z.string({ error }).refine(isRealDate, { error })
const optionalText = (schema: z.ZodType<string>) =>
  z.preprocess((text) => (typeof text === 'string' && text.trim() === '' ? undefined : narrow(text)), schema.optional())

/** What the form of a new batch sends. Errors are keys of the stock page's words. */
export const receiveBatchSchema = z
  .object({
    requestId: z.string({ error: 'unknown' }).refine(isUuid, { error: 'unknown' }),
    lotCode: z.preprocess(narrow, z.string({ error: 'lotMissing' }).refine(isLotCode, { error: 'lotInvalid' })),
    harvestedOn: dateOf('dateInvalid'),
    bestBeforeOn: dateOf('dateInvalid'),
    quantity: piecesSchema.refine((count) => count > 0, { error: 'piecesInvalid' }),
    certificateNumber: optionalText(z.string().max(60, { error: 'certificateTooLong' })),
    certificateUrl: optionalText(
      z
        .string()
        .max(500, { error: 'linkInvalid' })
        .regex(/^https:\/\/[^\s]+$/, { error: 'linkInvalid' }),
    ),
  })
  .refine(({ harvestedOn, bestBeforeOn }) => bestBeforeOn > harvestedOn, {
    error: 'bestBeforeEarly',
    path: ['bestBeforeOn'],
  })

/** `lotKnown`: the code names a lot already, of this SKU or another. `inFuture`: nobody has picked tomorrow's apples. */
export type TakeInBatchRefusal =
  | { kind: 'notFound' }
  | { kind: 'requestReused' }
  | { kind: 'lotKnown'; lotCode: string }
  | { kind: 'harvestInFuture' }
  | { kind: 'expired' }
  | { kind: 'tooMany'; max: number }
