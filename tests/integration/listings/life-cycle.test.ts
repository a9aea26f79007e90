import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeSkuPrice } from '#app/modules/catalog/change-price.server.ts'
import { applyChanges } from '#app/modules/catalog/diff-listing.ts'
import type { ListingForm } from '#app/modules/catalog/listing-form.ts'
import {
  listOwnListings,
  listWaitingListings,
  readListingForReview,
  readOwnListing,
} from '#app/modules/catalog/listing-queries.server.ts'
import { listingTextsSchema } from '#app/modules/catalog/listing-texts.ts'
import { readProduct } from '#app/modules/catalog/product-queries.server.ts'
import { copyListing, proposeChange, startListing } from '#app/modules/catalog/propose-listing.server.ts'
import { editListingTexts, publishListing, sendListingBack } from '#app/modules/catalog/review-listing.server.ts'
import {
  addListingPhotos,
  removeListingPhoto,
  saveListing,
  showPhotoFirst,
  submitListing,
  takeUpPublished,
  withdrawListing,
} from '#app/modules/catalog/save-listing.server.ts'
import { placeOrder } from '#app/modules/ordering/place-order.server.ts'
import { receiveStock } from '#app/modules/stock/receive-stock.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { ListingChangeId, ProductId, SkuId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { draftPlaceOrder, insertPickup } from '#tests/support/factories/orders.ts'
import { createBuyer } from '#tests/support/factories/people.ts'
import {
  givenDraft,
  givenPublished,
  givenSubmitted,
  type ListingWorld,
  NOW,
  openListingWorld,
  pepperForm,
} from './listing-world.ts'

let world: ListingWorld
beforeAll(async () => {
  world = await openListingWorld()
})
afterAll(() => world.close())

const LATER = new Date(NOW.getTime() + 60_000)

/** Begins a change to a product and saves `fields` over what it says. */
async function givenChange(productId: ProductId, fields: Record<string, unknown>) {
  const { db, north } = world
  const begun = await proposeChange(db, { manager: north, changeId: newId<ListingChangeId>(), productId, now: NOW })
  if (!begun.ok) throw new Error('no change')
  const { changeId } = begun.value
  const saved = await saveListing(db, { manager: north, changeId, form: await formOver(changeId, fields), now: NOW })
  if (!saved.ok) throw new Error(`not saved: ${saved.refusal.kind}`)
  return { changeId, revision: saved.value }
}

async function formOver(changeId: ListingChangeId, fields: Record<string, unknown>): Promise<ListingForm> {
  const change = await readOwnListing(world.db, { cooperativeId: world.north.cooperativeId, changeId, now: NOW })
  const [sku] = change?.body.skus ?? []
  return pepperForm({
    revision: String(change?.revision),
    skus: [{ code: sku?.code, content: '250', unit: 'g', price: '21' }],
    ...fields,
  })
}

async function submit(change: { changeId: ListingChangeId; revision: number }) {
  const submitted = await submitListing(world.db, { manager: world.north, ...change, now: NOW })
  return submitted.ok ? { ...change, revision: change.revision + 1 } : submitted.refusal
}

async function submitChange(productId: ProductId, fields: Record<string, unknown>) {
  const submitted = await submit(await givenChange(productId, fields))
  if ('kind' in submitted) throw new Error(`not submitted: ${submitted.kind}`)
  return submitted
}

function publish(change: { changeId: ListingChangeId; revision: number }, reviewer = world.reviewer, now = NOW) {
  return publishListing(world.db, { reviewer, ...change, now })
}

async function skusOf(productId: ProductId) {
  return world.db
    .selectFrom('sku')
    .select(['id', 'code', 'price_fen', 'on_sale', 'net_weight_grams'])
    .where('product_id', '=', productId)
    .orderBy('sort_order')
    .orderBy('code')
    .execute()
}

describe('a new listing', () => {
  it('goes from an empty draft to the shelves', async () => {
    const { db, north, reviewer } = world
    const submitted = await givenSubmitted(world)
    const waiting = await listWaitingListings(db)
    expect(waiting.find(({ changeId }) => changeId === submitted.changeId)).toMatchObject({
      state: 'submitted',
      cooperative: { zh: '北塬合作社' },
    })
    const published = await publish(submitted)
    if (!published.ok) throw new Error(published.refusal.kind)
    const { slug, productId } = published.value
    expect(slug).toMatch(/^da-hong-pao-hua-jiao-[0-9a-f]{8}$/)
    expect(await readProduct(db, slug)).toMatchObject({
      productId,
      name: { zh: '大红袍花椒', en: 'Da hong pao hua jiao' },
      village: { zh: '农林村', en: 'Nong lin cun' },
      storage: { zh: '放阴凉干燥处', en: '放阴凉干燥处' },
      countyId: 'fufeng',
      returnRule: 'seven_day',
      skus: [{ price: 2100, netWeightGrams: 250, spec: { zh: '250 克', en: '250 g' } }],
      certificates: [{ kind: 'test_report', number: 'WB-2026-1', expiresOn: '2027-02-28' }],
    })
    const card = await db.selectFrom('product_card').selectAll().where('product_id', '=', productId).executeTakeFirst()
    expect(card).toMatchObject({ price_fen: 2100, certificate_kinds: ['test_report'], category_id: 'spice' })
    const own = await listOwnListings(db, north.cooperativeId)
    expect(own.products.find((product) => product.productId === productId)).toMatchObject({
      price: 2100,
      open: undefined,
    })
    expect(own.changes.some(({ changeId }) => changeId === submitted.changeId)).toBe(false)
    const notice = await db.selectFrom('notice').select('kind').where('person_id', '=', north.personId).execute()
    expect(notice.map(({ kind }) => kind)).toContain('listing_published')
    const audit = await db
      .selectFrom('audit_event')
      .select(['verb', 'actor_id'])
      .where('object_id', '=', submitted.changeId)
      .orderBy('id')
      .execute()
    expect(audit).toEqual([
      { verb: 'listing.submitted', actor_id: north.personId },
      { verb: 'listing.published', actor_id: reviewer.personId },
    ])
  })

  it('begun twice by one click is one', async () => {
    const { db, north } = world
    const start = { manager: north, changeId: newId<ListingChangeId>(), now: NOW }
    const begun = await Promise.all([startListing(db, start), startListing(db, start), startListing(db, start)])
    expect(begun.every((one) => one.ok)).toBe(true)
    const { count } = await db
      .selectFrom('listing_change')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('id', '=', start.changeId)
      .executeTakeFirstOrThrow()
    expect(Number(count)).toBe(1)
    expect(await startListing(db, { ...start, manager: world.south })).toEqual({
      ok: false,
      refusal: { kind: 'unknown' },
    })
  })

  it('incomplete is kept but not submitted, and says all that is missing', async () => {
    const draft = await givenDraft(world, {
      form: pepperForm({ village: undefined, storage: undefined, certificates: [], skus: [] }),
    })
    const refusal = await submit(draft)
    expect(refusal).toEqual({
      kind: 'problems',
      problems: [
        { kind: 'originMissing' },
        { kind: 'textMissing', text: 'storage' },
        { kind: 'skuMissing' },
        { kind: 'certificateMissing', anyOf: ['test_report', 'food_licence'] },
      ],
    })
    const kept = await readOwnListing(world.db, {
      cooperativeId: world.north.cooperativeId,
      changeId: draft.changeId,
      now: NOW,
    })
    expect(kept).toMatchObject({ state: 'draft', body: { name: { zh: '大红袍花椒' } } })
  })

  it('sent back comes with its reason, is put right and published', async () => {
    const { db, north, reviewer, otherReviewer } = world
    const submitted = await givenSubmitted(world)
    const reason = '照片看不清，请重拍一张。'
    expect(await sendListingBack(db, { reviewer, ...submitted, reason, now: NOW })).toEqual({
      ok: true,
      value: undefined,
    })
    const own = { cooperativeId: north.cooperativeId, changeId: submitted.changeId, now: NOW }
    const back = await readOwnListing(db, own)
    expect(back).toMatchObject({ state: 'sent_back', reason, revision: submitted.revision + 1 })
    const notice = await db
      .selectFrom('notice')
      .select('data')
      .where('kind', '=', 'listing_sent_back')
      .where('person_id', '=', north.personId)
      .executeTakeFirst()
    expect(notice?.data).toMatchObject({ changeId: submitted.changeId, reason })
    const revision = String(back?.revision)
    const saved = await saveListing(db, {
      manager: north,
      changeId: submitted.changeId,
      form: pepperForm({ revision, summaryZh: '新椒。' }),
      now: LATER,
    })
    expect(saved.ok).toBe(true)
    const again = await submit({ changeId: submitted.changeId, revision: saved.ok ? saved.value : 0 })
    if ('kind' in again) throw new Error(again.kind)
    expect(await readOwnListing(db, own)).toMatchObject({ state: 'submitted', reason: undefined })
    expect((await publish(again, otherReviewer)).ok).toBe(true)
  })

  it('taken back from the reviewer is not decided any more', async () => {
    const submitted = await givenSubmitted(world)
    const { db, north, reviewer } = world
    expect((await withdrawListing(db, { manager: north, ...submitted, now: NOW })).ok).toBe(true)
    expect(await publish(submitted)).toEqual({ ok: false, refusal: { kind: 'alreadyDecided', state: 'withdrawn' } })
    expect(await sendListingBack(db, { reviewer, ...submitted, reason: 'x', now: NOW })).toMatchObject({ ok: false })
    expect(
      await withdrawListing(db, {
        manager: north,
        changeId: submitted.changeId,
        revision: submitted.revision + 1,
        now: NOW,
      }),
    ).toEqual({
      ok: false,
      refusal: { kind: 'notOpen', state: 'withdrawn' },
    })
  })
})

describe('the review', () => {
  it('by whoever proposed it is refused', async () => {
    const { db, reviewer, north } = world
    const both = { ...reviewer, cooperativeId: north.cooperativeId, permission: 'cooperative:own' } as const
    const submitted = await givenSubmitted(world, { manager: both })
    expect(await publish(submitted)).toEqual({ ok: false, refusal: { kind: 'ownProposal' } })
    expect(await sendListingBack(db, { reviewer, ...submitted, reason: 'x', now: NOW })).toEqual({
      ok: false,
      refusal: { kind: 'ownProposal' },
    })
    expect((await publish(submitted, world.otherReviewer)).ok).toBe(true)
  })

  it('by two at once has one result', async () => {
    const { db, reviewer, otherReviewer } = world
    for (let round = 0; round < 3; round += 1) {
      const submitted = await givenSubmitted(world)
      const decided = await Promise.all([
        publish(submitted, reviewer),
        publish(submitted, otherReviewer),
        sendListingBack(db, { reviewer: otherReviewer, ...submitted, reason: '再看看', now: NOW }),
      ])
      expect(decided.filter((one) => one.ok)).toHaveLength(1)
      for (const one of decided) if (!one.ok) expect(one.refusal.kind).toBe('alreadyDecided')
      const products = await db
        .selectFrom('listing_change')
        .select(['state', 'product_id'])
        .where('id', '=', submitted.changeId)
        .executeTakeFirstOrThrow()
      expect(products.state === 'published').toBe(products.product_id !== null)
    }
  })

  it('of something that was changed after it was read is refused', async () => {
    const { db, reviewer, otherReviewer } = world
    const submitted = await givenSubmitted(world)
    const texts = listingTextsSchema.parse({
      nameZh: '大红袍花椒',
      nameEn: 'Dahongpao pepper',
      storageEn: 'Keep cool and dry',
    })
    const edited = await editListingTexts(db, { reviewer, ...submitted, texts, now: NOW })
    expect(edited).toEqual({ ok: true, value: submitted.revision + 1 })
    expect(await publish(submitted, otherReviewer)).toEqual({ ok: false, refusal: { kind: 'changedMeanwhile' } })
    const published = await publish({ ...submitted, revision: submitted.revision + 1 }, otherReviewer)
    if (!published.ok) throw new Error(published.refusal.kind)
    expect(await readProduct(db, published.value.slug)).toMatchObject({
      name: { en: 'Dahongpao pepper' },
      storage: { en: 'Keep cool and dry' },
      skus: [{ price: 2100 }],
    })
  })

  it('asks the rules again on the day of the decision', async () => {
    const certificates = [
      { kind: 'test_report', number: 'SHORT', issuer: '中心', issuedOn: '2026-03-01', expiresOn: '2026-11-30' },
    ]
    const submitted = await givenSubmitted(world, { form: pepperForm({ certificates }) })
    const december = new Date('2026-12-05T04:00:00Z')
    expect(await publish(submitted, world.reviewer, december)).toMatchObject({
      ok: false,
      refusal: {
        kind: 'problems',
        problems: [
          { kind: 'certificateMissing', anyOf: ['test_report', 'food_licence'] },
          { kind: 'certificateExpired', number: 'SHORT', expiresOn: '2026-11-30' },
        ],
      },
    })
  })
})

describe('a change to a published listing', () => {
  it('is a proposal: the shop says the old until it is published, and the reviewer reads the difference', async () => {
    const { db } = world
    const { productId, slug } = await givenPublished(world)
    const submitted = await submitChange(productId, { nameZh: '大红袍花椒（新椒）', summaryZh: '今年的新椒。' })
    expect((await readProduct(db, slug))?.name.zh).toBe('大红袍花椒')
    const read = await readListingForReview(db, { changeId: submitted.changeId, now: NOW })
    expect(read?.changes).toEqual(
      expect.arrayContaining([
        { group: 'listing', item: '', field: 'name.zh', before: '大红袍花椒', after: '大红袍花椒（新椒）' },
        { group: 'listing', item: '', field: 'summary.zh', before: '', after: '今年的新椒。' },
      ]),
    )
    expect(applyChanges(read?.published, read?.changes ?? [])).toEqual(read?.body)
    expect((await publish(submitted, world.reviewer, LATER)).ok).toBe(true)
    const versions = await db
      .selectFrom('product_version')
      .select(['number', 'name_zh'])
      .where('product_id', '=', productId)
      .orderBy('number')
      .execute()
    expect(versions).toEqual([
      { number: 1, name_zh: '大红袍花椒' },
      { number: 2, name_zh: '大红袍花椒（新椒）' },
    ])
    expect(await readProduct(db, slug)).toMatchObject({
      name: { zh: '大红袍花椒（新椒）' },
      summary: { zh: '今年的新椒。' },
    })
    const card = await db
      .selectFrom('product_card')
      .select('name_zh')
      .where('product_id', '=', productId)
      .executeTakeFirst()
    expect(card?.name_zh).toBe('大红袍花椒（新椒）')
  })

  it('of price, sizes and certificates takes effect only when published', async () => {
    const { db } = world
    const { productId, slug } = await givenPublished(world)
    const [old] = await skusOf(productId)
    const submitted = await submitChange(productId, {
      skus: [
        { code: old?.code, content: '250', unit: 'g', price: '23.5', off: 'on' },
        { content: '1', unit: 'jin', price: '40' },
        { content: '100', unit: 'g', price: '9.9', max: '5' },
      ],
      certificates: [
        {
          kind: 'test_report',
          number: 'WB-2026-2',
          issuer: '渭北检测中心',
          issuedOn: '2026-10-01',
          expiresOn: '2027-09-30',
        },
        { kind: 'geographical_indication', number: 'AGI-1', issuer: '县农业农村局', issuedOn: '2025-01-01' },
      ],
    })
    expect((await skusOf(productId)).map(({ price_fen, on_sale }) => [price_fen, on_sale])).toEqual([[2100, true]])
    expect((await publish(submitted)).ok).toBe(true)
    const skus = await skusOf(productId)
    expect(skus.find(({ id }) => id === old?.id)).toMatchObject({ on_sale: false, price_fen: 2100 })
    expect(
      skus.filter(({ on_sale }) => on_sale).map(({ net_weight_grams, price_fen }) => [net_weight_grams, price_fen]),
    ).toEqual([
      [500, 4000],
      [100, 990],
    ])
    const page = await readProduct(db, slug)
    expect(page?.certificates.map(({ number }) => number).sort()).toEqual(['AGI-1', 'WB-2026-2'])
    const card = await db
      .selectFrom('product_card')
      .select(['price_fen', 'sku_count'])
      .where('product_id', '=', productId)
      .executeTakeFirst()
    expect(card).toEqual({ price_fen: 990, sku_count: 2 })
  })

  it('may not change what is in a size that is sold', async () => {
    const { productId } = await givenPublished(world)
    const [sku] = await skusOf(productId)
    const change = await givenChange(productId, { skus: [{ code: sku?.code, content: '200', unit: 'g', price: '21' }] })
    expect(await submit(change)).toEqual({ kind: 'problems', problems: [{ kind: 'contentChanged', code: sku?.code }] })
  })

  it('that changes nothing is not submitted', async () => {
    const { productId } = await givenPublished(world)
    expect(await submit(await givenChange(productId, { nameEn: 'Da hong pao hua jiao' }))).toEqual({
      kind: 'nothingChanged',
    })
  })

  it('is open once: two who begin one work on the same', async () => {
    const { db, north } = world
    const colleague = await world.manager('north')
    const { productId } = await givenPublished(world)
    const begun = await Promise.all(
      [north, colleague, north].map((manager) =>
        proposeChange(db, { manager, changeId: newId<ListingChangeId>(), productId, now: NOW }),
      ),
    )
    const ids = new Set(begun.map((one) => (one.ok ? one.value.changeId : 'refused')))
    expect([...ids]).toHaveLength(1)
    expect(ids).not.toContain('refused')
  })

  it('keeps an old order’s words and prices as they were', async () => {
    const { db, store } = world
    const { productId } = await givenPublished(world)
    const [sku] = await skusOf(productId)
    const skuId = sku?.id as SkuId
    await inTransaction(db, (tx) =>
      receiveStock(tx, { skuId, quantity: 10, causeType: 'batch', causeId: newId(), now: NOW }),
    )
    const slotId = await insertPickup(store.ownerDb)
    const buyer = await createBuyer(db)
    const placed = await placeOrder(db, await draftPlaceOrder(db, { buyer, lines: [{ skuId, quantity: 2 }], slotId }))
    if (!placed.ok) throw new Error(placed.refusal.kind)
    const submitted = await submitChange(productId, {
      nameZh: '改了名字的花椒',
      skus: [{ code: sku?.code, content: '250', unit: 'g', price: '99' }],
    })
    expect((await publish(submitted)).ok).toBe(true)
    const { rows } = await sql<{ name: string; price: number; number: number }>`
      select version.name_zh as name, line.unit_price_fen as price, version.number
      from order_line line join product_version version on version.id = line.product_version_id
      where line.sku_id = ${skuId}
    `.execute(db)
    expect(rows).toEqual([{ name: '大红袍花椒', price: 2100, number: 1 }])
    expect((await skusOf(productId))[0]?.price_fen).toBe(9900)
  })
})

describe('a change begun on what is no longer there', () => {
  async function raisePrice(productId: ProductId, price: number) {
    const [sku] = await skusOf(productId)
    await inTransaction(world.db, (tx) =>
      changeSkuPrice(tx, { skuId: sku?.id as SkuId, price: fen(price), now: LATER }),
    )
    return sku?.code ?? ''
  }

  it('is refused with both values, at the reviewer’s and at the grower’s', async () => {
    const { productId } = await givenPublished(world)
    const [sku] = await skusOf(productId)
    const wish = { skus: [{ code: sku?.code, content: '250', unit: 'g', price: '23' }] }
    const submitted = await submitChange(productId, wish)
    const code = await raisePrice(productId, 2500)
    const conflicts = [{ group: 'sku', item: code, field: 'price', before: 2100, after: 2500, proposed: 2300 }]
    expect(await publish(submitted)).toEqual({ ok: false, refusal: { kind: 'stale', conflicts } })
    expect((await skusOf(productId))[0]?.price_fen).toBe(2500)
    const { db, north, reviewer } = world
    await sendListingBack(db, { reviewer, ...submitted, reason: '价格刚调过', now: LATER })
    const changed = { changeId: submitted.changeId, revision: submitted.revision + 1 }
    expect(await submit(changed)).toEqual({ kind: 'stale', conflicts })
    const rebased = await takeUpPublished(db, { manager: north, ...changed, now: LATER })
    const again = await submit({ ...changed, revision: rebased.ok ? rebased.value : 0 })
    if ('kind' in again) throw new Error(again.kind)
    expect((await publish(again, world.otherReviewer)).ok).toBe(true)
    expect((await skusOf(productId))[0]?.price_fen).toBe(2300)
  })

  it('is refused when somebody published another version, even of the same words', async () => {
    const { store } = world
    const { productId } = await givenPublished(world)
    const submitted = await submitChange(productId, { summaryZh: '新的介绍。' })
    const version = newId()
    await sql`
      insert into product_version select ${version}, product_id, number + 1, name_zh, name_en, summary_zh, summary_en, township_zh, township_en,
        village_zh, village_en, storage_zh, storage_en, shelf_life_zh, shelf_life_en, season_zh, season_en, season_months, allergens, return_rule, tax_class, now()
      from product_version where product_id = ${productId}`.execute(store.ownerDb)
    await sql`update product set published_version_id = ${version} where id = ${productId}`.execute(store.ownerDb)
    expect(await publish(submitted)).toEqual({ ok: false, refusal: { kind: 'stale', conflicts: [] } })
  })

  it('and a price changed in the same moment: one of them is seen by the other', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { productId } = await givenPublished(world)
      const [sku] = await skusOf(productId)
      const submitted = await submitChange(productId, {
        skus: [{ code: sku?.code, content: '250', unit: 'g', price: '23' }],
      })
      const [published] = await Promise.all([publish(submitted), raisePrice(productId, 2500)])
      const [after] = await skusOf(productId)
      // Published first, then raised; or raised first, and the proposal is stale. Never published over the raise.
      expect(after?.price_fen).toBe(2500)
      if (!published.ok) expect(published.refusal.kind).toBe('stale')
      const card = await world.db
        .selectFrom('product_card')
        .select('price_fen')
        .where('product_id', '=', productId)
        .executeTakeFirst()
      expect(card?.price_fen).toBe(2500)
    }
  })

  it('of a product that was taken off sale is refused', async () => {
    const { productId } = await givenPublished(world)
    const submitted = await submitChange(productId, { summaryZh: '新的介绍。' })
    await sql`update product set state = 'withdrawn' where id = ${productId}`.execute(world.store.ownerDb)
    expect(await publish(submitted)).toEqual({ ok: false, refusal: { kind: 'productWithdrawn' } })
  })
})

describe('two people at one draft', () => {
  it('do not overwrite each other in silence', async () => {
    const { db, north } = world
    const colleague = await world.manager('north')
    const draft = await givenDraft(world)
    const forms = ['甲的名字', '乙的名字'].map((nameZh) => pepperForm({ revision: String(draft.revision), nameZh }))
    const saved = await Promise.all([
      saveListing(db, { manager: north, changeId: draft.changeId, form: forms[0] as ListingForm, now: NOW }),
      saveListing(db, { manager: colleague, changeId: draft.changeId, form: forms[1] as ListingForm, now: NOW }),
    ])
    expect(saved.filter((one) => one.ok)).toHaveLength(1)
    expect(saved.find((one) => !one.ok)).toEqual({ ok: false, refusal: { kind: 'changedMeanwhile' } })
  })
})

describe('photographs of a listing', () => {
  const photo = (letter: string) => ({ key: letter.repeat(40), width: 1280, height: 960 })

  it('are part of the proposal, in its order, and shown once published', async () => {
    const { db, north } = world
    const draft = await givenDraft(world)
    const step = { manager: north, changeId: draft.changeId, now: NOW }
    const photos = [photo('a'), photo('b'), photo('a')]
    const added = await addListingPhotos(db, { ...step, revision: draft.revision, photos })
    const first = await showPhotoFirst(db, { ...step, revision: added.ok ? added.value : 0, key: photo('b').key })
    const revision = first.ok ? first.value : 0
    const submitted = await submit({ changeId: draft.changeId, revision })
    if ('kind' in submitted) throw new Error(submitted.kind)
    const published = await publish(submitted)
    if (!published.ok) throw new Error(published.refusal.kind)
    const { slug, productId } = published.value
    expect((await readProduct(db, slug))?.photos).toEqual([
      { storageKey: photo('b').key, width: 1280, height: 960, alt: { zh: '大红袍花椒', en: 'Da hong pao hua jiao' } },
      { storageKey: photo('a').key, width: 1280, height: 960, alt: { zh: '大红袍花椒', en: 'Da hong pao hua jiao' } },
    ])
    const cardKey = async () =>
      (await db.selectFrom('product_card').select('photo_key').where('product_id', '=', productId).executeTakeFirst())
        ?.photo_key
    expect(await cardKey()).toBe(photo('b').key)
    const change = await givenChange(productId, {})
    const removed = await removeListingPhoto(db, {
      ...step,
      changeId: change.changeId,
      revision: change.revision,
      key: photo('b').key,
    })
    expect(await cardKey()).toBe(photo('b').key)
    const again = await submit({ changeId: change.changeId, revision: removed.ok ? removed.value : 0 })
    if ('kind' in again) throw new Error(again.kind)
    expect((await publish(again)).ok).toBe(true)
    expect(await cardKey()).toBe(photo('a').key)
  })

  it('are eight at the most', async () => {
    const draft = await givenDraft(world)
    const photos = [...'abcdef012'].map(photo)
    const step = { manager: world.north, changeId: draft.changeId, revision: draft.revision, now: NOW }
    expect(await addListingPhotos(world.db, { ...step, photos })).toEqual({
      ok: false,
      refusal: { kind: 'tooManyPhotos', max: 8 },
    })
  })
})

describe('another cooperative’s listing', () => {
  it('is not there, for any step', async () => {
    const { db, south } = world
    const draft = await givenDraft(world)
    const { productId } = await givenPublished(world)
    const step = { manager: south, ...draft, now: NOW }
    const unknown = { ok: false, refusal: { kind: 'unknown' } }
    expect(
      await readOwnListing(db, { cooperativeId: south.cooperativeId, changeId: draft.changeId, now: NOW }),
    ).toBeUndefined()
    const fresh = () => newId<ListingChangeId>()
    const steps = await Promise.all([
      saveListing(db, { ...step, form: pepperForm({ revision: String(draft.revision) }) }),
      submitListing(db, step),
      withdrawListing(db, step),
      takeUpPublished(db, step),
      addListingPhotos(db, { ...step, photos: [] }),
      removeListingPhoto(db, { ...step, key: 'a'.repeat(40) }),
      copyListing(db, { manager: south, changeId: fresh(), source: { changeId: draft.changeId }, now: NOW }),
      copyListing(db, { manager: south, changeId: fresh(), source: { productId }, now: NOW }),
      proposeChange(db, { manager: south, changeId: fresh(), productId, now: NOW }),
    ])
    for (const answer of steps) expect(answer).toEqual(unknown)
    const own = await listOwnListings(db, south.cooperativeId)
    expect([...own.products, ...own.changes].map(({ name }) => name.zh)).toEqual([])
  })
})

it('a copy begins with everything but the codes, and is another product', async () => {
  const { db, north } = world
  const { productId } = await givenPublished(world)
  const copied = await copyListing(db, {
    manager: north,
    changeId: newId<ListingChangeId>(),
    source: { productId },
    now: NOW,
  })
  const changeId = copied.ok ? copied.value.changeId : ('' as ListingChangeId)
  const copy = await readOwnListing(db, { cooperativeId: north.cooperativeId, changeId, now: NOW })
  expect(copy).toMatchObject({
    productId: undefined,
    problems: [],
    body: { name: { zh: '大红袍花椒' }, skus: [{ price: 2100 }] },
  })
  const submitted = await submit({ changeId, revision: 1 })
  if ('kind' in submitted) throw new Error(submitted.kind)
  const published = await publish(submitted)
  expect(published.ok && published.value.productId).not.toBe(productId)
})
