import { addDays, type BusinessDate, businessDate, startOfBusinessDate } from '#app/shared/business-date.ts'

/** A month as 'YYYY-MM'. */
export type YearMonth = string

export function monthOfDay(day: BusinessDate): YearMonth {
  return day.slice(0, 7)
}

export function firstOf(month: YearMonth): BusinessDate {
  return `${month}-01`
}

export function after(month: YearMonth): YearMonth {
  return monthOfDay(addDays(firstOf(month), 32))
}

export function before(month: YearMonth): YearMonth {
  return monthOfDay(addDays(firstOf(month), -1))
}

export function lastOf(month: YearMonth): BusinessDate {
  return addDays(firstOf(after(month)), -1)
}

export function endsHalfYear(month: YearMonth): boolean {
  return month.endsWith('-06')
}

/** The months from `from` to `to`, both included. */
export function monthsBetween(from: YearMonth, to: YearMonth): YearMonth[] {
  const months: YearMonth[] = []
  for (let month = from; month <= to; month = after(month)) months.push(month)
  return months
}

/** An instant of a day in Shanghai: '09:30'. */
export function at(day: BusinessDate, time: string): Date {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return new Date(startOfBusinessDate(day).getTime() + (hour * 60 + minute) * 60_000)
}

/**
 * Some of the way from the beginning of an instant's month to that instant, in office
 * hours: what the current month holds is before now, whenever that is.
 */
export function shareOfMonth(now: Date, share: number): Date {
  const start = startOfBusinessDate(firstOf(monthOfDay(businessDate(now)))).getTime()
  return inOfficeHours(new Date(start + Math.floor((now.getTime() - start) * share)), now)
}

/** A day up to its end, or to `now`, drawn together into its office hours: what was earlier stays earlier. */
function inOfficeHours(instant: Date, now: Date): Date {
  const day = businessDate(instant)
  const [start, opens, closes] = [at(day, '00:00').getTime(), at(day, '09:00').getTime(), at(day, '17:30').getTime()]
  const end = Math.min(at(addDays(day, 1), '00:00').getTime(), now.getTime())
  const last = Math.min(closes, now.getTime())
  if (last <= opens) return instant
  return new Date(opens + Math.floor(((instant.getTime() - start) / (end - start)) * (last - opens)))
}
