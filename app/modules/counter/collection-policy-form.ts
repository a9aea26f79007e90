import { z } from 'zod'
import { isRealDate } from '#app/shared/business-date.ts'
import { POLICY_OUTCOMES } from './uncollected.ts'

/** Rules for goods that nobody fetches, from a day on. */
export const collectionPolicySchema = z.object({
  validFrom: z.string('notDay').refine(isRealDate, 'notDay'),
  remindAfterHours: z.coerce.number('notWhole').int('notWhole').min(1, 'notWhole').max(168, 'notWhole'),
  freshOutcome: z.enum(POLICY_OUTCOMES, 'missing'),
  durableOutcome: z.enum(POLICY_OUTCOMES, 'missing'),
  donateTo: z.string('missing').trim().min(1, 'missing').max(60, 'tooLong'),
})
export type CollectionPolicyForm = z.output<typeof collectionPolicySchema>
