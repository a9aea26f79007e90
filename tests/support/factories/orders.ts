import { sql } from 'kysely'
import { findCart } from '#app/modules/cart/cart-queries.server.ts'
import { setCartQuantity } from '#app/modules/cart/set-cart-quantity.server.ts'
import type { Buyer } from '#app/modules/identity/permissions.ts'
import { placeOrder } from '#app/modules/ordering/place-order.server.ts'
import type { PlacedOrder, PlaceOrderCommand } from '#app/modules/ordering/place-order.ts'
import type { Db } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { CartId, PickupSlotId, SkuId } from '#app/shared/ids.ts'
import { fen, multiplyFen, sumFen } from '#app/shared/money.ts'

export const BUILDING_ID = 'library'

/** A pickup point, one slot tomorrow with `capacity` places, and the building BUILDING_ID. */
export async function insertPickup(db: Db, { capacity = 1000, now = new Date() } = {}): Promise<PickupSlotId> {
  const slotId = newId<PickupSlotId>()
  const startsAt = new Date(now.getTime() + 24 * 60 * 60 * 1000)
  const endsAt = new Date(startsAt.getTime() + 2 * 60 * 60 * 1000)
  await sql`
    insert into pickup_point (id, name_zh, name_en, place_zh, place_en, hours_zh, hours_en, sort_order)
    values ('south-gate', '南门取货点', 'South Gate', '南门内', 'Inside the gate', '每天', 'Daily', 1) on conflict do nothing
  `.execute(db)
  await sql`
    insert into campus_building (id, name_zh, name_en, sort_order) values (${BUILDING_ID}, '图书馆', 'Library', 1)
    on conflict do nothing
  `.execute(db)
  await sql`
    insert into pickup_slot (id, pickup_point_id, starts_at, ends_at, capacity)
    values (${slotId}, 'south-gate', ${startsAt}, ${endsAt}, ${capacity})
  `.execute(db)
  return slotId
}

/** Puts `lines` into the buyer's cart and gives the cart with its total at today's prices. */
export async function fillCart(
  db: Db,
  { buyer, lines, now = new Date() }: { buyer: Buyer; lines: { skuId: SkuId; quantity: number }[]; now?: Date },
): Promise<{ cartId: CartId; total: ReturnType<typeof fen> }> {
  const owner = { personId: buyer.personId }
  for (const line of lines) {
    const set = await setCartQuantity(db, { owner, ...line, now })
    if (!set.ok) throw new Error(`the cart refuses: ${set.refusal.kind}`)
  }
  const cart = await findCart(db, owner)
  if (!cart) throw new Error('the cart is empty')
  const prices = await db
    .selectFrom('sku')
    .select(['id', 'price_fen'])
    .where(
      'id',
      'in',
      cart.lines.map((line) => line.skuId),
    )
    .execute()
  const priceOf = new Map(prices.map((row) => [row.id, fen(row.price_fen)]))
  const total = sumFen(cart.lines.map((line) => multiplyFen(priceOf.get(line.skuId) ?? fen(0), line.quantity)))
  return { cartId: cart.id, total }
}

export interface OrderWish {
  buyer: Buyer
  lines: { skuId: SkuId; quantity: number }[]
  slotId?: PickupSlotId
  now?: Date
}

/** The command a checkout page would send for these lines: to the building, or to a slot when one is given. */
export async function draftPlaceOrder(db: Db, wish: OrderWish): Promise<PlaceOrderCommand> {
  const { buyer, slotId, now = new Date() } = wish
  const { cartId, total } = await fillCart(db, { ...wish, now })
  return {
    buyer,
    cartId,
    requestId: newId(),
    expectedTotal: total,
    fulfillment: slotId ? { kind: 'pickup', slotId } : { kind: 'building', buildingId: BUILDING_ID, room: '302' },
    contactName: '林秋实',
    contactPhone: '13900000001',
    note: '',
    returnRuleAccepted: true,
    now,
  }
}

/** An order awaiting payment. */
export async function createOrder(db: Db, wish: OrderWish): Promise<PlacedOrder> {
  const placed = await placeOrder(db, await draftPlaceOrder(db, wish))
  if (!placed.ok) throw new Error(`the order was refused: ${placed.refusal.kind}`)
  return placed.value
}
