import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readProduct } from '#app/modules/catalog/product-queries.server.ts'
import { brokenConstraint } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { fen } from '#app/shared/money.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { certificateDraft, type Ground, NOW, prepareGround, publish, skuDraft } from './shelves.ts'

let base: TestDatabase
let ground: Ground

beforeAll(async () => {
  base = await createTestDatabase()
  ground = await prepareGround(base.db)
})
afterAll(() => base.drop())

const both = (text: string) => ({ zh: text, en: `${text} in English` })

test('a product’s page says everything that was published, with today’s stock and the newest batch', async () => {
  const { productId, skuIds } = await publish(base.db, ground, {
    slug: 'dahongpao',
    name: both('大红袍花椒'),
    summary: both('伏天头茬'),
    township: both('法门镇'),
    village: both('农林村'),
    storage: both('避光干燥'),
    shelfLife: both('18 个月'),
    season: both('七月至八月'),
    seasonMonths: [7, 8],
    allergens: ['gluten', 'soy'],
    returnRule: 'seven_day',
    skus: [
      skuDraft('D-500', { price: fen(6600), maxPerOrder: 5 }),
      skuDraft('D-250', { price: fen(3500), netWeightGrams: 250 }),
      skuDraft('D-OIL', { price: fen(2000), netWeightGrams: undefined, netVolumeMl: 250 }),
    ],
    certificates: [
      certificateDraft({ number: 'T-7', expiresOn: '2027-08-31' }),
      certificateDraft({ kind: 'conformity' }),
    ],
    stock: 12,
  })
  const [first, second] = skuIds
  for (const [sku, lot, harvested] of [
    [first, 'LOT-1', '2026-08-01'],
    [second, 'LOT-2', '2026-08-20'],
    [first, 'LOT-3', '2026-07-15'],
  ])
    await sql`
      insert into batch (id, sku_id, lot_code, harvested_on, best_before_on, quantity, created_at)
      values (${newId()}, ${sku}, ${lot}, ${harvested}, '2028-01-31', 12, ${NOW})`.execute(base.db)
  for (const [key, order] of [
    ['photo-b', 2],
    ['photo-a', 1],
  ])
    await sql`
      insert into product_photo (id, product_id, sort_order, storage_key, width, height, alt_zh, alt_en)
      values (${newId()}, ${productId}, ${order}, ${key}, 800, 600, '花椒', 'Pepper')`.execute(base.db)

  const offer = { spec: { zh: '500 克', en: '500 g' }, netVolumeMl: null, maxPerOrder: 99, left: 12 }
  expect(await readProduct(base.db, 'dahongpao')).toEqual({
    productId,
    slug: 'dahongpao',
    name: both('大红袍花椒'),
    summary: both('伏天头茬'),
    countyId: 'fufeng',
    county: { zh: '扶风', en: 'Fufeng' },
    categoryId: 'seasoning',
    category: { zh: '调味', en: 'Seasoning' },
    township: both('法门镇'),
    village: both('农林村'),
    cooperativeId: ground.cooperativeOf.fufeng,
    cooperativeSlug: 'fufeng-coop',
    cooperative: { zh: '椒乡合作社', en: 'Jiaoxiang Cooperative' },
    pictureKind: 'pepper',
    photos: ['photo-a', 'photo-b'].map((storageKey) => ({
      storageKey,
      width: 800,
      height: 600,
      alt: { zh: '花椒', en: 'Pepper' },
    })),
    storage: both('避光干燥'),
    shelfLife: both('18 个月'),
    season: both('七月至八月'),
    seasonMonths: [7, 8],
    allergens: ['gluten', 'soy'],
    returnRule: 'seven_day',
    skus: [
      { ...offer, skuId: skuIds[0], code: 'D-500', netWeightGrams: 500, price: 6600, jinPrice: 6600, maxPerOrder: 5 },
      { ...offer, skuId: skuIds[1], code: 'D-250', netWeightGrams: 250, price: 3500, jinPrice: 7000 },
      {
        ...offer,
        skuId: skuIds[2],
        code: 'D-OIL',
        netWeightGrams: null,
        netVolumeMl: 250,
        price: 2000,
        jinPrice: undefined,
      },
    ],
    certificates: [
      {
        kind: 'conformity',
        number: 'T-1',
        issuer: { zh: '县农检站', en: 'County inspection' },
        issuedOn: '2026-09-01',
        expiresOn: undefined,
      },
      {
        kind: 'test_report',
        number: 'T-7',
        issuer: { zh: '县农检站', en: 'County inspection' },
        issuedOn: '2026-09-01',
        expiresOn: '2027-08-31',
      },
    ],
    latestBatch: { lotCode: 'LOT-2', harvestedOn: '2026-08-20', bestBeforeOn: '2028-01-31' },
  })
})

describe('the page of a product', () => {
  test('without batch, photo, certificate or stock is still a page', async () => {
    const { slug } = await publish(base.db, ground, { stock: 0 })
    const view = await readProduct(base.db, slug)
    expect(view).toMatchObject({ photos: [], certificates: [], latestBatch: undefined })
    expect(view?.skus.map((sku) => sku.left)).toEqual([0])
  })

  test('leaves out SKUs that are not on sale, and stays when none is', async () => {
    const { slug, skuIds } = await publish(base.db, ground, { skus: [skuDraft('S-1'), skuDraft('S-2')] })
    const offSale = (skuId: string | undefined) =>
      base.db
        .updateTable('sku')
        .set({ on_sale: false })
        .where('id', '=', skuId ?? '')
        .execute()
    await offSale(skuIds[0])
    expect((await readProduct(base.db, slug))?.skus.map((sku) => sku.code)).toEqual(['S-2'])
    await offSale(skuIds[1])
    expect((await readProduct(base.db, slug))?.skus).toEqual([])
  })

  test('is gone when the product is withdrawn or its cooperative suspended', async () => {
    const withdrawn = await publish(base.db, ground, { county: 'chunhua' })
    const suspended = await publish(base.db, ground, { county: 'chunhua' })
    await base.db.updateTable('product').set({ state: 'withdrawn' }).where('id', '=', withdrawn.productId).execute()
    expect(await readProduct(base.db, withdrawn.slug)).toBeUndefined()
    expect(await readProduct(base.db, suspended.slug)).toBeDefined()
    await base.db.updateTable('cooperative').set({ status: 'suspended' }).where('slug', '=', 'chunhua-coop').execute()
    expect(await readProduct(base.db, suspended.slug)).toBeUndefined()
  })

  test.each(['no-such-thing', '\0', 'dahongpao\0', '', '大红袍', '../etc', 'DAHONGPAO', 'a'.repeat(100_000)])(
    'is not found under %j',
    async (slug) => {
      expect(await readProduct(base.db, slug)).toBeUndefined()
    },
  )
})

describe('publishing', () => {
  test('gives the SKUs in the order of the draft', async () => {
    const { skuIds, slug } = await publish(base.db, ground, {
      skus: ['Z-1', 'A-1', 'M-1'].map((code) => skuDraft(code)),
    })
    const view = await readProduct(base.db, slug)
    expect(view?.skus.map((sku) => sku.code)).toEqual(['Z-1', 'A-1', 'M-1'])
    expect(view?.skus.map((sku) => sku.skuId)).toEqual(skuIds)
  })

  test('throws for a draft that breaks a rule, and leaves nothing behind', async () => {
    const slug = 'never-there'
    await expect(publish(base.db, ground, { slug, skus: [] })).rejects.toThrow(/never-there.*noSku/)
    await expect(publish(base.db, ground, { slug, returnRule: 'fresh' })).rejects.toThrow(/certificateMissing/)
    const free = publish(base.db, ground, { slug, skus: [skuDraft('N-1', { price: fen(0) })] })
    await expect(free).rejects.toSatisfy((error) => brokenConstraint(error) === 'sku_price_fen_check')
    expect(await base.db.selectFrom('product').select('id').where('slug', '=', slug).execute()).toEqual([])
  })
})
