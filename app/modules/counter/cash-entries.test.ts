import { expect, it } from 'vitest'
import { assertEntry } from '#app/modules/ledger/entry.ts'
import type { CounterShiftId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { cashDifferenceEntry } from './cash-entries.ts'
import { openShiftSchema, reckonDrawer } from './shift.ts'

const entryOf = (difference: number) => {
  const shiftId = 'shift' as CounterShiftId
  const entry = cashDifferenceEntry({
    shiftId,
    pickupPointId: 'south-gate',
    difference: fen(difference),
    now: new Date(0),
  })
  assertEntry(entry)
  return entry.postings.map(({ account, amount }) => [account.code, amount])
}

it('a drawer with too little costs, one with too much earns', () => {
  expect(entryOf(-250)).toEqual([
    ['expense:cash-over-short', 250],
    ['cash:counter:south-gate', -250],
  ])
  expect(entryOf(100)).toEqual([
    ['cash:counter:south-gate', 100],
    ['expense:cash-over-short', -100],
  ])
})

it('a drawer should hold its float, what was sold and not what was given back', () => {
  expect(reckonDrawer({ opening: fen(20_000), sales: fen(4_550), payouts: fen(1_000) })).toBe(23_550)
})

it.each(['', '-1', '12.345', '100000.01', '一百'])('%j is not what a drawer holds', (cash) => {
  expect(openShiftSchema.safeParse({ pickupPointId: 'south-gate', cash }).success).toBe(false)
})
