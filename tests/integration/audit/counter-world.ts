import { decideRefund } from '#app/modules/aftersale/decide-refund.server.ts'
import { closeShift } from '#app/modules/counter/close-shift.server.ts'
import { handOver } from '#app/modules/counter/hand-over.server.ts'
import { payOutCash } from '#app/modules/counter/pay-out-cash.server.ts'
import { receiveGoods } from '#app/modules/counter/receive-goods.server.ts'
import { sellForCash } from '#app/modules/counter/sell-at-counter.server.ts'
import type { Clerk } from '#app/modules/identity/permissions.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { CounterShiftId, RefundId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { actor, decisionForm, stockedSku, wish } from '#tests/integration/aftersale/desk.ts'
import { createClerk, drawerOf, paidOrder, passFor, said, secretOf } from '#tests/integration/counter/counter.ts'
import type { Shop } from '#tests/integration/payments/shop.ts'

/**
 * A day at a counter: an order received with a piece damaged and handed over in part,
 * two sales for cash of which one is given back in part, and the drawer closed with
 * half a yuan too little.
 */
export async function makeCounterDay(shop: Shop): Promise<void> {
  const clerk = await createClerk(shop)
  await receiveAndHandOver(shop, clerk)
  const shiftId = await drawerOf(shop, clerk)
  await sell(shop, clerk, shiftId)
  await giveBack(shop, clerk, { shiftId, orderNo: await sell(shop, clerk, shiftId) })
  const closed = await closeShift(shop.db, { clerk, shiftId, cash: fen(21_450), note: '', now: shop.clock.now })
  if (!closed.ok) throw new Error(closed.refusal.kind)
}

async function receiveAndHandOver(shop: Shop, clerk: Clerk): Promise<void> {
  const order = await paidOrder(shop)
  const [line, supplierOrderId] = [order.lineIds[0], order.partIds[0]]
  if (!line || !supplierOrderId) throw new Error('an order has a line')
  const { now } = shop.clock
  const lines = [said(line, { quantity: 2, defectQuantity: 1, defectNote: '压坏了' })]
  const received = await receiveGoods(shop.db, { clerk, supplierOrderId, requestId: newId(), lines, note: '', now })
  if (!received.ok) throw new Error(received.refusal.kind)
  const given = await handOver(shop.db, {
    clerk,
    orderNo: order.orderNo,
    pass: await passFor(shop, clerk, order.orderNo),
    requestId: newId(),
    lines: [{ orderLineId: line, quantity: 1 }],
    proxyName: undefined,
    note: '',
    secret: secretOf(shop),
    now,
  })
  if (!given.ok) throw new Error(given.refusal.kind)
}

/** Two pieces at five yuan. */
async function sell(shop: Shop, clerk: Clerk, shiftId: CounterShiftId): Promise<string> {
  const sold = await sellForCash(shop.db, {
    clerk,
    shiftId,
    requestId: newId(),
    items: [{ skuId: await stockedSku(shop, { priceFen: 500 }), quantity: 2 }],
    expectedTotal: fen(1000),
    fundType: 'student',
    campusNumber: undefined,
    now: shop.clock.now,
  })
  if (!sold.ok) throw new Error(sold.refusal.kind)
  return sold.value.orderNo
}

async function giveBack(
  shop: Shop,
  clerk: Clerk,
  { shiftId, orderNo }: { shiftId: CounterShiftId; orderNo: string },
): Promise<void> {
  const officer = await actor(shop, 'refund:decide', 'finance_officer')
  const { now } = shop.clock
  await decideRefund(shop.db, { orderNo, form: decisionForm([wish(1, { acceptedPieces: 1 })]), officer, now })
  const refund = await shop.db
    .selectFrom('refund')
    .innerJoin('order', 'order.id', 'refund.order_id')
    .select('refund.id')
    .where('order.order_no', '=', orderNo)
    .executeTakeFirstOrThrow()
  const paid = await payOutCash(shop.db, { clerk, shiftId, refundId: refund.id as RefundId, now })
  if (!paid.ok) throw new Error(paid.refusal.kind)
}
