import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CountyId } from '#app/shared/ids.ts'
import { fen, sumFen } from '#app/shared/money.ts'
import { type YearCell, yearFigures } from './year-figures.ts'

const cell: fc.Arbitrary<YearCell> = fc.record({
  countyId: fc.constantFrom('xunyi', 'fufeng', 'chunhua').map((id) => id as CountyId),
  channel: fc.constantFrom('own_shop', 'platform_832', 'agreement'),
  fundType: fc.constantFrom('staff', 'canteen', 'assisted_sale'),
  amount: fc.integer({ min: -1_000_000, max: 1_000_000 }).map(fen),
})
const cells = fc.array(cell, { maxLength: 20 })

describe('the figures of a year', () => {
  it('divide the whole in every way without losing a fen, closed and as of today', () => {
    fc.assert(
      fc.property(fc.option(cells, { nil: undefined }), cells, (closed, today) => {
        const figures = yearFigures(closed, today)
        const whole = figures.find((one) => one.dimension === 'measure' && one.key === 'all')
        expect(whole?.today).toBe(sumFen(today.map((one) => one.amount)))
        for (const dimension of ['county', 'fund', 'channel'] as const) {
          const rows = figures.filter((one) => one.dimension === dimension)
          expect(new Set(rows.map((row) => row.key)).size).toBe(rows.length)
          expect(sumFen(rows.map((row) => row.today))).toBe(whole?.today)
          if (closed) expect(sumFen(rows.map((row) => row.closed ?? fen(0)))).toBe(whole?.closed)
          for (const row of rows) expect(row.change).toBe(row.closed === undefined ? 0 : row.today - row.closed)
        }
      }),
    )
  })

  it('keep what was there when it was closed and is not any more', () => {
    const sold: YearCell = {
      countyId: 'xunyi' as CountyId,
      channel: 'platform_832',
      fundType: 'canteen',
      amount: fen(5),
    }
    const figures = yearFigures([sold], [])
    expect(figures).toContainEqual({ dimension: 'county', key: 'xunyi', closed: 5, today: 0, change: -5 })
    expect(figures).toContainEqual({ dimension: 'measure', key: 'platform_832', closed: 5, today: 0, change: -5 })
  })
})
