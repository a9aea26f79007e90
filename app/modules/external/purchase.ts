import type { FundType, PurchaseChannel } from '#app/modules/ledger/accounts.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, CountyId, OrgUnitId } from '#app/shared/ids.ts'
import { type Fen, subtractFen } from '#app/shared/money.ts'

/** Where a purchase outside the shop was made. */
export const EXTERNAL_CHANNELS = ['platform_832', 'agreement', 'counter', 'other'] as const
export type ExternalChannel = Exclude<PurchaseChannel, 'own_shop'>

export const PURCHASE_STATES = ['pending', 'accepted', 'paid', 'reviewed', 'reversed'] as const
export type PurchaseState = (typeof PURCHASE_STATES)[number]

/** The days on which a purchase went on; null for a stage that has not come. */
export interface PurchaseStages {
  orderedOn: BusinessDate
  acceptedOn: BusinessDate | null
  paidOn: BusinessDate | null
  /** On the 832 platform, that the buyer wrote the review. */
  reviewedOn: BusinessDate | null
}

/** Everything somebody says about one line of a purchase made elsewhere. Empty text for what nobody said. */
export interface PurchaseFacts extends PurchaseStages {
  channel: ExternalChannel
  /** What the other side calls the order, and which of its lines this is. */
  externalNo: string
  lineNo: number
  countyId: CountyId
  /** The supplier, when it is one of the shop's. */
  cooperativeId: CooperativeId | null
  supplierName: string
  supplierCreditCode: string
  product: string
  category: string
  spec: string
  quantity: string
  unit: string
  amount: Fen
  refund: Fen
  fundType: FundType
  orgUnitId: OrgUnitId | null
  agreementNo: string
  invoiceNo: string
  paymentRef: string
  /** The campus event it was sold at. */
  event: string
  note: string
}

export type FactField = keyof PurchaseFacts

/** In the order in which people read them. */
export const FACT_FIELDS = [
  'channel',
  'externalNo',
  'lineNo',
  'countyId',
  'cooperativeId',
  'supplierName',
  'supplierCreditCode',
  'product',
  'category',
  'spec',
  'quantity',
  'unit',
  'amount',
  'refund',
  'fundType',
  'orgUnitId',
  'orderedOn',
  'acceptedOn',
  'paidOn',
  'reviewedOn',
  'invoiceNo',
  'paymentRef',
  'agreementNo',
  'event',
  'note',
] as const satisfies readonly FactField[]

/** What is the same purchase in every file: one line of an order of one channel. */
export type PurchaseKey = Pick<PurchaseFacts, 'channel' | 'externalNo' | 'lineNo'>

export function keyText({ channel, externalNo, lineNo }: PurchaseKey): string {
  return `${channel}:${externalNo}:${lineNo}`
}

/** What was bought less what was returned. */
export function netOf({ amount, refund }: Pick<PurchaseFacts, 'amount' | 'refund'>): Fen {
  return subtractFen(amount, refund)
}

export function stateOf(stages: PurchaseStages): Exclude<PurchaseState, 'reversed'> {
  if (stages.acceptedOn === null) return 'pending'
  if (stages.paidOn === null) return 'accepted'
  return stages.reviewedOn === null ? 'paid' : 'reviewed'
}

/**
 * The day from which a purchase counts: when it was both accepted and paid. Null as long
 * as it is not. The only place that says so for purchases made elsewhere.
 */
export function countsFrom({ acceptedOn, paidOn }: PurchaseStages): BusinessDate | null {
  if (acceptedOn === null || paidOn === null) return null
  return acceptedOn > paidOn ? acceptedOn : paidOn
}

/** A fact that would be another. */
export interface FactChange {
  field: FactField
  from: PurchaseFacts[FactField]
  to: PurchaseFacts[FactField]
}

export function changesBetween(before: PurchaseFacts, after: PurchaseFacts): FactChange[] {
  return FACT_FIELDS.filter((field) => before[field] !== after[field]).map((field) => ({
    field,
    from: before[field],
    to: after[field],
  }))
}

const COUNTED_FIELDS: readonly FactField[] = [
  'channel',
  'externalNo',
  'lineNo',
  'countyId',
  'cooperativeId',
  'category',
  'fundType',
  'orgUnitId',
  'agreementNo',
]

/** Whether a change is one of the figures, and not only of what is written beside them. */
export function touchesFigures(before: PurchaseFacts, after: PurchaseFacts): boolean {
  return (
    netOf(before) !== netOf(after) ||
    countsFrom(before) !== countsFrom(after) ||
    COUNTED_FIELDS.some((field) => before[field] !== after[field])
  )
}

/** Why facts cannot be: which one, and what is wrong with it. */
export interface FactProblem {
  field: FactField
  problem:
    | 'notAmount'
    | 'refundTooLarge'
    | 'inFuture'
    | 'tooOld'
    | 'beforeOrdered'
    | 'reviewedTooEarly'
    | 'unknownCounty'
    | 'unknownUnit'
    | 'cooperativeOfOtherCounty'
}

const FIRST_DAY = '2015-01-01'
const DAYS = ['orderedOn', 'acceptedOn', 'paidOn', 'reviewedOn'] as const

/** What is impossible about facts by themselves, on the day of business `today`. */
export function findProblems(facts: PurchaseFacts, today: BusinessDate): FactProblem[] {
  const problems: FactProblem[] = []
  const { amount, refund, orderedOn, acceptedOn, reviewedOn } = facts
  if (amount <= 0) problems.push({ field: 'amount', problem: 'notAmount' })
  if (refund < 0 || refund > amount) problems.push({ field: 'refund', problem: 'refundTooLarge' })
  if (orderedOn < FIRST_DAY) problems.push({ field: 'orderedOn', problem: 'tooOld' })
  for (const field of DAYS) {
    const day = facts[field]
    if (day === null) continue
    if (day > today) problems.push({ field, problem: 'inFuture' })
    else if (day < orderedOn) problems.push({ field, problem: 'beforeOrdered' })
  }
  if (reviewedOn !== null && (acceptedOn === null || reviewedOn < acceptedOn))
    problems.push({ field: 'reviewedOn', problem: 'reviewedTooEarly' })
  return problems
}

/** Facts with nothing said beside what must be. */
export function purchaseFacts(
  said: Pick<PurchaseFacts, 'channel' | 'externalNo' | 'countyId' | 'amount' | 'fundType' | 'orderedOn'> &
    Partial<PurchaseFacts>,
): PurchaseFacts {
  return {
    lineNo: 1,
    cooperativeId: null,
    supplierName: '',
    supplierCreditCode: '',
    product: '',
    category: '',
    spec: '',
    quantity: '',
    unit: '',
    refund: 0 as Fen,
    orgUnitId: null,
    agreementNo: '',
    acceptedOn: null,
    paidOn: null,
    reviewedOn: null,
    invoiceNo: '',
    paymentRef: '',
    event: '',
    note: '',
    ...said,
  }
}
