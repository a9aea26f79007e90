import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fen } from '#app/shared/money.ts'
import { anyListing } from '#tests/support/arbitrary-listing.ts'
import { applyChanges, diffListing, findConflicts, rebaseListing } from './diff-listing.ts'
import { isSubstantial } from './field-change.ts'
import { EMPTY_LISTING, type ListingBody } from './listing.ts'

const SKU = {
  code: 'FU-1-250G',
  spec: { zh: '250 克', en: '250 g' },
  netWeightGrams: 250,
  price: fen(2100),
  maxPerOrder: 99,
}
const PAPER = { kind: 'test_report', number: 'WB-1', issuer: { zh: '中心', en: '' }, issuedOn: '2026-01-05' } as const
const BASE: ListingBody = {
  ...EMPTY_LISTING,
  categoryId: 'spice',
  goodsKind: 'dried-spice',
  name: { zh: '大红袍花椒', en: 'Dahongpao pepper' },
  seasonMonths: [7, 8],
  skus: [SKU, { ...SKU, code: 'FU-1-500G', netWeightGrams: 500 }],
  certificates: [PAPER],
}

describe('the difference of two listings', () => {
  it('is nothing between a listing and itself', () => {
    fc.assert(
      fc.property(anyListing, (listing) => {
        expect(diffListing(listing, structuredClone(listing))).toEqual([])
      }),
    )
  })

  it('makes the second of the first, whatever they say', () => {
    fc.assert(
      fc.property(anyListing, anyListing, (before, after) => {
        expect(applyChanges(before, diffListing(before, after))).toEqual(after)
        expect(applyChanges(undefined, diffListing(undefined, after))).toEqual(after)
      }),
    )
  })

  it('is undone by turning it round', () => {
    fc.assert(
      fc.property(anyListing, anyListing, (before, after) => {
        const back = diffListing(before, after).map((one) => ({ ...one, before: one.after, after: one.before }))
        expect(applyChanges(after, back)).toEqual(before)
      }),
    )
  })

  it('names each field with both values, SKUs by code and certificates by number', () => {
    const after: ListingBody = {
      ...BASE,
      name: { zh: '大红袍花椒', en: 'Pepper' },
      seasonMonths: [7, 8, 9],
      skus: [{ ...SKU, price: fen(2300) }],
      certificates: [PAPER, { ...PAPER, number: 'WB-2' }],
    }
    const changes = diffListing(BASE, after)
    expect(changes).toContainEqual({
      group: 'listing',
      item: '',
      field: 'name.en',
      before: 'Dahongpao pepper',
      after: 'Pepper',
    })
    expect(changes).toContainEqual({
      group: 'listing',
      item: '',
      field: 'seasonMonths',
      before: '[7,8]',
      after: '[7,8,9]',
    })
    expect(changes).toContainEqual({ group: 'sku', item: SKU.code, field: 'price', before: 2100, after: 2300 })
    expect(changes).toContainEqual({ group: 'sku', item: 'FU-1-500G', field: 'price', before: 2100, after: undefined })
    expect(changes).toContainEqual({
      group: 'certificate',
      item: 'test_report WB-2',
      field: 'issuedOn',
      before: undefined,
      after: '2026-01-05',
    })
    expect(changes.some(({ field }) => field === 'name.zh')).toBe(false)
  })

  it('of an SKU moved to another place is its place', () => {
    const changes = diffListing(BASE, { ...BASE, skus: [...BASE.skus].reverse() })
    expect(changes.map(({ field }) => field)).toEqual(['sku.order'])
  })

  it.each([
    ['sku', 'price', true],
    ['sku', 'netWeightGrams', true],
    ['sku', 'spec.zh', false],
    ['certificate', 'issuer.en', true],
    ['listing', 'township.zh', true],
    ['listing', 'village.en', true],
    ['listing', 'categoryId', true],
    ['listing', 'summary.zh', false],
    ['photo', 'key', false],
  ] as const)('of %s %s asks for a close look: %s', (group, field, answer) => {
    expect(isSubstantial({ group, field })).toBe(answer)
  })
})

describe('a proposal on something that changed meanwhile', () => {
  const current: ListingBody = { ...BASE, skus: [{ ...SKU, price: fen(2500) }, ...BASE.skus.slice(1)] }

  it('is told what was, what is and what it says itself', () => {
    const proposed = { ...BASE, skus: [{ ...SKU, price: fen(2300) }, ...BASE.skus.slice(1)] }
    expect(findConflicts(BASE, { current, proposed })).toEqual([
      { group: 'sku', item: SKU.code, field: 'price', before: 2100, after: 2500, proposed: 2300 },
    ])
  })

  it('keeps its own changes on top of what is there now', () => {
    const proposed = { ...BASE, name: { ...BASE.name, en: 'Pepper' } }
    expect(rebaseListing(BASE, { current, proposed })).toEqual({ ...current, name: { ...BASE.name, en: 'Pepper' } })
  })

  it('brings its new SKU, takes its removed one away and does not bring a lost one back', () => {
    const fresh = { ...SKU, code: 'FU-2-100G', netWeightGrams: 100 }
    const proposed = { ...BASE, skus: [{ ...SKU, price: fen(1) }, fresh] }
    const lost = { ...BASE, skus: BASE.skus.slice(1) }
    expect(rebaseListing(BASE, { current: lost, proposed }).skus).toEqual([fresh])
  })

  it('is what it was when nothing changed, and what is there when it changed nothing', () => {
    fc.assert(
      fc.property(anyListing, anyListing, (base, other) => {
        expect(rebaseListing(base, { current: other, proposed: base })).toEqual(other)
        const rebased = rebaseListing(base, { current: base, proposed: other })
        const sorted = (listing: ListingBody) => ({
          ...listing,
          skus: [...listing.skus].sort((left, right) => left.code.localeCompare(right.code)),
          certificates: [...listing.certificates].sort((left, right) =>
            `${left.kind} ${left.number}`.localeCompare(`${right.kind} ${right.number}`),
          ),
          photos: [...listing.photos].sort((left, right) => left.key.localeCompare(right.key)),
        })
        expect(sorted(rebased)).toEqual(sorted(other))
      }),
    )
  })

  it('never becomes anything but a listing', () => {
    fc.assert(
      fc.property(anyListing, anyListing, anyListing, (base, current, proposed) => {
        expect(() => rebaseListing(base, { current, proposed })).not.toThrow()
      }),
    )
  })
})
