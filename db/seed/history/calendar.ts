import { addDays, type BusinessDate, monthOf, startOfBusinessDate } from '#app/shared/business-date.ts'
import { drawIndex, type Random, runningSums } from './random.ts'

interface Festivals {
  spring: BusinessDate
  dragonBoat: BusinessDate
  midAutumn: BusinessDate
}

/** First day of the lunar year, fifth of the fifth month, fifteenth of the eighth. */
const FESTIVALS: Record<number, readonly [spring: string, dragonBoat: string, midAutumn: string]> = {
  2024: ['02-10', '06-10', '09-17'],
  2025: ['01-29', '05-31', '10-06'],
  2026: ['02-17', '06-19', '09-25'],
  2027: ['02-06', '06-09', '09-15'],
  2028: ['01-26', '05-28', '10-03'],
  2029: ['02-13', '06-16', '09-22'],
  2030: ['02-03', '06-05', '09-12'],
  2031: ['01-23', '06-24', '10-01'],
}
const ROUGHLY = ['02-06', '06-11', '09-22'] as const

function festivalsOf(year: number): Festivals {
  const [spring, dragonBoat, midAutumn] = FESTIVALS[year] ?? ROUGHLY
  return { spring: `${year}-${spring}`, dragonBoat: `${year}-${dragonBoat}`, midAutumn: `${year}-${midAutumn}` }
}

/** What people buy for. */
export type Occasion = 'spring' | 'dragonBoat' | 'midAutumn' | 'assistanceDay'

/** The feast that is near enough to be shopped for. 17 October is the national day of helping. */
export function occasionOf(day: BusinessDate): Occasion | undefined {
  const festivals = festivalsOf(Number(day.slice(0, 4)))
  const isBefore = (feast: BusinessDate, days: number) => day >= addDays(feast, -days) && day < feast
  if (isBefore(festivals.spring, 21)) return 'spring'
  if (isBefore(festivals.dragonBoat, 12)) return 'dragonBoat'
  if (isBefore(festivals.midAutumn, 16)) return 'midAutumn'
  const monthAndDay = day.slice(5)
  return monthAndDay >= '10-11' && monthAndDay <= '10-18' ? 'assistanceDay' : undefined
}

const OCCASION_FACTORS: Record<Occasion, number> = { spring: 1.9, dragonBoat: 1.5, midAutumn: 1.8, assistanceDay: 2.1 }
const MONTH_FACTORS = [1, 0.9, 1, 0.95, 1.1, 1, 0.9, 0.9, 1.15, 1.25, 1.3, 1.15] as const

/** How busy a day is, as a multiple of an ordinary one: holidays are quiet, weeks before feasts are not. */
export function busyness(day: BusinessDate): number {
  const weekday = weekdayOf(day)
  const week = weekday === 6 ? 0.7 : weekday === 7 ? 0.55 : 1
  const occasion = occasionOf(day)
  const feast = occasion ? OCCASION_FACTORS[occasion] : 1
  return week * feast * (isHoliday(day) ? 0.3 : 1) * (MONTH_FACTORS[monthOf(day) - 1] ?? 1)
}

/** Students are at home: four weeks around the new lunar year, and high summer. */
function isHoliday(day: BusinessDate): boolean {
  const { spring } = festivalsOf(Number(day.slice(0, 4)))
  const monthAndDay = day.slice(5)
  return (
    (day >= addDays(spring, -9) && day <= addDays(spring, 13)) || (monthAndDay >= '07-14' && monthAndDay <= '08-27')
  )
}

/** 1 is Monday, 7 is Sunday. */
export function weekdayOf(day: BusinessDate): number {
  return ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1
}

/** From 8 to 22 o'clock: noon, and the evening. */
const HOUR_SUMS = runningSums([2, 3, 4, 5, 10, 8, 4, 4, 5, 7, 8, 10, 11, 9])
const FIRST_HOUR = 8

/** An instant of `day` at which somebody orders. */
export function drawShoppingTime(random: Random, day: BusinessDate): Date {
  const hour = FIRST_HOUR + drawIndex(random, HOUR_SUMS)
  return atTime(day, hour * 60 + random.between(0, 59), random)
}

/** An instant `minutes` after midnight in Shanghai, with seconds by chance. */
export function atTime(day: BusinessDate, minutes: number, random: Random): Date {
  return new Date(startOfBusinessDate(day).getTime() + minutes * 60_000 + random.between(0, 59_999))
}

export function laterBy(at: Date, seconds: number): Date {
  return new Date(at.getTime() + Math.round(seconds * 1000))
}

/** The days from `first` to `last`, both included. */
export function* daysBetween(first: BusinessDate, last: BusinessDate): Generator<BusinessDate> {
  for (let day = first; day <= last; day = addDays(day, 1)) yield day
}
