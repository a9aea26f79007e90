import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { carryOutRecalls } from '#app/modules/aftersale/carry-out-recalls.server.ts'
import { recallBatch } from '#app/modules/aftersale/recall-batch.server.ts'
import { exportRecall, findRecall, listRecalls } from '#app/modules/aftersale/recall-queries.server.ts'
import { executeRefunds } from '#app/modules/payments/execute-refunds.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { Shop } from '#tests/integration/payments/shop.ts'
import { createBuyer } from '#tests/support/factories/people.ts'
import {
  actor,
  countedOf,
  expectCleanAudit,
  handOver,
  openDesk,
  type PaidOrder,
  paidOrder,
  refundsOf,
  shipFromBatch,
} from './desk.ts'

let shop: Shop
let administrator: Awaited<ReturnType<typeof actor<'catalog:manage'>>>
beforeAll(async () => {
  shop = (await openDesk()).shop
  administrator = await actor(shop, 'catalog:manage', 'administrator')
})
afterAll(() => shop.close())

const recall = (lotCode: string) =>
  recallBatch(shop.db, {
    form: { lotCode, reason: '农残抽检不合格', confirmed: 'on' },
    administrator,
    now: shop.clock.now,
  })

describe('calling a lot back', () => {
  it('ends what was not handed over, tells each buyer once, freezes the lot and takes it off the shelf', async () => {
    const order = await paidOrder(shop)
    const { lotCode, skuId } = await shipFromBatch(shop, order, 2)
    await handOver(shop, order, [1, 2])
    const shelf = async () =>
      (await shop.db.selectFrom('stock_level').select('on_hand').where('sku_id', '=', skuId).executeTakeFirstOrThrow())
        .on_hand
    const before = await shelf()

    const started = await recall(lotCode)
    if (!started.ok) throw new Error(started.refusal.kind)
    const { batchRecallId } = started.value
    // Twenty in the lot, two of them sent.
    expect(await shelf()).toBe(before - 18)
    expect(await listRecalls(shop.db)).toMatchObject([{ batchRecallId, lotCode, orders: 1, waiting: 1 }])
    expect(
      await Promise.all([carryOutRecalls(shop.db, shop.clock.now), carryOutRecalls(shop.db, shop.clock.now)]),
    ).toContain(1)
    expect(await carryOutRecalls(shop.db, shop.clock.now)).toBe(0)

    expect(await refundsOf(shop, order)).toMatchObject([{ amount_fen: 2038, reason: 'recalled' }])
    expect(await countedOf(shop, order)).toEqual([1019, 1400])
    const told = await shop.db
      .selectFrom('notice')
      .select('id')
      .where('kind', '=', 'batch_recalled')
      .where('person_id', '=', shop.buyer.personId)
      .execute()
    expect(told).toHaveLength(1)
    const view = await findRecall(shop.db, batchRecallId)
    expect(view?.lines).toMatchObject([{ orderNo: order.orderNo, fromLot: 2, handedOver: 1, canceled: 2 }])
    await expect(handOver(shop, order, [1])).rejects.toThrow('tooMany')
    await expect(sendAgain(order)).rejects.toMatchObject({ constraint: 'shipment_line_not_recalled' })
    await executeRefunds(shop.runtime, shop.clock.now)
    await expectCleanAudit(shop)
  })

  it('refuses lots nobody knows and lots called back before, once, however many ask', async () => {
    expect(await recall('NOWHERE')).toEqual({ ok: false, refusal: { kind: 'unknownLot' } })
    const order = await paidOrder(shop)
    const { lotCode } = await shipFromBatch(shop, order, 3)
    const both = await Promise.all([recall(lotCode), recall(lotCode)])
    expect(both.map((one) => one.ok).sort()).toEqual([false, true])
    expect(both).toContainEqual({
      ok: false,
      refusal: { kind: 'recalledAlready', batchRecallId: expect.any(String) },
    })
    await carryOutRecalls(shop.db, shop.clock.now)
    await executeRefunds(shop.runtime, shop.clock.now)
    await expectCleanAudit(shop)
  })

  it('writes down who called back and who took the list with names out of the house', async () => {
    const buyer = await createBuyer(shop.db, 'student')
    const order = await paidOrder(shop, buyer)
    const { lotCode } = await shipFromBatch(shop, order, 1)
    const started = await recall(lotCode)
    if (!started.ok) throw new Error(started.refusal.kind)
    await carryOutRecalls(shop.db, shop.clock.now)
    const { batchRecallId } = started.value
    const list = await exportRecall(shop.db, { batchRecallId, administrator, now: shop.clock.now })
    expect(list?.lines).toMatchObject([{ contactPhone: '13900000001' }])
    const verbs = await shop.db
      .selectFrom('audit_event')
      .select('verb')
      .where('actor_id', '=', administrator.personId)
      .orderBy('id', 'desc')
      .limit(2)
      .execute()
    expect(verbs.map((row) => row.verb)).toEqual(['recall_exported', 'batch_recalled'])
    await executeRefunds(shop.runtime, shop.clock.now)
    await expectCleanAudit(shop)
  })
})

/** What no use case does: writes down that more of what was sent of an order is sent. */
async function sendAgain({ orderId }: PaidOrder): Promise<unknown> {
  return sql`
    insert into shipment_line (id, shipment_id, order_line_id, quantity, batch_id)
    select ${newId()}::uuid, piece.shipment_id, (select id from order_line where order_id = ${orderId} and id <> line.id limit 1),
      1, piece.batch_id
    from shipment_line piece join order_line line on line.id = piece.order_line_id where line.order_id = ${orderId}
  `.execute(shop.db)
}
