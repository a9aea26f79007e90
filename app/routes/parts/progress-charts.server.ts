import { area, curveMonotoneX, line } from 'd3-shape'
import type { Progress } from '#app/modules/progress/progress.ts'

/** Drawn in these units and stretched to the width of the page; strokes keep their own width. */
export const TERRACE_BOX = { width: 1000, top: 70, rowHeight: 100 } as const
export const MONTH_BOX = { width: 120, height: 100 } as const

const FULL_RATE = 10_000
const STEPS = 12

export interface Terrace {
  countyId: string
  /** From the ridge down to the foot of the picture; the next terrace stands in front. */
  area: string
  ridge: string
  contours: string[]
  /** How far it is filled, 0 to `TERRACE_BOX.width`. */
  fillTo: number
}

export interface MonthBars {
  /** Heights from the base line, 0 to `MONTH_BOX.height`. */
  bars: { all: number; platform832: number; pace: number | undefined }[]
  /** Amount at full height, in fen. */
  scale: number
}

/** The counties as flat-topped terraces, one in front of the other, each with its own ridge. */
export function drawTerraces(counties: Progress['counties']): Terrace[] {
  const foot = TERRACE_BOX.top + counties.length * TERRACE_BOX.rowHeight
  return counties.map((county, index) => {
    const ridge = ridgeOf(index)
    const rate = Math.min(Math.max(county.rateBasisPoints ?? 0, 0), FULL_RATE)
    return {
      countyId: county.countyId,
      area: path(area<Point>().x(xOf).y0(foot).y1(yOf).curve(curveMonotoneX)(ridge)),
      ridge: stroke(ridge, 0),
      contours: [30, 54, 74].map((depth) => stroke(ridge, depth)),
      fillTo: Math.round((rate * TERRACE_BOX.width) / FULL_RATE),
    }
  })
}

/** Bars and pace of the twelve months, all on one scale. Months below nothing have no bar; the table has their figure. */
export function drawMonths(months: Progress['months']): MonthBars {
  const scale = Math.max(1, ...months.map((month) => Math.max(month.attained.all, month.pace ?? 0)))
  const height = (amount: number) => Math.round((Math.max(0, amount) / scale) * MONTH_BOX.height * 10) / 10
  const bars = months.map(({ attained, pace }) => ({
    all: height(attained.all),
    platform832: height(Math.min(attained.platform832, attained.all)),
    pace: pace === undefined ? undefined : height(pace),
  }))
  return { bars, scale }
}

type Point = readonly [x: number, y: number]

const xOf = (point: Point) => point[0]
const yOf = (point: Point) => point[1]

/** A plateau with two gullies, elsewhere on each terrace: level ground, a short fall, level ground. */
function ridgeOf(index: number): Point[] {
  const level = TERRACE_BOX.top + index * TERRACE_BOX.rowHeight
  return Array.from({ length: STEPS + 1 }, (_, step): Point => {
    const wave = Math.sin(step * 1.05 + index * 2.1) + 0.6 * Math.sin(step * 0.45 + index)
    const rise = Math.tanh(wave * 1.8) * 15
    return [(step * TERRACE_BOX.width) / STEPS, level - rise]
  })
}

function stroke(ridge: Point[], depth: number): string {
  const lowered = ridge.map(([x, y], step): Point => [x, y + depth + Math.sin(step * 1.7) * depth * 0.06])
  return path(line<Point>().x(xOf).y(yOf).curve(curveMonotoneX)(lowered))
}

function path(drawn: string | null): string {
  return (drawn ?? '').replace(/\d+\.\d{2,}/g, (digits) => String(Math.round(Number(digits) * 10) / 10))
}
