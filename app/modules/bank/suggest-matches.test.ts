import { describe, expect, it } from 'vitest'
import { fen } from '#app/shared/money.ts'
import type { OpenItem } from './bank-link.ts'
import { suggestMatches } from './suggest-matches.ts'

const item = (name: string, open: number, given: Partial<OpenItem> = {}): OpenItem => ({
  kind: 'purchase',
  refId: name,
  open: fen(open),
  day: '2026-11-03',
  name,
  party: '扶风县法门花椒专业合作社',
  ...given,
})
const line = (amount: number, purpose = '', counterparty = '') => ({
  amount: fen(amount),
  bookedOn: '2026-11-04',
  purpose,
  counterparty,
})
const reasons = (of: ReturnType<typeof suggestMatches>) => of.map(({ reason, keys }) => [reason, keys.length])

describe('proposing what a bank line is', () => {
  it('prefers the item whose number stands in the purpose, however it is spaced', () => {
    const items = [item('832-20261101-01', -5000), item('832-20261102-07', -5000)]
    const [first] = suggestMatches(line(-5000, '货款 832 20261102 07'), items)
    expect(first).toMatchObject({ reason: 'numberAndAmount', keys: ['purchase:832-20261102-07'] })
  })

  it('finds the several orders that one transfer pays', () => {
    const items = [item('832-20261101-01', -5000), item('832-20261102-07', -700), item('832-20261103-09', -1)]
    const found = suggestMatches(line(-5700, '832-20261101-01、832-20261102-07'), items)
    expect(reasons(found)[0]).toEqual(['numbersTogether', 2])
  })

  it('adds up one party whose name the bank cut off', () => {
    const items = [item('ORDER-1', -300), item('ORDER-2', -200), item('ORDER-3', -9, { party: '旬邑果业' })]
    expect(reasons(suggestMatches(line(-500, '', '扶风县法门花椒'), items))).toEqual([['partyTogether', 2]])
  })

  it('proposes an amount alone last, nearer days before', () => {
    const items = [item('FAR-1', -500, { day: '2026-08-01' }), item('NEAR-1', -500)]
    expect(reasons(suggestMatches(line(-500), items))).toEqual([
      ['amountOnDay', 1],
      ['amountAlone', 1],
    ])
  })

  it('offers a part when the number stands there and more is open', () => {
    expect(reasons(suggestMatches(line(-100, '首付 GX-2026-01'), [item('GX-2026-01', -900)]))).toEqual([
      ['numberInPart', 1],
    ])
  })

  it('never proposes money of the other direction', () => {
    expect(suggestMatches(line(500), [item('ORDER-1', -500)])).toEqual([])
  })
})
