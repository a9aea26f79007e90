import { type KyselyPlugin, sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findCart } from '#app/modules/cart/cart-queries.server.ts'
import { setCartQuantity } from '#app/modules/cart/set-cart-quantity.server.ts'
import { placeOrder } from '#app/modules/ordering/place-order.server.ts'
import { reorder } from '#app/modules/ordering/reorder.server.ts'
import type { SkuId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { insertGround, insertSku } from '#tests/integration/cart/goods.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createOrder, draftPlaceOrder, insertPickup } from '#tests/support/factories/orders.ts'
import { createBuyer } from '#tests/support/factories/people.ts'

let store: TestDatabase

beforeAll(async () => {
  store = await createTestDatabase()
  await insertGround(store.ownerDb)
  await insertPickup(store.ownerDb)
})
afterAll(() => store.drop())

async function deadlocks(): Promise<number> {
  const { rows } = await sql<{ deadlocks: number }>`
    select deadlocks from pg_stat_database where datname = current_database()`.execute(store.ownerDb)
  return rows[0]?.deadlocks ?? 0
}

test('fifty buyers for seven pieces in one slot of thirty places, five times: seven orders, the others told so', async () => {
  const buyers = await Promise.all(Array.from({ length: 50 }, () => createBuyer(store.db)))
  const slotId = await insertPickup(store.ownerDb, { capacity: 30, now: new Date(Date.now() + 7_200_000) })
  for (let run = 0; run < 5; run += 1) {
    const scarce = await insertSku(store.ownerDb, { stock: 7 })
    const plenty = await insertSku(store.ownerDb, { cooperative: 'south', stock: 1000 })
    const commands = await Promise.all(
      buyers.map((buyer, index) => {
        const lines = [
          { skuId: scarce, quantity: 1 },
          { skuId: plenty, quantity: 1 },
        ]
        return draftPlaceOrder(store.db, { buyer, slotId, lines: index % 2 === 0 ? lines : lines.reverse() })
      }),
    )
    const results = await Promise.all(commands.map((command) => placeOrder(store.db, command)))
    const kinds = results.map((result) => (result.ok ? 'placed' : result.refusal.kind))
    const places = 30 - 7 * run
    expect(kinds.filter((kind) => kind === 'placed')).toHaveLength(Math.min(7, places))
    expect(kinds.every((kind) => ['placed', 'soldOut', 'slotFull'].includes(kind))).toBe(true)
    for (const buyer of buyers)
      for (const skuId of [scarce, plenty])
        await setCartQuantity(store.db, { owner: { personId: buyer.personId }, skuId, quantity: 0, now: new Date() })
  }
  const slot = await store.db.selectFrom('pickup_slot').select('taken').where('id', '=', slotId).executeTakeFirst()
  expect(slot?.taken).toBe(30)
  expect(await deadlocks()).toBe(0)
})

test('placing takes six statements, for one line as for thirty', async () => {
  let statements = 0
  const counter: KyselyPlugin = {
    transformQuery({ node }) {
      statements += 1
      return node
    },
    transformResult: async ({ result }) => result,
  }
  const counted = store.db.withPlugin(counter)
  const slotId = await insertPickup(store.ownerDb, { now: new Date(Date.now() + 10_800_000) })
  const counts: number[] = []
  for (const lineCount of [1, 30]) {
    const buyer = await createBuyer(store.db)
    const lines: { skuId: SkuId; quantity: number }[] = []
    for (let line = 0; line < lineCount; line += 1)
      lines.push({ skuId: await insertSku(store.ownerDb, { cooperative: line % 2 ? 'north' : 'south' }), quantity: 2 })
    const command = await draftPlaceOrder(store.db, { buyer, slotId, lines })
    statements = 0
    expect((await placeOrder(counted, command)).ok).toBe(true)
    // A plugin sees neither begin nor commit.
    counts.push(statements + 2)
  }
  expect(counts).toEqual([6, 6])
})

test('a cart changed while it is being ordered: the order has what was bought at the total that was seen, or is refused', async () => {
  const skuId = await insertSku(store.ownerDb, { stock: 1000 })
  for (let round = 0; round < 20; round += 1) {
    const buyer = await createBuyer(store.db)
    const command = await draftPlaceOrder(store.db, { buyer, lines: [{ skuId, quantity: 2 }] })
    const [placed] = await Promise.all([
      placeOrder(store.db, command),
      setCartQuantity(store.db, { owner: { personId: buyer.personId }, skuId, quantity: 5, now: new Date() }),
    ])
    if (!placed.ok) {
      expect(placed.refusal).toEqual({ kind: 'totalChanged', seen: 2000, now: 5000 })
      continue
    }
    const { rows } = await sql<{ bought: number; closed: number; open: number | null }>`
      select line.quantity as bought, cart_line.quantity as closed,
        (select quantity from cart_line join cart on cart.id = cart_id
          where person_id = ${buyer.personId} and ordered_at is null) as open
      from order_line line join "order" o on o.id = line.order_id join cart_line on cart_line.cart_id = o.cart_id
      where o.id = ${placed.value.orderId}`.execute(store.db)
    expect(rows).toEqual([{ bought: 2, closed: 2, open: 5 }])
  }
})

/** Resolves once somebody waits for a lock in this database. */
async function untilSomebodyWaits(): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const { rows } = await sql`select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(store.ownerDb)
    if (rows.length > 0) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('nobody waits')
}

test('a change of the cart that commits just before the order is seen by it', async () => {
  const skuId = await insertSku(store.ownerDb, { stock: 1000 })
  const buyer = await createBuyer(store.db)
  const command = await draftPlaceOrder(store.db, { buyer, lines: [{ skuId, quantity: 2 }] })
  let placing: ReturnType<typeof placeOrder> | undefined
  await store.db.transaction().execute(async (tx) => {
    await setCartQuantity(tx, { owner: { personId: buyer.personId }, skuId, quantity: 5, now: new Date() })
    placing = placeOrder(store.db, command)
    await untilSomebodyWaits()
  })
  expect(await placing).toEqual({ ok: false, refusal: { kind: 'totalChanged', seen: 2000, now: 5000 } })
})

test('ordering again fills the cart with what can be had and says what differs', async () => {
  const buyer = await createBuyer(store.db)
  const [same, dearer, fewer, gone] = await Promise.all(
    [100, 100, 5, 100].map((stock) => insertSku(store.ownerDb, { stock })),
  )
  if (!same || !dearer || !fewer || !gone) throw new Error('no goods')
  const lines = [same, dearer, fewer, gone].map((skuId) => ({ skuId, quantity: 3 }))
  const { orderNo } = await createOrder(store.db, { buyer, lines })
  await sql`update sku set price_fen = 1100 where id = ${dearer}`.execute(store.ownerDb)
  await sql`update sku set on_sale = false where id = ${gone}`.execute(store.ownerDb)
  const again = await reorder(store.db, { buyer, orderNo, now: new Date() })
  if (!again.ok) throw new Error(again.refusal.kind)
  const name = { nameZh: '大红袍花椒', nameEn: 'Dahongpao pepper' }
  expect(again.value.notes.sort((left, right) => left.kind.localeCompare(right.kind))).toEqual([
    { ...name, kind: 'fewer', quantity: 2 },
    { ...name, kind: 'gone' },
    { ...name, kind: 'price', before: fen(1000), now: fen(1100) },
  ])
  const cart = await findCart(store.db, { personId: buyer.personId })
  expect(cart?.lines.map((line) => line.quantity).sort()).toEqual([2, 3, 3])
  const stranger = await createBuyer(store.db)
  expect(await reorder(store.db, { buyer: stranger, orderNo, now: new Date() })).toMatchObject({ ok: false })
})
