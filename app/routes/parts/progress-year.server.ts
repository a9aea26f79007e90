import { badRequest } from '#app/http/responses.server.ts'
import { assistanceYear } from '#app/shared/business-date.ts'

const FIRST_YEAR = 2015

/** The year asked for in an address, or the running one. Throws 400 for what is no year of the task. */
export function readYear(asked: string | null, now: Date): number {
  const thisYear = assistanceYear(now)
  if (asked === null) return thisYear
  const year = /^\d{4}$/.test(asked) ? Number(asked) : Number.NaN
  if (!(year >= FIRST_YEAR && year <= thisYear + 1)) throw badRequest()
  return year
}

/** The years beside `year` that can be looked at. */
export function progressYears(year: number, now: Date): { previous: number | undefined; next: number | undefined } {
  return {
    previous: year > FIRST_YEAR ? year - 1 : undefined,
    next: year < assistanceYear(now) ? year + 1 : undefined,
  }
}
