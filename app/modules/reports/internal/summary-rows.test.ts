import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FUND_TYPES, PURCHASE_CHANNELS } from '#app/modules/ledger/accounts.ts'
import type { CountyId } from '#app/shared/ids.ts'
import { fen, sumFen } from '#app/shared/money.ts'
import { type SummaryFacts, summaryLines } from './summary-rows.ts'

const counties = ['xunyi', 'fufeng'].map((id) => ({ countyId: id as CountyId, zh: id, en: id }))
const amount = fc.integer({ min: -1e9, max: 1e9 }).map(fen)
const cells = fc.uniqueArray(
  fc.record({
    countyId: fc.constantFrom(...counties.map((county) => county.countyId)),
    fundType: fc.constantFrom(...FUND_TYPES),
    channel: fc.constantFrom(...PURCHASE_CHANNELS),
    ordered: amount,
    paid: amount,
    accepted: amount,
    refunded: amount,
  }),
  { selector: (cell) => `${cell.countyId} ${cell.fundType} ${cell.channel}` },
)

function facts(given: Partial<SummaryFacts>): SummaryFacts {
  return { cells: [], targets: new Map(), counties, funds: FUND_TYPES, channels: PURCHASE_CHANNELS, ...given }
}

describe('the summary', () => {
  it('is the same money by county, by cell, by fund and by channel', () => {
    fc.assert(
      fc.property(cells, (given) => {
        const lines = summaryLines(facts({ cells: given }))
        const [whole] = lines
        for (const level of ['county', 'cell', 'fund', 'channel'])
          for (const stage of ['ordered', 'paid', 'accepted', 'refunded', 'net'] as const)
            expect(sumFen(lines.filter((line) => line.level === level).map((line) => line[stage]))).toBe(whole?.[stage])
      }),
    )
  })

  it('sets net against the target of the whole, the county and the fund', () => {
    const cell = {
      countyId: 'xunyi' as CountyId,
      fundType: 'staff',
      channel: 'own_shop',
      ordered: fen(0),
      paid: fen(0),
    }
    const targets = new Map([
      ['college', fen(2000)],
      ['county:fufeng', fen(500)],
      ['fund:staff', fen(300)],
    ])
    const lines = summaryLines(facts({ cells: [{ ...cell, accepted: fen(700), refunded: fen(-100) }], targets }))
    expect(lines.map(({ level, target, net, rate, gap }) => ({ level, target, net, rate, gap }))).toEqual([
      { level: 'whole', target: 2000, net: 600, rate: 3000, gap: 1400 },
      { level: 'county', target: undefined, net: 600, rate: undefined, gap: undefined },
      { level: 'cell', target: undefined, net: 600, rate: undefined, gap: undefined },
      { level: 'county', target: 500, net: 0, rate: 0, gap: 500 },
      { level: 'fund', target: 300, net: 600, rate: 20_000, gap: -300 },
      { level: 'channel', target: undefined, net: 600, rate: undefined, gap: undefined },
    ])
  })
})
