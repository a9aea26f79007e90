import { z } from 'zod'
import { isUuid, type SkuId } from '#app/shared/ids.ts'

export type SetCartQuantityRefusal =
  | { kind: 'notOnSale' }
  | { kind: 'aboveMaximum'; max: number }
  | { kind: 'tooManyLines'; max: number }

/** 0 to 999 in plain ASCII digits: no sign, space, exponent, fraction or leading zero. Zero takes a line out. */
const QUANTITY_FORM = /^(?:0|[1-9][0-9]{0,2})$/

/** What the forms of the cart and of product pages send. Messages are keys of the cart's words. */
export const setCartQuantitySchema = z.object({
  skuId: z
    .string({ error: 'skuUnknown' })
    .refine(isUuid, { error: 'skuUnknown' })
    .transform((id) => id as SkuId),
  quantity: z.string({ error: 'quantityInvalid' }).regex(QUANTITY_FORM, { error: 'quantityInvalid' }).transform(Number),
  returnTo: z.string().max(512).optional(),
})
