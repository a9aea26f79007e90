import {
  attainedAccount,
  type FundType,
  type PurchaseChannel,
  recognizedAccount,
  taskAccount,
} from '#app/modules/ledger/accounts.ts'
import { credit, debit, type EntryDraft, type PostingDraft } from '#app/modules/ledger/entry.ts'
import { assistanceYear, type BusinessDate, startOfBusinessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, CountyId, OrgUnitId } from '#app/shared/ids.ts'
import type { Fen } from '#app/shared/money.ts'

/** An amount that counts toward the task. Negative when an amount that counted is taken back by a refund. */
export interface Recognition {
  sourceType: 'acceptance' | 'refund' | 'external'
  /** With `sourceType`, the document that makes it count; it never counts twice. */
  sourceId: string
  amount: Fen
  /** The day in Shanghai on which it counts: of acceptance, or of the refund itself, also when the year before is over. */
  businessDate: BusinessDate
  /** When it happened, if that is another day: its month is closed, and it counts later. */
  happenedOn?: BusinessDate | undefined
  countyId: CountyId
  cooperativeId?: CooperativeId | undefined
  channel: PurchaseChannel
  fundType: FundType
  /** The part of the college that bought; absent for purchases of nobody's unit. */
  orgUnitId?: OrgUnitId | undefined
}

/**
 * The entry of a recognition in book `assistance`: the amount leaves the task and
 * rests where it was attained, once for each way in which the task is divided, so
 * that what remains of the whole, of the county's, the fund's and the unit's part are balances.
 */
export function recognitionEntry(of: Recognition, recordedAt: Date): EntryDraft {
  const { amount, countyId, fundType, orgUnitId } = of
  const year = countingYear(of.businessDate)
  const county = { scope: 'county', countyId } as const
  const fund = { scope: 'fund', fundType } as const
  return {
    book: 'assistance',
    sourceType: of.sourceType,
    sourceId: of.sourceId,
    occurredAt: startOfBusinessDate(of.happenedOn ?? of.businessDate),
    recordedAt,
    postings: [
      debit(recognizedAccount({ ...of, year }), amount),
      credit(taskAccount(year, { scope: 'college' }), amount),
      debit(attainedAccount(year, county), amount),
      credit(taskAccount(year, county), amount),
      debit(attainedAccount(year, fund), amount),
      credit(taskAccount(year, fund), amount),
      ...(orgUnitId === undefined ? [] : unitPostings(year, orgUnitId, amount)),
    ],
  }
}

function unitPostings(year: number, orgUnitId: OrgUnitId, amount: Fen): PostingDraft[] {
  const unit = { scope: 'org_unit', orgUnitId } as const
  return [debit(attainedAccount(year, unit), amount), credit(taskAccount(year, unit), amount)]
}

/** The assistance year of a day of business. */
export function countingYear(date: BusinessDate): number {
  return assistanceYear(startOfBusinessDate(date))
}
