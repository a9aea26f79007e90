import { addDays, type BusinessDate, businessDate, startOfBusinessDate } from '#app/shared/business-date.ts'

/** A month of the books in Asia/Shanghai as 'YYYY-MM'. */
export type Month = string

/** How long after its end a month may be closed: whoever began something in it has ended by then. */
const GRACE_MS = 15 * 60 * 1000

export function isMonth(text: string): boolean {
  return /^20\d\d-(0[1-9]|1[0-2])$/.test(text)
}

export function monthOfDate(date: BusinessDate): Month {
  return date.slice(0, 7)
}

export function firstDayOf(month: Month): BusinessDate {
  return `${month}-01`
}

export function nextMonth(month: Month): Month {
  return monthOfDate(addDays(firstDayOf(month), 31))
}

export function lastDayOf(month: Month): BusinessDate {
  return addDays(firstDayOf(nextMonth(month)), -1)
}

export function yearOfMonth(month: Month): number {
  return Number(month.slice(0, 4))
}

/** The first instant after a month. */
export function endOfMonth(month: Month): Date {
  return startOfBusinessDate(firstDayOf(nextMonth(month)))
}

/** Whether a month may be closed at `now`, its books permitting. */
export function isOver(month: Month, now: Date): boolean {
  return now.getTime() >= endOfMonth(month).getTime() + GRACE_MS
}

/**
 * The month an entry belongs to when it stands in a later one, because that month was
 * closed when it was recorded; undefined when it stands where it belongs.
 */
export function lateFrom(entry: { occurredAt: Date; businessDate: BusinessDate }): Month | undefined {
  const month = monthOfDate(businessDate(entry.occurredAt))
  return month < monthOfDate(entry.businessDate) ? month : undefined
}
