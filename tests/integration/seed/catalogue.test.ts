import { describe, expect, it } from 'vitest'
import { findDraftProblems } from '#app/modules/catalog/publish-product.ts'
import { addDays } from '#app/shared/business-date.ts'
import type { CooperativeId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { readCatalogue, readRow } from '#db/seed/catalogue.ts'
import { readProducts, withCooperative } from '#db/seed/products.ts'

const HONEY = {
  no: '12',
  county: '旬邑',
  producer_type: '个体蜂农/合作社',
  category: '蜂产品',
  product: '旬邑土蜂蜜(百花蜜)',
  spec: '500g瓶',
  price_cny: '45.0',
  unit: '瓶',
  shelf_life: '24个月',
  season: '6-9月',
  storage: '常温避光',
  class: '初级或SC',
  cert: '检测报告/SC',
  allergen: '蜂产品(1岁以下禁食提示)',
  return_rule: '下单时确认后不适用',
  tax_hint: '免税(自产)',
}

describe('reading a row of the catalogue', () => {
  it('takes every cell for what it means', () => {
    expect(readRow(HONEY)).toEqual({
      no: 12,
      countyId: 'xunyi',
      supplierKind: 'beekeeper',
      categoryId: 'honey',
      price: fen(4500),
      netContent: { grams: 500 },
      storage: { zh: '常温避光', en: 'Keep at room temperature, out of the light' },
      shelfLife: { zh: '24 个月', en: '24 months' },
      shelfLifeDays: { shortest: 730, longest: 730 },
      allergens: ['bee_products'],
      returnRule: 'confirmed_at_order',
      taxClass: 'exempt',
      certificates: ['test_report'],
    })
  })

  it.each([
    ['80mm 净重2.5kg(约10-12个)', { grams: 2500 }],
    ['85mm 12枚 净重约3.3kg', { grams: 3300 }],
    ['100g×4罐', { grams: 400 }],
    ['5L', { ml: 5000 }],
    ['250ml×6', { ml: 1500 }],
    ['24枚 单果80-100g', undefined],
    ['30枚', undefined],
  ])('finds the net content of %s', (spec, netContent) => {
    expect(readRow({ ...HONEY, spec }).netContent).toEqual(netContent)
  })

  it('says how long something keeps in each way of keeping it', () => {
    const { shelfLife, shelfLifeDays } = readRow({ ...HONEY, shelf_life: '0-4℃ 3天/-18℃ 6个月' })
    expect(shelfLife).toEqual({ zh: '0–4℃ 3 天，−18℃ 6 个月', en: '3 days at 0–4 °C, 6 months at −18 °C' })
    expect(shelfLifeDays).toEqual({ shortest: 3, longest: 183 })
  })

  it('taxes processed goods by the size of the maker', () => {
    const processed = { ...HONEY, tax_hint: '13%/小规模' }
    expect(readRow({ ...processed, producer_type: '企业' }).taxClass).toBe('thirteen_percent')
    expect(readRow({ ...processed, producer_type: '企业/小作坊' }).taxClass).toBe('small_scale')
    expect(readRow({ ...processed, producer_type: '合作社' }).taxClass).toBe('small_scale')
  })

  it.each([
    'county',
    'producer_type',
    'category',
    'price_cny',
    'shelf_life',
    'storage',
    'cert',
    'allergen',
    'return_rule',
    'tax_hint',
  ])('refuses a %s it does not know, or that is missing', (column) => {
    expect(() => readRow({ ...HONEY, [column]: '别的' })).toThrow(`product 12: ${column}`)
    expect(() => readRow({ ...HONEY, [column]: '' })).toThrow(`product 12: ${column}`)
  })
})

describe('the sixty products', () => {
  it('can be published at any time of a leap year, its last day of February included', () => {
    for (let day = '2028-01-03'; day < '2029-01-03'; day = addDays(day, 3)) {
      for (const product of readProducts(day)) {
        const draft = withCooperative(product, 'any' as CooperativeId)
        expect(findDraftProblems(draft), `${draft.slug} on ${day}`).toEqual([])
        expect(product.lot.harvestedOn <= day && product.lot.harvestedOn < product.lot.bestBeforeOn).toBe(true)
        for (const { issuedOn, expiresOn } of draft.certificates) {
          expect(issuedOn <= day, `${draft.slug} on ${day}`).toBe(true)
          expect(expiresOn === undefined || expiresOn > day, `${draft.slug} on ${day}`).toBe(true)
        }
      }
    }
  })

  it('are on the shelf in season and off it out of season', () => {
    const onShelf = (slug: string, day: string) => stockOf(slug, day) > 0
    for (const [slug, days] of Object.entries({
      'fufeng-huangjin-mitao': ['2026-08-28', '2026-09-20'],
      'xunyi-hongfushi': ['2026-10-20', '2026-11-25', '2027-03-31'],
      'xunyi-malanhong-lihe': ['2026-11-25', '2027-02-10'],
      'yongshou-xian-huaihua': ['2026-05-10', '2026-10-01'],
      'fufeng-dahongpao': ['2026-07-24', '2026-07-25', '2027-02-10'],
      'chunhua-xian-xianggu': ['2026-01-05', '2026-07-05'],
    })) {
      for (const day of days) expect(onShelf(slug, day), `${slug} on ${day}`).toBe(true)
    }
    for (const [slug, days] of Object.entries({
      'fufeng-huangjin-mitao': ['2026-08-01', '2026-11-25'],
      'xunyi-hongfushi': ['2026-09-30', '2026-10-10'],
      'xunyi-malanhong-lihe': ['2027-03-31'],
      'yongshou-xian-huaihua': ['2026-04-20', '2026-11-25'],
    })) {
      for (const day of days) expect(onShelf(slug, day), `${slug} on ${day}`).toBe(false)
    }
  })

  it('that keep are on the shelf all year', () => {
    for (const { draft, stock } of readProducts('2027-06-30').filter(({ draft }) => draft.returnRule !== 'fresh'))
      expect(stock[0], draft.slug).toBeGreaterThan(0)
  })

  it('from the cold store keep the day of their picking', () => {
    const lot = readProducts('2027-03-31').find(({ draft }) => draft.slug === 'xunyi-hongfushi')?.lot
    expect(lot).toEqual({ harvestedOn: '2026-10-20', bestBeforeOn: '2027-04-27' })
  })

  it('keep the numbers of the CSV', () => {
    expect(readCatalogue().map((row) => row.no)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1))
  })
})

function stockOf(slug: string, day: string): number {
  const product = readProducts(day).find(({ draft }) => draft.slug === slug)
  return product?.stock.reduce((sum, pieces) => sum + pieces, 0) ?? 0
}
