import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  listCategories,
  listFilterChoices,
  listInSeason,
  listNewest,
  listProducts,
} from '#app/modules/catalog/product-queries.server.ts'
import { PRODUCT_SORTS, type ProductFilter, type ProductSort } from '#app/modules/catalog/product-views.ts'
import { reserveStock } from '#app/modules/stock/reserve-stock.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { CooperativeId, CountyId, OrderId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { certificateDraft, type Ground, NOW, prepareGround, publish, skuDraft } from './shelves.ts'

let base: TestDatabase
let ground: Ground

async function open(): Promise<void> {
  base = await createTestDatabase()
  ground = await prepareGround(base.db)
}

function list(filter: ProductFilter = {}, change: { sort?: ProductSort; page?: number; pageLength?: number } = {}) {
  return listProducts(base.db, { filter, sort: 'name', page: 1, pageLength: 24, ...change })
}

async function slugs(filter: ProductFilter, sort: ProductSort = 'name'): Promise<string[]> {
  const { cards, total } = await list(filter, { sort })
  expect(total).toBe(cards.length)
  return cards.map((card) => card.slug)
}

describe('a list', () => {
  beforeAll(async () => {
    await open()
    const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000)
    const conformity = certificateDraft({ kind: 'conformity', number: 'C-1' })
    await publish(base.db, ground, {
      slug: 'apple',
      county: 'xunyi',
      category: 'fruit',
      name: { zh: '红富士苹果', en: 'Apples' },
      seasonMonths: [10, 11, 12],
      certificates: [conformity],
      skus: [skuDraft('A-5', { price: fen(4500), netWeightGrams: 5000 })],
      now: minutes(1),
    })
    await publish(base.db, ground, {
      slug: 'pepper',
      county: 'fufeng',
      category: 'seasoning',
      name: { zh: '大红袍花椒', en: 'Pepper' },
      seasonMonths: [8],
      certificates: [certificateDraft({ kind: 'geographical_indication', number: 'G-1' })],
      skus: [
        skuDraft('P-500', { price: fen(6600), netWeightGrams: 500 }),
        skuDraft('P-250', { price: fen(3500), netWeightGrams: 250, spec: { zh: '250 克', en: '250 g' } }),
      ],
      now: minutes(2),
    })
    await publish(base.db, ground, {
      slug: 'kiwi',
      county: 'fufeng',
      category: 'fruit',
      name: { zh: '猕猴桃', en: 'Kiwifruit' },
      seasonMonths: [9, 10],
      certificates: [conformity],
      skus: [skuDraft('K-25', { price: fen(3500), netWeightGrams: 2500 })],
      stock: 0,
      now: minutes(3),
    })
    await publish(base.db, ground, {
      slug: 'oil',
      county: 'changwu',
      category: 'grain',
      name: { zh: '菜籽油', en: 'Rapeseed oil' },
      seasonMonths: [6],
      skus: [skuDraft('O-5L', { price: fen(9500), netWeightGrams: undefined, netVolumeMl: 5000 })],
      now: minutes(4),
    })
  })
  afterAll(() => base.drop())

  test.each<[string, ProductFilter, string[]]>([
    ['nothing', {}, ['oil', 'pepper', 'apple', 'kiwi']],
    ['county', { countyId: 'fufeng' }, ['pepper', 'kiwi']],
    ['category', { categoryId: 'fruit' }, ['apple', 'kiwi']],
    ['certificate', { certificate: 'conformity' }, ['apple', 'kiwi']],
    ['another certificate', { certificate: 'geographical_indication' }, ['pepper']],
    ['month', { seasonMonth: 10 }, ['apple', 'kiwi']],
    ['least price', { minPrice: fen(4500) }, ['oil', 'apple']],
    ['greatest price', { maxPrice: fen(3500) }, ['pepper', 'kiwi']],
    ['both prices', { minPrice: fen(3501), maxPrice: fen(9499) }, ['apple']],
    ['county and category', { countyId: 'fufeng', categoryId: 'fruit' }, ['kiwi']],
    [
      'all at once',
      {
        countyId: 'fufeng',
        categoryId: 'fruit',
        certificate: 'conformity',
        seasonMonth: 9,
        minPrice: fen(3500),
        maxPrice: fen(3500),
      },
      ['kiwi'],
    ],
    ['what nothing has', { countyId: 'xunyi', categoryId: 'seasoning' }, []],
    ['unknown words', { countyId: 'nowhere', certificate: 'no_such' }, []],
  ])('is narrowed by %s', async (_name, filter, expected) => {
    expect(await slugs(filter)).toEqual(expected)
  })

  test('is narrowed by cooperative', async () => {
    expect(await slugs({ cooperativeId: ground.cooperativeOf.changwu })).toEqual(['oil'])
    expect(await slugs({ cooperativeId: newId<CooperativeId>() })).toEqual([])
  })

  test.each<[ProductSort, string[]]>([
    ['newest', ['oil', 'kiwi', 'pepper', 'apple']],
    ['price-asc', ['pepper', 'kiwi', 'apple', 'oil']],
    ['price-desc', ['oil', 'apple', 'kiwi', 'pepper']],
    ['name', ['oil', 'pepper', 'apple', 'kiwi']],
  ])('is sorted by %s', async (sort, expected) => {
    expect(await slugs({}, sort)).toEqual(expected)
  })

  test('shows the cheapest SKU with its price per 斤, and how many there are', async () => {
    const cards = Object.fromEntries((await list()).cards.map((card) => [card.slug, card]))
    expect(cards.pepper).toEqual({
      productId: expect.any(String),
      slug: 'pepper',
      name: { zh: '大红袍花椒', en: 'Pepper' },
      spec: { zh: '250 克', en: '250 g' },
      countyId: 'fufeng',
      categoryId: 'seasoning',
      pictureKind: 'pepper',
      photoKey: undefined,
      price: 3500,
      jinPrice: 7000,
      skuCount: 2,
      left: 40,
    })
    expect(cards.apple).toMatchObject({ price: 4500, jinPrice: 450, skuCount: 1, left: 20 })
    expect(cards.oil?.jinPrice).toBeUndefined()
    expect(cards.kiwi?.left).toBe(0)
  })

  test('beyond its end has no cards and still the true total', async () => {
    expect(await list({ categoryId: 'fruit' }, { page: 9999 })).toEqual({ cards: [], total: 2 })
    expect(await list({ categoryId: 'empty' }, { page: 3 })).toEqual({ cards: [], total: 0 })
  })

  test('on the front page has the newest, and what is in season', async () => {
    expect((await listNewest(base.db, 3)).map((card) => card.slug)).toEqual(['oil', 'kiwi', 'pepper'])
    expect((await listInSeason(base.db, 10, 5)).map((card) => card.slug)).toEqual(['kiwi', 'apple'])
    expect((await listInSeason(base.db, 10, 1)).map((card) => card.slug)).toEqual(['kiwi'])
    expect(await listInSeason(base.db, 1, 5)).toEqual([])
  })

  test('offers only categories and certificates that something has', async () => {
    expect((await listCategories(base.db)).map((one) => one.categoryId)).toEqual(['fruit', 'seasoning', 'grain'])
    expect((await listCategories(base.db))[0]).toEqual({
      categoryId: 'fruit',
      name: { zh: '水果', en: 'Fruit' },
      pictureKind: 'fruit',
    })
    expect((await listFilterChoices(base.db, '2026-11-25')).certificates).toEqual([
      'conformity',
      'geographical_indication',
    ])
  })
})

describe('what is left', () => {
  beforeAll(open)
  afterAll(() => base.drop())

  test('is what could be reserved over all SKUs on sale, never below zero', async () => {
    const { skuIds, slug } = await publish(base.db, ground, {
      skus: [skuDraft('L-1', { price: fen(500) }), skuDraft('L-2'), skuDraft('L-3')],
      stock: 10,
    })
    const left = async () => (await list()).cards.find((card) => card.slug === slug)?.left
    const [first, second, third] = skuIds
    if (!first || !second || !third) throw new Error('three SKUs were published')
    expect(await left()).toBe(30)
    const lines = [
      { skuId: first, quantity: 10 },
      { skuId: second, quantity: 3 },
    ]
    await inTransaction(base.db, (tx) => reserveStock(tx, { orderId: newId<OrderId>(), lines, endsAt: NOW, now: NOW }))
    expect(await left()).toBe(17)
    await base.db.updateTable('sku').set({ on_sale: false }).where('id', '=', third).execute()
    expect(await left()).toBe(7)
    await base.db
      .updateTable('stock_level')
      .set({ presale_open: true, oversell_limit: 5 })
      .where('sku_id', '=', second)
      .execute()
    expect(await left()).toBe(12)
    await base.db
      .updateTable('stock_level')
      .set({ on_hand: 0, oversell_limit: 3 })
      .where('sku_id', '=', second)
      .execute()
    expect(await left()).toBe(0)
  })
})

describe('turning pages', () => {
  const COUNT = 53
  beforeAll(async () => {
    await open()
    for (let index = 0; index < COUNT; index += 1) await publish(base.db, ground, { stock: 0 })
  })
  afterAll(() => base.drop())

  test.each(PRODUCT_SORTS)('by %s loses nothing and shows nothing twice, though all are equal', async (sort) => {
    const seen: string[] = []
    for (let page = 1; page <= Math.ceil(COUNT / 7); page += 1) {
      const { cards, total } = await list({ countyId: 'fufeng' as CountyId }, { sort, page, pageLength: 7 })
      expect(total).toBe(COUNT)
      seen.push(...cards.map((card) => card.slug))
    }
    expect(seen).toHaveLength(COUNT)
    expect(new Set(seen).size).toBe(COUNT)
    const { cards } = await list({}, { sort, pageLength: COUNT })
    expect(cards.map((card) => card.slug)).toEqual(seen)
  })
})
