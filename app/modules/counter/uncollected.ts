import { z } from 'zod'
import type { LinePieces } from '#app/modules/ordering/line-counters.ts'
import { type CounterLine, piecesHere } from './pieces.ts'

/** What becomes of goods that nobody fetched. `ask`: they are kept until a clerk says. */
type ReleaseOutcome = 'refund' | 'donate'
export const POLICY_OUTCOMES = ['refund', 'donate', 'ask'] as const
export type PolicyOutcome = (typeof POLICY_OUTCOMES)[number]

export interface CollectionPolicy {
  /** From the end of the slot, or from when the goods were ready if that was later. */
  remindAfterHours: number
  /** From the same moment; the policy of after-sale says it. */
  keptDays: number
  freshOutcome: PolicyOutcome
  durableOutcome: PolicyOutcome
  donateTo: string
}

/** What a clerk decided about one order; it goes before the policy. */
export interface ReleaseChoice {
  outcome: ReleaseOutcome
  donateTo: string | undefined
}

export const releaseChoiceSchema = z
  .object({
    orderNo: z.string().regex(/^\d{12,23}$/, { error: 'unknown' }),
    outcome: z.enum(['refund', 'donate'], { error: 'outcomeMissing' }),
    donateTo: z.string().trim().max(60, { error: 'tooLong' }).optional(),
    note: z.string().trim().max(200, { error: 'tooLong' }).default(''),
  })
  .superRefine(({ outcome, donateTo }, context) => {
    if (outcome === 'donate' && !donateTo)
      context.addIssue({ code: 'custom', path: ['donateTo'], message: 'donateToMissing' })
  })

const HOUR_MS = 60 * 60 * 1000

/** When somebody is reminded, and until when the goods are kept. */
export function collectionDates(
  { slotEndsAt, readyAt }: { slotEndsAt: Date; readyAt: Date },
  policy: Pick<CollectionPolicy, 'remindAfterHours' | 'keptDays'>,
): { remindAt: Date; keptUntil: Date } {
  const from = Math.max(slotEndsAt.getTime(), readyAt.getTime())
  return {
    remindAt: new Date(from + policy.remindAfterHours * HOUR_MS),
    keptUntil: new Date(from + policy.keptDays * 24 * HOUR_MS),
  }
}

/** What happens at once with the goods of an order that was kept long enough. Three groups, each may be empty. */
export interface ReleasePlan {
  /** Goods that keep go back on sale. */
  refundAndRestock: LinePieces[]
  /** Fresh goods do not; the buyer has the money back all the same. */
  refundOnly: LinePieces[]
  donate: LinePieces[]
  donateTo: string
}

/** Decides for every line what is here of it. Nothing is decided for goods that wait for a clerk. */
export function planRelease(
  lines: readonly CounterLine[],
  policy: CollectionPolicy,
  choice: ReleaseChoice | undefined,
): ReleasePlan {
  const plan: ReleasePlan = {
    refundAndRestock: [],
    refundOnly: [],
    donate: [],
    donateTo: choice?.donateTo ?? policy.donateTo,
  }
  for (const line of lines) {
    const isFresh = line.returnRule === 'fresh'
    const outcome = choice?.outcome ?? (isFresh ? policy.freshOutcome : policy.durableOutcome)
    const pieces = { orderLineId: line.orderLineId, quantity: piecesHere(line) }
    if (pieces.quantity === 0 || outcome === 'ask') continue
    if (outcome === 'donate') plan.donate.push(pieces)
    else if (isFresh) plan.refundOnly.push(pieces)
    else plan.refundAndRestock.push(pieces)
  }
  return plan
}
