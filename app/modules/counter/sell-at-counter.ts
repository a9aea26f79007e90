import { z } from 'zod'
import type { PlaceCounterOrderRefusal } from '#app/modules/ordering/place-order.ts'
import { isUuid } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { parseSaleItems, SALE_FUNDS } from './sale-items.ts'

const SALE_METHODS = ['cash', 'qr'] as const

export const sellSchema = z.object({
  requestId: z.string({ error: 'unknown' }).refine(isUuid, { error: 'unknown' }),
  shiftId: z.string({ error: 'unknown' }).refine(isUuid, { error: 'unknown' }),
  items: z.string({ error: 'unknown' }).max(2000).transform(parseSaleItems),
  expectedTotal: z
    .string({ error: 'unknown' })
    .regex(/^\d{1,9}$/, { error: 'unknown' })
    .transform((text) => fen(Number(text))),
  fundType: z.enum(SALE_FUNDS, { error: 'fundMissing' }),
  campusNumber: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z0-9]{4,20}$/, { error: 'campusNumberInvalid' })
    .optional(),
  method: z.enum(SALE_METHODS, { error: 'methodMissing' }),
})

export type SellRefusal =
  | PlaceCounterOrderRefusal
  /** Nobody sells without an open drawer. */
  | { kind: 'noShift' }
  | { kind: 'buyerUnknown' }
  /** The buyer named is of another kind than was chosen. */
  | { kind: 'otherFund' }
  | { kind: 'requestReused' }
