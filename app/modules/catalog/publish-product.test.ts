import { describe, expect, test } from 'vitest'
import type { CooperativeId, CountyId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import type { CertificateDraft, ProductDraft, SkuDraft } from './product-draft.ts'
import { type DraftProblem, findDraftProblems } from './publish-product.ts'

const words = { zh: '字', en: 'words' }

function sku(change: Partial<SkuDraft> = {}): SkuDraft {
  return { code: 'P-1', spec: words, netWeightGrams: 500, price: fen(1000), ...change }
}

function certificate(change: Partial<CertificateDraft> = {}): CertificateDraft {
  return { kind: 'test_report', number: 'T-1', issuer: words, issuedOn: '2026-09-01', ...change }
}

function draft(change: Partial<ProductDraft> = {}): ProductDraft {
  return {
    slug: 'dahongpao',
    cooperativeId: 'north' as CooperativeId,
    countyId: 'fufeng' as CountyId,
    categoryId: 'seasoning',
    pictureKind: 'pepper',
    name: { zh: '大红袍花椒', en: 'Dahongpao pepper' },
    summary: words,
    township: words,
    village: words,
    storage: words,
    shelfLife: words,
    season: words,
    seasonMonths: [7, 8],
    allergens: [],
    returnRule: 'seven_day',
    taxClass: 'exempt',
    skus: [sku()],
    certificates: [],
    ...change,
  }
}

describe('a draft', () => {
  test.each<[string, Partial<ProductDraft>]>([
    ['as it is', {}],
    ['sold by volume', { skus: [sku({ netWeightGrams: undefined, netVolumeMl: 500 })] }],
    ['on sale all year', { seasonMonths: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] }],
    ['without a season', { seasonMonths: [] }],
    [
      'fresh with a certificate of conformity',
      { returnRule: 'fresh', certificates: [certificate({ kind: 'conformity' })] },
    ],
    ['meat with its quarantine', { returnRule: 'fresh', certificates: [certificate({ kind: 'animal_quarantine' })] }],
    ['with a certificate of one day', { certificates: [certificate({ expiresOn: '2026-09-01' })] }],
  ])('%s may be published', (_name, change) => {
    expect(findDraftProblems(draft(change))).toEqual([])
  })

  test.each<[string, Partial<ProductDraft>, DraftProblem]>([
    ['without a name', { name: { zh: ' ', en: 'x' } }, { kind: 'nameMissing' }],
    ['without an English name', { name: { zh: '花椒', en: '' } }, { kind: 'nameMissing' }],
    ['without a SKU', { skus: [] }, { kind: 'noSku' }],
    ['in a thirteenth month', { seasonMonths: [13] }, { kind: 'seasonWrong' }],
    ['in half a month', { seasonMonths: [1.5] }, { kind: 'seasonWrong' }],
    ['twice in a month', { seasonMonths: [8, 8] }, { kind: 'seasonWrong' }],
    ['without net content', { skus: [sku({ netWeightGrams: undefined })] }, { kind: 'netContentUnclear', code: 'P-1' }],
    ['with weight and volume', { skus: [sku({ netVolumeMl: 500 })] }, { kind: 'netContentUnclear', code: 'P-1' }],
    ['with one code twice', { skus: [sku(), sku()] }, { kind: 'codeTwice', code: 'P-1' }],
    [
      'fresh with a test report only',
      { returnRule: 'fresh', certificates: [certificate()] },
      { kind: 'certificateMissing', anyOf: ['conformity', 'animal_quarantine'] },
    ],
    [
      'with a certificate that ends before it begins',
      { certificates: [certificate({ expiresOn: '2026-08-31' })] },
      { kind: 'certificateEndsEarly', number: 'T-1' },
    ],
  ])('%s may not', (_name, change, problem) => {
    expect(findDraftProblems(draft(change))).toEqual([problem])
  })

  test('names all that is wrong at once', () => {
    const wrong = draft({ skus: [sku({ code: 'A', netVolumeMl: 1 }), sku({ code: 'B', netWeightGrams: undefined })] })
    expect(findDraftProblems({ ...wrong, seasonMonths: [0] })).toEqual([
      { kind: 'seasonWrong' },
      { kind: 'netContentUnclear', code: 'A' },
      { kind: 'netContentUnclear', code: 'B' },
    ])
  })
})
