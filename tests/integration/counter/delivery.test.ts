import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { acceptDelivered } from '#app/modules/counter/accept-delivered.server.ts'
import { deliverAgainstSignature, leaveInBuilding } from '#app/modules/counter/deliver-to-building.server.ts'
import type { Clerk } from '#app/modules/identity/permissions.ts'
import { newId } from '#app/platform/ids.server.ts'
import { expectCleanAudit } from '#tests/integration/aftersale/desk.ts'
import { openShop, type Shop } from '#tests/integration/payments/shop.ts'
import { createClerk, paidOrder, readLines, receiveAll, statusOf } from './counter.ts'

const DAY_MINUTES = 24 * 60

let shop: Shop
let clerk: Clerk
beforeAll(async () => {
  shop = await openShop()
  clerk = await createClerk(shop)
})
afterAll(() => shop.close())

const delivery = (orderNo: string, requestId = newId()) => ({
  clerk,
  orderNo,
  requestId,
  note: '',
  now: shop.clock.now,
})

async function delivered() {
  const order = await paidOrder(shop, { to: 'building' })
  await receiveAll(shop, clerk, order)
  expect(await leaveInBuilding(shop.db, delivery(order.orderNo))).toMatchObject({ ok: true })
  return order
}

const accepted = async (orderId: Parameters<typeof readLines>[1]) =>
  (await readLines(shop, orderId)).map((line) => line.accepted_quantity)

describe('goods brought to a building', () => {
  it('count once the clerk has the recipient’s signature; sent twice is once', async () => {
    const order = await paidOrder(shop, { to: 'building' })
    expect(await deliverAgainstSignature(shop.db, { ...delivery(order.orderNo), recipient: undefined })).toMatchObject({
      refusal: { kind: 'nothing' },
    })
    await receiveAll(shop, clerk, order)
    const form = { ...delivery(order.orderNo), recipient: '赵老师' }
    const twice = await Promise.all([1, 2].map(() => deliverAgainstSignature(shop.db, form)))
    expect(twice.every((one) => one.ok)).toBe(true)
    expect(await accepted(order.orderId)).toEqual([3, 2])
    expect(await statusOf(shop, order.orderId)).toBe('completed')
  })

  it('that were left there count by themselves after the days of the policy, and not before', async () => {
    const order = await delivered()
    shop.advance(7 * DAY_MINUTES - 1)
    await acceptDelivered(shop.runtime, shop.clock.now)
    expect(await accepted(order.orderId)).toEqual([0, 0])
    shop.advance(2)
    await Promise.all([acceptDelivered(shop.runtime, shop.clock.now), acceptDelivered(shop.runtime, shop.clock.now)])
    expect(await accepted(order.orderId)).toEqual([3, 2])
    const kinds = await shop.db
      .selectFrom('hand_over')
      .innerJoin('supplier_order', 'supplier_order.id', 'hand_over.supplier_order_id')
      .select('kind')
      .where('order_id', '=', order.orderId)
      .execute()
    expect(kinds.map((row) => row.kind)).toEqual(['automatic', 'automatic'])
    await expectCleanAudit(shop)
  })

  it('do not count by themselves while the buyer’s question is open, nor when they never left the counter', async () => {
    const [asked, here] = [await delivered(), await paidOrder(shop, { to: 'building' })]
    await receiveAll(shop, clerk, here)
    await shop.db
      .insertInto('refund_request')
      .values({
        id: newId(),
        order_id: asked.orderId,
        order_line_id: asked.lineIds[0] ?? '',
        asked_by: shop.buyer.personId,
        quantity: 1,
        reason: 'quality',
        note: '坏了',
        state: 'asked',
        asked_at: shop.clock.now,
      })
      .execute()
    shop.advance(8 * DAY_MINUTES)
    await acceptDelivered(shop.runtime, shop.clock.now)
    expect(await accepted(asked.orderId)).toEqual([0, 0])
    expect(await accepted(here.orderId)).toEqual([0, 0])
  })

  it('are left once, however often it is said', async () => {
    const order = await paidOrder(shop, { to: 'building' })
    await receiveAll(shop, clerk, order)
    const form = delivery(order.orderNo)
    const twice = await Promise.all([1, 2].map(() => leaveInBuilding(shop.db, form)))
    expect(twice.every((one) => one.ok)).toBe(true)
    expect(await leaveInBuilding(shop.db, delivery(order.orderNo))).toMatchObject({ refusal: { kind: 'nothing' } })
    const fetched = await paidOrder(shop)
    expect(await leaveInBuilding(shop.db, delivery(fetched.orderNo))).toMatchObject({ refusal: { kind: 'notFound' } })
  })
})
