import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  allocateReservation,
  handOverPieces,
  releaseReservation,
  withdrawPieces,
} from '#app/modules/stock/order-stock.server.ts'
import { receiveStock } from '#app/modules/stock/receive-stock.server.ts'
import { reserveStock } from '#app/modules/stock/reserve-stock.server.ts'
import { brokenConstraint, inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { HandOverId, OrderId, SkuId } from '#app/shared/ids.ts'
import { insertGround, insertSku } from '#tests/integration/cart/goods.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'

let store: TestDatabase
const now = new Date('2026-11-24T01:00:00Z')
const endsAt = new Date('2026-11-24T01:33:00Z')

beforeAll(async () => {
  store = await createTestDatabase()
  await insertGround(store.ownerDb)
})
afterAll(() => store.drop())

function reserve(lines: { skuId: SkuId; quantity: number }[], orderId = newId<OrderId>()) {
  return inTransaction(store.db, (tx) => reserveStock(tx, { orderId, lines, endsAt, now }))
}

async function levelOf(skuId: SkuId) {
  return store.db
    .selectFrom('stock_level')
    .select(['on_hand', 'reserved', 'allocated'])
    .where('sku_id', '=', skuId)
    .executeTakeFirstOrThrow()
}

async function deadlocks(): Promise<number> {
  const { rows } = await sql<{ deadlocks: number }>`
    select deadlocks from pg_stat_database where datname = current_database()`.execute(store.ownerDb)
  return rows[0]?.deadlocks ?? 0
}

/** What the movements say the row should be; receipts of the factory are its starting 'on_hand'. */
async function movementsOf(skuId: SkuId) {
  const { rows } = await sql<{ reserved: number; allocated: number }>`
    select coalesce(sum(delta_reserved), 0)::int as reserved, coalesce(sum(delta_allocated), 0)::int as allocated
    from stock_movement where sku_id = ${skuId}`.execute(store.db)
  return rows[0]
}

test('fifty buyers, each on two lines of one SKU, for seven shares, twenty times: seven get it, no deadlock', async () => {
  for (let run = 0; run < 20; run += 1) {
    const skuId = await insertSku(store.ownerDb, { stock: 14 })
    const results = await Promise.all(
      Array.from({ length: 50 }, () =>
        reserve([
          { skuId, quantity: 1 },
          { skuId, quantity: 1 },
        ]),
      ),
    )
    expect(results.filter((result) => result.ok)).toHaveLength(7)
    for (const result of results)
      if (!result.ok) expect(result.refusal.lines).toEqual([{ skuId, left: expect.any(Number) }])
    expect(await levelOf(skuId)).toEqual({ on_hand: 14, reserved: 14, allocated: 0 })
    expect(await movementsOf(skuId)).toEqual({ reserved: 14, allocated: 0 })
  }
  expect(await deadlocks()).toBe(0)
})

test('orders that name the same SKUs in opposite orders wait for each other in a line, not in a circle', async () => {
  const skuIds = await Promise.all(Array.from({ length: 6 }, () => insertSku(store.ownerDb, { stock: 500 })))
  await Promise.all(
    Array.from({ length: 200 }, (_, index) => {
      const shuffled = index % 2 === 0 ? skuIds : [...skuIds].reverse()
      return reserve(shuffled.slice(index % 3).map((skuId) => ({ skuId, quantity: 1 })))
    }),
  )
  expect(await deadlocks()).toBe(0)
  for (const skuId of skuIds) expect((await levelOf(skuId)).reserved).toBe((await movementsOf(skuId))?.reserved)
})

test('one short line writes nothing, and every short line is named with what is left', async () => {
  const [plenty, few, none] = await Promise.all([100, 3, 0].map((stock) => insertSku(store.ownerDb, { stock })))
  if (!plenty || !few || !none) throw new Error('no goods')
  const result = await reserve([plenty, few, none].map((skuId) => ({ skuId, quantity: 4 })))
  expect(result).toEqual({
    ok: false,
    refusal: {
      kind: 'short',
      lines: [
        { skuId: few, left: 3 },
        { skuId: none, left: 0 },
      ].sort((left, right) => (left.skuId < right.skuId ? -1 : 1)),
    },
  })
  expect(await levelOf(plenty)).toEqual({ on_hand: 100, reserved: 0, allocated: 0 })
})

test('held and allocated: each step once however often it is asked for', async () => {
  const { skuId } = await allocatePieces(2)
  expect(await levelOf(skuId)).toEqual({ on_hand: 5, reserved: 0, allocated: 2 })
})

test('pieces leave one by one, are let go or written off, and never more than are owed', async () => {
  const { skuId, orderId } = await allocatePieces(4)
  const one = [{ skuId, quantity: 1 }]
  const give = () =>
    inTransaction(store.db, (tx) => handOverPieces(tx, { orderId, handOverId: newId<HandOverId>(), pieces: one, now }))
  const withdraw = (isRestocked: boolean) =>
    inTransaction(store.db, (tx) =>
      withdrawPieces(tx, { orderId, cancellationId: newId(), pieces: one, isRestocked, now }),
    )
  await give()
  await give()
  expect(await levelOf(skuId)).toEqual({ on_hand: 3, reserved: 0, allocated: 2 })
  await withdraw(true)
  expect(await levelOf(skuId)).toEqual({ on_hand: 3, reserved: 0, allocated: 1 })
  await withdraw(false)
  expect(await levelOf(skuId)).toEqual({ on_hand: 2, reserved: 0, allocated: 0 })
  await expect(give()).rejects.toThrow(/not owed/)
  await expect(withdraw(true)).rejects.toThrow(/not owed/)
  expect(await levelOf(skuId)).toEqual({ on_hand: 2, reserved: 0, allocated: 0 })
})

/** An order that is owed `quantity` of a SKU of which five are on the shelf. */
async function allocatePieces(quantity: number): Promise<{ skuId: SkuId; orderId: OrderId }> {
  const skuId = await insertSku(store.ownerDb, { stock: 5 })
  const orderId = newId<OrderId>()
  await reserve([{ skuId, quantity }], orderId)
  for (let times = 0; times < 3; times += 1) {
    await inTransaction(store.db, (tx) => allocateReservation(tx, orderId, now))
    await inTransaction(store.db, (tx) => releaseReservation(tx, orderId, now))
  }
  return { skuId, orderId }
}

test('goods of one delivery are received once', async () => {
  const skuId = await insertSku(store.ownerDb, { stock: 0 })
  const receive = { skuId, quantity: 40, causeType: 'batch', causeId: 'lot-1', now }
  for (let times = 0; times < 3; times += 1) await inTransaction(store.db, (tx) => receiveStock(tx, receive))
  expect(await levelOf(skuId)).toEqual({ on_hand: 40, reserved: 0, allocated: 0 })
})

test('the table itself refuses to be oversold', async () => {
  const skuId = await insertSku(store.ownerDb, { stock: 5 })
  const oversell = store.db.updateTable('stock_level').set({ reserved: 6 }).where('sku_id', '=', skuId).execute()
  await expect(oversell).rejects.toSatisfy((error) => brokenConstraint(error) === 'stock_level_never_oversold')
})
