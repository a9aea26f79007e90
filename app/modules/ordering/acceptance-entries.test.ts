import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assertEntry } from '#app/modules/ledger/entry.ts'
import type { CooperativeId, HandOverId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { acceptanceEntry } from './acceptance-entries.ts'

const accepted = {
  handOverId: 'ho-1' as HandOverId,
  cooperativeId: '0199-north' as CooperativeId,
  now: new Date('2026-11-24T01:00:00Z'),
}

test('an acceptance is one balanced entry for the amounts of its lines, the fee never above its rate', () => {
  const line = fc.record({
    amount: fc.integer({ min: 1, max: 500_000 }).map(fen),
    serviceFeeBasisPoints: fc.integer({ min: 0, max: 2000 }),
  })
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 50 }), (lines) => {
      const entry = acceptanceEntry({ ...accepted, lines })
      const total = lines.reduce((sum, one) => sum + one.amount, 0)
      assertEntry(entry)
      const amountOn = (code: string) => entry.postings.find((one) => one.account.code === code)?.amount ?? 0
      expect(amountOn('advances:buyers')).toBe(total)
      const most = lines.reduce((sum, one) => sum + (one.amount * one.serviceFeeBasisPoints) / 10_000, 0)
      expect(-amountOn('income:service-fee')).toBeLessThanOrEqual(most + 1e-6)
    }),
  )
})

test('59.80 yuan at a fee of 3% is 1.79 for the college and 58.01 for the cooperative', () => {
  const entry = acceptanceEntry({ ...accepted, lines: [{ amount: fen(5980), serviceFeeBasisPoints: 300 }] })
  expect(entry.postings.map((one) => [one.account.code, one.amount])).toEqual([
    ['advances:buyers', 5980],
    ['payable:cooperative:0199-north', -5801],
    ['income:service-fee', -179],
  ])
})
