import { describe, expect, it } from 'vitest'
import type { BatchId, OrderLineId, SkuId } from '#app/shared/ids.ts'
import { decideShipment, isSameLoad } from './ship-lines.ts'
import { decideShortage } from './short-lines.ts'
import { type Lot, type SupplyLine, suggestLots } from './supply-line.ts'

const TODAY = '2026-11-25'

const line = (id: string, toShip: number, skuId = 'apples'): SupplyLine => ({
  orderLineId: id as OrderLineId,
  skuId: skuId as SkuId,
  left: 0,
  toShip,
})

const lot = (id: string, bestBefore: string, { left, ...more }: Partial<Lot> & Pick<Lot, 'left'>): Lot => ({
  batchId: id as BatchId,
  skuId: 'apples' as SkuId,
  lotCode: id,
  bestBefore,
  isRecalled: false,
  left,
  ...more,
})

const pieces = (id: string, quantity: number, batchId?: string) => ({
  orderLineId: id as OrderLineId,
  quantity,
  ...(batchId && { batchId: batchId as BatchId }),
})

describe('the proposal of lots', () => {
  it('takes what runs out first, and goes on with the next lot and the next line', () => {
    const lots = [lot('new', '2027-01-01', { left: 9 }), lot('old', '2026-12-01', { left: 3 })]
    expect(suggestLots([line('a', 2), line('b', 4)], { lots, today: TODAY })).toEqual([
      pieces('a', 2, 'old'),
      pieces('b', 1, 'old'),
      pieces('b', 3, 'new'),
    ])
  })

  it('leaves out lots past their date, called back, empty, overdrawn or of other goods', () => {
    const lots = [
      lot('stale', '2026-11-24', { left: 9 }),
      lot('bad', '2026-12-01', { left: 9, isRecalled: true }),
      lot('empty', '2026-12-01', { left: 0 }),
      lot('over', '2026-12-01', { left: -2 }),
      lot('pears', '2026-12-01', { left: 9, skuId: 'pears' as SkuId }),
    ]
    expect(suggestLots([line('a', 2)], { lots, today: TODAY })).toEqual([pieces('a', 2)])
  })

  it('may use a lot on its last day, and names no lot for what the lots do not hold', () => {
    const lots = [lot('last', TODAY, { left: 1 })]
    expect(suggestLots([line('a', 3), line('b', 0)], { lots, today: TODAY })).toEqual([
      pieces('a', 1, 'last'),
      pieces('a', 2),
    ])
  })

  it('may always be shipped as it stands', () => {
    const lines = [line('a', 3), line('b', 5)]
    const lots = [lot('one', '2026-12-01', { left: 4 }), lot('two', '2026-12-02', { left: 2 })]
    const wished = suggestLots(lines, { lots, today: TODAY })
    expect(decideShipment(wished, { lines, lots, today: TODAY })).toEqual({ ok: true, value: wished })
  })
})

describe('deciding a shipment', () => {
  const lines = [line('a', 3)]
  const lots = [lot('one', '2026-12-01', { left: 4 })]
  const decide = (...wished: ReturnType<typeof pieces>[]) => decideShipment(wished, { lines, lots, today: TODAY })

  it('adds up rows of one line and lot, and does not count rows of nothing', () => {
    expect(decide(pieces('a', 1, 'one'), pieces('a', 1, 'one'), pieces('a', 1), pieces('a', 0))).toEqual({
      ok: true,
      value: [pieces('a', 2, 'one'), pieces('a', 1)],
    })
  })

  it.each([[4], [-1], [Number.NaN], [1.5]])('refuses %d pieces of three', (quantity) => {
    expect(decide(pieces('a', quantity))).toMatchObject({ refusal: { kind: 'tooMany', toShip: 3 } })
  })

  it('does not let a negative row make room for another', () => {
    expect(decide(pieces('a', 5, 'one'), pieces('a', -2))).toMatchObject({ refusal: { kind: 'tooMany' } })
  })
})

describe('two loads', () => {
  it('are the same whatever the order of their rows, and not with another lot or count', () => {
    const load = [pieces('a', 1, 'one'), pieces('b', 2)]
    expect(isSameLoad(load, [pieces('b', 2), pieces('a', 1, 'one'), pieces('c', 0)])).toBe(true)
    expect(isSameLoad(load, [pieces('b', 2), pieces('a', 1)])).toBe(false)
    expect(isSameLoad(load, [pieces('b', 1), pieces('a', 1, 'one')])).toBe(false)
  })
})

describe('deciding a shortage', () => {
  it.each([[0], [4], [-1], [1.5], [Number.NaN]])('refuses %d pieces of three', (quantity) => {
    expect(decideShortage([pieces('a', quantity)], [line('a', 3)])).toMatchObject({ refusal: { kind: 'tooMany' } })
  })

  it('refuses no lines, lines it has not, and a line named twice', () => {
    expect(decideShortage([], [line('a', 3)])).toMatchObject({ refusal: { kind: 'nothing' } })
    expect(decideShortage([pieces('b', 1)], [line('a', 3)])).toMatchObject({ refusal: { kind: 'lineUnknown' } })
    const twice = [pieces('a', 1), pieces('a', 1)]
    expect(decideShortage(twice, [line('a', 3)])).toMatchObject({ refusal: { kind: 'lineUnknown' } })
  })
})
