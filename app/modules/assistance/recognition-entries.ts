import {
  attainedAccount,
  type FundType,
  type PurchaseChannel,
  recognizedAccount,
  taskAccount,
} from '#app/modules/ledger/accounts.ts'
import { credit, debit, type EntryDraft } from '#app/modules/ledger/entry.ts'
import { assistanceYear, type BusinessDate, startOfBusinessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, CountyId } from '#app/shared/ids.ts'
import type { Fen } from '#app/shared/money.ts'

/** An amount that counts toward the task. Negative when an amount that counted is taken back by a refund. */
export interface Recognition {
  sourceType: 'acceptance' | 'refund' | 'external'
  /** With `sourceType`, the document that makes it count; it never counts twice. */
  sourceId: string
  amount: Fen
  /** The day in Shanghai on which it counts: of acceptance, or of the refund itself, also when the year before is over. */
  businessDate: BusinessDate
  countyId: CountyId
  cooperativeId?: CooperativeId | undefined
  channel: PurchaseChannel
  fundType: FundType
}

/**
 * The entry of a recognition in book `assistance`: the amount leaves the task and
 * rests where it was attained, once for each way in which the task is divided, so
 * that what remains of the whole, of the county's and of the fund's part are balances.
 */
export function recognitionEntry(of: Recognition, recordedAt: Date): EntryDraft {
  const { amount, countyId, fundType } = of
  const year = countingYear(of.businessDate)
  const county = { scope: 'county', countyId } as const
  const fund = { scope: 'fund', fundType } as const
  return {
    book: 'assistance',
    sourceType: of.sourceType,
    sourceId: of.sourceId,
    occurredAt: startOfBusinessDate(of.businessDate),
    recordedAt,
    postings: [
      debit(recognizedAccount({ ...of, year }), amount),
      credit(taskAccount(year, { scope: 'college' }), amount),
      debit(attainedAccount(year, county), amount),
      credit(taskAccount(year, county), amount),
      debit(attainedAccount(year, fund), amount),
      credit(taskAccount(year, fund), amount),
    ],
  }
}

/** The assistance year of a day of business. */
export function countingYear(date: BusinessDate): number {
  return assistanceYear(startOfBusinessDate(date))
}
