import { describe, expect, it } from 'vitest'
import type { CountyId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { agreementState, decideTermination, expiryWarning } from './agreement.ts'
import { whyUncounted } from './counting.ts'
import { changedFacts, type RuleFacts } from './counting-rule.ts'

const XUNYI = 'xunyi' as CountyId

describe('whether a rule counts a purchase', () => {
  it('counts everything when it names nothing', () => {
    expect(whyUncounted({ counties: [], categories: [] }, { countyId: XUNYI })).toBeUndefined()
  })

  it.each([
    ['county', { counties: ['fufeng'], categories: [] }, 'honey'],
    ['category', { counties: ['xunyi'], categories: ['grain'] }, 'honey'],
    ['category_unknown', { counties: [], categories: ['grain'] }, undefined],
    [undefined, { counties: ['xunyi'], categories: ['honey'] }, 'honey'],
  ])('answers %s', (reason, rule, categoryId) => {
    expect(whyUncounted(rule, { countyId: XUNYI, categoryId })).toBe(reason)
  })
})

describe('comparing two rules', () => {
  const facts: RuleFacts = {
    validFrom: '2026-01-01',
    documentNo: '1号',
    title: '口径',
    reservedShareBasisPoints: 1000,
    perHeadMin: undefined,
    perHeadCap: fen(1),
    counties: [
      { countyId: XUNYI, on832List: true },
      { countyId: 'fufeng' as CountyId, on832List: false },
    ],
    categories: ['a', 'b'],
    measure832Channels: ['platform_832'],
    notes: '',
  }

  it('finds what differs and nothing in another order', () => {
    const turned = { ...facts, counties: [...facts.counties].reverse(), categories: ['b', 'a'] }
    expect(changedFacts(facts, { ...turned, title: '新口径', notes: '说明' })).toEqual([])
    const listed = facts.counties.map((county) => ({ ...county, on832List: true }))
    expect(changedFacts(facts, { ...facts, perHeadMin: fen(5), counties: listed })).toEqual(['perHeadMin', 'counties'])
  })
})

describe('where an agreement stands', () => {
  const term = { startsOn: '2026-03-01', endsOn: '2026-12-31', terminatedOn: undefined }

  it.each([
    ['2026-02-28', 'upcoming', undefined],
    ['2026-03-01', 'active', undefined],
    ['2026-10-01', 'active', undefined],
    ['2026-10-02', 'active', 90],
    ['2026-12-01', 'active', 30],
    ['2026-12-24', 'active', 7],
    ['2026-12-31', 'active', 7],
    ['2027-01-01', 'ended', undefined],
  ])('on %s', (today, state, warning) => {
    expect([agreementState(term, today), expiryWarning(term, today)]).toEqual([state, warning])
  })

  it('gives no warning once it was terminated', () => {
    const ended = { ...term, terminatedOn: '2026-11-01' }
    expect([agreementState(ended, '2026-12-30'), expiryWarning(ended, '2026-12-30')]).toEqual(['terminated', undefined])
  })

  it('is terminated on a day of its term that has come, and once', () => {
    const on = (terminatedOn: string, today = '2026-06-01') => decideTermination(term, { terminatedOn, today })
    expect(on('2026-06-01')).toMatchObject({ ok: true })
    for (const day of ['2026-06-02', '2026-02-28']) expect(on(day)).toMatchObject({ refusal: { kind: 'dayOutOfTerm' } })
    expect(on('2027-01-02', '2027-02-01')).toMatchObject({ refusal: { kind: 'dayOutOfTerm' } })
    expect(
      decideTermination({ ...term, terminatedOn: '2026-05-01' }, { terminatedOn: '2026-06-01', today: '2026-06-01' }),
    ).toMatchObject({
      refusal: { kind: 'alreadyTerminated' },
    })
  })
})
