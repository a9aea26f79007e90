import { z } from 'zod'
import { isRealDate } from '#app/shared/business-date.ts'
import { type Fen, fen, parseYuan } from '#app/shared/money.ts'

/** Nobody decides more than this alone, whatever is typed. */
const MOST_ALONE = fen(1_000_000_00)

const whole = (least: number, most: number) =>
  z.coerce.number('notWhole').int('notWhole').min(least, 'notWhole').max(most, 'notWhole')

/**
 * Rules of after-sale from a day on. Seven days are the law's least for goods that may be
 * returned; 48 hours are what the pages of the shop promise for those that may not.
 */
export const aftersalePolicySchema = z.object({
  validFrom: z.string('notDay').refine(isRealDate, 'notDay'),
  approvalLimit: z.string('missing').transform((text, context): Fen => {
    const amount = parseYuan(text)
    if (amount !== undefined && amount >= 0 && amount <= MOST_ALONE) return amount
    context.addIssue({ code: 'custom', message: amount !== undefined && amount > MOST_ALONE ? 'tooMuch' : 'notYuan' })
    return z.NEVER
  }),
  qualityHours: whole(48, 720),
  returnDays: whole(7, 90),
  notCollectedDays: whole(1, 30),
  autoAcceptDays: whole(1, 30),
})
export type AftersalePolicyForm = z.output<typeof aftersalePolicySchema>
