import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  listCategories,
  listFilterChoices,
  listInSeason,
  listNewest,
  listProducts,
  readProduct,
} from '#app/modules/catalog/product-queries.server.ts'
import type { ProductFilter, ProductSort } from '#app/modules/catalog/product-views.ts'
import { refreshProductCard } from '#app/modules/catalog/refresh-card.server.ts'
import { searchProducts } from '#app/modules/catalog/search-products.server.ts'
import { findEntry, listJournal } from '#app/modules/ledger/ledger-queries.server.ts'
import { listOrders, readOrder } from '#app/modules/ordering/order-queries.server.ts'
import { sweepOverdueOrders } from '#app/modules/payments/sweep-overdue.server.ts'
import { readBuyerContribution, readProductContribution } from '#app/modules/progress/progress-queries.server.ts'
import { allocateReservation, releaseReservation } from '#app/modules/stock/order-stock.server.ts'
import { reserveStock } from '#app/modules/stock/reserve-stock.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { Runtime } from '#app/platform/runtime.server.ts'
import type { CooperativeId, OrderId, PersonId, ProductId, SkuId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { indexesUsed, listenIn, readWhole } from './explain.ts'
import { insertManyRows } from './many-rows.ts'
import { certificateDraft, type Ground, NOW, prepareGround, publish, publishCatalogue } from './shelves.ts'

/** Tables that never stop growing. None is read from end to end to answer one request. */
const GROWING = [
  'product',
  'product_version',
  'product_card',
  'sku',
  'stock_level',
  'stock_movement',
  'stock_reservation',
  'order',
  'supplier_order',
  'order_line',
  'recognized_purchase',
  'journal_entry',
  'posting',
]

/** Before every unpaid order's time is over: asking is what we watch, not ending them. */
const BEFORE_DUE = new Date('2020-01-01T00:00:00Z')

let base: TestDatabase
let ground: Ground
let some: { buyerId: PersonId; orderId: OrderId; orderNo: string; productId: ProductId; skuId: SkuId }

beforeAll(async () => {
  base = await createTestDatabase()
  ground = await prepareGround(base.db)
  await publishCatalogue(base.db, ground)
  await publish(base.db, ground, { certificates: [certificateDraft()], seasonMonths: [10, 11, 12] })
  await insertManyRows(base.ownerDb)
  some = await pickSome()
})
afterAll(() => base.drop())

async function pickSome(): Promise<typeof some> {
  const row = await base.db
    .selectFrom('order')
    .innerJoin('order_line', 'order_line.order_id', 'order.id')
    .select(['order.buyer_id', 'order.id', 'order.order_no', 'order_line.product_id', 'order_line.sku_id'])
    .where('order.status', '=', 'awaiting_payment')
    .executeTakeFirstOrThrow()
  return {
    buyerId: row.buyer_id as PersonId,
    orderId: row.id as OrderId,
    orderNo: row.order_no,
    productId: row.product_id as ProductId,
    skuId: row.sku_id as SkuId,
  }
}

/** Runs the shop's own function, explains what it sent, and names the growing tables read whole. */
async function growingReadWhole(ask: (db: Db) => Promise<unknown>): Promise<string[]> {
  const { db, heard } = listenIn(base.db)
  await ask(db)
  expect(heard.length).toBeGreaterThan(0)
  return (await readWhole(base.url, heard)).filter((table) => GROWING.includes(table))
}

/** The same within a transaction that is not kept. */
function undone(work: (tx: Tx) => Promise<unknown>) {
  const unkept = new Error('not kept')
  return async (db: Db) => {
    const running = inTransaction(db, async (tx) => {
      await work(tx)
      throw unkept
    })
    await expect(running).rejects.toBe(unkept)
  }
}

describe('explaining what the shop asks', () => {
  test('notices a growing table that is read whole', async () => {
    const whole = await growingReadWhole(async (db) => {
      await db.selectFrom('product_card').select('slug').where('picture_kind', '=', 'no index').execute()
      await db.selectFrom('order').select('id').where('note', '=', 'no index').execute()
    })
    expect(whole).toEqual(['order', 'product_card'])
  })

  test('has thousands of rows in each of them', async () => {
    const { rows } = await base.ownerDb.executeQuery<{ relname: string; reltuples: number }>(
      base.ownerDb
        .selectFrom('pg_class' as never)
        .select(['relname', 'reltuples'] as never)
        .where('relname' as never, 'in', GROWING as never)
        .where('relkind' as never, '=', 'r' as never)
        .compile(),
    )
    expect(rows.map((row) => row.relname).sort()).toEqual([...GROWING].sort())
    for (const row of rows) expect(row.reltuples, row.relname).toBeGreaterThan(3000)
  })
})

const SORTS: ProductSort[] = ['newest', 'price-asc', 'price-desc', 'name']

describe('a list', () => {
  const list = (filter: ProductFilter, sort: ProductSort, page = 1) => ({ filter, sort, page, pageLength: 24 })

  test.each<[string, ProductFilter]>([
    ['everything', {}],
    ['a county', { countyId: 'xunyi' }],
    ['a category', { categoryId: 'fruit' }],
    ['a rare certificate', { certificate: 'test_report' }],
    ['a month', { seasonMonth: 8 }],
    ['a rare month', { seasonMonth: 11 }],
    ['prices', { minPrice: fen(1500), maxPrice: fen(1700) }],
    ['a county and a price', { countyId: 'fufeng', maxPrice: fen(1500) }],
    ['much at once', { countyId: 'fufeng', categoryId: 'seasoning', certificate: 'test_report', seasonMonth: 10 }],
    ['nothing', { categoryId: 'empty' }],
  ])('of %s reads no growing table whole, however sorted', async (_name, filter) => {
    for (const sort of SORTS) {
      const whole = await growingReadWhole((db) => listProducts(db, list(filter, sort)))
      expect({ sort, whole }).toEqual({ sort, whole: [] })
    }
  })

  test('of one cooperative, of a later page, or beyond the end, neither', async () => {
    const cooperativeId: CooperativeId = ground.cooperativeOf.changwu
    for (const sort of SORTS) {
      for (const query of [list({ cooperativeId }, sort), list({}, sort, 5), list({}, sort, 9999)])
        expect(await growingReadWhole((db) => listProducts(db, query))).toEqual([])
    }
  })

  test('is one statement', async () => {
    const { db, heard } = listenIn(base.db)
    await listProducts(db, list({ countyId: 'xunyi' }, 'newest'))
    expect(heard).toHaveLength(1)
  })

  test.each<[string, (db: Db) => Promise<unknown>]>([
    ['the newest', (db) => listNewest(db, 8)],
    ['what is in season', (db) => listInSeason(db, 8, 8)],
    ['what is rarely in season', (db) => listInSeason(db, 11, 8)],
    ['categories', listCategories],
    ['filter choices', (db: Db) => listFilterChoices(db, '2026-11-25')],
  ])('of %s neither', async (_name, ask) => {
    expect(await growingReadWhole(ask)).toEqual([])
  })
})

describe('a search', () => {
  test.each([
    '花椒',
    '椒',
    'hj',
    'huajiao',
    'apple',
    '旬邑苹果',
    'xunyi',
    'huajao',
    'hunny',
    'appel',
    '花交',
    '手机',
    'qwrtpsd',
  ])('for %s reads no growing table whole', async (query) => {
    expect(await growingReadWhole((db) => searchProducts(db, query, 24))).toEqual([])
  })

  test('uses the index of terms, and for what is misspelt the index of trigrams as well', async () => {
    const indexesFor = async (query: string) => {
      const { db, heard } = listenIn(base.db)
      const { kind } = await searchProducts(db, query, 24)
      return { kind, statements: heard.length, indexes: await indexesUsed(base.url, heard) }
    }
    const exact = await indexesFor('奇异果')
    expect(exact).toMatchObject({ kind: 'exact', statements: 1 })
    expect(exact.indexes).toContain('product_card_terms')
    const near = await indexesFor('buckweat')
    expect(near.kind).toBe('near')
    expect(near.indexes).toEqual(expect.arrayContaining(['product_card_pinyin', 'product_card_terms']))
  })
})

describe('everything else a visitor, a buyer or the clock asks', () => {
  test.each<[string, (db: Db) => Promise<unknown>]>([
    ['a product’s page', (db) => readProduct(db, 'dahongpao-7')],
    ['a product’s contribution', (db) => readProductContribution(db, some.productId)],
    ['a buyer’s orders', (db) => listOrders(db, some.buyerId)],
    ['one order', (db) => readOrder(db, some.buyerId, some.orderNo)],
    ['a buyer’s contribution', (db) => readBuyerContribution(db, some.buyerId, 2026)],
    ['a page of the journal', (db) => listJournal(db, { book: 'assistance', limit: 50 })],
    ['one entry', (db) => findEntry(db, 77)],
    ['orders that are overdue', (db) => sweepOverdueOrders({ db } as Runtime, BEFORE_DUE)],
    ['a card', undone((tx) => refreshProductCard(tx, some.productId, NOW))],
    ['releasing stock', undone((tx) => releaseReservation(tx, some.orderId, NOW))],
    ['allocating stock', undone((tx) => allocateReservation(tx, some.orderId, NOW))],
    [
      'reserving stock',
      undone((tx) =>
        reserveStock(tx, {
          orderId: newId<OrderId>(),
          lines: [{ skuId: some.skuId, quantity: 1 }],
          endsAt: NOW,
          now: NOW,
        }),
      ),
    ],
  ])('%s', async (_name, ask) => {
    expect(await growingReadWhole(ask)).toEqual([])
  })
})
