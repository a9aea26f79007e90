import { describe, expect, test } from 'vitest'
import { fen } from '#app/shared/money.ts'
import { kindOf, partOfSource, partsOfKind } from './balance.ts'
import { decideMatch, type LineCase, nextLookMs } from './decide-match.ts'

const HOUR_MS = 60 * 60 * 1000
const LINE: LineCase = {
  kind: 'charge',
  amount: fen(2_000),
  ageMs: HOUR_MS,
  booked: undefined,
  canceledOutOn: undefined,
  payoutAmount: undefined,
  createdOn: '2026-11-25',
  isExplained: false,
}
const state = (given: Partial<LineCase>) => decideMatch({ ...LINE, ...given }).state

describe('a line of the provider', () => {
  test('waits a day for its counterpart, and is missed then', () => {
    expect([state({}), state({ ageMs: 24 * HOUR_MS })]).toEqual(['pending', 'provider_only'])
  })

  test('of a kind nobody of us writes is missed at once', () => {
    expect(state({ kind: 'other' })).toBe('provider_only')
  })

  test('is matched with the same amount and differs with another', () => {
    const on = '2026-11-25'
    expect(state({ booked: { amount: fen(2_000), on } })).toBe('matched')
    expect(state({ booked: { amount: fen(1_999), on } })).toBe('amount_differs')
  })

  test('that came to nothing with its kin is matched on the day they did', () => {
    expect(decideMatch({ ...LINE, canceledOutOn: '2026-11-26' })).toEqual({
      state: 'matched',
      booked: { amount: 2_000, on: '2026-11-26' },
    })
  })

  test('stays explained until its counterpart turns up', () => {
    expect(state({ isExplained: true })).toBe('explained')
    expect(state({ isExplained: true, booked: { amount: fen(2_000), on: '2026-11-25' } })).toBe('matched')
  })

  test('of a payout is matched with a payout of its amount', () => {
    const line = { kind: 'payout', amount: fen(-500) } as const
    expect(state({ ...line, payoutAmount: fen(500) })).toBe('matched')
    expect(state({ ...line, payoutAmount: fen(400) })).toBe('provider_only')
    expect(state(line)).toBe('pending')
  })

  test('is looked at again only while something can change', () => {
    expect([nextLookMs('matched', 0), nextLookMs('amount_differs', 0)]).toEqual([undefined, undefined])
    expect(nextLookMs('pending', 0)).toBeGreaterThan(0)
    expect([nextLookMs('explained', 0), nextLookMs('explained', 90 * 24 * HOUR_MS)]).toEqual([6 * HOUR_MS, undefined])
  })
})

describe('the kind of a line', () => {
  test.each([
    ['charge', 'ch_1', 'charge'],
    ['payment', 'py_1', 'charge'],
    ['payment_refund', 'pyr_1', 'refund'],
    ['refund_failure', 're_1', 'refund'],
    ['stripe_fee', undefined, 'fee'],
    ['adjustment', 'du_1', 'dispute'],
    ['adjustment', 'ch_1', 'other'],
    ['payout_failure', 'po_1', 'payout'],
    ['topup', 'tu_1', 'other'],
  ])('%s of %s is a %s', (type, sourceRef, kind) => {
    expect(kindOf({ type, sourceRef })).toBe(kind)
  })

  test('puts fees apart from amounts, but for disputes, whose fee is lost with them', () => {
    expect(partsOfKind('charge')).toEqual({ amount: 'captured', fee: 'fees' })
    expect(partsOfKind('dispute')).toEqual({ amount: 'disputes', fee: 'disputes' })
    expect(partsOfKind('payout')).toBeUndefined()
    expect([partOfSource('late_payment'), partOfSource('reversal')]).toEqual(['captured', 'corrected'])
  })
})
