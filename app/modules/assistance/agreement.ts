import { z } from 'zod'
import { FUND_TYPES, type FundType } from '#app/modules/ledger/accounts.ts'
import { addDays, type BusinessDate } from '#app/shared/business-date.ts'
import type { AgreementId, CooperativeId, CountyId, OrgUnitId } from '#app/shared/ids.ts'
import { isUuid } from '#app/shared/ids.ts'
import type { Fen } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { dayText, documentNoText, wholeText, wordsText, yuanText } from './form-values.ts'

/** Days after acceptance within which the college has to pay, at the most. */
export const MAX_PAYMENT_DAYS = 60
export const USUAL_PAYMENT_DAYS = 30

export type AgreementState = 'active' | 'upcoming' | 'ended' | 'terminated'

/** Days before the end at which an agreement asks for attention, the most urgent first. */
export const EXPIRY_WARNINGS = [7, 30, 90] as const
type ExpiryWarning = (typeof EXPIRY_WARNINGS)[number]

export const agreementSchema = z
  .object({
    agreementNo: documentNoText,
    title: wordsText(120),
    startsOn: dayText,
    endsOn: dayText,
    signedOn: dayText,
    /** The buying side; absent for the college itself. */
    orgUnitId: z
      .string()
      .regex(/^[a-z][a-z0-9-]{1,31}$/, 'unknown')
      .transform((id) => id as OrgUnitId)
      .optional(),
    /** The selling side: a cooperative of the shop, or a name with its credit code. */
    cooperativeId: z
      .string()
      .refine(isUuid, 'unknown')
      .transform((id) => id as CooperativeId)
      .optional(),
    supplierName: wordsText(120).optional(),
    supplierCreditCode: z
      .string()
      .trim()
      .toUpperCase()
      .regex(/^[0-9A-Z]{18}$/, 'notCreditCode')
      .optional(),
    countyId: z
      .string('missing')
      .regex(/^[a-z]{2,32}$/, 'unknown')
      .transform((id) => id as CountyId),
    fundType: z.enum(FUND_TYPES, 'missing'),
    committed: yuanText,
    priceRule: wordsText(1000),
    paymentTermDays: wholeText(MAX_PAYMENT_DAYS),
  })
  .superRefine((form, context) => {
    if (form.endsOn < form.startsOn) context.addIssue({ code: 'custom', path: ['endsOn'], message: 'endsBeforeStart' })
    if (form.cooperativeId) return
    if (!form.supplierName) context.addIssue({ code: 'custom', path: ['supplierName'], message: 'missing' })
    if (!form.supplierCreditCode) context.addIssue({ code: 'custom', path: ['supplierCreditCode'], message: 'missing' })
  })
export type AgreementForm = z.output<typeof agreementSchema>

export type RecordAgreementRefusal =
  | { kind: 'agreementNoKnown' }
  | { kind: 'unknownParty' }
  | { kind: 'cooperativeOfOtherCounty' }
  | { kind: 'signedInFuture' }

export const terminationSchema = z.object({ terminatedOn: dayText, reason: wordsText(300) })
export type TerminationForm = z.output<typeof terminationSchema>

export type TerminateRefusal = { kind: 'unknown' } | { kind: 'alreadyTerminated' } | { kind: 'dayOutOfTerm' }

export interface AgreementTerm {
  startsOn: BusinessDate
  endsOn: BusinessDate
  terminatedOn: BusinessDate | undefined
}

/** Where an agreement stands on a day. */
export function agreementState(term: AgreementTerm, today: BusinessDate): AgreementState {
  if (term.terminatedOn !== undefined) return 'terminated'
  if (today < term.startsOn) return 'upcoming'
  return today > term.endsOn ? 'ended' : 'active'
}

/** Days from `today` to the end of a term. */
export function daysLeft({ endsOn }: Pick<AgreementTerm, 'endsOn'>, today: BusinessDate): number {
  return Math.round((Date.parse(`${endsOn}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / DAY_MS)
}

const DAY_MS = 24 * 60 * 60 * 1000

/** Which warning a running agreement gives on a day: 7 for its last week, and so on; undefined for none. */
export function expiryWarning(term: AgreementTerm, today: BusinessDate): ExpiryWarning | undefined {
  if (agreementState(term, today) !== 'active') return undefined
  return EXPIRY_WARNINGS.find((days) => term.endsOn <= addDays(today, days))
}

/** Whether the agreement may be ended early on that day: a day of its term that has come. */
export function decideTermination(
  term: AgreementTerm,
  { terminatedOn, today }: { terminatedOn: BusinessDate; today: BusinessDate },
): Result<void, TerminateRefusal> {
  if (term.terminatedOn !== undefined) return refuse({ kind: 'alreadyTerminated' })
  const isInTerm = terminatedOn >= term.startsOn && terminatedOn <= term.endsOn && terminatedOn <= today
  return isInTerm ? ok(undefined) : refuse({ kind: 'dayOutOfTerm' })
}

/** An agreement with what was bought under it. */
export interface AgreementView extends AgreementTerm {
  agreementId: AgreementId
  agreementNo: string
  title: string
  signedOn: BusinessDate
  /** The buying unit; absent for the college itself. */
  orgUnit: { zh: string; en: string } | undefined
  cooperativeId: CooperativeId | undefined
  supplierName: string
  supplierCreditCode: string
  county: { zh: string; en: string }
  fundType: FundType
  committed: Fen
  priceRule: string
  paymentTermDays: number
  recordedBy: string
  recordedAt: Date
  termination: { reason: string; by: string; at: Date } | undefined
  /** Counted toward the task, net of what was taken back. */
  counted: Fen
  /** Accepted, and not counted by the rule of its day. */
  uncounted: Fen
}
