import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatReportQuery,
  isWholeMonths,
  MEASURES,
  monthsOf,
  parseReportQuery,
  periodOfMonths,
  type ReportQuery,
} from './report-query.ts'

const parse = (text: string) => parseReportQuery(new URLSearchParams(text), 2026)

const days = fc
  .tuple(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 800 }))
  .map(([start, length]) =>
    [start, start + length].map((day) => new Date(Date.UTC(2016, 0, 1 + day)).toISOString().slice(0, 10)),
  )

describe('the query of a report', () => {
  it('is the whole of this year when nothing is asked', () => {
    expect(parse('')).toMatchObject({ from: '2026-01-01', to: '2026-12-31', book: 'money', measure: 'all' })
  })

  it('is read back from its plain form as it was', () => {
    fc.assert(
      fc.property(
        days,
        fc.constantFrom(...MEASURES),
        fc.option(fc.constantFrom('xunyi', 'fufeng')),
        ([from, to], measure, county) => {
          const query = parse(
            `from=${from}&to=${to}&measure=${measure}${county ? `&county=${county}` : ''}`,
          ) as ReportQuery
          expect(parse(formatReportQuery(query))).toEqual(query)
        },
      ),
    )
  })

  it('counts whole months from the first it touches to the last, in the year of its end', () => {
    expect(monthsOf({ from: '2026-03-15', to: '2026-05-02' })).toEqual({ year: 2026, first: 3, last: 5 })
    expect(monthsOf({ from: '2025-03-15', to: '2026-05-02' })).toEqual({ year: 2026, first: 1, last: 5 })
    expect(periodOfMonths({ year: 2024, first: 2, last: 2 })).toEqual({ from: '2024-02-01', to: '2024-02-29' })
    expect(isWholeMonths({ from: '2026-01-01', to: '2026-12-31' })).toBe(true)
    expect(isWholeMonths({ from: '2026-01-02', to: '2026-12-31' })).toBe(false)
    expect(isWholeMonths({ from: '2025-01-01', to: '2026-12-31' })).toBe(false)
  })

  it.each(['after=2026-02-30.1', 'from=2026-1-1', 'fund=gold', 'account=%00', 'source=A'])('is none at %s', (text) => {
    expect(parse(text)).toBeUndefined()
  })
})
