/** The zone in which days, months and years of business begin. It has had no summer time since 1991. */
const SHANGHAI_OFFSET_MS = 8 * 60 * 60 * 1000
const DAY_MS = 24 * 60 * 60 * 1000

/** A day of business in Asia/Shanghai as 'YYYY-MM-DD'. */
export type BusinessDate = string

/** The day of business on which an instant falls. */
export function businessDate(instant: Date): BusinessDate {
  return new Date(instant.getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10)
}

/** The first instant of a day of business. */
export function startOfBusinessDate(date: BusinessDate): Date {
  return new Date(Date.parse(`${date}T00:00:00Z`) - SHANGHAI_OFFSET_MS)
}

/** The assistance year (a calendar year in Asia/Shanghai) of an instant. */
export function assistanceYear(instant: Date): number {
  return Number(businessDate(instant).slice(0, 4))
}

export function monthOf(date: BusinessDate): number {
  return Number(date.slice(5, 7))
}

export function addDays(date: BusinessDate, days: number): BusinessDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

const DATE = /^\d{4}-\d{2}-\d{2}$/

/** Whether the calendar has the day, in years in which anybody could have picked an apple of ours. */
export function isRealDate(text: string): boolean {
  if (!DATE.test(text) || text < '2000-01-01' || text > '2100-12-31') return false
  const instant = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text)
}
