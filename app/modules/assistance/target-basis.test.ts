import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { feeOf, fen, shareRoundedUp } from '#app/shared/money.ts'
import { planLines, planTargetSchema } from './plan-target.ts'
import { checkTargetLines } from './set-target.ts'
import { computeTarget } from './target-basis.ts'
import { partKey, readPartKey, targetChanges } from './target-entries.ts'

const amount = fc.integer({ min: 1, max: 9_999_999_999_999 }).map(fen)
const share = fc.integer({ min: 0, max: 10_000 })

describe('computing a target', () => {
  it('rounds a share of a budget up to the fen, and never further', () => {
    expect(computeTarget({ basis: 'budget_share', budget: fen(123_456_789), shareBasisPoints: 1000 })).toBe(12_345_679)
    expect(computeTarget({ basis: 'budget_share', budget: fen(100), shareBasisPoints: 1000 })).toBe(10)
    fc.assert(
      fc.property(amount, share, (budget, shareBasisPoints) => {
        const target = BigInt(computeTarget({ basis: 'budget_share', budget, shareBasisPoints })) * 10_000n
        const exact = BigInt(budget) * BigInt(shareBasisPoints)
        expect(target >= exact && target - exact < 10_000n).toBe(true)
      }),
    )
  })

  it('is at most a fen above what rounding down gives, and the same for a whole share', () => {
    fc.assert(
      fc.property(amount, share, (of, basisPoints) => {
        const difference = shareRoundedUp(of, basisPoints) - feeOf(of, basisPoints)
        expect(difference === 0 || difference === 1).toBe(true)
        expect(shareRoundedUp(fen(of - (of % 10_000)), basisPoints)).toBe(feeOf(fen(of - (of % 10_000)), basisPoints))
      }),
    )
  })

  it('grows with the budget, the share and the heads', () => {
    fc.assert(
      fc.property(fc.tuple(amount, amount), share, fc.integer({ min: 1, max: 1_000 }), ([one, other], rate, heads) => {
        const [small, large] = one < other ? [one, other] : [other, one]
        const of = (budget: typeof one) => computeTarget({ basis: 'budget_share', budget, shareBasisPoints: rate })
        expect(of(small)).toBeLessThanOrEqual(of(large))
        const perHead = fen(small % 100_000_001)
        expect(computeTarget({ basis: 'per_head', heads, perHead })).toBe(perHead * heads)
      }),
    )
  })

  it('names the amount and last year’s figure as they are', () => {
    expect(computeTarget({ basis: 'amount', amount: fen(5) })).toBe(5)
    expect(computeTarget({ basis: 'last_year', lastYear: fen(7) })).toBe(7)
  })
})

describe('planning from what was typed', () => {
  const rows = (list: Record<string, string>[]) => {
    const facts = { year: '2026', documentNo: '1号', decidedOn: '2026-01-05' }
    const countingRuleId = '00000000-0000-7000-8000-000000000832'
    return planTargetSchema.safeParse({ ...facts, countingRuleId, rows: list })
  }

  it('leaves out rows without a part and fills in last year’s figure', () => {
    const parsed = rows([
      { part: 'college', basis: 'amount', figure: '100' },
      { basis: 'amount' },
      { part: 'county:xunyi', basis: 'last_year' },
    ])
    const lines = planLines(parsed.data?.rows ?? [], { 'county:xunyi': fen(4_200) })
    expect(lines.map((line) => [partKey(line.part), line.amount])).toEqual([
      ['college', 10_000],
      ['county:xunyi', 4_200],
    ])
  })

  it.each([
    ['basis', { part: 'college', figure: '1' }],
    ['figure', { part: 'college', basis: 'amount' }],
    ['share', { part: 'college', basis: 'budget_share', figure: '1' }],
    ['heads', { part: 'college', basis: 'per_head', figure: '1' }],
    ['part', { part: 'moon:1', basis: 'amount', figure: '1' }],
    ['figure', { part: 'college', basis: 'per_head', figure: '1000000.01', heads: '1' }],
    ['share', { part: 'college', basis: 'budget_share', figure: '1', share: '100.01' }],
  ])('asks for %s', (field, row) => {
    const { error } = rows([row])
    expect(error?.issues.map((issue) => issue.path.join('.'))).toContain(`rows.0.${field}`)
  })
})

describe('the parts of a task', () => {
  it.each(['college', 'county:xunyi', 'fund:assisted_sale', 'org_unit:canteen-1'])('%s is read back', (key) => {
    const part = readPartKey(key)
    expect(part && partKey(part)).toBe(key)
  })

  it.each(['', 'college:x', 'county', 'fund:gold', 'org_unit:A', 'county:x;drop'])('%s is none', (key) => {
    expect(readPartKey(key)).toBeUndefined()
  })

  it('are compared with the decision before, dropped ones too', () => {
    const college = { part: { scope: 'college' }, amount: fen(100) } as const
    const staff = { part: { scope: 'fund', fundType: 'staff' }, amount: fen(40) } as const
    expect(targetChanges([{ ...college, amount: fen(130) }], [college, staff])).toMatchObject([
      { before: { amount: 100 }, after: { amount: 130 }, difference: 30 },
      { part: { fundType: 'staff' }, before: { amount: 40 }, after: undefined, difference: -40 },
    ])
  })
})

describe('a target against its rule', () => {
  const college = { part: { scope: 'college' }, amount: fen(1) } as const
  const rule = { reservedShareBasisPoints: 1000, perHeadMin: fen(50_000), perHeadCap: fen(150_000) }
  const canteen = (shareBasisPoints: number) => {
    const basis = { basis: 'budget_share', budget: fen(10_000), shareBasisPoints } as const
    return { part: { scope: 'fund', fundType: 'canteen' }, amount: computeTarget(basis), basis } as const
  }
  const union = (perHead: number) => {
    const basis = { basis: 'per_head', heads: 2, perHead: fen(perHead) } as const
    return { part: { scope: 'fund', fundType: 'union' }, amount: computeTarget(basis), basis } as const
  }

  it('holds the canteen’s share and the union’s sum a head against it', () => {
    expect(checkTargetLines([college, canteen(1000), union(50_000)], rule)).toMatchObject({ ok: true })
    expect(checkTargetLines([college, canteen(999)], rule)).toMatchObject({ refusal: { kind: 'shareBelowRule' } })
    for (const perHead of [49_999, 150_001])
      expect(checkTargetLines([college, union(perHead)], rule)).toMatchObject({
        refusal: { kind: 'perHeadOutsideRule', least: 50_000, most: 150_000 },
      })
  })

  it('throws for an amount that is not what its basis comes to', () => {
    expect(() => checkTargetLines([{ ...canteen(1000), amount: fen(1) }], rule)).toThrow('not what its basis')
  })
})
