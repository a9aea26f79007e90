import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FUND_TYPES, PURCHASE_CHANNELS, type TargetScope } from '#app/modules/ledger/accounts.ts'
import { assertEntry, type EntryDraft } from '#app/modules/ledger/entry.ts'
import type { CooperativeId, CountyId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { countingYear, type Recognition, recognitionEntry } from './recognition-entries.ts'
import { decideTarget } from './set-target.ts'
import { type TargetLine, targetEntry } from './target-entries.ts'

const NOW = new Date('2026-11-24T08:00:00Z')
const XUNYI = 'xunyi' as CountyId
const COUNTIES = ['xunyi', 'changwu', 'yongshou', 'fufeng', 'chunhua'] as CountyId[]

const COLLEGE: TargetScope = { scope: 'college' }

function balances(entries: readonly (EntryDraft | undefined)[]): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const entry of entries)
    for (const { account, amount } of entry?.postings ?? []) sums[account.code] = (sums[account.code] ?? 0) + amount
  return sums
}

const recognition = fc.record({
  sourceType: fc.constantFrom('acceptance' as const, 'refund' as const),
  sourceId: fc.uuid(),
  amount: fc
    .integer({ min: -1e8, max: 1e8 })
    .filter((amount) => amount !== 0)
    .map(fen),
  businessDate: fc.constantFrom('2026-01-01', '2026-06-30', '2026-12-31', '2027-01-01'),
  countyId: fc.constantFrom(...COUNTIES),
  cooperativeId: fc.constant('0197a1b2-0000-7000-8000-000000000001' as CooperativeId),
  channel: fc.constantFrom(...PURCHASE_CHANNELS),
  fundType: fc.constantFrom(...FUND_TYPES),
})

const parts: TargetScope[] = [
  COLLEGE,
  ...COUNTIES.map((countyId) => ({ scope: 'county', countyId }) as const),
  ...FUND_TYPES.map((fundType) => ({ scope: 'fund', fundType }) as const),
]
const targetLines = fc
  .array(fc.integer({ min: 0, max: 1e9 }), { minLength: parts.length, maxLength: parts.length })
  .map((amounts) =>
    parts.flatMap((part, index): TargetLine[] => {
      const amount = amounts[index] ?? 0
      return amount > 0 ? [{ part, amount: fen(amount) }] : []
    }),
  )

describe('recognizing a purchase', () => {
  const bought: Recognition = {
    sourceType: 'acceptance',
    sourceId: 'line-1',
    amount: fen(12_345),
    businessDate: '2026-11-24',
    countyId: XUNYI,
    channel: 'own_shop',
    fundType: 'staff',
  }

  it('moves the amount out of the task, of the county’s part and of the fund’s part', () => {
    expect(balances([recognitionEntry(bought, NOW)])).toEqual({
      'recognized:2026:xunyi:none:own_shop:staff': 12_345,
      'task:2026:college': -12_345,
      'attained:2026:county:xunyi': 12_345,
      'task:2026:county:xunyi': -12_345,
      'attained:2026:fund:staff': 12_345,
      'task:2026:fund:staff': -12_345,
    })
  })

  it('is undone by a refund of the same amount', () => {
    const refund = recognitionEntry({ ...bought, sourceType: 'refund', amount: fen(-12_345) }, NOW)
    expect(Object.values(balances([recognitionEntry(bought, NOW), refund])).every((sum) => sum === 0)).toBe(true)
  })

  it('counts in the year of the day in Shanghai', () => {
    expect(countingYear('2026-12-31')).toBe(2026)
    expect(countingYear('2027-01-01')).toBe(2027)
  })

  it('always balances, and attained by county, by fund and as a whole are one sum', () => {
    fc.assert(
      fc.property(fc.array(recognition, { maxLength: 30 }), (recognitions) => {
        const entries = recognitions.map((one) => recognitionEntry(one, NOW))
        entries.forEach(assertEntry)
        const total = (prefix: RegExp) =>
          Object.entries(balances(entries)).reduce((sum, [code, amount]) => sum + (prefix.test(code) ? amount : 0), 0)
        const whole = recognitions.reduce((sum, one) => sum + one.amount, 0)
        expect(total(/^recognized:/)).toBe(whole)
        expect(total(/^attained:\d+:county:/)).toBe(whole)
        expect(total(/^attained:\d+:fund:/)).toBe(whole)
      }),
    )
  })
})

describe('setting a target', () => {
  it('books the difference to the decision in force, and drops parts no longer named', () => {
    const inForce: TargetLine[] = [
      { part: COLLEGE, amount: fen(100) },
      { part: { scope: 'county', countyId: XUNYI }, amount: fen(40) },
    ]
    const decision = {
      decisionId: 'd2',
      year: 2026,
      decidedOn: '2026-06-01',
      lines: [{ part: COLLEGE, amount: fen(130) }],
    }
    expect(balances([targetEntry(decision, inForce, NOW)])).toEqual({
      'task:2026:college': 30,
      'decided:2026:college': -30,
      'task:2026:county:xunyi': -40,
      'decided:2026:county:xunyi': 40,
    })
  })

  it('is no entry when nothing changes', () => {
    const lines = [{ part: COLLEGE, amount: fen(100) }]
    expect(targetEntry({ decisionId: 'd2', year: 2026, decidedOn: '2026-06-01', lines }, lines, NOW)).toBeUndefined()
  })

  it('leaves the last decision as the balance, whatever was decided before', () => {
    fc.assert(
      fc.property(fc.array(targetLines, { minLength: 1, maxLength: 5 }), (decisions) => {
        let inForce: TargetLine[] = []
        const entries = decisions.map((lines, index) => {
          const entry = targetEntry(
            { decisionId: `d${index}`, year: 2026, decidedOn: '2026-06-01', lines },
            inForce,
            NOW,
          )
          if (entry) assertEntry(entry)
          inForce = lines
          return entry
        })
        const tasks = Object.entries(balances(entries)).filter(([code, sum]) => code.startsWith('task:') && sum !== 0)
        expect(tasks.map(([, sum]) => sum).sort()).toEqual(inForce.map((line): number => line.amount).sort())
      }),
    )
  })
})

describe('deciding whether a target takes force', () => {
  const decision = {
    year: 2026,
    documentNo: '院办〔2026〕3号',
    decidedOn: '2026-03-10',
    lines: [{ part: COLLEGE, amount: fen(1) }],
  }
  const today = '2026-11-24'

  it('accepts the first decision of a year', () => {
    expect(decideTarget(decision, { today })).toEqual({ ok: true, value: undefined })
  })

  it.each([
    ['notAfterDecisionInForce', {}, '2026-03-10'],
    ['decidedInFuture', { decidedOn: '2026-11-25' }, undefined],
    ['yearOutOfRange', { year: 20_260 }, undefined],
    ['documentNoInvalid', { documentNo: 'a\u0000b' }, undefined],
    ['noCollegeTarget', { lines: [] }, undefined],
    [
      'partNamedTwice',
      {
        lines: [
          { part: COLLEGE, amount: fen(1) },
          { part: COLLEGE, amount: fen(2) },
        ],
      },
      undefined,
    ],
    ['amountNotAboveZero', { lines: [{ part: COLLEGE, amount: fen(0) }] }, undefined],
  ])('refuses with %s', (kind, changes, inForceSince) => {
    expect(decideTarget({ ...decision, ...changes }, { today, inForceSince })).toMatchObject({
      ok: false,
      refusal: { kind },
    })
  })
})
