import {
  FUND_TYPES,
  type FundType,
  PURCHASE_CHANNELS,
  type PurchaseChannel,
  type TargetScope,
} from '#app/modules/ledger/accounts.ts'
import { assistanceYear, type BusinessDate, businessDate, monthOf } from '#app/shared/business-date.ts'
import type { CountyId } from '#app/shared/ids.ts'
import {
  addFen,
  basisPointsOf,
  type Fen,
  fen,
  splitByWeight,
  subtractFen,
  sumFen,
  ZERO_FEN,
} from '#app/shared/money.ts'

/** An amount by the two ways of counting, which are never added: all assistance, and what was bought on the 832 platform alone. */
export interface Measures {
  all: Fen
  platform832: Fen
}

/** How far a purchase has come. What was accepted less what was refunded afterwards (negative) is net, and net counts. */
export const STAGES = ['ordered', 'paid', 'accepted', 'refunded'] as const
export type Stage = (typeof STAGES)[number]

/** What came to one stage in one month from one county through one channel, paid from one fund. */
export interface ProgressCell {
  stage: Stage
  countyId: CountyId
  channel: PurchaseChannel
  fundType: FundType
  month: number
  amount: Fen
}

interface CountyName {
  countyId: CountyId
  nameZh: string
  nameEn: string
}

/** Everything the year's progress is computed from, as of one moment. */
export interface ProgressFacts {
  year: number
  asOf: Date
  decision: { decisionId: string; documentNo: string; decidedOn: BusinessDate } | undefined
  targets: { scope: TargetScope['scope']; scopeId: string; amount: Fen }[]
  counties: CountyName[]
  cells: ProgressCell[]
}

interface Part {
  target: Fen | undefined
  attained: Measures
  /** Attained of the target by all assistance, in basis points, rounded down; undefined without a target. */
  rateBasisPoints: number | undefined
}

interface MonthProgress {
  month: number
  attained: Measures
  cumulative: Measures
  /** What this month and each later one must bring to reach the target; undefined for months gone by and without a target. */
  pace: Fen | undefined
}

export interface Progress extends Part {
  year: number
  asOf: Date
  decision: ProgressFacts['decision']
  /** Target less attained; negative when more was attained. */
  remaining: Fen | undefined
  /** Our own shop, step by step: accepted less refunded is net, and net is what counts. */
  ownShop: { ordered: Fen; paid: Fen; accepted: Fen; refunded: Fen; net: Fen }
  counties: (Part & CountyName)[]
  funds: (Part & { fundType: FundType })[]
  channels: { channel: PurchaseChannel; attained: Fen }[]
  months: MonthProgress[]
}

/** Adds up the year. Every way of dividing it adds up to the same amount attained. */
export function summarizeProgress(facts: ProgressFacts): Progress {
  const cells = netCells(facts.cells)
  const targetOf = (scope: string, scopeId: string) =>
    facts.targets.find((line) => line.scope === scope && line.scopeId === scopeId)?.amount
  const part = (scope: string, scopeId: string, among: ProgressCell[]): Part => {
    const target = targetOf(scope, scopeId)
    const attained = measure(among)
    return { target, attained, rateBasisPoints: target && basisPointsOf(attained.all, target) }
  }
  const college = part('college', 'college', cells)
  return {
    ...college,
    year: facts.year,
    asOf: facts.asOf,
    decision: facts.decision,
    remaining: college.target && subtractFen(college.target, college.attained.all),
    ownShop: summarizeOwnShop(facts),
    counties: facts.counties.map((county) => ({
      ...county,
      ...part(
        'county',
        county.countyId,
        cells.filter((cell) => cell.countyId === county.countyId),
      ),
    })),
    funds: FUND_TYPES.map((fundType) => ({
      fundType,
      ...part(
        'fund',
        fundType,
        cells.filter((cell) => cell.fundType === fundType),
      ),
    })),
    channels: PURCHASE_CHANNELS.map((channel) => ({
      channel,
      attained: measure(cells.filter((cell) => cell.channel === channel)).all,
    })),
    months: summarizeMonths(facts, college.target),
  }
}

/** What counts: accepted, and taken back by refunds. */
function netCells(cells: readonly ProgressCell[]): ProgressCell[] {
  return cells.filter((cell) => cell.stage === 'accepted' || cell.stage === 'refunded')
}

/** The amount of cells by both ways of counting. */
export function measure(cells: readonly ProgressCell[]): Measures {
  return {
    all: sumFen(cells.map((cell) => cell.amount)),
    platform832: sumFen(cells.filter((cell) => cell.channel === 'platform_832').map((cell) => cell.amount)),
  }
}

function summarizeOwnShop({ cells }: ProgressFacts): Progress['ownShop'] {
  const own = cells.filter(({ channel }) => channel === 'own_shop')
  const amountOf = (stage: Stage) => measure(own.filter((cell) => cell.stage === stage)).all
  const [accepted, takenBack] = [amountOf('accepted'), amountOf('refunded')]
  return {
    ordered: amountOf('ordered'),
    paid: amountOf('paid'),
    accepted,
    refunded: fen(-takenBack),
    net: addFen(accepted, takenBack),
  }
}

function summarizeMonths(facts: ProgressFacts, target: Fen | undefined): MonthProgress[] {
  const { year, asOf } = facts
  const cells = netCells(facts.cells)
  const firstOpen = firstOpenMonth(year, asOf)
  const months = Array.from({ length: 12 }, (_, index) => index + 1)
  const through = (month: number) => measure(cells.filter((cell) => cell.month <= month))
  const missing = target && fen(Math.max(0, subtractFen(target, through(firstOpen - 1).all)))
  const open = months.filter((month) => month >= firstOpen)
  const paces =
    missing === undefined || open.length === 0
      ? []
      : splitByWeight(
          missing,
          open.map(() => 1),
        )
  return months.map((month) => ({
    month,
    attained: measure(cells.filter((cell) => cell.month === month)),
    cumulative: through(month),
    pace: paces[month - firstOpen],
  }))
}

/** The running month of a running year; 1 for a year to come, 13 for one gone by. */
function firstOpenMonth(year: number, asOf: Date): number {
  const thisYear = assistanceYear(asOf)
  if (year > thisYear) return 1
  return year < thisYear ? 13 : monthOf(businessDate(asOf))
}

/** Whether there is nothing to show for the year: no target and nothing ordered or counted. */
export function isEmptyYear(progress: Progress): boolean {
  return progress.target === undefined && progress.ownShop.ordered === ZERO_FEN && progress.months.every(isBlank)
}

function isBlank({ attained }: MonthProgress): boolean {
  return attained.all === ZERO_FEN
}
