import { FUND_TYPES, type FundType, PURCHASE_CHANNELS, type PurchaseChannel } from '#app/modules/ledger/accounts.ts'
import { assistanceYear, type BusinessDate } from '#app/shared/business-date.ts'
import {
  addFen,
  basisPointsOf,
  type Fen,
  fen,
  negateFen,
  splitByWeight,
  subtractFen,
  sumFen,
} from '#app/shared/money.ts'
import { MEASURES, type Measure } from './attainment.ts'
import { type Forecast, forecastYear, gapTo, yearElapsedBasisPoints } from './forecast.ts'
import { type Measures, measure, type Progress, type ProgressFacts, type Stage, summarizeProgress } from './progress.ts'

/** What is under way in one channel: waiting for money, and waiting to be accepted. */
export interface PipeLine {
  channel: PurchaseChannel
  orderedNotPaid: Fen
  paidNotAccepted: Fen
}

export interface OverviewFacts extends ProgressFacts {
  /** Net amounts of the twelve months of the year before. */
  lastYear: readonly Measures[]
  pipe: readonly PipeLine[]
  openIncidents: number
  /** Months before the running one whose books are not closed, earliest first: '2026-10-01'. */
  unclosedMonths: readonly string[]
  /** Running agreements that end within 90 days, the first to end first. */
  expiring: readonly ExpiringAgreement[]
}

export interface ExpiringAgreement {
  agreementId: string
  agreementNo: string
  endsOn: BusinessDate
  daysLeft: number
  /** Committed and not counted yet; none when more was bought. */
  open: Fen
}

/** An agreement is told of when it has so many days left, and more urgently when fewer. */
export const EXPIRY_DAYS = [7, 30, 90] as const

/** The four amounts; net is accepted and refunded (negative) together. */
type StageSums = Record<Stage | 'net', Fen>

export interface MeasureOverview {
  /** Bought by the college and its people. */
  direct: StageSums
  /** Sold to others with its help. */
  assisted: StageSums
  whole: StageSums
  forecast: Forecast
}

/** What somebody should look at. Each says how much. */
export type Alert =
  | { kind: 'noTarget' }
  | { kind: 'behindPace'; behind: Fen; basisPoints: number }
  | { kind: 'forecastShort'; short: Fen }
  | { kind: 'countyEmpty'; countyId: string; nameZh: string; nameEn: string }
  | { kind: 'fundOver'; fundType: FundType; over: Fen }
  | { kind: 'incidentsOpen'; count: number }
  | { kind: 'monthsOpen'; months: readonly string[] }
  | ({ kind: 'agreementEnds'; within: (typeof EXPIRY_DAYS)[number] } & ExpiringAgreement)

export interface Overview {
  progress: Progress
  measures: Record<Measure, MeasureOverview>
  /** What should be attained by today if the target came evenly day by day, and how far ahead of it we are. */
  pace: { elapsedBasisPoints: number; due: Fen | undefined; ahead: Fen | undefined }
  /** Target less forecast; negative when more will come. */
  gap: Fen | undefined
  /** What the running month and each later one must bring, and how many they are. */
  perMonth: Fen | undefined
  monthsLeft: number
  pipe: readonly PipeLine[]
  /** Net amounts of the twelve months of the year before, by all assistance. */
  lastYear: Fen[]
  alerts: Alert[]
}

/** Further behind an even pace than this share of the target is worth a word: 5 %. */
const PACE_TOLERANCE_BASIS_POINTS = 500

export function summarizeOverview(facts: OverviewFacts): Overview {
  const progress = summarizeProgress(facts)
  const measures = Object.fromEntries(
    MEASURES.map((one) => [one, summarizeMeasure(facts, one)]),
  ) as Overview['measures']
  const pace = paceOf(facts, progress)
  const gap = gapTo(progress.target, measures.all.forecast.total)
  const paced = progress.months.filter((month) => month.pace !== undefined)
  const about = { facts, progress, pace, gap }
  return {
    progress,
    measures,
    pace,
    gap,
    perMonth: paced[0]?.pace,
    monthsLeft: paced.length,
    pipe: facts.pipe,
    lastYear: facts.lastYear.map((month) => month.all),
    alerts: findAlerts(about),
  }
}

function summarizeMeasure(facts: OverviewFacts, which: Measure): MeasureOverview {
  const sums = (isAssisted: boolean | undefined): StageSums => {
    const cells = facts.cells.filter(
      (cell) => isAssisted === undefined || (cell.fundType === 'assisted_sale') === isAssisted,
    )
    const of = (stage: Stage) => measure(cells.filter((cell) => cell.stage === stage))[which]
    const [accepted, refunded] = [of('accepted'), of('refunded')]
    return { ordered: of('ordered'), paid: of('paid'), accepted, refunded, net: addFen(accepted, refunded) }
  }
  const months = summarizeProgress(facts).months.map((month) => month.attained[which])
  const lastYear = facts.lastYear.map((month) => month[which])
  return {
    direct: sums(false),
    assisted: sums(true),
    whole: sums(undefined),
    forecast: forecastYear({ year: facts.year, now: facts.asOf, months, lastYear }),
  }
}

function paceOf({ year, asOf }: OverviewFacts, { target, attained }: Progress): Overview['pace'] {
  const elapsedBasisPoints = yearElapsedBasisPoints(year, asOf)
  const due = target && splitByWeight(target, [elapsedBasisPoints, 10_000 - elapsedBasisPoints])[0]
  return { elapsedBasisPoints, due, ahead: due === undefined ? undefined : subtractFen(attained.all, due) }
}

interface Findings {
  facts: OverviewFacts
  progress: Progress
  pace: Overview['pace']
  gap: Fen | undefined
}

function findAlerts(about: Findings): Alert[] {
  const { facts, progress } = about
  const isRunning = facts.year === assistanceYear(facts.asOf)
  return [
    ...(progress.target === undefined ? [{ kind: 'noTarget' } as const] : []),
    ...(isRunning ? lateness(about) : []),
    ...emptyCounties(progress),
    ...fundsOver(progress),
    ...(isRunning && facts.openIncidents > 0 ? [{ kind: 'incidentsOpen', count: facts.openIncidents } as const] : []),
    ...(isRunning && facts.unclosedMonths.length > 0
      ? [{ kind: 'monthsOpen', months: facts.unclosedMonths } as const]
      : []),
    ...(isRunning ? facts.expiring.flatMap(endOf) : []),
  ]
}

function endOf(agreement: ExpiringAgreement): Alert[] {
  const within = EXPIRY_DAYS.find((days) => agreement.daysLeft <= days)
  return within === undefined ? [] : [{ kind: 'agreementEnds', within, ...agreement }]
}

function lateness({ progress: { target }, pace, gap }: Findings): Alert[] {
  if (target === undefined) return []
  const found: Alert[] = []
  const behind = negateFen(pace.ahead ?? fen(0))
  const basisPoints = basisPointsOf(behind, target)
  if (basisPoints >= PACE_TOLERANCE_BASIS_POINTS) found.push({ kind: 'behindPace', behind, basisPoints })
  if (gap !== undefined && gap > 0) found.push({ kind: 'forecastShort', short: gap })
  return found
}

function emptyCounties({ counties, attained }: Progress): Alert[] {
  if (attained.all === 0) return []
  return counties
    .filter((county) => county.attained.all === 0)
    .map(({ countyId, nameZh, nameEn }) => ({ kind: 'countyEmpty', countyId, nameZh, nameEn }))
}

function fundsOver({ funds }: Progress): Alert[] {
  return FUND_TYPES.flatMap((fundType) => {
    const fund = funds.find((one) => one.fundType === fundType)
    if (fund?.target === undefined || fund.attained.all <= fund.target) return []
    return [{ kind: 'fundOver', fundType, over: subtractFen(fund.attained.all, fund.target) } as const]
  })
}

/** The pipe as a whole. */
export function sumPipe(pipe: readonly PipeLine[]): Omit<PipeLine, 'channel'> {
  return {
    orderedNotPaid: sumFen(pipe.map((line) => line.orderedNotPaid)),
    paidNotAccepted: sumFen(pipe.map((line) => line.paidNotAccepted)),
  }
}

/** A line for each channel, in their order. */
export function pipeOf(of: (channel: PurchaseChannel) => Omit<PipeLine, 'channel'>): PipeLine[] {
  return PURCHASE_CHANNELS.map((channel) => ({ channel, ...of(channel) }))
}
