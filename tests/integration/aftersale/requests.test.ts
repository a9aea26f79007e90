import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askRefund } from '#app/modules/aftersale/ask-refund.server.ts'
import type { AskRefundForm } from '#app/modules/aftersale/ask-refund.ts'
import { findBuyerRefunds } from '#app/modules/aftersale/buyer-refunds.server.ts'
import { decideRefund } from '#app/modules/aftersale/decide-refund.server.ts'
import { refuseRequest } from '#app/modules/aftersale/refuse-request.server.ts'
import { executeRefunds } from '#app/modules/payments/execute-refunds.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { addDays, type BusinessDate, businessDate } from '#app/shared/business-date.ts'
import type { RefundRequestId } from '#app/shared/ids.ts'
import type { Shop } from '#tests/integration/payments/shop.ts'
import { createBuyer } from '#tests/support/factories/people.ts'
import {
  decisionForm,
  expectCleanAudit,
  handOver,
  openDesk,
  type PaidOrder,
  paidOrder,
  refundsOf,
  wish,
} from './desk.ts'

let desk: Awaited<ReturnType<typeof openDesk>>
let shop: Shop
beforeAll(async () => {
  desk = await openDesk()
  shop = desk.shop
})
afterAll(() => shop.close())

const question = (given: Partial<AskRefundForm> = {}): AskRefundForm => ({
  requestId: newId(),
  lineNo: 1,
  quantity: 1,
  complaint: 'quality',
  note: '打开发现有一袋受潮',
  ...given,
})
const ask = (order: PaidOrder, form = question(), buyer = shop.buyer) =>
  askRefund(shop.db, {
    buyer: { ...buyer, permission: 'order:own' },
    orderNo: order.orderNo,
    form,
    photoKeys: ['a'.repeat(40)],
    now: shop.clock.now,
  })

async function handedOver(): Promise<PaidOrder> {
  const order = await paidOrder(shop)
  await handOver(shop, order, [3, 2])
  return order
}

describe('a buyer’s question', () => {
  it('is asked once, however often the form is sent, and once about a line at a time', async () => {
    const order = await handedOver()
    const form = question()
    expect(await Promise.all([ask(order, form), ask(order, form)])).toEqual([
      { ok: true, value: undefined },
      { ok: true, value: undefined },
    ])
    expect(await ask(order)).toEqual({ ok: false, refusal: { kind: 'askedAlready' } })
    const asked = await shop.db.selectFrom('refund_request').selectAll().where('order_id', '=', order.orderId).execute()
    expect(asked).toMatchObject([{ state: 'asked', quantity: 1, reason: 'quality', photo_keys: ['a'.repeat(40)] }])
  })

  it('is nobody else’s to ask, and none before goods were given', async () => {
    const order = await paidOrder(shop)
    expect(await ask(order, question(), await createBuyer(shop.db))).toEqual({
      ok: false,
      refusal: { kind: 'notFound' },
    })
    expect(await ask(order)).toEqual({ ok: false, refusal: { kind: 'notHandedOver' } })
  })

  it('comes too late after the window, as the policy of that day says', async () => {
    const order = await handedOver()
    shop.advance(9 * 24 * 60)
    expect(await ask(order)).toMatchObject({ ok: false, refusal: { kind: 'tooLate' } })
  })

  it('answered by two people at once has one answer and one refund', async () => {
    const order = await handedOver()
    const form = question()
    await ask(order, form)
    const refundRequestId = form.requestId as RefundRequestId
    const answer = (officer: typeof desk.officer) =>
      decideRefund(shop.db, {
        orderNo: order.orderNo,
        refundRequestId,
        form: decisionForm([wish(1, { acceptedPieces: 1 })]),
        officer,
        now: shop.clock.now,
      })
    const both = await Promise.all([answer(desk.officer), answer(desk.colleague)])
    expect(both.filter((one) => one.ok)).toHaveLength(1)
    expect(both).toContainEqual({ ok: false, refusal: { kind: 'answered' } })
    await executeRefunds(shop.runtime, shop.clock.now)
    expect(await refundsOf(shop, order)).toHaveLength(1)
    expect(await ask(order, question({ quantity: 3 }))).toEqual({ ok: false, refusal: { kind: 'tooMany', pieces: 2 } })
    await expectCleanAudit(shop)
  })

  it('refused has its reason told to the buyer, and may be asked again', async () => {
    const order = await handedOver()
    const form = question()
    await ask(order, form)
    const refundRequestId = form.requestId as RefundRequestId
    const refusal = { refundRequestId, officer: desk.officer, because: '照片里不是这批货', now: shop.clock.now }
    expect([await refuseRequest(shop.db, refusal), await refuseRequest(shop.db, refusal)]).toEqual([
      { ok: true, value: undefined },
      { ok: true, value: undefined },
    ])
    expect(await refuseRequest(shop.db, { ...refusal, officer: desk.colleague })).toMatchObject({
      refusal: { kind: 'answered' },
    })
    const told = await shop.db.selectFrom('notice').select('data').where('kind', '=', 'refund_refused').execute()
    expect(told.map((row) => row.data)).toContainEqual({ orderNo: order.orderNo, reason: '照片里不是这批货' })
    expect(await ask(order)).toMatchObject({ ok: true })
    await expectCleanAudit(shop)
  })

  it('may be asked as long as was promised when the order was placed, whatever rules come after', async () => {
    const from = async (validFrom: BusinessDate, returnDays: number) =>
      shop.store.ownerDb
        .insertInto('aftersale_policy')
        .values({
          valid_from: validFrom,
          approval_limit_fen: 20_000,
          quality_hours: 48,
          return_days: returnDays,
          not_collected_days: 3,
          auto_accept_days: 7,
          recorded_at: shop.clock.now,
        })
        .execute()
    const today = businessDate(shop.clock.now)
    await from(today, 30)
    const before = await handedOver()
    await from(addDays(today, 1), 7)
    shop.advance(24 * 60)
    const after = await handedOver()
    shop.advance(12 * 24 * 60)
    expect(await ask(before)).toMatchObject({ ok: true })
    expect(await ask(after)).toMatchObject({ refusal: { kind: 'tooLate' } })
    const orderOf = ({ orderNo }: PaidOrder) =>
      findBuyerRefunds(shop.db, { buyer: { ...shop.buyer, permission: 'order:own' }, orderNo, now: shop.clock.now })
    expect([(await orderOf(before))?.returnDays, (await orderOf(after))?.returnDays]).toEqual([30, 7])
  })
})
