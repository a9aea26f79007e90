import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chooseRelease } from '#app/modules/counter/choose-release.server.ts'
import { releaseUncollected } from '#app/modules/counter/release-uncollected.server.ts'
import { remindBuyers } from '#app/modules/counter/remind-buyers.server.ts'
import type { Clerk } from '#app/modules/identity/permissions.ts'
import { executeRefunds } from '#app/modules/payments/execute-refunds.server.ts'
import { addDays, businessDate } from '#app/shared/business-date.ts'
import type { SkuId } from '#app/shared/ids.ts'
import { expectCleanAudit, stockedSku } from '#tests/integration/aftersale/desk.ts'
import { openShop, type Shop, stockOf } from '#tests/integration/payments/shop.ts'
import { insertPickup } from '#tests/support/factories/orders.ts'
import {
  codeOf,
  createClerk,
  eventsOf,
  noticesOf,
  type PaidOrder,
  paidOrder,
  readLines,
  receiveAll,
  statusOf,
} from './counter.ts'

const HOUR = 60
const DAY = 24 * HOUR

let shop: Shop
let clerk: Clerk
beforeAll(async () => {
  shop = await openShop()
  clerk = await createClerk(shop)
})
afterAll(() => shop.close())

/** Fresh goods and goods that keep, ready in a slot of tomorrow. */
async function readyOrder(): Promise<PaidOrder & { fresh: SkuId; durable: SkuId }> {
  const slotId = await insertPickup(shop.store.ownerDb, { now: shop.clock.now })
  const fresh = await freshSku()
  const durable = await stockedSku(shop, { cooperative: 'south', priceFen: 700 })
  const order = await paidOrder({ ...shop, slotId }, { skuIds: [fresh, durable] })
  await receiveAll(shop, clerk, order)
  return { ...order, fresh, durable }
}

async function freshSku(): Promise<SkuId> {
  const skuId = await stockedSku(shop, { cooperative: 'north', priceFen: 1000 })
  await shop.store.ownerDb.transaction().execute(async (tx) => {
    const { product_id } = await tx
      .selectFrom('sku')
      .select('product_id')
      .where('id', '=', skuId)
      .executeTakeFirstOrThrow()
    const said = await tx
      .selectFrom('product_version')
      .selectAll()
      .where('product_id', '=', product_id)
      .executeTakeFirstOrThrow()
    const id = crypto.randomUUID()
    await tx
      .insertInto('product_version')
      .values({ ...said, id, number: 2, return_rule: 'fresh' })
      .execute()
    await tx.updateTable('product').set({ published_version_id: id }).where('id', '=', product_id).execute()
  })
  return skuId
}

const choose = (orderNo: string, outcome: 'refund' | 'donate', donateTo?: string) =>
  chooseRelease(shop.db, { clerk, orderNo, outcome, donateTo, note: '', now: shop.clock.now })

describe('goods that nobody fetches', () => {
  it('are reminded of once, a day after the slot', async () => {
    const order = await readyOrder()
    shop.advance(DAY + 3 * HOUR)
    await remindBuyers(shop.runtime, shop.clock.now)
    expect(await eventsOf(shop, order.orderId)).not.toContain('reminded')
    shop.advance(DAY)
    await Promise.all([remindBuyers(shop.runtime, shop.clock.now), remindBuyers(shop.runtime, shop.clock.now)])
    await remindBuyers(shop.runtime, shop.clock.now)
    expect((await eventsOf(shop, order.orderId)).filter((kind) => kind === 'reminded')).toHaveLength(1)
    expect((await noticesOf(shop, order.orderNo)).filter((kind) => kind === 'pickup_reminder')).toHaveLength(1)
  })

  it('are released by the policy: what keeps goes back on sale with its money, what is fresh is given away', async () => {
    const order = await readyOrder()
    const code = await codeOf(shop, order.orderNo)
    expect(code).toMatch(/^\d{6}$/)
    shop.advance(DAY + 2 * HOUR + 3 * DAY - 5)
    await releaseUncollected(shop.runtime, shop.clock.now)
    expect(await statusOf(shop, order.orderId)).toBe('paid')
    shop.advance(10)
    await Promise.all([
      releaseUncollected(shop.runtime, shop.clock.now),
      releaseUncollected(shop.runtime, shop.clock.now),
    ])
    await releaseUncollected(shop.runtime, shop.clock.now)
    expect(await statusOf(shop, order.orderId)).toBe('completed')
    const [fresh, durable] = await readLines(shop, order.orderId)
    expect(fresh).toMatchObject({ accepted_quantity: 3, canceled_quantity: 0, refunded_fen: 0 })
    expect(durable).toMatchObject({ accepted_quantity: 0, canceled_quantity: 2, refunded_fen: 1400 })
    expect(await stockOf(shop, order.fresh)).toMatchObject({ on_hand: 97, allocated: 0 })
    expect(await stockOf(shop, order.durable)).toMatchObject({ on_hand: 100, allocated: 0 })
    const given = await shop.db
      .selectFrom('hand_over')
      .select(['kind', 'proxy_name', 'actor_id'])
      .where('supplier_order_id', '=', order.partIds[0] ?? '')
      .execute()
    expect(given).toEqual([{ kind: 'donated', proxy_name: '学校爱心食堂', actor_id: null }])
    expect((await noticesOf(shop, order.orderNo)).filter((kind) => kind === 'not_collected')).toHaveLength(2)
    const live = await shop.db
      .selectFrom('pickup_code')
      .select('used_at')
      .where('order_id', '=', order.orderId)
      .execute()
    expect(live.every((row) => row.used_at !== null)).toBe(true)
    await executeRefunds(shop.runtime, shop.clock.now)
    await expectCleanAudit(shop)
  })

  it('are released as a clerk chose, at once when their days are over', async () => {
    const order = await readyOrder()
    expect(await choose(order.orderNo, 'refund')).toMatchObject({ refusal: { kind: 'notWaiting' } })
    shop.advance(DAY + 3 * HOUR)
    expect(await choose(order.orderNo, 'donate', '敬老院')).toMatchObject({ ok: true, value: { isReleased: false } })
    expect(await choose(order.orderNo, 'refund')).toMatchObject({ ok: true, value: { isReleased: false } })
    shop.advance(3 * DAY)
    expect(await choose(order.orderNo, 'refund')).toMatchObject({ ok: true, value: { isReleased: true } })
    const lines = await readLines(shop, order.orderId)
    expect(lines.map((line) => [line.canceled_quantity, line.refunded_fen])).toEqual([
      [3, 3000],
      [2, 1400],
    ])
    expect(await stockOf(shop, order.fresh)).toMatchObject({ on_hand: 97, allocated: 0 })
    await executeRefunds(shop.runtime, shop.clock.now)
    await expectCleanAudit(shop)
  })

  it('that never arrived are nobody’s fault at the counter: nothing is released', async () => {
    const slotId = await insertPickup(shop.store.ownerDb, { now: shop.clock.now })
    const order = await paidOrder({ ...shop, slotId })
    shop.advance(10 * DAY)
    await remindBuyers(shop.runtime, shop.clock.now)
    await releaseUncollected(shop.runtime, shop.clock.now)
    expect(await statusOf(shop, order.orderId)).toBe('paid')
    expect(await eventsOf(shop, order.orderId)).not.toContain('reminded')
  })

  it('are kept as long as was promised when they were ordered, whatever rules come after', async () => {
    const order = await readyOrder()
    await shop.store.ownerDb
      .insertInto('aftersale_policy')
      .values({
        valid_from: addDays(businessDate(shop.clock.now), 1),
        approval_limit_fen: 20_000,
        quality_hours: 48,
        return_days: 7,
        not_collected_days: 1,
        auto_accept_days: 7,
        recorded_at: shop.clock.now,
      })
      .execute()
    shop.advance(DAY + 2 * HOUR + 3 * DAY - 5)
    await releaseUncollected(shop.runtime, shop.clock.now)
    expect(await statusOf(shop, order.orderId)).toBe('paid')
    shop.advance(10)
    await releaseUncollected(shop.runtime, shop.clock.now)
    expect(await statusOf(shop, order.orderId)).toBe('completed')
  })
})
