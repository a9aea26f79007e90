import type { IsCode } from '#app/modules/identity/audit-fields.ts'

/** Everything that is put before people, by what went wrong. */
export const INCIDENT_KINDS = [
  'paid_late',
  'paid_twice',
  'wrong_amount',
  'unknown_payment',
  'dead_event',
  'refund_failed',
  'dispute',
  'audit',
  'unmatched_balance',
  'payout_failed',
  'bill_difference',
  'bank_unclaimed',
  'tie_out',
  'statement_disputed',
  'statement_overdue',
  'import_failed',
  'period_late',
] as const
export type IncidentKind = (typeof INCIDENT_KINDS)[number]

/** Names of the figures and references an incident keeps: each has words for people in the catalogue. */
export const INCIDENT_FIELDS = [
  'amount',
  'amountDiffers',
  'amountFen',
  'askedFen',
  'billOnly',
  'bookedFen',
  'count',
  'currency',
  'day',
  'dueOn',
  'failed',
  'itemsFen',
  'leftAmount',
  'lines',
  'name',
  'offAmount',
  'outcome',
  'providerRef',
  'reason',
  'refund',
  'rightAmount',
  'rows',
  'runId',
  'statementNo',
  'tries',
  'type',
  'why',
] as const
export type IncidentField = (typeof INCIDENT_FIELDS)[number]

/** Codes of ours among its values. */
export const INCIDENT_CODES = ['paid', 'slotGone', 'stockGone', 'tooLittleLeft'] as const
export type IncidentCode = (typeof INCIDENT_CODES)[number]

/** What an incident may keep: fields that have words, and of our own codes those that have. */
export type WordedFigures<Kept> = {
  [Key in keyof Kept]: Key extends IncidentField
    ? Kept[Key] extends string
      ? IsCode<Kept[Key]> extends true
        ? Kept[Key] & IncidentCode
        : Kept[Key]
      : Kept[Key] & (string | number)
    : never
}
