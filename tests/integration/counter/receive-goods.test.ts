import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cancelAndRefund } from '#app/modules/aftersale/cancel-and-refund.server.ts'
import { noteReadyOrders } from '#app/modules/counter/note-ready.server.ts'
import { receiveGoods } from '#app/modules/counter/receive-goods.server.ts'
import type { ReceivedLine } from '#app/modules/counter/receive-goods.ts'
import type { Clerk } from '#app/modules/identity/permissions.ts'
import { lockOrder } from '#app/modules/ordering/change-order.server.ts'
import { executeRefunds } from '#app/modules/payments/execute-refunds.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { SupplierOrderId } from '#app/shared/ids.ts'
import { expectCleanAudit } from '#tests/integration/aftersale/desk.ts'
import { openShop, type Shop, stockOf } from '#tests/integration/payments/shop.ts'
import {
  createClerk,
  eventsOf,
  noticesOf,
  type PaidOrder,
  paidOrder,
  readLines,
  receiveAll,
  said,
  statusOf,
} from './counter.ts'

let shop: Shop
let clerk: Clerk
beforeAll(async () => {
  shop = await openShop()
  clerk = await createClerk(shop)
})
afterAll(() => shop.close())

const receive = (
  order: PaidOrder,
  place: number,
  said: ReceivedLine[] | { lines: ReceivedLine[]; requestId: string },
) =>
  receiveGoods(shop.db, {
    clerk,
    supplierOrderId: order.partIds[place] ?? newId<SupplierOrderId>(),
    ...(Array.isArray(said) ? { lines: said, requestId: newId() } : said),
    note: '',
    now: shop.clock.now,
  })

const lineOf = (order: PaidOrder, place: number, more: Parameters<typeof said>[1]) => {
  const id = order.lineIds[place]
  if (!id) throw new Error('no such line')
  return said(id, more)
}

describe('receiving', () => {
  it('counts what arrived, as shipped too when nobody had noted it; the buyer is told when all is here', async () => {
    const order = await paidOrder(shop)
    expect(await receive(order, 0, [lineOf(order, 0, { quantity: 2 })])).toMatchObject({
      ok: true,
      value: { isNew: true },
    })
    const [line] = await readLines(shop, order.orderId)
    expect(line).toMatchObject({ shipped_quantity: 2, received_quantity: 2, accepted_quantity: 0 })
    expect(await eventsOf(shop, order.orderId)).not.toContain('ready')
    await receiveAll(shop, clerk, order)
    expect((await eventsOf(shop, order.orderId)).filter((kind) => kind === 'ready')).toHaveLength(1)
    expect((await noticesOf(shop, order.orderNo)).filter((kind) => kind === 'order_ready')).toHaveLength(1)
    await expectCleanAudit(shop)
  })

  it('refunds what came damaged and what did not come, once, and takes it off the shelf', async () => {
    const order = await paidOrder(shop)
    const requestId = newId()
    const lines = [lineOf(order, 0, { quantity: 1, defectQuantity: 1, missingQuantity: 1, defectNote: '压坏了' })]
    const twice = await Promise.all([1, 2].map(() => receive(order, 0, { lines, requestId })))
    expect(twice.map((one) => one.ok && one.value.isNew).sort()).toEqual([false, true])
    expect((await readLines(shop, order.orderId))[0]).toMatchObject({
      received_quantity: 1,
      canceled_quantity: 2,
      refunded_fen: 2000,
    })
    const refunds = await shop.db
      .selectFrom('refund')
      .select(['amount_fen', 'reason'])
      .where('order_id', '=', order.orderId)
      .execute()
    expect(refunds).toEqual([{ amount_fen: 2000, reason: 'lost' }])
    const [sku] = order.skuIds
    if (sku) expect(await stockOf(shop, sku)).toMatchObject({ on_hand: 98, allocated: 1 })
    expect(await noticesOf(shop, order.orderNo)).toContain('lines_shorted')
    await executeRefunds(shop.runtime, shop.clock.now)
    await expectCleanAudit(shop)
  })

  it('of nothing but missing goods ends the order', async () => {
    const order = await paidOrder(shop)
    await receive(order, 0, [lineOf(order, 0, { missingQuantity: 3 })])
    await receive(order, 1, [lineOf(order, 1, { missingQuantity: 2 })])
    expect(await statusOf(shop, order.orderId)).toBe('completed')
    expect(await eventsOf(shop, order.orderId)).not.toContain('ready')
    await expectCleanAudit(shop)
  })

  it('refuses more than is to come, lines of another cooperative, and orders nobody paid', async () => {
    const order = await paidOrder(shop)
    expect(await receive(order, 0, [lineOf(order, 0, { quantity: 4 })])).toMatchObject({
      refusal: { kind: 'tooMany', toCome: 3 },
    })
    expect(await receive(order, 0, [lineOf(order, 1, { quantity: 1 })])).toMatchObject({
      refusal: { kind: 'lineUnknown' },
    })
    expect(await receive(order, 5, [])).toMatchObject({ ok: false })
  })

  it('by two clerks at once never counts more than was ordered', async () => {
    const order = await paidOrder(shop)
    const both = await Promise.all([1, 2].map(() => receive(order, 0, [lineOf(order, 0, { quantity: 3 })])))
    expect(both.filter((one) => one.ok)).toHaveLength(1)
    expect((await readLines(shop, order.orderId))[0]).toMatchObject({ received_quantity: 3 })
  })

  it('is not needed for an order to become ready when the rest was canceled', async () => {
    const order = await paidOrder(shop)
    await receive(order, 0, [lineOf(order, 0, { quantity: 3 })])
    await inTransaction(shop.db, async (tx) =>
      cancelAndRefund(tx, await lockOrder(tx, order.orderId), {
        lines: order.lineIds.slice(1).map((orderLineId) => ({ orderLineId, quantity: 2 })),
        reason: 'short',
        isRestocked: false,
        bearer: 'cooperative',
        now: shop.clock.now,
      }),
    )
    expect(await eventsOf(shop, order.orderId)).not.toContain('ready')
    await noteReadyOrders(shop.runtime, shop.clock.now)
    await noteReadyOrders(shop.runtime, shop.clock.now)
    expect((await eventsOf(shop, order.orderId)).filter((kind) => kind === 'ready')).toHaveLength(1)
  })
})
