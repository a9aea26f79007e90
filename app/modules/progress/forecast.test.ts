import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addFen, type Fen, fen, sumFen, ZERO_FEN } from '#app/shared/money.ts'
import { type ForecastFacts, forecastYear, yearElapsedBasisPoints } from './forecast.ts'

const NONE: Fen[] = Array.from({ length: 12 }, () => ZERO_FEN)

function facts(given: Partial<ForecastFacts> = {}): ForecastFacts {
  return { year: 2026, now: new Date('2026-06-30T08:00:00Z'), months: NONE, lastYear: NONE, ...given }
}

/** Amounts of whole yuan, January first; months that are not named brought nothing. */
const yuan = (...amounts: number[]): Fen[] => NONE.map((_, index) => fen((amounts[index] ?? 0) * 100))

const anyMonths = (min: number) => fc.array(fc.integer({ min, max: 1e10 }).map(fen), { minLength: 12, maxLength: 12 })
const anyDay = fc
  .integer({ min: Date.parse('2026-01-01T00:00:00Z'), max: Date.parse('2026-12-31T12:00:00Z') })
  .map((at) => new Date(at))

describe('the forecast of a year', () => {
  it('is the actual amount once the year is over', () => {
    fc.assert(
      fc.property(anyMonths(-1e9), anyMonths(0), (months, lastYear) => {
        expect(forecastYear(facts({ year: 2025, months, lastYear }))).toEqual({
          method: 'final',
          total: sumFen(months),
          toCome: NONE,
          shareBasisPoints: 10_000,
        })
      }),
    )
  })

  it('is the actual amount on the last day of December, too', () => {
    fc.assert(
      fc.property(anyMonths(-1e9), anyMonths(0), (months, lastYear) => {
        const { total } = forecastYear(facts({ now: new Date('2026-12-31T08:00:00Z'), months, lastYear }))
        expect(total).toBe(sumFen(months))
      }),
    )
  })

  it('is never below what is attained, and what is to come adds up to the difference, in months not over', () => {
    fc.assert(
      fc.property(anyMonths(-1e9), anyMonths(-1e9), anyDay, (months, lastYear, now) => {
        const { total, toCome } = forecastYear(facts({ now, months, lastYear }))
        const attained = sumFen(months)
        expect(total ?? attained).toBeGreaterThanOrEqual(attained)
        expect(addFen(attained, sumFen(toCome))).toBe(total ?? attained)
        const running = Number(new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(5, 7))
        expect(sumFen(toCome.slice(0, running - 1))).toBe(0)
        expect(toCome.every((amount) => amount >= 0)).toBe(true)
      }),
    )
  })

  it('repeats last year when this year has gone the same way so far', () => {
    const lastYear = yuan(10, 20, 30, 40, 50, 60, 70, 80, 90, 300, 200, 50)
    const months = lastYear.map((amount, index) => (index < 6 ? amount : ZERO_FEN))
    expect(forecastYear(facts({ months, lastYear }))).toMatchObject({
      method: 'season',
      total: 100_000,
      toCome: lastYear.map((amount, index) => (index < 6 ? ZERO_FEN : amount)),
      shareBasisPoints: 2100,
    })
  })

  it('scales with what is attained', () => {
    const lastYear = yuan(10, 20, 30, 40, 50, 60, 70, 80, 90, 300, 200, 50)
    const half = lastYear.map((amount, index) => (index < 6 ? fen(amount / 2) : ZERO_FEN))
    expect(forecastYear(facts({ months: half, lastYear })).total).toBe(50_000)
  })

  it('counts days when last year was empty, or had next to nothing by now', () => {
    const months = yuan(0, 0, 0, 0, 0, 181)
    expect(forecastYear(facts({ months }))).toMatchObject({ method: 'even', total: 36_500 })
    const lateYear = yuan(0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1000)
    expect(forecastYear(facts({ months, lastYear: lateYear }))).toMatchObject({ method: 'even', total: 36_500 })
  })

  it('says nothing in the first days of a year, nor of a year to come', () => {
    const months = yuan(5)
    expect(forecastYear(facts({ now: new Date('2026-01-05T00:00:00Z'), months }))).toMatchObject({
      method: 'none',
      total: undefined,
    })
    expect(forecastYear(facts({ year: 2027, months })).total).toBeUndefined()
  })

  it('takes the day of Shanghai', () => {
    expect(yearElapsedBasisPoints(2026, new Date('2026-12-31T15:59:00Z'))).toBe(10_000)
    expect(yearElapsedBasisPoints(2026, new Date('2026-12-31T16:01:00Z'))).toBe(10_000)
    expect(yearElapsedBasisPoints(2027, new Date('2026-12-31T16:01:00Z'))).toBe(27)
    expect(yearElapsedBasisPoints(2028, new Date('2028-02-29T08:00:00Z'))).toBe(Math.floor((60 * 10_000) / 366))
  })
})
