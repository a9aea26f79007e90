import { afterAll, beforeAll, expect, test } from 'vitest'
import { publishListing } from '#app/modules/catalog/review-listing.server.ts'
import { applyImports } from '#app/modules/imports/apply-imports.server.ts'
import type { ListingChangeId, ProductId } from '#app/shared/ids.ts'
import {
  givenPublished,
  type ListingWorld,
  NOW,
  openListingWorld,
  pepperForm,
} from '#tests/integration/listings/listing-world.ts'
import { csvOf } from './files.ts'
import { check, importFile, jobOf, onHandOf, rowsOf, start } from './shop.ts'

let world: ListingWorld

beforeAll(async () => {
  world = await openListingWorld()
})
afterAll(() => world.close())

async function givenGoods(content = '250') {
  const form = pepperForm({
    skus: [
      { content, unit: 'g', price: '21' },
      { content: '1', unit: 'kg', price: '80' },
    ],
  })
  const { productId } = await givenPublished(world, { form })
  const skus = await world.db
    .selectFrom('sku')
    .select(['id', 'code', 'price_fen'])
    .where('product_id', '=', productId)
    .orderBy('sort_order')
    .execute()
  const [small, large] = skus
  if (!small || !large) throw new Error('two sizes were published')
  return { productId, small, large }
}

function changesOf(productId: ProductId) {
  return world.db
    .selectFrom('listing_change')
    .selectAll()
    .where('product_id', '=', productId)
    .where('base_version_id', 'is not', null)
    .execute()
}

async function priceOf(skuId: string) {
  const row = await world.db.selectFrom('sku').select('price_fen').where('id', '=', skuId).executeTakeFirstOrThrow()
  return row.price_fen
}

test('prices of one product become one proposal, which a reviewer publishes; stock does not wait for it', async () => {
  const { productId, small, large } = await givenGoods()
  const job = await importFile(
    world.db,
    world.north,
    csvOf([
      { 商品编码: small.code, '价格(元)': '23.5', 净重: '0.5斤', 规格: '半斤装', 库存: '8' },
      { 商品编码: large.code, '价格(元)': '88' },
    ]),
  )
  expect(job).toMatchObject({ state: 'done', reviewCount: 2, proposedCount: 2, counts: { applied: 2, error: 0 } })
  expect(await onHandOf(world.db, small.id as never)).toBe(8)
  expect(await priceOf(small.id)).toBe(2100)
  const [change, ...others] = await changesOf(productId)
  expect(others).toEqual([])
  expect(change).toMatchObject({ state: 'submitted', proposer_id: world.north.personId })
  const decision = {
    reviewer: world.reviewer,
    changeId: change?.id as ListingChangeId,
    revision: change?.revision ?? 0,
    now: NOW,
  }
  expect((await publishListing(world.db, decision)).ok).toBe(true)
  expect(await priceOf(small.id)).toBe(2350)
  expect(await priceOf(large.id)).toBe(8800)
  const sku = await world.db
    .selectFrom('sku')
    .select(['net_weight_grams', 'spec_zh'])
    .where('code', '=', small.code)
    .where('on_sale', '=', true)
    .executeTakeFirst()
  expect(sku).toEqual({ net_weight_grams: 250, spec_zh: '半斤装' })
})

test('a product somebody works on already keeps its proposal; the rows say so, and their stock was counted', async () => {
  const { productId, small } = await givenGoods('300')
  const sheet = (price: string, stock: string) => csvOf([{ 商品编码: small.code, '价格(元)': price, 库存: stock }])
  await importFile(world.db, world.north, sheet('24', '5'))
  const second = await importFile(world.db, world.north, sheet('25', '6'))
  expect(second).toMatchObject({ state: 'done_with_errors', counts: { error: 1 } })
  const [row] = await rowsOf(world.db, second.jobId, 'error')
  expect(row?.errors).toEqual([{ field: 'price', column: 3, value: '', hint: 'proposalOpen' }])
  expect(await onHandOf(world.db, small.id as never)).toBe(6)
  expect(await changesOf(productId)).toHaveLength(1)
})

test('two names for one product are no name, and a listing that breaks a rule is not proposed', async () => {
  const { productId, small, large } = await givenGoods('350')
  const names = await importFile(
    world.db,
    world.north,
    csvOf([
      { 商品编码: small.code, 名称: '花椒甲' },
      { 商品编码: large.code, 名称: '花椒乙' },
    ]),
  )
  expect((await rowsOf(world.db, names.jobId, 'error')).map(({ errors }) => errors[0]?.hint)).toEqual([
    'nameDiffers',
    'nameDiffers',
  ])
  const claim = await importFile(world.db, world.north, csvOf([{ 商品编码: small.code, 名称: '抗癌降糖花椒' }]))
  expect((await rowsOf(world.db, claim.jobId, 'error'))[0]?.errors[0]?.hint).toBe('listingProblems')
  expect(await changesOf(productId)).toEqual([])
})

test('what the shop has come to say meanwhile is no change any more', async () => {
  const { productId, small } = await givenGoods('400')
  const { jobId } = await check(world.db, world.north, csvOf([{ 商品编码: small.code, '价格(元)': '30' }]))
  await world.store.ownerDb.updateTable('sku').set({ price_fen: 3000 }).where('id', '=', small.id).execute()
  await start(world.db, world.north, jobId)
  await applyImports(world.db, NOW)
  expect(await jobOf(world.db, world.north, jobId)).toMatchObject({
    state: 'done',
    reviewCount: 0,
    proposedCount: 0,
    counts: { applied: 1 },
  })
  expect(await changesOf(productId)).toEqual([])
})
