import { describe, expect, it } from 'vitest'
import { endOfMonth, isMonth, isOver, lastDayOf, lateFrom, nextMonth } from './month.ts'

describe('a month of the books', () => {
  it.each([
    ['2026-01', '2026-02', '2026-01-31'],
    ['2024-02', '2024-03', '2024-02-29'],
    ['2026-12', '2027-01', '2026-12-31'],
  ])('%s is followed by %s and ends on %s', (month, next, last) => {
    expect([nextMonth(month), lastDayOf(month)]).toEqual([next, last])
  })

  it('ends in Shanghai, and is over a quarter of an hour later', () => {
    expect(endOfMonth('2026-12').toISOString()).toBe('2026-12-31T16:00:00.000Z')
    expect(isOver('2026-12', new Date('2026-12-31T16:14:59.999Z'))).toBe(false)
    expect(isOver('2026-12', new Date('2026-12-31T16:15:00Z'))).toBe(true)
  })

  it.each(['2026-13', '2026-00', '2026-1', '1999-01', '2026-01-01', ''])('is not %s', (text) => {
    expect(isMonth(text)).toBe(false)
  })

  it('is where an entry belongs that stands in a later one', () => {
    const occurredAt = new Date('2026-01-31T15:59:59Z')
    expect(lateFrom({ occurredAt, businessDate: '2026-02-03' })).toBe('2026-01')
    expect(lateFrom({ occurredAt, businessDate: '2026-01-31' })).toBeUndefined()
    expect(lateFrom({ occurredAt: new Date('2026-01-31T16:00:00Z'), businessDate: '2026-02-03' })).toBeUndefined()
  })
})
