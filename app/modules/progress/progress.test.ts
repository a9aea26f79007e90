import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FUND_TYPES, PURCHASE_CHANNELS } from '#app/modules/ledger/accounts.ts'
import type { CountyId } from '#app/shared/ids.ts'
import { fen, sumFen } from '#app/shared/money.ts'
import { isEmptyYear, type ProgressCell, type ProgressFacts, summarizeProgress } from './progress.ts'

const COUNTIES = ['xunyi', 'changwu', 'yongshou', 'fufeng', 'chunhua'].map((id) => ({
  countyId: id as CountyId,
  nameZh: id,
  nameEn: id,
}))

function facts(changes: Partial<ProgressFacts> = {}): ProgressFacts {
  return {
    year: 2026,
    asOf: new Date('2026-11-24T08:00:00Z'),
    decision: undefined,
    targets: [],
    counties: COUNTIES,
    cells: [],
    ...changes,
  }
}

function cell(changes: Partial<ProgressCell> = {}): ProgressCell {
  const plain = { stage: 'accepted', channel: 'own_shop', fundType: 'staff', month: 3 } as const
  return { ...plain, countyId: 'xunyi' as CountyId, amount: fen(1000), ...changes }
}

const college = (amount: number) => [{ scope: 'college' as const, scopeId: 'college', amount: fen(amount) }]

const anyCell = fc.record({
  stage: fc.constantFrom('accepted' as const, 'refunded' as const),
  countyId: fc.constantFrom(...COUNTIES.map((county) => county.countyId)),
  channel: fc.constantFrom(...PURCHASE_CHANNELS),
  fundType: fc.constantFrom(...FUND_TYPES),
  month: fc.integer({ min: 1, max: 12 }),
  amount: fc.integer({ min: -1e9, max: 1e9 }).map(fen),
})

describe('the year’s progress', () => {
  it('never counts our own shop as 832', () => {
    const { attained } = summarizeProgress(
      facts({ cells: [cell(), cell({ channel: 'platform_832', amount: fen(7) })] }),
    )
    expect(attained).toEqual({ all: 1007, platform832: 7 })
  })

  it('is the same sum by county, by fund, by channel, by month and at the end of December', () => {
    fc.assert(
      fc.property(fc.array(anyCell, { maxLength: 40 }), (cells) => {
        const progress = summarizeProgress(facts({ cells }))
        const whole = sumFen(cells.map((one) => one.amount))
        expect(progress.attained.all).toBe(whole)
        expect(sumFen(progress.counties.map((one) => one.attained.all))).toBe(whole)
        expect(sumFen(progress.funds.map((one) => one.attained.all))).toBe(whole)
        expect(sumFen(progress.channels.map((one) => one.attained))).toBe(whole)
        expect(sumFen(progress.months.map((one) => one.attained.all))).toBe(whole)
        expect(progress.months.at(-1)?.cumulative).toEqual(progress.attained)
      }),
    )
  })

  it('shows accepted, refunded and net of our own shop apart', () => {
    const cells = [
      cell({ stage: 'ordered', amount: fen(5000) }),
      cell({ stage: 'paid', amount: fen(4000) }),
      cell(),
      cell({ stage: 'refunded', amount: fen(-300) }),
      ...(['ordered', 'paid', 'accepted'] as const).map((stage) => cell({ stage, channel: 'counter' })),
    ]
    const { ownShop, attained } = summarizeProgress(facts({ cells }))
    expect(attained.all).toBe(1700)
    expect(ownShop).toEqual({ ordered: 5000, paid: 4000, accepted: 1000, refunded: 300, net: 700 })
  })

  it('asks of the months left exactly what is missing, down to the fen', () => {
    fc.assert(
      fc.property(fc.array(anyCell, { maxLength: 20 }), fc.integer({ min: 1, max: 1e9 }), (cells, target) => {
        const { months } = summarizeProgress(facts({ cells, targets: college(target) }))
        const before = months[9]?.cumulative.all ?? fen(0)
        const asked = sumFen(months.flatMap((one) => (one.pace === undefined ? [] : [one.pace])))
        expect(asked).toBe(Math.max(0, target - before))
        expect(months.filter((one) => one.pace !== undefined).map((one) => one.month)).toEqual([11, 12])
      }),
    )
  })

  it('has a rate above 100 % and a negative remainder when more was attained', () => {
    const progress = summarizeProgress(facts({ cells: [cell({ amount: fen(1234) })], targets: college(1000) }))
    expect(progress).toMatchObject({ rateBasisPoints: 12_340, remaining: -234 })
  })

  it('has no rate without a target, and asks nothing of a year gone by', () => {
    expect(summarizeProgress(facts({ cells: [cell()] })).rateBasisPoints).toBeUndefined()
    const past = summarizeProgress(facts({ year: 2025, targets: college(10) }))
    expect(past.months.every((one) => one.pace === undefined)).toBe(true)
  })

  it('is empty only when nothing was set, ordered or counted', () => {
    expect(isEmptyYear(summarizeProgress(facts()))).toBe(true)
    expect(isEmptyYear(summarizeProgress(facts({ targets: college(1) })))).toBe(false)
    expect(isEmptyYear(summarizeProgress(facts({ cells: [cell()] })))).toBe(false)
  })
})
