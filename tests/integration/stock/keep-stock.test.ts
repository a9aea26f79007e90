import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Manager } from '#app/modules/identity/permissions.ts'
import { placeOrder } from '#app/modules/ordering/place-order.server.ts'
import { adjustStock } from '#app/modules/stock/adjust-stock.server.ts'
import type { AdjustmentWish } from '#app/modules/stock/adjust-stock.ts'
import { listMovements } from '#app/modules/stock/movement-queries.server.ts'
import { allocateReservation, releaseReservation } from '#app/modules/stock/order-stock.server.ts'
import { reserveStock } from '#app/modules/stock/reserve-stock.server.ts'
import { listStock, readSkuStock } from '#app/modules/stock/stock-queries.server.ts'
import { takeInBatch } from '#app/modules/stock/take-in-batch.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { OrderId, SkuId } from '#app/shared/ids.ts'
import { checkInvariants } from '#db/invariants/check-invariants.ts'
import { insertGround, insertSku } from '#tests/integration/cart/goods.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { draftPlaceOrder, insertPickup } from '#tests/support/factories/orders.ts'
import { createBuyer } from '#tests/support/factories/people.ts'
import { createManager } from './manager.ts'

const now = new Date('2026-11-25T08:00:00Z')
let store: TestDatabase
let manager: Manager
let neighbour: Manager

beforeAll(async () => {
  store = await createTestDatabase()
  await insertGround(store.ownerDb)
  await insertPickup(store.ownerDb)
  manager = await createManager(store.db)
  neighbour = await createManager(store.db, 'south')
})
afterAll(() => store.drop())

/** A SKU whose shelf was filled by a lot, so that its movements add up. */
async function givenSku(stock: number): Promise<SkuId> {
  const skuId = await insertSku(store.ownerDb, { stock: 0 })
  if (stock > 0) await takeIn(skuId, { quantity: stock })
  return skuId
}

function takeIn(
  skuId: string,
  {
    quantity = 10,
    lotCode = `L${newId().slice(-8)}`,
    requestId = newId(),
    who = manager,
    bestBeforeOn = '2027-06-01',
  } = {},
) {
  const batch = { lotCode, harvestedOn: '2026-11-01', bestBeforeOn, quantity }
  return takeInBatch(store.db, { manager: who, skuId, requestId, batch, now })
}

function adjust(skuId: string, wish: AdjustmentWish, { requestId = newId(), who = manager } = {}) {
  return adjustStock(store.db, { manager: who, skuId, requestId, wish, note: '', now })
}

function levelOf(skuId: SkuId) {
  return store.db
    .selectFrom('stock_level')
    .select(['on_hand', 'reserved', 'allocated'])
    .where('sku_id', '=', skuId)
    .executeTakeFirstOrThrow()
}

function reserve(skuId: SkuId, quantity: number) {
  const orderId = newId<OrderId>()
  const wish = { orderId, lines: [{ skuId, quantity }], endsAt: new Date(now.getTime() + 60_000), now }
  return inTransaction(store.db, (tx) => reserveStock(tx, wish)).then((result) => ({ result, orderId }))
}

describe('a lot that comes in', () => {
  test('is on the shelf once, however often its form is sent', async () => {
    const skuId = await givenSku(0)
    const requestId = newId()
    const sent = await Promise.all(
      Array.from({ length: 4 }, () => takeIn(skuId, { requestId, lotCode: 'A-1', quantity: 12 })),
    )
    expect(sent.every((one) => one.ok)).toBe(true)
    expect(await levelOf(skuId)).toMatchObject({ on_hand: 12 })
    expect(await takeIn(skuId, { requestId, lotCode: 'A-1', quantity: 13 })).toMatchObject({
      refusal: { kind: 'requestReused' },
    })
    expect(await takeIn(skuId, { lotCode: 'A-1' })).toMatchObject({ refusal: { kind: 'lotKnown', lotCode: 'A-1' } })
    expect(await takeIn(skuId, { lotCode: 'A-2', bestBeforeOn: '2026-11-24' })).toMatchObject({
      refusal: { kind: 'expired' },
    })
  })

  test('has a code of its own, by which it can be called back: of two SKUs at once one gets it', async () => {
    const [one, other] = [await givenSku(0), await givenSku(0)]
    const taken = await Promise.all([takeIn(one, { lotCode: '20261101' }), takeIn(other, { lotCode: '20261101' })])
    expect(taken.filter((result) => result.ok)).toHaveLength(1)
    expect(taken.find((result) => !result.ok)).toEqual({
      ok: false,
      refusal: { kind: 'lotKnown', lotCode: '20261101' },
    })
  })
})

describe('a shelf that is set right', () => {
  test('moves by what is said, with its reason and who said it', async () => {
    const skuId = await givenSku(20)
    expect((await adjust(skuId, { reason: 'count', counted: 18, seenOnHand: 20 })).ok).toBe(true)
    expect((await adjust(skuId, { reason: 'spoiled', quantity: 3 })).ok).toBe(true)
    expect((await adjust(skuId, { reason: 'found', quantity: 1 })).ok).toBe(true)
    expect((await adjust(skuId, { reason: 'count', counted: 16, seenOnHand: 16 })).ok).toBe(true)
    expect(await levelOf(skuId)).toMatchObject({ on_hand: 16 })
    const page = await listMovements(store.db, manager.cooperativeId, { skuId, before: undefined, limit: 10 })
    expect(page?.movements.map(({ kind, deltaOnHand, reason, person }) => [kind, deltaOnHand, reason, person])).toEqual(
      [
        ['adjusted', 1, 'found', '郭秀兰'],
        ['written_off', -3, 'spoiled', '郭秀兰'],
        ['adjusted', -2, 'count', '郭秀兰'],
        ['received', 20, undefined, '郭秀兰'],
      ],
    )
    const counts = await store.db
      .selectFrom('stock_adjustment')
      .select('delta')
      .where('sku_id', '=', skuId)
      .where('reason', '=', 'count')
      .execute()
    expect(counts.map(({ delta }) => delta).sort()).toEqual([-2, 0])
  })

  test('is refused when it is not what the page showed, when it would take what is sold, and when it is not there', async () => {
    const skuId = await givenSku(10)
    expect(await adjust(skuId, { reason: 'count', counted: 9, seenOnHand: 12 })).toMatchObject({
      refusal: { kind: 'levelChanged', seen: 12, now: 10 },
    })
    await reserve(skuId, 6)
    expect(await adjust(skuId, { reason: 'count', counted: 5, seenOnHand: 10 })).toMatchObject({
      refusal: { kind: 'belowSold', least: 6 },
    })
    expect(await adjust(skuId, { reason: 'lost', quantity: 5 })).toMatchObject({
      refusal: { kind: 'belowSold', least: 6 },
    })
    expect(await adjust(skuId, { reason: 'lost', quantity: 11 })).toMatchObject({
      refusal: { kind: 'notThatMany', onHand: 10 },
    })
    expect((await adjust(skuId, { reason: 'lost', quantity: 4 })).ok).toBe(true)
    expect(await levelOf(skuId)).toEqual({ on_hand: 6, reserved: 6, allocated: 0 })
  })

  test('is set right once by one form, and by one of two people who counted the same shelf', async () => {
    const skuId = await givenSku(10)
    const requestId = newId()
    const wish = { reason: 'sample', quantity: 1 } as const
    await Promise.all(Array.from({ length: 3 }, () => adjust(skuId, wish, { requestId })))
    expect(await levelOf(skuId)).toMatchObject({ on_hand: 9 })
    const counts = await Promise.all(
      [8, 7].map((counted) => adjust(skuId, { reason: 'count', counted, seenOnHand: 9 })),
    )
    expect(counts.filter((one) => one.ok)).toHaveLength(1)
    expect(counts.find((one) => !one.ok)).toMatchObject({ refusal: { kind: 'levelChanged', seen: 9 } })
  })

  test('loses no sale: forty orders and forty adjustments at once end where they must', async () => {
    const skuId = await givenSku(100)
    const orders = Array.from({ length: 40 }, () => reserve(skuId, 2))
    const changes = Array.from({ length: 40 }, (_, n) =>
      adjust(skuId, n % 2 === 0 ? { reason: 'spoiled', quantity: 2 } : { reason: 'found', quantity: 1 }),
    )
    const [placed, changed] = await Promise.all([Promise.all(orders), Promise.all(changes)])
    const sold = placed.filter(({ result }) => result.ok).length * 2
    const done = changed.reduce((sum, one, n) => sum + (one.ok ? (n % 2 === 0 ? -2 : 1) : 0), 0)
    expect(await levelOf(skuId)).toEqual({ on_hand: 100 + done, reserved: sold, allocated: 0 })
    for (const { result, orderId } of placed) {
      if (result.ok) await inTransaction(store.db, (tx) => allocateReservation(tx, orderId, now))
      else await inTransaction(store.db, (tx) => releaseReservation(tx, orderId, now))
    }
    expect(await levelOf(skuId)).toEqual({ on_hand: 100 + done, reserved: 0, allocated: sold })
  })

  test('belongs to its cooperative: to a neighbour there is no such SKU', async () => {
    const skuId = await givenSku(5)
    const notFound = { ok: false, refusal: { kind: 'notFound' } }
    expect(await adjust(skuId, { reason: 'lost', quantity: 1 }, { who: neighbour })).toEqual(notFound)
    expect(await takeIn(skuId, { who: neighbour })).toEqual(notFound)
    expect(await adjust('not-a-key', { reason: 'lost', quantity: 1 })).toEqual(notFound)
    expect(await readSkuStock(store.db, neighbour.cooperativeId, { skuId, today: '2026-11-25' })).toBeUndefined()
    expect(
      await listMovements(store.db, neighbour.cooperativeId, { skuId, before: undefined, limit: 5 }),
    ).toBeUndefined()
    const page = await listStock(store.db, neighbour.cooperativeId, {
      search: '',
      page: 1,
      pageLength: 500,
      today: '2026-11-25',
    })
    expect(page.lines.map((line) => line.skuId)).not.toContain(skuId)
  })
})

test('the list has the lowest first, and says which lots are near their end', async () => {
  const low = await givenSku(1)
  const soon = await givenSku(0)
  await takeIn(soon, { quantity: 500, bestBeforeOn: '2026-11-30' })
  const { lines } = await listStock(store.db, manager.cooperativeId, {
    search: '',
    page: 1,
    pageLength: 500,
    today: '2026-11-25',
  })
  const lefts = lines.map((line) => line.left)
  expect(lefts).toEqual([...lefts].sort((one, other) => one - other))
  expect(lines.find((line) => line.skuId === low)).toMatchObject({ left: 1, freshness: 'good' })
  expect(lines.find((line) => line.skuId === soon)).toMatchObject({ left: 500, freshness: 'soon' })
  const found = await listStock(store.db, manager.cooperativeId, {
    search: '%',
    page: 1,
    pageLength: 5,
    today: '2026-11-25',
  })
  expect(found.total, 'a percent sign is a percent sign').toBe(0)
})

test('a buyer’s order is in the history by its number, without the buyer', async () => {
  const skuId = await givenSku(5)
  const buyer = await createBuyer(store.db)
  const placed = await placeOrder(store.db, await draftPlaceOrder(store.db, { buyer, lines: [{ skuId, quantity: 2 }] }))
  const page = await listMovements(store.db, manager.cooperativeId, { skuId, before: undefined, limit: 1 })
  expect(page?.movements[0]).toMatchObject({
    kind: 'reserved',
    deltaReserved: 2,
    person: undefined,
    reference: placed.ok ? placed.value.orderNo : '',
  })
  expect(page?.next).toBe(page?.movements[0]?.movementId)
  const older = await listMovements(store.db, manager.cooperativeId, { skuId, before: page?.next, limit: 1 })
  expect(older?.movements[0]?.kind).toBe('received')
})

test('the audit finds every shelf in order', async () => {
  const checks = await checkInvariants(store.db, now)
  const broken = checks.filter(
    ({ name, breaches }) => ['stock.movements', 'stock.causes', 'stock.presale'].includes(name) && breaches.length > 0,
  )
  expect(broken).toEqual([])
})
