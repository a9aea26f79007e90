import { askRefund } from '#app/modules/aftersale/ask-refund.server.ts'
import { cancelAndRefund } from '#app/modules/aftersale/cancel-and-refund.server.ts'
import { carryOutRecalls } from '#app/modules/aftersale/carry-out-recalls.server.ts'
import { decideRefund } from '#app/modules/aftersale/decide-refund.server.ts'
import { recallBatch } from '#app/modules/aftersale/recall-batch.server.ts'
import { lockOrder } from '#app/modules/ordering/change-order.server.ts'
import { executeRefunds } from '#app/modules/payments/execute-refunds.server.ts'
import { settleRefund } from '#app/modules/payments/settle-refund.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { RefundRequestId } from '#app/shared/ids.ts'
import { actor, decisionForm, handOver, paidOrder, shipFromBatch, wish } from '#tests/integration/aftersale/desk.ts'
import type { Shop } from '#tests/integration/payments/shop.ts'

/**
 * One of everything after a sale: a piece short and refunded, a question answered with
 * one piece back on the shelf, a refund that failed, one from the dashboard that was
 * explained, a proposal, and a lot called back with a piece handed over and one not.
 */
export async function makeAfterSale(shop: Shop): Promise<void> {
  const officer = await actor(shop, 'refund:decide', 'finance_officer')
  const { now } = shop.clock
  const first = await paidOrder(shop)
  await inTransaction(shop.db, async (tx) =>
    cancelAndRefund(tx, await lockOrder(tx, first.orderId), {
      lines: first.lineIds.slice(0, 1).map((orderLineId) => ({ orderLineId, quantity: 1 })),
      reason: 'short',
      isRestocked: false,
      bearer: 'cooperative',
      now,
    }),
  )
  await handOver(shop, first, [2, 2])
  const refundRequestId = newId<RefundRequestId>()
  const form = { requestId: refundRequestId, lineNo: 1, quantity: 1, complaint: 'quality', note: '有一个坏了' } as const
  await askRefund(shop.db, {
    buyer: { ...shop.buyer, permission: 'order:own' },
    orderNo: first.orderNo,
    form,
    photoKeys: [],
    now,
  })
  const answer = decisionForm([wish(1, { acceptedPieces: 1, isRestocked: true })])
  await decideRefund(shop.db, { orderNo: first.orderNo, refundRequestId, form: answer, officer, now })
  await decideRefund(shop.db, {
    orderNo: first.orderNo,
    form: decisionForm([wish(2, { acceptedPieces: 1 })]),
    officer,
    now,
  })
  await executeRefunds(shop.runtime, now)
  await failOne(shop, first.orderId)

  const second = await paidOrder(shop)
  await handOver(shop, second, [3])
  const byHand = await shop.runtime.stripe.refunds.create({ payment_intent: second.paymentRef, amount: 1019 })
  await settleRefund(shop.db, byHand, now)
  await decideRefund(shop.db, {
    orderNo: second.orderNo,
    form: decisionForm([wish(1, { acceptedPieces: 1 })]),
    officer,
    now,
  })

  const third = await paidOrder(shop)
  const { lotCode } = await shipFromBatch(shop, third, 2)
  await handOver(shop, third, [1])
  const administrator = await actor(shop, 'catalog:manage', 'administrator')
  await recallBatch(shop.db, { form: { lotCode, reason: '农残抽检不合格', confirmed: 'on' }, administrator, now })
  await carryOutRecalls(shop.db, now)
}

/** The bank sends the refund of the second line back. */
async function failOne(shop: Shop, orderId: string): Promise<void> {
  const sent = await shop.db
    .selectFrom('refund')
    .select('provider_ref')
    .where('order_id', '=', orderId)
    .where('amount_fen', '=', 700)
    .executeTakeFirstOrThrow()
  shop.stripeMsw.settleRefund(sent.provider_ref ?? '', 'fail')
  await settleRefund(shop.db, await shop.runtime.stripe.refunds.retrieve(sent.provider_ref ?? ''), shop.clock.now)
}
