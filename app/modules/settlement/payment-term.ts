import { z } from 'zod'
import { wholeText } from '#app/modules/assistance/form-values.ts'
import type { CooperativeId } from '#app/shared/ids.ts'

/** The law lets a college pay small suppliers within 30 days of delivery; a contract may say up to 60. */
const USUAL_TERM_DAYS = 30
const LONGEST_TERM_DAYS = 60

/** Within how many days a cooperative is paid, and what says so: needed when it is more than usual. */
export const paymentTermSchema = z
  .object({
    cooperativeId: z.uuid().transform((id) => id as CooperativeId),
    termDays: wholeText(LONGEST_TERM_DAYS),
    because: z.string().trim().max(200, 'tooLong').default(''),
  })
  .superRefine(({ termDays, because }, context) => {
    if (termDays > USUAL_TERM_DAYS && because === '')
      context.addIssue({ code: 'custom', path: ['because'], message: 'termNeedsReason' })
  })
export type PaymentTermForm = z.output<typeof paymentTermSchema>
