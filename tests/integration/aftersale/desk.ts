import { expect } from 'vitest'
import type { DecideRefundForm, LineWish } from '#app/modules/aftersale/decide-refund.ts'
import { shipLines } from '#app/modules/fulfillment/ship-lines.server.ts'
import type { Actor, Permission } from '#app/modules/identity/permissions.ts'
import { acceptLines } from '#app/modules/ordering/accept-lines.server.ts'
import { lockOrder } from '#app/modules/ordering/change-order.server.ts'
import { settleSession } from '#app/modules/payments/settle-attempt.server.ts'
import { receiveBatch } from '#app/modules/stock/receive-batch.server.ts'
import { receiveStock } from '#app/modules/stock/receive-stock.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { addDays, businessDate } from '#app/shared/business-date.ts'
import type { BatchId, CooperativeId, OrderId, OrderLineId, SkuId, SupplierOrderId } from '#app/shared/ids.ts'
import { ZERO_FEN } from '#app/shared/money.ts'
import { checkInvariants } from '#db/invariants/check-invariants.ts'
import { insertSku } from '#tests/integration/cart/goods.ts'
import { createManagerOf } from '#tests/integration/fulfillment/supply.ts'
import { openShop, type Shop, startSession } from '#tests/integration/payments/shop.ts'
import { createOrder } from '#tests/support/factories/orders.ts'
import { createPerson } from '#tests/support/factories/people.ts'

/** The college's fee in these tests: it divides nothing evenly. */
export const FEE_BASIS_POINTS = 333

/** A shop with finance people at their desks. */
export async function openDesk() {
  const shop = await openShop()
  await shop.store.ownerDb.updateTable('cooperative').set({ service_fee_basis_points: FEE_BASIS_POINTS }).execute()
  const officer = await actor(shop, 'refund:decide', 'finance_officer')
  const colleague = await actor(shop, 'refund:decide', 'finance_officer')
  const approver = await actor(shop, 'refund:approve', 'finance_approver')
  return { shop, officer, colleague, approver }
}

export async function actor<P extends Permission>(
  shop: Shop,
  permission: P,
  role: 'finance_officer' | 'finance_approver' | 'administrator',
): Promise<Actor<P>> {
  const { personId } = await createPerson(shop.db, { grants: [{ role }] })
  return { personId, name: '林秋实', kind: 'staff', roles: ['staff', role], permission }
}

/** Goods whose every piece came by a movement. */
export async function stockedSku(
  shop: Shop,
  draft: { cooperative?: 'north' | 'south'; priceFen?: number } = {},
): Promise<SkuId> {
  const skuId = await insertSku(shop.store.ownerDb, { ...draft, stock: 0 })
  const received = { skuId, quantity: 100, causeType: 'batch', causeId: skuId, now: shop.clock.now }
  await inTransaction(shop.db, (tx) => receiveStock(tx, received))
  return skuId
}

export interface PaidOrder {
  orderId: OrderId
  orderNo: string
  lineIds: OrderLineId[]
  /** The provider's name of the payment. */
  paymentRef: string
}

/** A paid order: three pieces at 10.19 yuan of one cooperative, two at 7 yuan of another. */
export async function paidOrder(shop: Shop, buyer = shop.buyer): Promise<PaidOrder> {
  const north = await stockedSku(shop, { cooperative: 'north', priceFen: 1019 })
  const south = await stockedSku(shop, { cooperative: 'south', priceFen: 700 })
  const lines = [
    { skuId: north, quantity: 3 },
    { skuId: south, quantity: 2 },
  ]
  const { orderId, orderNo } = await createOrder(shop.db, { buyer, lines, slotId: shop.slotId, now: shop.clock.now })
  const sessionId = await startSession(shop, orderId)
  shop.stripeMsw.pay(sessionId)
  await settleSession(shop.runtime, sessionId, shop.clock.now)
  const rows = await shop.db
    .selectFrom('order_line')
    .select('id')
    .where('order_id', '=', orderId)
    .orderBy('line_no')
    .execute()
  const payment = await shop.db
    .selectFrom('payment')
    .select('provider_ref')
    .where('order_id', '=', orderId)
    .executeTakeFirstOrThrow()
  return { orderId, orderNo, lineIds: rows.map((row) => row.id as OrderLineId), paymentRef: payment.provider_ref }
}

/** Hands pieces of the lines over, in their order. */
export async function handOver(
  shop: Shop,
  { orderId, lineIds }: PaidOrder,
  quantities: readonly number[],
): Promise<void> {
  const lines = quantities.flatMap((quantity, index) => {
    const orderLineId = lineIds[index]
    return orderLineId && quantity > 0 ? [{ orderLineId, quantity }] : []
  })
  const accepted = await inTransaction(shop.db, async (tx) =>
    acceptLines(tx, await lockOrder(tx, orderId), {
      lines,
      kind: 'automatic',
      now: shop.clock.now,
    }),
  )
  if (!accepted.ok) throw new Error(accepted.refusal.kind)
}

export function wish(lineNo: number, given: Partial<Omit<LineWish, 'lineNo'>>): LineWish {
  return { lineNo, openPieces: 0, acceptedPieces: 0, goodwill: ZERO_FEN, isRestocked: false, ...given }
}

export function decisionForm(lines: LineWish[], given: Partial<DecideRefundForm> = {}): DecideRefundForm {
  return { requestId: newId(), reason: 'quality', bearer: 'cooperative', note: '三个有碰伤', lines, ...given }
}

export async function expectCleanAudit(shop: Shop): Promise<void> {
  const checks = await checkInvariants(shop.db, shop.clock.now)
  expect(checks.filter((check) => check.breaches.length > 0)).toEqual([])
}

/** What counts toward the task for an order. */
export async function countedOf(shop: Shop, { lineIds }: PaidOrder): Promise<number[]> {
  const rows = await shop.db
    .selectFrom('recognized_purchase')
    .select('amount_fen')
    .where('order_line_id', 'in', lineIds)
    .orderBy('journal_entry_id')
    .execute()
  return rows.map((row) => row.amount_fen)
}

export async function refundsOf(shop: Shop, { orderId }: PaidOrder) {
  return shop.db
    .selectFrom('refund')
    .select(['id', 'amount_fen', 'reason', 'state', 'provider_ref', 'refund_decision_id'])
    .where('order_id', '=', orderId)
    .orderBy('decided_at')
    .orderBy('id')
    .execute()
}

/** The cooperative sends pieces of the first line out of a new lot of twenty. */
export async function shipFromBatch(
  shop: Shop,
  { orderId, lineIds }: PaidOrder,
  quantity: number,
): Promise<{ lotCode: string; skuId: SkuId }> {
  const [orderLineId = ''] = lineIds
  const line = await shop.db
    .selectFrom('order_line')
    .select(['sku_id', 'supplier_order_id', 'cooperative_id'])
    .where('id', '=', orderLineId)
    .where('order_id', '=', orderId)
    .executeTakeFirstOrThrow()
  const skuId = line.sku_id as SkuId
  const lotCode = `LOT-${skuId}`
  let batch = await shop.db.selectFrom('batch').select('id').where('lot_code', '=', lotCode).executeTakeFirst()
  const { now } = shop.clock
  if (!batch) {
    const day = businessDate(now)
    await inTransaction(shop.db, (tx) =>
      receiveBatch(tx, {
        skuId,
        lotCode,
        harvestedOn: addDays(day, -2),
        bestBeforeOn: addDays(day, 30),
        quantity: 20,
        now,
      }),
    )
    batch = await shop.db.selectFrom('batch').select('id').where('lot_code', '=', lotCode).executeTakeFirstOrThrow()
  }
  const shipped = await shipLines(shop.db, {
    manager: await createManagerOf(shop, line.cooperative_id as CooperativeId),
    supplierOrderId: line.supplier_order_id as SupplierOrderId,
    requestId: newId(),
    transport: { kind: 'own_van' },
    lines: [{ orderLineId: orderLineId as OrderLineId, quantity, batchId: batch.id as BatchId }],
    now,
  })
  if (!shipped.ok) throw new Error(`the cooperative could not send: ${shipped.refusal.kind}`)
  return { lotCode, skuId }
}
