import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { changeSkuPrice } from '#app/modules/catalog/change-price.server.ts'
import { listFilterChoices, listProducts } from '#app/modules/catalog/product-queries.server.ts'
import { refreshProductCard } from '#app/modules/catalog/refresh-card.server.ts'
import { searchProducts } from '#app/modules/catalog/search-products.server.ts'
import { reserveStock } from '#app/modules/stock/reserve-stock.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { OrderId, ProductId, SkuId } from '#app/shared/ids.ts'
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

async function cardOf(slug: string) {
  const query = { filter: {}, sort: 'newest', page: 1, pageLength: 1000 } as const
  return (await listProducts(base.db, query)).cards.find((card) => card.slug === slug)
}

/** Changes something about a product and refreshes its card, as the use case of that change would. */
function change(productId: ProductId, work: (tx: Tx) => Promise<unknown>, now = NOW): Promise<void> {
  return inTransaction(base.db, async (tx) => {
    await work(tx)
    await refreshProductCard(tx, productId, now)
  })
}

function setPrice(skuId: SkuId | undefined, price: number): Promise<void> {
  if (!skuId) throw new Error('no such SKU')
  return inTransaction(base.db, (tx) => changeSkuPrice(tx, { skuId, price: fen(price), now: NOW }))
}

async function takeAll(skuId: SkuId | undefined, quantity: number) {
  if (!skuId) throw new Error('no such SKU')
  const order = { orderId: newId<OrderId>(), lines: [{ skuId, quantity }], endsAt: NOW, now: NOW }
  expect((await inTransaction(base.db, (tx) => reserveStock(tx, order))).ok).toBe(true)
}

describe('a card', () => {
  test('shows whichever SKU is the cheapest after a change of price', async () => {
    const { slug, skuIds } = await publish(base.db, ground, {
      skus: [
        skuDraft('C-1', { price: fen(1000), netWeightGrams: 300, spec: { zh: '小', en: 'small' } }),
        skuDraft('C-2', { price: fen(2000), netWeightGrams: 900, spec: { zh: '大', en: 'large' } }),
      ],
    })
    expect(await cardOf(slug)).toMatchObject({ price: 1000, jinPrice: 1667, spec: { en: 'small' }, skuCount: 2 })
    await setPrice(skuIds[0], 2500)
    expect(await cardOf(slug)).toMatchObject({ price: 2000, jinPrice: 1111, spec: { en: 'large' } })
    await setPrice(skuIds[1], 2500)
    expect(await cardOf(slug)).toMatchObject({ price: 2500, spec: { en: 'small' } })
    await expect(setPrice(newId<SkuId>(), 100)).rejects.toThrow()
  })

  test('after two changes at once shows both', async () => {
    const { slug, skuIds } = await publish(base.db, ground, {
      skus: [skuDraft('W-1', { price: fen(3000) }), skuDraft('W-2', { price: fen(4000) })],
    })
    for (let round = 0; round < 10; round += 1) {
      await Promise.all([setPrice(skuIds[0], 9000 - round), setPrice(skuIds[1], 2000 - round)])
      expect((await cardOf(slug))?.price).toBe(2000 - round)
      await Promise.all([setPrice(skuIds[0], 1000 + round), setPrice(skuIds[1], 8000 - round)])
      expect((await cardOf(slug))?.price).toBe(1000 + round)
    }
  })

  test('counts what is on sale and goes with the last of it', async () => {
    const { slug, productId, skuIds } = await publish(base.db, ground, {
      skus: [skuDraft('G-1', { price: fen(100) }), skuDraft('G-2', { price: fen(900) })],
    })
    const set = (skuId: SkuId | undefined, onSale: boolean) =>
      change(productId, (tx) =>
        tx
          .updateTable('sku')
          .set({ on_sale: onSale })
          .where('id', '=', skuId ?? '')
          .execute(),
      )
    await set(skuIds[0], false)
    expect(await cardOf(slug)).toMatchObject({ price: 900, skuCount: 1 })
    await set(skuIds[1], false)
    expect(await cardOf(slug)).toBeUndefined()
    await set(skuIds[0], true)
    expect(await cardOf(slug)).toMatchObject({ price: 100, skuCount: 1 })
  })

  test('goes with its cooperative’s suspension and comes back with it', async () => {
    const { slug, productId } = await publish(base.db, ground, {
      county: 'changwu',
      name: { zh: '锅盔', en: 'Guokui' },
    })
    const set = (status: string) =>
      change(productId, (tx) =>
        tx.updateTable('cooperative').set({ status }).where('slug', '=', 'changwu-coop').execute(),
      )
    await set('suspended')
    expect(await cardOf(slug)).toBeUndefined()
    expect((await searchProducts(base.db, '锅盔', 5)).kind).toBe('none')
    await set('active')
    expect(await cardOf(slug)).toBeDefined()
    expect((await searchProducts(base.db, '锅盔', 5)).kind).toBe('exact')
  })

  test('goes when its product is withdrawn', async () => {
    const { slug, productId } = await publish(base.db, ground)
    await change(productId, (tx) =>
      tx.updateTable('product').set({ state: 'withdrawn' }).where('id', '=', productId).execute(),
    )
    expect(await cardOf(slug)).toBeUndefined()
  })

  test('stays when its stock is gone, sold out', async () => {
    const { slug, skuIds } = await publish(base.db, ground, { stock: 4 })
    await takeAll(skuIds[0], 4)
    expect(await cardOf(slug)).toMatchObject({ left: 0 })
  })

  test('names certificates until the last day on which they are valid', async () => {
    const { productId } = await publish(base.db, ground, {
      certificates: [certificateDraft({ kind: 'food_licence', expiresOn: '2026-12-31' })],
    })
    const nothing = async () => undefined
    await change(productId, nothing, new Date('2026-12-31T15:59:59Z'))
    expect((await listFilterChoices(base.db, '2026-11-25')).certificates).toContain('food_licence')
    await change(productId, nothing, new Date('2026-12-31T16:00:00Z'))
    expect((await listFilterChoices(base.db, '2026-11-25')).certificates).not.toContain('food_licence')
  })

  test('says the same when it is written again', async () => {
    const { productId } = await publish(base.db, ground, { certificates: [certificateDraft()] })
    const read = () =>
      base.db.selectFrom('product_card').selectAll().where('product_id', '=', productId).executeTakeFirstOrThrow()
    const before = await read()
    await change(productId, async () => undefined)
    expect(await read()).toEqual(before)
  })
})

describe('whoever keeps rendered pages', () => {
  let listener: pg.Client
  let heard: string[]

  beforeEach(async () => {
    heard = []
    listener = new pg.Client({ connectionString: base.url })
    await listener.connect()
    listener.on('notification', (message) => heard.push(message.payload ?? ''))
    await listener.query('listen catalog_changed')
  })
  afterEach(() => listener.end())

  /** Everything committed so far has been heard once this returns: notices come before the answer of a later query. */
  async function settle(): Promise<string[]> {
    await listener.query('select 1')
    return heard
  }

  test('hears of a change of price once it is committed, not before', async () => {
    const { skuIds } = await publish(base.db, ground)
    await settle()
    heard.length = 0
    await inTransaction(base.db, async (tx) => {
      await changeSkuPrice(tx, { skuId: skuIds[0] as SkuId, price: fen(777), now: NOW })
      expect(await settle()).toEqual([])
    })
    expect(new Set(await settle())).toEqual(new Set(['sku', 'product_card']))
  })

  test('hears nothing of a change that was rolled back', async () => {
    const { skuIds } = await publish(base.db, ground)
    await settle()
    heard.length = 0
    const failing = inTransaction(base.db, async (tx) => {
      await changeSkuPrice(tx, { skuId: skuIds[0] as SkuId, price: fen(778), now: NOW })
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await settle()).toEqual([])
  })

  test('hears of a stock-out and of the last few, not of every sale', async () => {
    const { skuIds } = await publish(base.db, ground, { stock: 20 })
    await settle()
    heard.length = 0
    await takeAll(skuIds[0], 5)
    expect(await settle()).toEqual([])
    await takeAll(skuIds[0], 6)
    expect(await settle()).toEqual(['stock_level'])
    await takeAll(skuIds[0], 9)
    expect(await settle()).toEqual(['stock_level', 'stock_level'])
  })
})
