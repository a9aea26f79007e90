import { z } from 'zod'
import { isUuid } from '#app/shared/ids.ts'
import { addFen, type Fen, parseYuan, subtractFen } from '#app/shared/money.ts'

/** No drawer holds more; a larger number is a slip of the finger. */
const MAX_CASH_FEN = 10_000_000

const cash = z.string({ error: 'cashInvalid' }).transform((text, context) => {
  const amount = parseYuan(text)
  if (amount !== undefined && amount <= MAX_CASH_FEN) return amount
  context.addIssue({ code: 'custom', message: 'cashInvalid' })
  return z.NEVER
})

export const openShiftSchema = z.object({
  pickupPointId: z.string({ error: 'pointMissing' }).regex(/^[a-z0-9-]{2,32}$/, { error: 'pointMissing' }),
  cash,
})

export const closeShiftSchema = z.object({
  shiftId: z.string({ error: 'unknown' }).refine(isUuid, { error: 'unknown' }),
  cash,
  note: z.string().trim().max(200, { error: 'tooLong' }).default(''),
})

export const payOutSchema = z.object({
  shiftId: z.string({ error: 'unknown' }).refine(isUuid, { error: 'unknown' }),
  refundId: z.string({ error: 'unknown' }).refine(isUuid, { error: 'unknown' }),
})

/** What a drawer should hold, and by how much what was counted is more (or, negative, less). */
export function reckonDrawer(drawer: { opening: Fen; sales: Fen; payouts: Fen }): Fen {
  return subtractFen(addFen(drawer.opening, drawer.sales), drawer.payouts)
}
