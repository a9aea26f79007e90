import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FUND_TYPES, PURCHASE_CHANNELS } from '#app/modules/ledger/accounts.ts'
import { AMOUNTS, DIMENSIONS, MEASURES, type PivotQuery } from '#app/modules/progress/attainment.ts'
import { formatLinesQuery, formatPivotQuery, parseLinesQuery, parsePivotQuery } from './attainment-query.ts'

const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined })
const slug = fc.constantFrom('fufeng', 'xunyi', 'canteen-north', 'none')

const anyQuery: fc.Arbitrary<PivotQuery> = fc
  .record({
    year: fc.constantFrom(2025, 2026),
    measure: fc.constantFrom(...MEASURES),
    amount: fc.constantFrom(...AMOUNTS),
    rows: fc.constantFrom(...DIMENSIONS),
    columns: maybe(fc.constantFrom(...DIMENSIONS)),
    filter: fc.record({
      countyId: maybe(slug),
      channel: maybe(fc.constantFrom(...PURCHASE_CHANNELS)),
      fund: maybe(fc.constantFrom(...FUND_TYPES, 'direct' as const)),
      month: maybe(fc.integer({ min: 1, max: 12 })),
      orgUnitId: maybe(fc.oneof(slug, fc.constant(''))),
    }),
  })
  .filter((query) => query.rows !== query.columns)

describe('the address of a pivot', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(anyQuery, (query) => {
        expect(parsePivotQuery(new URLSearchParams(formatPivotQuery(query)), query.year)).toEqual(query)
        const { rows: _rows, columns: _columns, ...slice } = query
        const after = '0193579e-0000-7000-8000-000000000001'
        expect(parseLinesQuery(new URLSearchParams(formatLinesQuery(slice, after)), query.year)).toEqual({
          ...slice,
          after,
        })
      }),
    )
  })

  it('asks for net by county and channel when it says nothing, as an empty form does', () => {
    const usual = { year: 2026, measure: 'all', amount: 'net', rows: 'county', columns: 'channel', filter: {} }
    expect(parsePivotQuery(new URLSearchParams(), 2026)).toEqual(usual)
    expect(parsePivotQuery(new URLSearchParams('rows=&columns=&county=&fund=&month=&unit='), 2026)).toEqual(usual)
  })

  it('has totals alone when rows and columns are the same', () => {
    expect(parsePivotQuery(new URLSearchParams('rows=fund&columns=fund'), 2026)).toMatchObject({
      rows: 'fund',
      columns: undefined,
    })
  })

  it.each([
    'rows=buyer',
    'columns=x',
    'measure=both',
    'amount=gross',
    'county=%00',
    'channel=shop',
    'fund=cash',
    'month=13',
    'month=0',
    'month=1.5',
    'unit=Union',
    "county=a'b",
  ])('is refused when it says %s', (text) => {
    expect(parsePivotQuery(new URLSearchParams(text), 2026)).toBeUndefined()
  })

  it.each(['after=1', 'after=0193579E-0000-7000-8000-000000000001'])('leads to no lines with %s', (text) => {
    expect(parseLinesQuery(new URLSearchParams(text), 2026)).toBeUndefined()
  })
})
