import { describe, expect, it } from 'vitest'
import type { CountyId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { changesBetween, countsFrom, findProblems, netOf, purchaseFacts, stateOf, touchesFigures } from './purchase.ts'

const facts = purchaseFacts({
  channel: 'platform_832',
  externalNo: 'A-1',
  countyId: 'fufeng' as CountyId,
  amount: fen(1_000),
  fundType: 'canteen',
  orderedOn: '2026-10-01',
})
const stages = (acceptedOn: string | null, paidOn: string | null, reviewedOn: string | null = null) => ({
  orderedOn: '2026-10-01',
  acceptedOn,
  paidOn,
  reviewedOn,
})

describe('a purchase made elsewhere', () => {
  it.each([
    [stages(null, null), null],
    [stages('2026-10-05', null), null],
    [stages(null, '2026-10-05'), null],
    [stages('2026-10-05', '2026-10-09'), '2026-10-09'],
    [stages('2026-10-09', '2026-10-05'), '2026-10-09'],
  ])('counts from the day it was both accepted and paid: %j', (of, day) => {
    expect(countsFrom(of)).toBe(day)
  })

  it.each([
    [stages(null, '2026-10-05'), 'pending'],
    [stages('2026-10-05', null), 'accepted'],
    [stages('2026-10-05', '2026-10-05'), 'paid'],
    [stages('2026-10-05', '2026-10-05', '2026-10-06'), 'reviewed'],
  ])('is as far as its days say: %j', (of, state) => {
    expect(stateOf(of)).toBe(state)
  })

  it('counts for what was not returned', () => {
    expect(netOf({ amount: fen(1_000), refund: fen(300) })).toBe(700)
  })

  it('touches the figures by amount, county, fund, channel and days, and not by its papers', () => {
    expect(touchesFigures(facts, { ...facts, invoiceNo: '1', note: 'x', reviewedOn: '2026-10-06' })).toBe(false)
    expect(touchesFigures(facts, { ...facts, refund: fen(1) })).toBe(true)
    expect(touchesFigures(facts, { ...facts, fundType: 'union' })).toBe(true)
    expect(touchesFigures({ ...facts, acceptedOn: '2026-10-02' }, { ...facts, acceptedOn: '2026-10-03' })).toBe(false)
    const counted = { ...facts, acceptedOn: '2026-10-02', paidOn: '2026-10-02' }
    expect(touchesFigures(counted, { ...counted, paidOn: '2026-10-04' })).toBe(true)
  })

  it('names each change, field by field', () => {
    expect(changesBetween(facts, { ...facts, amount: fen(5), paidOn: '2026-10-02' })).toEqual([
      { field: 'amount', from: 1_000, to: 5 },
      { field: 'paidOn', from: null, to: '2026-10-02' },
    ])
  })

  it('cannot be reviewed before it is accepted, nor lie before 2015', () => {
    const wrong = { ...facts, orderedOn: '2014-12-31', reviewedOn: '2026-10-03' }
    expect(findProblems(wrong, '2026-11-01')).toEqual([
      { field: 'orderedOn', problem: 'tooOld' },
      { field: 'reviewedOn', problem: 'reviewedTooEarly' },
    ])
    expect(findProblems(facts, '2026-11-01')).toEqual([])
  })
})
