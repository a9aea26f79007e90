import { addDays, assistanceYear, businessDate, monthOf } from '#app/shared/business-date.ts'
import { addFen, type Fen, fen, splitByWeight, subtractFen, sumFen, ZERO_FEN } from '#app/shared/money.ts'

/**
 * How a forecast came about: `final` of a year gone by, which is its actual amount; `season` in the shape of the year
 * before; `even` as if each day brought the same; `none` while too little of the year is over to say anything.
 */
export type ForecastMethod = 'final' | 'season' | 'even' | 'none'

export interface Forecast {
  method: ForecastMethod
  /** What the whole year will bring; undefined when nothing can be said. */
  total: Fen | undefined
  /** What each month still brings, of what is not attained yet: zeros for months gone by. Adds up to the total less attained. */
  toCome: Fen[]
  /** How much of the year's amount should be there by now, in basis points, by the method. */
  shareBasisPoints: number
}

export interface ForecastFacts {
  year: number
  now: Date
  /** Net amounts of the twelve months. */
  months: readonly Fen[]
  lastYear: readonly Fen[]
}

/** Below this share of the year, dividing by it says nothing. */
const LEAST_SHARE_BASIS_POINTS = 500

const FULL_BASIS_POINTS = 10_000

/**
 * What the year will come to. Last year's months say which share of a year is usually
 * attained by today (of the running month, as many days as have passed); the rest comes
 * in the same proportion. When last year had next to nothing by now, days take the
 * place of its months. Below 5 % of the year there is no forecast. What is attained is
 * never taken away: the months left bring zero or more.
 */
export function forecastYear(facts: ForecastFacts): Forecast {
  const attained = sumFen(facts.months)
  const thisYear = assistanceYear(facts.now)
  const nothing = facts.months.map(() => ZERO_FEN)
  if (facts.year < thisYear)
    return { method: 'final', total: attained, toCome: nothing, shareBasisPoints: FULL_BASIS_POINTS }
  if (facts.year > thisYear) return { method: 'none', total: undefined, toCome: nothing, shareBasisPoints: 0 }
  const season = progressOf(
    facts.lastYear.map((amount) => Math.max(0, amount)),
    facts.now,
  )
  if (season.shareBasisPoints >= LEAST_SHARE_BASIS_POINTS) return extrapolate('season', attained, season)
  const even = progressOf(daysOfMonths(facts.year), facts.now)
  if (even.shareBasisPoints >= LEAST_SHARE_BASIS_POINTS) return extrapolate('even', attained, even)
  return { method: 'none', total: undefined, toCome: nothing, shareBasisPoints: even.shareBasisPoints }
}

/** How far the year is in days: what should be attained by now of a target that comes evenly, in basis points. */
export function yearElapsedBasisPoints(year: number, now: Date): number {
  const thisYear = assistanceYear(now)
  if (year !== thisYear) return year < thisYear ? FULL_BASIS_POINTS : 0
  return progressOf(daysOfMonths(year), now).shareBasisPoints
}

interface YearProgress {
  /** Weight that has passed and weight of the year, both times the days of the running month. */
  done: bigint
  whole: bigint
  /** Weight that is left of each month, in the same unit. */
  left: bigint[]
  shareBasisPoints: number
}

/** Divides months by weight into what has passed by the end of today and what is left. */
function progressOf(weights: readonly number[], now: Date): YearProgress {
  const today = businessDate(now)
  const running = monthOf(today)
  const day = BigInt(Number(today.slice(8, 10)))
  const days = BigInt(daysOfMonths(assistanceYear(now))[running - 1] ?? 30)
  const left = weights.map((weight, index) => {
    if (index + 1 < running) return 0n
    return BigInt(weight) * (index + 1 === running ? days - day : days)
  })
  const whole = weights.reduce((sum, weight) => sum + BigInt(weight) * days, 0n)
  const done = whole - left.reduce((sum, one) => sum + one, 0n)
  const shareBasisPoints = whole === 0n ? 0 : Number((done * BigInt(FULL_BASIS_POINTS)) / whole)
  return { done, whole, left, shareBasisPoints }
}

function extrapolate(method: 'season' | 'even', attained: Fen, of: YearProgress): Forecast {
  const rest = attained > 0 ? fen(Number((BigInt(attained) * (of.whole - of.done)) / of.done)) : ZERO_FEN
  return {
    method,
    total: addFen(attained, rest),
    toCome: divide(rest, of.left),
    shareBasisPoints: of.shareBasisPoints,
  }
}

const PARTS = 1_000_000n

/** Splits the rest over the months left. Weights are brought to millionths, so that they stay safe integers. */
function divide(rest: Fen, left: readonly bigint[]): Fen[] {
  const whole = left.reduce((sum, one) => sum + one, 0n)
  if (rest === ZERO_FEN || whole === 0n) return left.map(() => ZERO_FEN)
  return splitByWeight(
    rest,
    left.map((one) => Number((one * PARTS) / whole)),
  )
}

function daysOfMonths(year: number): number[] {
  return Array.from({ length: 12 }, (_, index) => {
    const next = index === 11 ? `${year + 1}-01-01` : `${year}-${String(index + 2).padStart(2, '0')}-01`
    return Number(addDays(next, -1).slice(8, 10))
  })
}

/** What is missing to the target by a forecast; negative when more will come. */
export function gapTo(target: Fen | undefined, total: Fen | undefined): Fen | undefined {
  return target === undefined || total === undefined ? undefined : subtractFen(target, total)
}
