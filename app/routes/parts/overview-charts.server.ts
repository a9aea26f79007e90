import { curveMonotoneX, line } from 'd3-shape'
import type { Overview } from '#app/modules/progress/overview.ts'
import { assistanceYear, businessDate } from '#app/shared/business-date.ts'
import { addFen, type Fen, ZERO_FEN } from '#app/shared/money.ts'

/** Drawn in these units and stretched to the width of the page; strokes keep their own width. */
export const YEAR_BOX = { width: 120, height: 100 } as const

const MONTH_WIDTH = 10

export interface YearCurve {
  /** What is attained, from January to today. */
  attained: string
  /** From today to what the forecast says; absent without a forecast. */
  forecast: string | undefined
  /** An even pace to the target; absent without a target. */
  pace: string | undefined
  lastYear: string | undefined
  /** Height of the target from the top, and where today is from the left. */
  targetY: number | undefined
  todayX: number | undefined
  /** Amount at full height, in fen. */
  scale: number
}

type Point = readonly [x: number, y: number]

/** The year as running totals: attained, even pace, forecast and last year, all on one scale. */
export function drawYear(overview: Overview, { year, now }: { year: number; now: Date }): YearCurve {
  const { progress, measures, lastYear } = overview
  const { forecast } = measures.all
  const today = todayOf(year, now)
  const before = runningTotals(lastYear)
  const whole = progress.target ?? ZERO_FEN
  const scale = Math.max(1, whole, forecast.total ?? 0, progress.attained.all, ...before) * 1.04
  const at = (x: number, amount: number): Point => [
    x,
    YEAR_BOX.height - (Math.max(0, amount) / scale) * YEAR_BOX.height,
  ]
  const months = progress.months.slice(0, Math.ceil(today / MONTH_WIDTH))
  const attained = [
    at(0, 0),
    ...months.map((month, index) => at(Math.min((index + 1) * MONTH_WIDTH, today), month.cumulative.all)),
  ]
  const toCome = runningTotals(forecast.toCome, progress.attained.all)
    .map((amount, index): Point => at((index + 1) * MONTH_WIDTH, amount))
    .filter(([x]) => x > today)
  const isRunning = today > 0 && today < YEAR_BOX.width
  return {
    attained: path(attained),
    forecast:
      forecast.total !== undefined && isRunning ? path([at(today, progress.attained.all), ...toCome]) : undefined,
    pace: progress.target && path([at(0, 0), at(YEAR_BOX.width, progress.target)]),
    lastYear: lastYear.some((amount) => amount !== 0)
      ? path([at(0, 0), ...before.map((amount, index) => at((index + 1) * MONTH_WIDTH, amount))])
      : undefined,
    targetY: progress.target && round(at(0, progress.target)[1]),
    todayX: isRunning ? round(today) : undefined,
    scale: Math.round(scale),
  }
}

/** Where today is in the year, in the box's units: its right edge for a year gone by, 0 for one to come. */
function todayOf(year: number, now: Date): number {
  const thisYear = assistanceYear(now)
  if (year !== thisYear) return year < thisYear ? YEAR_BOX.width : 0
  const [month = 1, day = 1] = businessDate(now).slice(5).split('-').map(Number)
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate()
  return (month - 1 + day / days) * MONTH_WIDTH
}

function runningTotals(amounts: readonly Fen[], from: Fen = ZERO_FEN): Fen[] {
  let total = from
  return amounts.map((amount) => {
    total = addFen(total, amount)
    return total
  })
}

function path(points: readonly Point[]): string {
  const drawn = line<Point>()
    .x(([x]) => round(x))
    .y(([, y]) => round(y))
    .curve(curveMonotoneX)([...points])
  return (drawn ?? '').replace(/\d+\.\d{2,}/g, (digits) => String(round(Number(digits))))
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
