import { openShift } from '#app/modules/counter/open-shift.server.ts'
import { proveByPhone } from '#app/modules/counter/prove-visit.server.ts'
import { receiveGoods } from '#app/modules/counter/receive-goods.server.ts'
import { showPickupCode } from '#app/modules/counter/show-pickup-code.server.ts'
import type { Clerk } from '#app/modules/identity/permissions.ts'
import { settleSession } from '#app/modules/payments/settle-attempt.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { CounterShiftId, OrderId, OrderLineId, SkuId, SupplierOrderId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { stockedSku } from '#tests/integration/aftersale/desk.ts'
import { type Shop, startSession } from '#tests/integration/payments/shop.ts'
import { createOrder } from '#tests/support/factories/orders.ts'
import { createPerson } from '#tests/support/factories/people.ts'

export const POINT = 'south-gate'
/** Of the orders made by tests. */
export const PHONE_TAIL = '0001'

export function secretOf(shop: Shop): string {
  return shop.runtime.env.sessionSecret
}

/** A pickup clerk, as `requireActor` would give one. */
export async function createClerk(shop: Shop): Promise<Clerk> {
  const { personId } = await createPerson(shop.db, { name: '柜台', grants: [{ role: 'pickup_clerk' }] })
  return { personId, name: '柜台', kind: 'staff', roles: ['staff', 'pickup_clerk'], permission: 'counter:hand-over' }
}

export interface PaidOrder {
  orderId: OrderId
  orderNo: string
  skuIds: SkuId[]
  lineIds: OrderLineId[]
  /** One a cooperative, in the order of the lines. */
  partIds: SupplierOrderId[]
}

/** A paid order of 3 pieces at 10 yuan from one cooperative and 2 at 7 from another; to be fetched unless told otherwise. */
export async function paidOrder(
  shop: Shop,
  { to = 'counter', skuIds }: { to?: 'counter' | 'building'; skuIds?: SkuId[] } = {},
): Promise<PaidOrder> {
  const skus = skuIds ?? [
    await stockedSku(shop, { cooperative: 'north', priceFen: 1000 }),
    await stockedSku(shop, { cooperative: 'south', priceFen: 700 }),
  ]
  const placed = await createOrder(shop.db, {
    buyer: shop.buyer,
    lines: skus.map((skuId, index) => ({ skuId, quantity: index === 0 ? 3 : 2 })),
    ...(to === 'counter' && { slotId: shop.slotId }),
    now: shop.clock.now,
  })
  const sessionId = await startSession(shop, placed.orderId)
  shop.stripeMsw.pay(sessionId)
  await settleSession(shop.runtime, sessionId, shop.clock.now)
  const lines = await readLines(shop, placed.orderId)
  return {
    ...placed,
    skuIds: skus,
    lineIds: lines.map((line) => line.id as OrderLineId),
    partIds: lines.map((line) => line.supplier_order_id as SupplierOrderId),
  }
}

export function readLines(shop: Shop, orderId: OrderId) {
  return shop.db.selectFrom('order_line').selectAll().where('order_id', '=', orderId).orderBy('line_no').execute()
}

export async function statusOf(shop: Shop, orderId: OrderId): Promise<string> {
  const row = await shop.db.selectFrom('order').select('status').where('id', '=', orderId).executeTakeFirstOrThrow()
  return row.status
}

export async function eventsOf(shop: Shop, orderId: OrderId): Promise<string[]> {
  const rows = await shop.db
    .selectFrom('order_event')
    .select('kind')
    .where('order_id', '=', orderId)
    .orderBy('id')
    .execute()
  return rows.map((row) => row.kind)
}

export async function noticesOf(shop: Shop, orderNo: string): Promise<string[]> {
  const rows = await shop.db.selectFrom('notice').select(['kind', 'data']).orderBy('created_at').execute()
  return rows.filter((row) => (row.data as { orderNo?: string }).orderNo === orderNo).map((row) => row.kind)
}

/** Everything of an order arrives in good order. */
export async function receiveAll(shop: Shop, clerk: Clerk, order: PaidOrder): Promise<void> {
  const lines = await readLines(shop, order.orderId)
  for (const line of lines) {
    const received = await receiveGoods(shop.db, {
      clerk,
      supplierOrderId: line.supplier_order_id as SupplierOrderId,
      requestId: newId(),
      lines: [said(line.id as OrderLineId, { quantity: line.quantity - line.received_quantity })],
      note: '',
      now: shop.clock.now,
    })
    if (!received.ok) throw new Error(received.refusal.kind)
  }
}

/** What a receipt says of one line. */
export function said(
  orderLineId: OrderLineId,
  more: { quantity?: number; defectQuantity?: number; missingQuantity?: number; defectNote?: string },
) {
  return { orderLineId, quantity: 0, defectQuantity: 0, missingQuantity: 0, defectNote: '', ...more }
}

export async function codeOf(shop: Shop, orderNo: string): Promise<string> {
  const shown = await showPickupCode(shop.db, {
    buyerId: shop.buyer.personId,
    orderNo,
    secret: secretOf(shop),
    now: shop.clock.now,
  })
  if (!shown.ok || shown.value.state !== 'waiting') throw new Error('no code')
  return shown.value.code
}

/** A pass to hand the order over, given for number and phone. */
export async function passFor(shop: Shop, clerk: Clerk, orderNo: string): Promise<string> {
  const asked = { clerk, orderNo, phoneTail: PHONE_TAIL, secret: secretOf(shop), now: shop.clock.now }
  const proven = await proveByPhone(shop.db, asked)
  if (!proven.ok) throw new Error(proven.refusal.kind)
  return proven.value.pass
}

export async function drawerOf(shop: Shop, clerk: Clerk, cash = 20_000): Promise<CounterShiftId> {
  const opened = await openShift(shop.db, { clerk, pickupPointId: POINT, cash: fen(cash), now: shop.clock.now })
  if (!opened.ok) throw new Error(opened.refusal.kind)
  return opened.value.shiftId
}
