import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decideRefund } from '#app/modules/aftersale/decide-refund.server.ts'
import { closeShift } from '#app/modules/counter/close-shift.server.ts'
import { handOverSale } from '#app/modules/counter/hand-over-sale.server.ts'
import { openShift } from '#app/modules/counter/open-shift.server.ts'
import { payOutCash } from '#app/modules/counter/pay-out-cash.server.ts'
import { beginPaidByPhone, type SellCommand, sellForCash } from '#app/modules/counter/sell-at-counter.server.ts'
import type { Clerk } from '#app/modules/identity/permissions.ts'
import { placeOrder } from '#app/modules/ordering/place-order.server.ts'
import { executeRefunds } from '#app/modules/payments/execute-refunds.server.ts'
import { settleSession } from '#app/modules/payments/settle-attempt.server.ts'
import { receiveStock } from '#app/modules/stock/receive-stock.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { CounterShiftId, RefundId, SkuId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { actor, decisionForm, expectCleanAudit, stockedSku, wish } from '#tests/integration/aftersale/desk.ts'
import { insertSku } from '#tests/integration/cart/goods.ts'
import { balanceOf, openShop, type Shop, startSession, stockOf } from '#tests/integration/payments/shop.ts'
import { draftPlaceOrder } from '#tests/support/factories/orders.ts'
import { createPerson } from '#tests/support/factories/people.ts'
import { createClerk, drawerOf, POINT, statusOf } from './counter.ts'

let shop: Shop
let clerk: Clerk
let shiftId: CounterShiftId
beforeAll(async () => {
  shop = await openShop()
  clerk = await createClerk(shop)
  shiftId = await drawerOf(shop, clerk)
})
afterAll(() => shop.close())

const DRAWER = `cash:counter:${POINT}`

/** Two pieces at ten yuan unless told otherwise. */
async function sale(more: Partial<SellCommand> = {}): Promise<SellCommand> {
  const items = more.items ?? [{ skuId: await stockedSku(shop, { priceFen: 1000 }), quantity: 2 }]
  return {
    clerk,
    shiftId,
    requestId: newId(),
    items,
    expectedTotal: fen(2000),
    fundType: 'student',
    campusNumber: undefined,
    now: shop.clock.now,
    ...more,
  }
}

async function lastPiece(): Promise<SkuId> {
  const skuId = await insertSku(shop.store.ownerDb, { stock: 0, priceFen: 2000 })
  const received = { skuId, quantity: 1, causeType: 'batch', causeId: skuId, now: shop.clock.now }
  await inTransaction(shop.db, (tx) => receiveStock(tx, received))
  return skuId
}

describe('a sale for cash', () => {
  it('is stock, payment, drawer, hand-over, books and task at once', async () => {
    const before = await balanceOf(shop, DRAWER)
    const command = await sale()
    const sold = await sellForCash(shop.db, command)
    if (!sold.ok) throw new Error(sold.refusal.kind)
    const { orderId } = sold.value
    const order = await shop.db.selectFrom('order').selectAll().where('id', '=', orderId).executeTakeFirstOrThrow()
    expect(order).toMatchObject({
      status: 'completed',
      channel: 'counter',
      fulfillment_kind: 'counter',
      buyer_id: null,
      contact_phone: null,
    })
    expect((await balanceOf(shop, DRAWER)) - before).toBe(2000)
    const [item] = command.items
    if (item) expect(await stockOf(shop, item.skuId)).toMatchObject({ on_hand: 98, reserved: 0, allocated: 0 })
    const counted = await shop.db
      .selectFrom('recognized_purchase')
      .innerJoin('order_line', 'order_line.id', 'recognized_purchase.order_line_id')
      .select(['recognized_purchase.channel', 'recognized_purchase.fund_type', 'recognized_purchase.amount_fen'])
      .where('order_line.order_id', '=', orderId)
      .execute()
    expect(counted).toEqual([{ channel: 'counter', fund_type: 'student', amount_fen: 2000 }])
    await expectCleanAudit(shop)
  })

  it('sent twice, even at once, is one; with other goods it is refused', async () => {
    const command = await sale()
    const twice = await Promise.all([sellForCash(shop.db, command), sellForCash(shop.db, command)])
    expect(new Set(twice.map((one) => one.ok && one.value.orderNo)).size).toBe(1)
    expect(twice.every((one) => one.ok)).toBe(true)
    expect(await sellForCash(shop.db, await sale({ requestId: command.requestId }))).toMatchObject({
      refusal: { kind: 'requestReused' },
    })
  })

  it('of the last piece and a web order at once: one has it, the other is told', async () => {
    for (let round = 0; round < 5; round += 1) {
      const skuId = await lastPiece()
      const web = await draftPlaceOrder(shop.db, {
        buyer: shop.buyer,
        lines: [{ skuId, quantity: 1 }],
        now: shop.clock.now,
      })
      const [atCounter, onWeb] = await Promise.all([
        sellForCash(shop.db, await sale({ items: [{ skuId, quantity: 1 }] })),
        placeOrder(shop.db, web),
      ])
      expect([atCounter.ok, onWeb.ok].sort()).toEqual([false, true])
      expect(atCounter.ok || atCounter.refusal.kind).toBe(atCounter.ok || 'soldOut')
    }
    await expectCleanAudit(shop)
  })

  it('is refused without an own open drawer, at another total, and when there is none left', async () => {
    const other = await createClerk(shop)
    expect(await sellForCash(shop.db, await sale({ clerk: other }))).toMatchObject({ refusal: { kind: 'noShift' } })
    expect(await sellForCash(shop.db, await sale({ expectedTotal: fen(1) }))).toMatchObject({
      refusal: { kind: 'totalChanged', now: 2000 },
    })
    const skuId = await lastPiece()
    const tooMany = await sale({ items: [{ skuId, quantity: 2 }], expectedTotal: fen(4000) })
    expect(await sellForCash(shop.db, tooMany)).toMatchObject({ refusal: { kind: 'soldOut', lines: [{ left: 1 }] } })
    expect(await sellForCash(shop.db, await sale({ items: [] }))).toMatchObject({ refusal: { kind: 'cartEmpty' } })
  })

  it('has a number of its own also beyond the ten-thousandth order', async () => {
    await sql`select setval('order_number', 23455)`.execute(shop.store.ownerDb)
    const numbers: string[] = []
    for (let count = 0; count < 2; count += 1) {
      const sold = await sellForCash(shop.db, await sale())
      if (sold.ok) numbers.push(sold.value.orderNo.slice(8))
    }
    expect(numbers).toEqual(['23456', '23457'])
  })

  it('may name its buyer, whose kind decides the fund', async () => {
    const campusNumber = `T${Math.floor(Math.random() * 1e9)}`
    const { personId } = await createPerson(shop.db, { kind: 'staff', campusNumber })
    expect(await sellForCash(shop.db, await sale({ campusNumber }))).toMatchObject({ refusal: { kind: 'otherFund' } })
    expect(await sellForCash(shop.db, await sale({ campusNumber: 'NOBODY1' }))).toMatchObject({
      refusal: { kind: 'buyerUnknown' },
    })
    const sold = await sellForCash(shop.db, await sale({ campusNumber, fundType: 'staff' }))
    if (!sold.ok) throw new Error(sold.refusal.kind)
    const order = await shop.db
      .selectFrom('order')
      .select('buyer_id')
      .where('id', '=', sold.value.orderId)
      .executeTakeFirstOrThrow()
    expect(order.buyer_id).toBe(personId)
  })
})

describe('a sale paid by telephone', () => {
  it('waits for the money, is handed over when it is there, and not before', async () => {
    const command = await sale()
    const begun = await beginPaidByPhone(shop.db, command)
    if (!begun.ok) throw new Error(begun.refusal.kind)
    const { orderId, orderNo } = begun.value
    const give = () => handOverSale(shop.db, { clerk, orderNo, now: shop.clock.now })
    expect(await statusOf(shop, orderId)).toBe('awaiting_payment')
    expect(await give()).toMatchObject({ refusal: { kind: 'notPaid' } })
    const sessionId = await startSession(shop, orderId)
    shop.stripeMsw.pay(sessionId)
    await settleSession(shop.runtime, sessionId, shop.clock.now)
    expect(await statusOf(shop, orderId)).toBe('paid')
    const twice = await Promise.all([give(), give()])
    expect(twice.every((one) => one.ok)).toBe(true)
    expect(await statusOf(shop, orderId)).toBe('completed')
    await expectCleanAudit(shop)
  })

  it('leads whoever paid to the shop’s door, not to an order that is nobody’s', async () => {
    const begun = await beginPaidByPhone(shop.db, await sale())
    if (!begun.ok) throw new Error(begun.refusal.kind)
    await startSession(shop, begun.value.orderId)
    const attempt = await shop.db
      .selectFrom('payment_attempt')
      .select('request_body')
      .where('order_id', '=', begun.value.orderId)
      .executeTakeFirstOrThrow()
    expect(attempt.request_body).toMatchObject({ success_url: 'http://shop.test/?payment=returned' })
  })
})

describe('a shift', () => {
  it('is one a clerk and point, however often it is opened', async () => {
    const by = await createClerk(shop)
    const opened = await Promise.all(
      [1, 2].map(() => openShift(shop.db, { clerk: by, pickupPointId: POINT, cash: fen(100), now: shop.clock.now })),
    )
    expect(opened.map((one) => one.ok && one.value.isNew).sort()).toEqual([false, true])
    expect(
      await openShift(shop.db, { clerk: by, pickupPointId: 'nowhere', cash: fen(0), now: shop.clock.now }),
    ).toMatchObject({
      refusal: { kind: 'pointUnknown' },
    })
  })

  it('closed twice at once posts its difference once; another count afterwards is refused', async () => {
    const by = await createClerk(shop)
    const own = await drawerOf(shop, by, 10_000)
    const sold = await sellForCash(shop.db, await sale({ clerk: by, shiftId: own }))
    expect(sold.ok).toBe(true)
    const before = await balanceOf(shop, 'expense:cash-over-short')
    const close = (cash: number) =>
      closeShift(shop.db, { clerk: by, shiftId: own, cash: fen(cash), note: '', now: shop.clock.now })
    const both = await Promise.all([close(11_970), close(11_970)])
    expect(both).toEqual([
      { ok: true, value: { difference: -30 } },
      { ok: true, value: { difference: -30 } },
    ])
    expect((await balanceOf(shop, 'expense:cash-over-short')) - before).toBe(30)
    expect(await close(12_000)).toMatchObject({ refusal: { kind: 'closed', counted: 11_970 } })
    expect(await sellForCash(shop.db, await sale({ clerk: by, shiftId: own }))).toMatchObject({
      refusal: { kind: 'noShift' },
    })
    expect(
      await closeShift(shop.db, { clerk, shiftId: own, cash: fen(0), note: '', now: shop.clock.now }),
    ).toMatchObject({
      refusal: { kind: 'notFound' },
    })
    await expectCleanAudit(shop)
  })

  it('closed while something is sold has the sale in it, or the sale is refused', async () => {
    for (let round = 0; round < 4; round += 1) {
      const by = await createClerk(shop)
      const own = await drawerOf(shop, by, 0)
      const [sold] = await Promise.all([
        sellForCash(shop.db, await sale({ clerk: by, shiftId: own })),
        closeShift(shop.db, { clerk: by, shiftId: own, cash: fen(2000), note: '', now: shop.clock.now }),
      ])
      const shift = await shop.db
        .selectFrom('counter_shift')
        .select('expected_cash_fen')
        .where('id', '=', own)
        .executeTakeFirstOrThrow()
      expect(shift.expected_cash_fen).toBe(sold.ok ? 2000 : 0)
    }
    await expectCleanAudit(shop)
  })

  it('gives back in cash what was paid in cash, once, by whoever is quicker', async () => {
    const officer = await actor(shop, 'refund:decide', 'finance_officer')
    const sold = await sellForCash(shop.db, await sale())
    if (!sold.ok) throw new Error(sold.refusal.kind)
    const form = decisionForm([wish(1, { acceptedPieces: 1 })])
    await decideRefund(shop.db, { orderNo: sold.value.orderNo, form, officer, now: shop.clock.now })
    await executeRefunds(shop.runtime, shop.clock.now)
    const refund = await shop.db
      .selectFrom('refund')
      .select(['id', 'state'])
      .where('order_id', '=', sold.value.orderId)
      .executeTakeFirstOrThrow()
    expect(refund.state).toBe('decided')
    const other = await createClerk(shop)
    const otherShift = await drawerOf(shop, other)
    const refundId = refund.id as RefundId
    const both = await Promise.all([
      payOutCash(shop.db, { clerk, shiftId, refundId, now: shop.clock.now }),
      payOutCash(shop.db, { clerk: other, shiftId: otherShift, refundId, now: shop.clock.now }),
    ])
    expect(both.filter((one) => one.ok)).toHaveLength(1)
    expect(both.find((one) => !one.ok)).toMatchObject({ refusal: { kind: 'settled' } })
    await expectCleanAudit(shop)
  })
})
