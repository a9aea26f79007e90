import { addDays, type BusinessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, PersonId, StatementId } from '#app/shared/ids.ts'
import type { Fen } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'

export const STATEMENT_STATES = [
  'draft',
  'sent',
  'confirmed',
  'disputed',
  'approved',
  'paid',
  'reconciled',
  'voided',
] as const
export type StatementState = (typeof STATEMENT_STATES)[number]

/** States in which it waits for somebody and money is still owed for it. */
export const OPEN_STATES = ['draft', 'sent', 'disputed', 'confirmed', 'approved'] as const satisfies StatementState[]

export type LineKind = 'accepted' | 'refund' | 'refund_failed' | 'correction'

export type StatementEventKind =
  | 'prepared'
  | 'taken'
  | 'corrected'
  | 'sent'
  | 'confirmed'
  | 'disputed'
  | 'reopened'
  | 'approved'
  | 'paid'
  | 'returned'
  | 'reconciled'
  | 'unreconciled'
  | 'voided'

/** A month of business, by its first day. */
export type Month = BusinessDate

export interface Statement {
  statementId: StatementId
  statementNo: string
  cooperativeId: CooperativeId
  month: Month
  round: number
  state: StatementState
  total: Fen
  lineCount: number
  dueOn: BusinessDate
  sentAt: Date | undefined
  preparedBy: PersonId
  bankAccountId: string | undefined
}

/** The subject of the duties about one round of a statement. */
export function dutyOf({ statementId, round }: { statementId: StatementId; round: number }) {
  return { subjectType: 'statement', subjectId: statementId, round }
}

/** Who had which hand in a statement, over all its rounds. */
export interface Hands {
  preparing: readonly PersonId[]
  approving: readonly PersonId[]
  paying: readonly PersonId[]
}

export type WrongState = { kind: 'wrongState'; state: StatementState }

/** Refuses unless the statement is in one of `states`. */
export function demandState(statement: Statement, states: readonly StatementState[]): Result<void, WrongState> {
  return states.includes(statement.state) ? ok(undefined) : refuse({ kind: 'wrongState', state: statement.state })
}

export type SendRefusal =
  | WrongState
  /** There is nothing to pay: it is settled against what comes next. */
  | { kind: 'notPositive'; total: Fen }

export function decideSending(statement: Statement): Result<void, SendRefusal> {
  const standing = demandState(statement, ['draft'])
  if (!standing.ok) return standing
  return statement.total > 0 ? ok(undefined) : refuse({ kind: 'notPositive', total: statement.total })
}

export type ApproveRefusal =
  | WrongState
  /** The same person prepared it, changed it, sent it or took it back. */
  | { kind: 'preparedIt' }
  /** The same person paid an earlier round of it. */
  | { kind: 'paidIt' }
  | { kind: 'noAccount' }
  /** The same person recorded the account it would be paid to. */
  | { kind: 'recordedAccount' }

/**
 * Decides whether `approver` may approve. Four eyes over all rounds of a statement, and
 * over the account the money goes to: both are looked at by somebody who made neither.
 */
export function decideApproval(
  statement: Statement,
  given: { hands: Hands; accountRecordedBy: PersonId | undefined },
  approver: PersonId,
): Result<void, ApproveRefusal> {
  const standing = demandState(statement, ['confirmed'])
  if (!standing.ok) return standing
  if (given.hands.preparing.includes(approver)) return refuse({ kind: 'preparedIt' })
  if (given.hands.paying.includes(approver)) return refuse({ kind: 'paidIt' })
  if (!given.accountRecordedBy) return refuse({ kind: 'noAccount' })
  return given.accountRecordedBy === approver ? refuse({ kind: 'recordedAccount' }) : ok(undefined)
}

export type PayRefusal =
  | WrongState
  | { kind: 'preparedIt' }
  | { kind: 'approvedIt' }
  | { kind: 'recordedAccount' }
  /** The cooperative's account changed since the approval: it must be gone through again. */
  | { kind: 'accountChanged' }
  /** Of a day to come, or before it was approved. */
  | { kind: 'dayImpossible'; from: BusinessDate; to: BusinessDate }

export interface PayingFacts {
  hands: Hands
  account: { accountId: string; recordedBy: PersonId } | undefined
  approvedOn: BusinessDate
  today: BusinessDate
  paidOn: BusinessDate
}

/** Decides whether `payer` may pay. Whoever prepared or approved it does not, nor who recorded the account. */
export function decidePayment(statement: Statement, given: PayingFacts, payer: PersonId): Result<void, PayRefusal> {
  const standing = demandState(statement, ['approved'])
  if (!standing.ok) return standing
  if (given.hands.preparing.includes(payer)) return refuse({ kind: 'preparedIt' })
  if (given.hands.approving.includes(payer)) return refuse({ kind: 'approvedIt' })
  if (given.account?.accountId !== statement.bankAccountId) return refuse({ kind: 'accountChanged' })
  if (given.account?.recordedBy === payer) return refuse({ kind: 'recordedAccount' })
  if (given.paidOn < given.approvedOn || given.paidOn > given.today)
    return refuse({ kind: 'dayImpossible', from: given.approvedOn, to: given.today })
  return ok(undefined)
}

/** '2026-11-01' for '2026-11'; undefined for what is no month. */
export function parseMonth(text: string | null | undefined): Month | undefined {
  return /^20\d\d-(0[1-9]|1[0-2])$/.test(text ?? '') ? `${text}-01` : undefined
}

/** '2026-11' for a month. */
export function formatMonth(month: Month): string {
  return month.slice(0, 7)
}

export function monthOfDate(date: BusinessDate): Month {
  return `${date.slice(0, 7)}-01`
}

export function nextMonth(month: Month): Month {
  return monthOfDate(addDays(month, 31))
}

export function previousMonth(month: Month): Month {
  return monthOfDate(addDays(month, -1))
}

export function lastDayOf(month: Month): BusinessDate {
  return addDays(nextMonth(month), -1)
}

const DAY_MS = 24 * 60 * 60 * 1000

/** Days from `today` until the due day: none on the day itself, negative when it has passed. */
export function daysLeft(dueOn: BusinessDate, today: BusinessDate): number {
  return Math.round((Date.parse(dueOn) - Date.parse(today)) / DAY_MS)
}
