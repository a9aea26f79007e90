import { describe, expect, it } from 'vitest'
import { addDays, assistanceYear, businessDate, monthOf, startOfBusinessDate } from './business-date.ts'

describe('a day of business', () => {
  it('begins at midnight in Shanghai, not in Greenwich', () => {
    expect(businessDate(new Date('2026-11-23T15:59:59.999Z'))).toBe('2026-11-23')
    expect(businessDate(new Date('2026-11-23T16:00:00Z'))).toBe('2026-11-24')
  })

  it('puts the last moment of a year into that year', () => {
    expect(assistanceYear(new Date('2026-12-31T15:59:59.999Z'))).toBe(2026)
    expect(assistanceYear(new Date('2026-12-31T16:00:00Z'))).toBe(2027)
  })

  it('starts where its date says', () => {
    expect(businessDate(startOfBusinessDate('2026-02-28'))).toBe('2026-02-28')
    expect(startOfBusinessDate('2026-03-01').toISOString()).toBe('2026-02-28T16:00:00.000Z')
  })

  it('counts over month and year ends', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(monthOf('2026-07-09')).toBe(7)
  })
})
