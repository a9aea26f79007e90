import { z } from 'zod'
import { dayText, wholeText } from '#app/modules/assistance/form-values.ts'
import { type Fen, fen, parseYuan } from '#app/shared/money.ts'

/** Nobody decides more than this alone, whatever is typed. */
const MOST_ALONE = fen(1_000_000_00)

/**
 * Rules of after-sale from a day on. Seven days are the law's least for goods that may be
 * returned; 48 hours are what the pages of the shop promise for those that may not.
 */
export const aftersalePolicySchema = z.object({
  validFrom: dayText,
  approvalLimit: z.string('missing').transform((text, context): Fen => {
    const amount = parseYuan(text)
    if (amount !== undefined && amount >= 0 && amount <= MOST_ALONE) return amount
    context.addIssue({ code: 'custom', message: amount !== undefined && amount > MOST_ALONE ? 'tooMuch' : 'notYuan' })
    return z.NEVER
  }),
  qualityHours: wholeText(720, 48),
  returnDays: wholeText(90, 7),
  notCollectedDays: wholeText(30),
  autoAcceptDays: wholeText(30),
})
export type AftersalePolicyForm = z.output<typeof aftersalePolicySchema>
