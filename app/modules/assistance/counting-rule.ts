import { z } from 'zod'
import { PURCHASE_CHANNELS, type PurchaseChannel } from '#app/modules/ledger/accounts.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { CountingRuleId, CountyId, DocumentId } from '#app/shared/ids.ts'
import type { Fen } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { dayText, documentNoText, percentText, wordsText, yuanText } from './form-values.ts'

/** The rule a database starts with: every county and every kind of goods counts. */
export const REFERENCE_RULE_ID = '00000000-0000-7000-8000-000000000832' as CountingRuleId

const keys = z
  .array(z.string().regex(/^[a-z0-9-]{2,64}$/, 'unknown'))
  .max(200)
  .default([])

/** A new rule as the officer types it. */
export const countingRuleSchema = z
  .object({
    validFrom: dayText,
    documentNo: documentNoText,
    title: wordsText(120),
    /** Basis points of a year's canteen food purchases to be made through the 832 platform. */
    reservedShare: percentText,
    /** A head and year of the union. */
    perHeadMin: yuanText.optional(),
    perHeadCap: yuanText.optional(),
    /** None means all. */
    counties: keys,
    /** Those of `counties` that the rule has on the list of the 832. */
    listed: keys,
    /** None means all. */
    categories: keys,
    channels: z.array(z.enum(PURCHASE_CHANNELS, 'unknown')).default([]),
    notes: z.string().trim().max(1000, 'tooLong').default(''),
  })
  .superRefine((rule, context) => {
    if (rule.perHeadMin !== undefined && rule.perHeadCap !== undefined && rule.perHeadMin > rule.perHeadCap)
      context.addIssue({ code: 'custom', path: ['perHeadCap'], message: 'capBelowMin' })
    if (rule.listed.some((countyId) => !rule.counties.includes(countyId)))
      context.addIssue({ code: 'custom', path: ['listed'], message: 'listedNotCounted' })
    if (rule.channels.length === 0) context.addIssue({ code: 'custom', path: ['channels'], message: 'missing' })
  })
export type CountingRuleForm = z.output<typeof countingRuleSchema>

/** What a rule says, as audit and comparison show it. */
export interface RuleFacts {
  validFrom: BusinessDate
  documentNo: string
  title: string
  reservedShareBasisPoints: number
  perHeadMin: Fen | undefined
  perHeadCap: Fen | undefined
  /** Empty for all counties. */
  counties: { countyId: CountyId; on832List: boolean }[]
  /** Empty for all kinds of goods. */
  categories: string[]
  measure832Channels: PurchaseChannel[]
  notes: string
}

/** A rule as it stands in the book of rules. */
export interface CountingRule extends RuleFacts {
  ruleId: CountingRuleId
  document: { documentId: DocumentId; fileName: string } | undefined
  recordedBy: string | undefined
  recordedAt: Date
  /** The day on which a later rule takes its place. */
  supersededOn: BusinessDate | undefined
}

export type RecordRuleRefusal =
  | { kind: 'notAfterLatest'; validFrom: BusinessDate }
  | { kind: 'documentNoKnown' }
  | { kind: 'unknownCounty' }
  | { kind: 'unknownCategory' }

/** Rules follow each other: a new one begins after the latest, whether that one has come into force or not. */
export function decideRule(form: CountingRuleForm, latest: BusinessDate): Result<void, RecordRuleRefusal> {
  return form.validFrom > latest ? ok(undefined) : refuse({ kind: 'notAfterLatest', validFrom: latest })
}

/** The rule as facts, the way it will be written. */
export function factsOfForm(form: CountingRuleForm): RuleFacts {
  return {
    validFrom: form.validFrom,
    documentNo: form.documentNo,
    title: form.title,
    reservedShareBasisPoints: form.reservedShare,
    perHeadMin: form.perHeadMin,
    perHeadCap: form.perHeadCap,
    counties: form.counties.map((id) => ({ countyId: id as CountyId, on832List: form.listed.includes(id) })),
    categories: form.categories,
    measure832Channels: form.channels,
    notes: form.notes,
  }
}

/** What a later rule changes: the names of the facts that differ. */
export function changedFacts(before: RuleFacts, after: RuleFacts): (keyof RuleFacts)[] {
  const names: (keyof RuleFacts)[] = [
    'reservedShareBasisPoints',
    'perHeadMin',
    'perHeadCap',
    'counties',
    'categories',
    'measure832Channels',
  ]
  return names.filter((name) => plain(before[name]) !== plain(after[name]))
}

function plain(value: RuleFacts[keyof RuleFacts]): string {
  if (!Array.isArray(value)) return JSON.stringify(value ?? null)
  return JSON.stringify(value.map((one) => JSON.stringify(one)).sort())
}

/** The rule in force on a day: the latest that has come, and before the first of all the first. `rules` begin with the latest. */
export function ruleInForce(rules: readonly CountingRule[], day: BusinessDate): CountingRule {
  const rule = rules.find((one) => one.validFrom <= day) ?? rules.at(-1)
  if (!rule) throw new Error('a database starts with a rule')
  return rule
}
