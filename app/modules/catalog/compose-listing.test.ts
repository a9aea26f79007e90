import { describe, expect, it } from 'vitest'
import { fen } from '#app/shared/money.ts'
import type { CategoryRule } from './category-rule.ts'
import { composeListing, copyOfListing, withEnglish } from './compose-listing.ts'
import { EMPTY_LISTING, type ListingBody } from './listing.ts'
import { listingFormSchema } from './listing-form.ts'

const HONEY: CategoryRule = {
  categoryId: 'honey',
  goodsKind: 'honey',
  name: { zh: '蜂蜜', en: 'Honey' },
  allOf: [],
  anyOf: ['test_report'],
  needsBatchCertificate: false,
  mustStateAllergens: true,
  sureAllergens: ['bee_products'],
  requiredTexts: [],
  returnRule: 'confirmed_at_order',
  taxClass: 'exempt',
}

function formOf(fields: Record<string, unknown>) {
  return listingFormSchema.parse({ revision: '1', ...fields })
}

function compose(before: ListingBody, fields: Record<string, unknown>) {
  return composeListing(before, { form: formOf(fields), rule: HONEY, codePrefix: 'YO-1A2B3C4D' })
}

const FIRST = compose(EMPTY_LISTING, {
  nameZh: '槐花蜜',
  nameEn: 'Locust honey',
  village: '等驾坡',
  skus: [{ content: '500', unit: 'g', price: '68' }],
  certificates: [{ kind: 'test_report', number: ' wb-1 ', issuer: '中心', issuedOn: '2026-01-05' }],
})

describe('a grower’s form', () => {
  it('becomes a listing: yuan are fen, units grams, the rest follows the kind of goods', () => {
    expect(FIRST).toMatchObject({
      categoryId: 'honey',
      goodsKind: 'honey',
      returnRule: 'confirmed_at_order',
      allergens: ['bee_products'],
      allergensStated: true,
      skus: [
        {
          code: 'YO-1A2B3C4D-500G',
          spec: { zh: '500 克', en: '500 g' },
          netWeightGrams: 500,
          price: fen(6800),
          maxPerOrder: 99,
        },
      ],
      certificates: [{ kind: 'test_report', number: 'WB-1', issuer: { zh: '中心', en: '' }, issuedOn: '2026-01-05' }],
    })
  })

  it('may say next to nothing, and leaves empty rows out', () => {
    const form = formOf({ skus: [{ unit: 'kg' }, {}], certificates: [{ kind: 'conformity' }] })
    expect(composeListing(EMPTY_LISTING, { form, rule: undefined, codePrefix: 'YO-1' })).toEqual(EMPTY_LISTING)
  })

  it('keeps codes, and English where the Chinese stayed', () => {
    const before: ListingBody = { ...FIRST, village: { zh: '等驾坡', en: 'Dengjiapo' } }
    const code = FIRST.skus[0]?.code
    const rows = [
      { code, content: '500', unit: 'g', price: '70.5' },
      { content: '1', unit: 'jin', price: '60', spec: '老人装' },
    ]
    const after = compose(before, { nameZh: '槐花蜜', village: '等驾坡', skus: rows })
    expect(after.village.en).toBe('Dengjiapo')
    expect(after.skus.map((sku) => [sku.code, sku.price, sku.spec.en])).toEqual([
      ['YO-1A2B3C4D-500G', 7050, '500 g'],
      ['YO-1A2B3C4D-500G-2', 6000, ''],
    ])
    expect(compose(before, { nameZh: '槐花蜜', village: '店头', skus: rows }).village).toEqual({ zh: '店头', en: '' })
  })

  it('claims no code that was not given, and stops selling what is ticked off', () => {
    const forged = compose(FIRST, { skus: [{ code: 'FF-034-250G', content: '250', unit: 'g', price: '1' }] })
    expect(forged.skus.map(({ code }) => code)).toEqual(['YO-1A2B3C4D-250G'])
    const off = compose(FIRST, {
      skus: [{ code: FIRST.skus[0]?.code, content: '500', unit: 'g', price: '68', off: 'on' }],
    })
    expect(off.skus).toEqual([])
  })

  it.each([
    [{ skus: [{ content: '2.5', unit: 'g', price: '1' }] }, ['skus', 0, 'content'], 'contentInvalid'],
    [{ skus: [{ content: '1', price: '0' }] }, ['skus', 0, 'price'], 'priceInvalid'],
    [{ skus: [{ content: '1', price: '1.234' }] }, ['skus', 0, 'price'], 'priceInvalid'],
    [{ skus: [{ content: '1', price: '1000000.01' }] }, ['skus', 0, 'price'], 'priceInvalid'],
    [{ skus: [{ content: '1', price: '-5' }] }, ['skus', 0, 'price'], 'priceInvalid'],
    [{ skus: [{ price: '5' }] }, ['skus', 0, 'content'], 'contentInvalid'],
    [{ skus: [{ content: '1', price: '5', max: '0' }] }, ['skus', 0, 'max'], 'maxInvalid'],
    [{ skus: [{ code: '../x', content: '1', price: '5' }] }, ['skus', 0, 'code'], 'codeInvalid'],
    [{ nameZh: '名'.repeat(31) }, ['nameZh'], 'textTooLong'],
    [{ nameZh: '花\u202e椒' }, ['nameZh'], 'textInvalid'],
    [{ goods: 'x' }, ['goods'], 'goodsInvalid'],
    [
      { certificates: [{ number: 'A', issuer: 'B', issuedOn: '2026-13-01', kind: 'conformity' }] },
      ['certificates', 0, 'issuedOn'],
      'dateInvalid',
    ],
    [
      { certificates: [{ number: 'A', issuer: 'B', kind: 'conformity' }] },
      ['certificates', 0, 'issuedOn'],
      'dateMissing',
    ],
    [
      { certificates: [{ number: 'A', issuer: 'B', issuedOn: '2026-01-01' }] },
      ['certificates', 0, 'kind'],
      'certificateInvalid',
    ],
    [{ seasonMonths: ['13'] }, ['seasonMonths', 0], 'monthInvalid'],
    [{ allergens: ['poison'] }, ['allergens', 0], 'allergenInvalid'],
  ])('with %j has an error at %j', (fields, path, message) => {
    const parsed = listingFormSchema.safeParse({ revision: '1', ...fields })
    expect(parsed.error?.issues).toContainEqual(expect.objectContaining({ path, message }))
  })
})

describe('a copy of a listing', () => {
  it('has codes of its own and no papers of one batch', () => {
    const listing: ListingBody = {
      ...FIRST,
      certificates: [
        ...FIRST.certificates,
        { kind: 'conformity', number: 'H', issuer: { zh: '社', en: '' }, issuedOn: '2026-09-30' },
      ],
    }
    const copy = copyOfListing(listing, { codePrefix: 'YO-FFFFFFFF' })
    expect(copy.skus.map(({ code }) => code)).toEqual(['YO-FFFFFFFF-500G'])
    expect(copy.certificates.map(({ kind }) => kind)).toEqual(['test_report'])
    expect(copy.name).toEqual(listing.name)
  })
})

describe('English that nobody gave', () => {
  it('is the sound of names and places, and the Chinese of sentences', () => {
    const filled = withEnglish(
      { ...FIRST, name: { zh: '槐花蜜', en: '' }, summary: { zh: '五月的花。', en: '' } },
      (zh) => `<${zh}>`,
    )
    expect(filled.name.en).toBe('<槐花蜜>')
    expect(filled.village.en).toBe('<等驾坡>')
    expect(filled.summary.en).toBe('五月的花。')
    expect(filled.certificates[0]?.issuer.en).toBe('<中心>')
    expect(withEnglish(FIRST, () => 'x').name.en).toBe('Locust honey')
  })
})
