import type { Fen } from '#app/shared/money.ts'

/** The rules of after-sale on one day; data, because they change by decision. */
export interface AftersalePolicy {
  /** How much of an order one finance officer may give back without a second person. */
  approvalLimit: Fen
  /** From hand-over, for goods that cannot be returned and are not as they should be. */
  qualityHours: number
  /** From hand-over, for goods that may be returned without a reason. */
  returnDays: number
  /** From the end of its pickup slot until an order counts as not collected. */
  notCollectedDays: number
  /** From delivery until goods count as accepted when nobody says otherwise. */
  autoAcceptDays: number
}

/** What a buyer can count on: of the rules under which they ordered and of those of today, the longer times. */
export function promisedTimes(ordered: AftersalePolicy, today: AftersalePolicy): AftersalePolicy {
  return {
    ...today,
    qualityHours: Math.max(ordered.qualityHours, today.qualityHours),
    returnDays: Math.max(ordered.returnDays, today.returnDays),
    notCollectedDays: Math.max(ordered.notCollectedDays, today.notCollectedDays),
  }
}
