import { z } from 'zod'
import { dayText, wholeText, wordsText } from '#app/modules/assistance/form-values.ts'
import { POLICY_OUTCOMES } from './uncollected.ts'

/** Rules for goods that nobody fetches, from a day on. */
export const collectionPolicySchema = z.object({
  validFrom: dayText,
  remindAfterHours: wholeText(168),
  freshOutcome: z.enum(POLICY_OUTCOMES, 'missing'),
  durableOutcome: z.enum(POLICY_OUTCOMES, 'missing'),
  donateTo: wordsText(60),
})
export type CollectionPolicyForm = z.output<typeof collectionPolicySchema>
