import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fen, sumFen } from '#app/shared/money.ts'
import { buildPivot, DIMENSIONS, narrow } from './attainment.ts'

const KEYS = { rows: ['xunyi', 'fufeng', 'chunhua'], columns: ['1', '2', '3'] }

const anyCell = fc.record({
  row: fc.constantFrom(...KEYS.rows, 'unknown'),
  column: fc.constantFrom(...KEYS.columns, '4'),
  amount: fc.integer({ min: -1e9, max: 1e9 }).map(fen),
})

describe('a pivot', () => {
  it('has the same whole by rows, by columns and cell by cell, strangers included', () => {
    fc.assert(
      fc.property(fc.array(anyCell, { maxLength: 60 }), (cells) => {
        const pivot = buildPivot(cells, KEYS)
        const whole = sumFen(cells.map((cell) => cell.amount))
        expect(pivot.total).toBe(whole)
        expect(sumFen(pivot.columnTotals)).toBe(whole)
        expect(sumFen(pivot.rows.flatMap((row) => row.cells))).toBe(whole)
        for (const row of pivot.rows) expect(sumFen(row.cells)).toBe(row.total)
      }),
    )
  })

  it('keeps the order it was given and shows rows of nothing', () => {
    const pivot = buildPivot([{ row: 'fufeng', column: '2', amount: fen(5) }], KEYS)
    expect(pivot.rows.map((row) => row.key)).toEqual(KEYS.rows)
    expect(pivot.rows[1]?.cells).toEqual([0, 5, 0])
  })

  it('has totals alone when there are no columns', () => {
    const pivot = buildPivot([{ row: 'fufeng', column: '', amount: fen(5) }], { ...KEYS, columns: [] })
    expect(pivot).toMatchObject({ columns: [], columnTotals: [], total: 5 })
  })
})

describe('narrowing a filter', () => {
  it('keeps what was restricted before and restricts one more', () => {
    const keys = { county: 'fufeng', channel: 'counter', fund: 'union', month: '3', unit: '' }
    const whole = DIMENSIONS.reduce((filter, dimension) => narrow(filter, dimension, keys[dimension]), {})
    expect(whole).toEqual({ countyId: 'fufeng', channel: 'counter', fund: 'union', month: 3, orgUnitId: '' })
  })
})
