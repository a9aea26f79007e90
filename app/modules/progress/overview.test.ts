import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FUND_TYPES, PURCHASE_CHANNELS } from '#app/modules/ledger/accounts.ts'
import type { CountyId } from '#app/shared/ids.ts'
import { addFen, fen, ZERO_FEN } from '#app/shared/money.ts'
import { type OverviewFacts, pipeOf, summarizeOverview, sumPipe } from './overview.ts'
import { type ProgressCell, STAGES } from './progress.ts'

const COUNTIES = ['xunyi', 'fufeng'].map((id) => ({ countyId: id as CountyId, nameZh: id, nameEn: id }))

function facts(given: Partial<OverviewFacts> = {}): OverviewFacts {
  return {
    year: 2026,
    asOf: new Date('2026-06-30T08:00:00Z'),
    decision: undefined,
    targets: [],
    counties: COUNTIES,
    cells: [],
    lastYear: Array.from({ length: 12 }, () => ({ all: ZERO_FEN, platform832: ZERO_FEN })),
    pipe: pipeOf(() => ({ orderedNotPaid: ZERO_FEN, paidNotAccepted: ZERO_FEN })),
    openIncidents: 0,
    unclosedMonths: [],
    expiring: [],
    ...given,
  }
}

function cell(given: Partial<ProgressCell> = {}): ProgressCell {
  const plain = { stage: 'accepted', channel: 'own_shop', fundType: 'staff', month: 3 } as const
  return { ...plain, countyId: 'xunyi' as CountyId, amount: fen(1000), ...given }
}

const target = (amount: number, scope: 'college' | 'fund' = 'college', scopeId = 'college') => ({
  scope,
  scopeId,
  amount: fen(amount),
})
const kinds = (given: Partial<OverviewFacts>) => summarizeOverview(facts(given)).alerts.map((alert) => alert.kind)

const anyCell = fc.record({
  stage: fc.constantFrom(...STAGES),
  countyId: fc.constantFrom(...COUNTIES.map((county) => county.countyId)),
  channel: fc.constantFrom(...PURCHASE_CHANNELS),
  fundType: fc.constantFrom(...FUND_TYPES),
  month: fc.integer({ min: 1, max: 12 }),
  amount: fc.integer({ min: -1e9, max: 1e9 }).map(fen),
})

describe('the two measures', () => {
  it('divide into direct purchase and assisted sale, and net is accepted and refunded together', () => {
    fc.assert(
      fc.property(fc.array(anyCell, { maxLength: 40 }), (cells) => {
        const { measures, progress } = summarizeOverview(facts({ cells }))
        for (const { direct, assisted, whole } of Object.values(measures)) {
          for (const stage of [...STAGES, 'net'] as const)
            expect(addFen(direct[stage], assisted[stage])).toBe(whole[stage])
          expect(whole.net).toBe(addFen(whole.accepted, whole.refunded))
        }
        expect(measures.all.whole.net).toBe(progress.attained.all)
        expect(measures.platform832.whole.net).toBe(progress.attained.platform832)
      }),
    )
  })
})

describe('the pace', () => {
  it('is the target by days, and says how far ahead we are', () => {
    const { pace } = summarizeOverview(facts({ targets: [target(36_500)], cells: [cell({ amount: fen(20_000) })] }))
    // 181 of 365 days.
    expect(pace).toEqual({ elapsedBasisPoints: 4958, due: 18_097, ahead: 1903 })
  })

  it('asks of each month left what is missing', () => {
    const overview = summarizeOverview(facts({ targets: [target(8000)], cells: [cell()] }))
    expect(overview).toMatchObject({ perMonth: 1000, monthsLeft: 7 })
  })
})

describe('the alerts', () => {
  it('say that there is no target', () => {
    expect(kinds({ cells: [cell(), cell({ countyId: 'fufeng' as CountyId })] })).toEqual(['noTarget'])
  })

  it('say how far behind an even pace we are, from 5 % of the target on', () => {
    const both = [cell(), cell({ countyId: 'fufeng' as CountyId })]
    const { alerts } = summarizeOverview(facts({ targets: [target(10_000)], cells: both }))
    expect(alerts).toContainEqual({ kind: 'behindPace', behind: 2958, basisPoints: 2958 })
    expect(kinds({ targets: [target(4400)], cells: both })).not.toContain('behindPace')
  })

  it('say by how much the forecast falls short', () => {
    const both = [cell({ amount: fen(3620) }), cell({ countyId: 'fufeng' as CountyId, amount: fen(3620) })]
    // Even: 7240 on 181 of 365 days makes 14600.
    expect(summarizeOverview(facts({ targets: [target(15_000)], cells: both })).alerts).toEqual([
      { kind: 'forecastShort', short: 400 },
    ])
    expect(kinds({ targets: [target(14_600)], cells: both })).toEqual([])
  })

  it('name counties with nothing yet, and funds above their target', () => {
    const { alerts } = summarizeOverview(
      facts({ targets: [target(100), target(900, 'fund', 'staff')], cells: [cell()] }),
    )
    expect(alerts).toEqual([
      { kind: 'countyEmpty', countyId: 'fufeng', nameZh: 'fufeng', nameEn: 'fufeng' },
      { kind: 'fundOver', fundType: 'staff', over: 100 },
    ])
  })

  it('count incidents and name months that are not closed, of the running year alone', () => {
    const work = { openIncidents: 2, unclosedMonths: ['2026-05-01'], targets: [target(1000)] }
    expect(kinds(work)).toEqual(['behindPace', 'forecastShort', 'incidentsOpen', 'monthsOpen'])
    expect(kinds({ ...work, year: 2025 })).toEqual([])
  })

  it('tell of agreements that end within 90, 30 and 7 days, of the running year alone', () => {
    const expiring = [0, 7, 8, 30, 31, 90, 91].map((daysLeft) => ({
      agreementId: `a${daysLeft}`,
      agreementNo: `GX-${daysLeft}`,
      endsOn: '2026-12-31',
      daysLeft,
      open: fen(100),
    }))
    const { alerts } = summarizeOverview(facts({ expiring, targets: [target(0)] }))
    const told = alerts.flatMap((alert) => (alert.kind === 'agreementEnds' ? [[alert.daysLeft, alert.within]] : []))
    expect(told).toEqual([
      [0, 7],
      [7, 7],
      [8, 30],
      [30, 30],
      [31, 90],
      [90, 90],
    ])
    expect(kinds({ expiring, year: 2025 })).toEqual(['noTarget'])
  })
})

describe('the pipe', () => {
  it('has a line for each channel and a sum', () => {
    const pipe = pipeOf((channel) => ({
      orderedNotPaid: fen(channel === 'own_shop' ? 5 : 1),
      paidNotAccepted: fen(2),
    }))
    expect(pipe.map((line) => line.channel)).toEqual(PURCHASE_CHANNELS)
    expect(sumPipe(pipe)).toEqual({ orderedNotPaid: 9, paidNotAccepted: 10 })
  })
})
