import type { CooperativeId, CountyId, OrgUnitId } from '#app/shared/ids.ts'

/** A set of accounts that balances by itself: money that is anybody's, and the year's assistance task. */
export const BOOKS = ['money', 'assistance'] as const
export type Book = (typeof BOOKS)[number]

export type AccountKind = 'asset' | 'liability' | 'equity' | 'income' | 'expense' | 'memo'

/** Where a recognized purchase was made. Only `platform_832` counts in the measure "832 only". */
export const PURCHASE_CHANNELS = ['own_shop', 'counter', 'platform_832', 'agreement', 'other'] as const
export type PurchaseChannel = (typeof PURCHASE_CHANNELS)[number]

/** Whose money paid: the staff's, the students', outsiders' (assisted sale), or a budget of the college. */
export const FUND_TYPES = ['staff', 'student', 'assisted_sale', 'canteen', 'union', 'department'] as const
export type FundType = (typeof FUND_TYPES)[number]

/** The part of the task that a target is set for: the whole, one county's, one fund's, or one org unit's. */
export type TargetScope =
  | { scope: 'college' }
  | { scope: 'county'; countyId: CountyId }
  | { scope: 'fund'; fundType: FundType }
  | { scope: 'org_unit'; orgUnitId: OrgUnitId }

/** Names one account and everything its row says. The code alone identifies it; equal codes have equal rows. */
export interface AccountRef {
  code: string
  book: Book
  kind: AccountKind
  year?: number
  scope?: TargetScope['scope']
  countyId?: CountyId
  cooperativeId?: CooperativeId
  channel?: PurchaseChannel
  fundType?: FundType
  orgUnitId?: OrgUnitId
}

/** What the provider holds for us. */
export const CLEARING_STRIPE: AccountRef = { code: 'clearing:stripe', book: 'money', kind: 'asset' }

/** The college's account at its bank for the shop: nothing is booked to it but what a bank statement shows, and what it held before the first. */
export const BANK: AccountRef = { code: 'bank:main', book: 'money', kind: 'asset' }

/** What the account at the bank held before the books begin, so that they agree with it. */
export const OPENING_BALANCE: AccountRef = { code: 'equity:opening-balance', book: 'money', kind: 'equity' }

/** On its way to or from the bank: paid out by the provider, taken to the bank, ordered to be paid; settled by a bank line. */
export const BANK_TRANSIT: AccountRef = { code: 'bank:transit', book: 'money', kind: 'asset' }

/** What the provider keeps for its service. */
export const PROVIDER_FEES: AccountRef = { code: 'expense:provider-fees', book: 'money', kind: 'expense' }

/** What the bank keeps for its service. */
export const BANK_FEES: AccountRef = { code: 'expense:bank-fees', book: 'money', kind: 'expense' }

/** What the bank pays on what rests with it. */
export const BANK_INTEREST: AccountRef = { code: 'income:bank-interest', book: 'money', kind: 'income' }

/** Taken back by buyers' banks and not decided yet. */
export const DISPUTED: AccountRef = { code: 'receivable:disputes', book: 'money', kind: 'asset' }

/** Disputes that were lost, with their fees. */
export const DISPUTE_LOSSES: AccountRef = { code: 'expense:disputes', book: 'money', kind: 'expense' }

/** What cooperatives were granted or charged by an agreed correction of their statements. */
export const SETTLEMENT_CORRECTIONS: AccountRef = {
  code: 'expense:settlement-corrections',
  book: 'money',
  kind: 'expense',
}

/** Paid from the college's account to suppliers outside the shop, by the fund that bears it. */
export function purchasesPaid(fundType: FundType): AccountRef {
  return { code: `expense:purchases:${fundType}`, book: 'money', kind: 'expense', fundType }
}

/** Notes and coins of buyers in the drawers of one pickup point. Floats that were in a drawer before are not in the books. */
export function cashAtCounter(pickupPointId: string): AccountRef {
  return { code: `cash:counter:${pickupPointId}`, book: 'money', kind: 'asset' }
}

/** What drawers held too little (debit) or too much (credit) when their shifts were closed. */
export const CASH_OVER_SHORT: AccountRef = { code: 'expense:cash-over-short', book: 'money', kind: 'expense' }

/** Paid by buyers for goods they have not accepted yet. */
export const ADVANCES_OF_BUYERS: AccountRef = { code: 'advances:buyers', book: 'money', kind: 'liability' }

/** Decided to be sent back and not sent yet. */
export const REFUNDS_DUE: AccountRef = { code: 'refunds-due', book: 'money', kind: 'liability' }

/** Money that came and belongs to no order: zero, or listed with an owner. */
export const UNALLOCATED_RECEIPTS: AccountRef = { code: 'unallocated-receipts', book: 'money', kind: 'liability' }

/** The college's fee for collecting as agent of the cooperatives. */
export const SERVICE_FEE_INCOME: AccountRef = { code: 'income:service-fee', book: 'money', kind: 'income' }

/** Given back to buyers at the college's own cost. */
export const GOODWILL_EXPENSE: AccountRef = { code: 'expense:goodwill', book: 'money', kind: 'expense' }

/** Given back to buyers for what carriers lost or broke, to be had from them. */
export const RECEIVABLE_FROM_CARRIERS: AccountRef = { code: 'receivable:carriers', book: 'money', kind: 'asset' }

/** Owed to a cooperative for accepted goods. */
export function payableToCooperative(cooperativeId: CooperativeId): AccountRef {
  return { code: `payable:cooperative:${cooperativeId}`, book: 'money', kind: 'liability', cooperativeId }
}

/** What is still to be bought in `year`: its debit balance is the target less what was attained. */
export function taskAccount(year: number, part: TargetScope): AccountRef {
  return scopeAccount('task', year, part)
}

/** What the decisions of `year` set: its credit balance is the target in force. */
export function decidedAccount(year: number, part: TargetScope): AccountRef {
  return scopeAccount('decided', year, part)
}

/** What counts for one county, one fund or one org unit: its debit balance is the amount attained. The college's own is `recognizedAccount`. */
export function attainedAccount(year: number, part: Exclude<TargetScope, { scope: 'college' }>): AccountRef {
  return scopeAccount('attained', year, part)
}

export interface RecognizedDimensions {
  year: number
  countyId: CountyId
  /** Absent for purchases made elsewhere from a supplier the shop does not know. */
  cooperativeId?: CooperativeId | undefined
  channel: PurchaseChannel
  fundType: FundType
}

/** What counts, by everything a report asks for. The debit balances of a year add up to the amount attained. */
export function recognizedAccount(of: RecognizedDimensions): AccountRef {
  const { year, countyId, cooperativeId, channel, fundType } = of
  return {
    code: ['recognized', year, countyId, cooperativeId ?? 'none', channel, fundType].join(':'),
    book: 'assistance',
    kind: 'memo',
    year,
    countyId,
    ...(cooperativeId && { cooperativeId }),
    channel,
    fundType,
  }
}

function scopeAccount(prefix: 'task' | 'decided' | 'attained', year: number, part: TargetScope): AccountRef {
  const of = { book: 'assistance', kind: 'memo', year, scope: part.scope } as const
  switch (part.scope) {
    case 'college':
      return { ...of, code: `${prefix}:${year}:college` }
    case 'county':
      return { ...of, code: `${prefix}:${year}:county:${part.countyId}`, countyId: part.countyId }
    case 'fund':
      return { ...of, code: `${prefix}:${year}:fund:${part.fundType}`, fundType: part.fundType }
    case 'org_unit':
      return { ...of, code: `${prefix}:${year}:org_unit:${part.orgUnitId}`, orgUnitId: part.orgUnitId }
  }
}
