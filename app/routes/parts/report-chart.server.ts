import type { ChartBar } from '#app/modules/reports/report.ts'

export const CHART_BOX = { width: 1000, height: 160 } as const
const GAP = 0.25

export interface DrawnBar {
  key: string
  amount: ChartBar['amount']
  x: number
  y: number
  width: number
  height: number
  isBelow: boolean
}

export interface DrawnChart {
  bars: DrawnBar[]
  /** Height of the line of nothing. */
  zero: number
}

/** Bars side by side on one scale; amounts below nothing hang under the line. Undefined when there is nothing to compare. */
export function drawBars(bars: readonly ChartBar[] | undefined): DrawnChart | undefined {
  if (!bars || bars.length < 2 || bars.every((bar) => bar.amount === 0)) return undefined
  const top = Math.max(0, ...bars.map((bar) => bar.amount))
  const bottom = Math.min(0, ...bars.map((bar) => bar.amount))
  const heightOf = (amount: number) => tenth((Math.abs(amount) / (top - bottom)) * CHART_BOX.height)
  const zero = heightOf(top)
  const step = CHART_BOX.width / bars.length
  return {
    zero,
    bars: bars.map(({ key, amount }, index) => ({
      key,
      amount,
      x: tenth(index * step + (step * GAP) / 2),
      y: amount < 0 ? zero : tenth(zero - heightOf(amount)),
      width: tenth(step * (1 - GAP)),
      height: heightOf(amount),
      isBelow: amount < 0,
    })),
  }
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10
}
