import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { viewCart } from '#app/modules/cart/cart-queries.server.ts'
import type { Manager } from '#app/modules/identity/permissions.ts'
import { placeOrder } from '#app/modules/ordering/place-order.server.ts'
import { closeCooperative } from '#app/modules/stock/close-cooperative.server.ts'
import { endPresale } from '#app/modules/stock/end-presale.server.ts'
import { followDay } from '#app/modules/stock/follow-day.server.ts'
import { allocateReservation, releaseReservation } from '#app/modules/stock/order-stock.server.ts'
import type { Presale } from '#app/modules/stock/presale.ts'
import { reopenCooperative } from '#app/modules/stock/reopen-cooperative.server.ts'
import { reserveStock } from '#app/modules/stock/reserve-stock.server.ts'
import { setPresale } from '#app/modules/stock/set-presale.server.ts'
import { listClosures } from '#app/modules/stock/stock-queries.server.ts'
import { takeInBatch } from '#app/modules/stock/take-in-batch.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { addDays, businessDate } from '#app/shared/business-date.ts'
import type { ClosureId, OrderId, SkuId } from '#app/shared/ids.ts'
import { checkInvariants } from '#db/invariants/check-invariants.ts'
import { insertGround, insertSku } from '#tests/integration/cart/goods.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { draftPlaceOrder, insertPickup } from '#tests/support/factories/orders.ts'
import { createBuyer } from '#tests/support/factories/people.ts'
import { createManager } from './manager.ts'

const now = new Date()
const today = businessDate(now)
const inDays = (days: number) => new Date(now.getTime() + days * 24 * 60 * 60_000)
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

const WEEK: Presale = { opensOn: today, closesOn: addDays(today, 6), readyOn: addDays(today, 10), cap: 20 }

function open(skuId: string, wish: Partial<Presale> = {}, who = manager) {
  return setPresale(store.db, { manager: who, skuId, presale: { ...WEEK, ...wish }, now })
}

function takeIn(skuId: string, quantity: number) {
  const batch = {
    lotCode: `L${newId().slice(-8)}`,
    harvestedOn: addDays(today, -1),
    bestBeforeOn: addDays(today, 200),
    quantity,
  }
  return takeInBatch(store.db, { manager, skuId, requestId: newId(), batch, now })
}

async function reserve(skuId: SkuId, quantity: number) {
  const orderId = newId<OrderId>()
  const wish = { orderId, lines: [{ skuId, quantity }], endsAt: inDays(1), now }
  const result = await inTransaction(store.db, (tx) => reserveStock(tx, wish))
  return { result, orderId }
}

const levelOf = (skuId: SkuId) =>
  store.db
    .selectFrom('stock_level')
    .select(['on_hand', 'reserved', 'allocated', 'oversell_limit', 'presale_open'])
    .where('sku_id', '=', skuId)
    .executeTakeFirstOrThrow()

const follow = (days: number) => inTransaction(store.db, (tx) => followDay(tx, inDays(days)))

describe('a pre-sale', () => {
  test('sells up to its cap beyond the shelf and not one piece more, however many buy at once', async () => {
    const skuId = await insertSku(store.ownerDb, { stock: 5 })
    expect((await open(skuId)).ok).toBe(true)
    const bought = await Promise.all(Array.from({ length: 50 }, () => reserve(skuId, 1)))
    expect(bought.filter(({ result }) => result.ok)).toHaveLength(25)
    expect(await levelOf(skuId)).toMatchObject({ on_hand: 5, reserved: 25 })
  })

  test('freezes the promised day in the order line, and a later promise does not touch it', async () => {
    const skuId = await insertSku(store.ownerDb, { stock: 0 })
    await open(skuId)
    const buyer = await createBuyer(store.db)
    const wish = await draftPlaceOrder(store.db, { buyer, lines: [{ skuId, quantity: 2 }] })
    const view = await viewCart(store.db, { personId: buyer.personId }, 'zh')
    expect(view?.groups[0]?.lines[0]).toMatchObject({ presaleReadyOn: WEEK.readyOn, problem: undefined })
    const placed = await placeOrder(store.db, wish)
    expect(placed.ok).toBe(true)
    await open(skuId, { readyOn: addDays(today, 30) })
    const line = await store.db
      .selectFrom('order_line')
      .select('presale_ready_on')
      .where('sku_id', '=', skuId)
      .executeTakeFirstOrThrow()
    expect(line.presale_ready_on).toBe(WEEK.readyOn)
  })

  test('that is over sells no piece twice: not what arrives, nor what is given back', async () => {
    const skuId = await insertSku(store.ownerDb, { stock: 0 })
    await open(skuId)
    const first = await reserve(skuId, 6)
    const second = await reserve(skuId, 4)
    await inTransaction(store.db, (tx) => allocateReservation(tx, first.orderId, now))
    await follow(7)
    expect(await levelOf(skuId)).toMatchObject({ oversell_limit: 10, presale_open: false })
    expect((await reserve(skuId, 1)).result.ok).toBe(false)
    await inTransaction(store.db, (tx) => releaseReservation(tx, second.orderId, now))
    expect(await levelOf(skuId)).toMatchObject({ allocated: 6, oversell_limit: 6 })
    expect((await reserve(skuId, 1)).result.ok).toBe(false)
    await takeIn(skuId, 8)
    expect(await levelOf(skuId)).toMatchObject({ on_hand: 8, allocated: 6, oversell_limit: 0 })
    expect((await reserve(skuId, 3)).result.ok).toBe(false)
    expect((await reserve(skuId, 2)).result.ok).toBe(true)
  })

  test('is switched off only when nothing is sold beyond the shelf', async () => {
    const skuId = await insertSku(store.ownerDb, { stock: 0 })
    await open(skuId)
    await reserve(skuId, 7)
    expect(await endPresale(store.db, { manager, skuId })).toEqual({
      ok: false,
      refusal: { kind: 'soldBeyondShelf', sold: 7 },
    })
    expect(await open(skuId, { cap: 6 })).toEqual({ ok: false, refusal: { kind: 'capBelowSold', sold: 7 } })
    expect((await open(skuId, { cap: 7 })).ok).toBe(true)
    await takeIn(skuId, 7)
    expect((await endPresale(store.db, { manager, skuId })).ok).toBe(true)
    expect((await endPresale(store.db, { manager, skuId })).ok).toBe(true)
    expect(await levelOf(skuId)).toMatchObject({ on_hand: 7, reserved: 7, oversell_limit: 0, presale_open: false })
  })

  test('opens on its day', async () => {
    const skuId = await insertSku(store.ownerDb, { stock: 0 })
    await open(skuId, { opensOn: addDays(today, 2) })
    expect((await reserve(skuId, 1)).result.ok).toBe(false)
    await follow(1)
    expect((await reserve(skuId, 1)).result.ok).toBe(false)
    await Promise.all([follow(2), follow(2)])
    expect((await reserve(skuId, 1)).result.ok).toBe(true)
    expect(await follow(2)).toBe(0)
  })

  test('has days in their order, not too far ahead, and is its cooperative’s', async () => {
    const skuId = await insertSku(store.ownerDb, { stock: 0 })
    expect(await open(skuId, { closesOn: addDays(today, -1), opensOn: addDays(today, -3) })).toMatchObject({
      refusal: { kind: 'closesInPast' },
    })
    expect(await open(skuId, { readyOn: addDays(today, 3) })).toMatchObject({ refusal: { kind: 'datesOutOfOrder' } })
    expect(await open(skuId, { readyOn: addDays(today, 400) })).toMatchObject({ refusal: { kind: 'tooFarAhead' } })
    expect(await open(skuId, {}, neighbour)).toEqual({ ok: false, refusal: { kind: 'notFound' } })
    expect(await endPresale(store.db, { manager: neighbour, skuId })).toEqual({
      ok: false,
      refusal: { kind: 'notFound' },
    })
  })
})

describe('a closed cooperative', () => {
  const close = (from: number, to: number, { requestId = newId(), who = manager } = {}) =>
    closeCooperative(store.db, {
      manager: who,
      requestId,
      fromOn: addDays(today, from),
      toOn: addDays(today, to),
      reason: 'holiday',
      now,
    })

  async function reopenAll() {
    for (const { closureId } of await listClosures(store.db, manager.cooperativeId))
      await reopenCooperative(store.db, { manager, closureId })
  }

  async function buy(cooperative: 'north' | 'south', at = now) {
    const skuId = await insertSku(store.ownerDb, { stock: 5, cooperative })
    const wish = await draftPlaceOrder(store.db, {
      buyer: await createBuyer(store.db),
      lines: [{ skuId, quantity: 1 }],
    })
    return placeOrder(store.db, { ...wish, now: at })
  }

  test('sells nothing on its days, and everything before and after them; the others go on', async () => {
    expect((await close(2, 3)).ok).toBe(true)
    expect((await buy('north')).ok).toBe(true)
    expect(await buy('north', inDays(2))).toMatchObject({ refusal: { kind: 'notOnSale' } })
    expect(await buy('north', inDays(3))).toMatchObject({ refusal: { kind: 'notOnSale' } })
    expect((await buy('south', inDays(3))).ok).toBe(true)
    expect((await buy('north', inDays(4))).ok).toBe(true)
    await reopenAll()
    expect((await buy('north', inDays(3))).ok).toBe(true)
  })

  test('says so in the cart as soon as its day has come, and no longer than that', async () => {
    const requestId = newId()
    await Promise.all([close(1, 2, { requestId }), close(1, 2, { requestId })])
    expect(await listClosures(store.db, manager.cooperativeId)).toHaveLength(1)
    const skuId = await insertSku(store.ownerDb, { stock: 5 })
    const buyer = await createBuyer(store.db)
    await draftPlaceOrder(store.db, { buyer, lines: [{ skuId, quantity: 1 }] })
    const problem = async () => {
      const view = await viewCart(store.db, { personId: buyer.personId }, 'zh')
      return view?.groups[0]?.lines[0]?.problem
    }
    expect(await problem()).toBeUndefined()
    expect(await follow(1)).toBeGreaterThan(0)
    expect(await problem()).toBe('notOnSale')
    expect(await follow(3)).toBeGreaterThan(0)
    expect(await problem()).toBeUndefined()
    expect(await listClosures(store.db, manager.cooperativeId)).toEqual([])
  })

  test('does not close twice over, nor in the past, and a neighbour cannot open it', async () => {
    expect((await close(0, 1)).ok).toBe(true)
    expect(await close(1, 2)).toEqual({ ok: false, refusal: { kind: 'overlaps' } })
    expect(await close(-5, -2)).toEqual({ ok: false, refusal: { kind: 'inPast' } })
    expect((await close(0, 1, { who: neighbour })).ok).toBe(true)
    const [closure] = await listClosures(store.db, manager.cooperativeId)
    expect(closure).toMatchObject({ isCurrent: true })
    const closureId = closure?.closureId as ClosureId
    expect(await reopenCooperative(store.db, { manager: neighbour, closureId })).toEqual({
      ok: false,
      refusal: { kind: 'notFound' },
    })
    expect((await reopenCooperative(store.db, { manager, closureId })).ok).toBe(true)
    expect((await reopenCooperative(store.db, { manager, closureId })).ok).toBe(true)
  })
})

test('the audit finds every pre-sale in order', async () => {
  const checks = await checkInvariants(store.db, now)
  expect(checks.filter(({ name, breaches }) => name === 'stock.presale' && breaches.length > 0)).toEqual([])
})
