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
