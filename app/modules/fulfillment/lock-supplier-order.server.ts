import { type LockedOrder, lockOrder } from '#app/modules/ordering/change-order.server.ts'
import { isPaidStatus } from '#app/modules/ordering/order-state.ts'
import type { Tx } from '#app/platform/db.server.ts'
import type { CooperativeId, OrderId, PersonId, SupplierOrderId } from '#app/shared/ids.ts'

/** A cooperative's part of an order paid in the shop, whose row is locked, which keeps its lines still. */
export interface LockedSupplierOrder {
  order: LockedOrder
  supplierOrderId: SupplierOrderId
  buyerId: PersonId
  isConfirmed: boolean
  /** Nothing of it is outstanding. */
  isClosed: boolean
}

/** Undefined when this cooperative has no supplier order of that id that was paid in the shop. */
export async function lockSupplierOrder(
  tx: Tx,
  cooperativeId: CooperativeId,
  supplierOrderId: SupplierOrderId,
): Promise<LockedSupplierOrder | undefined> {
  const own = tx
    .selectFrom('supplier_order')
    .innerJoin('order', 'order.id', 'supplier_order.order_id')
    .select(['order_id', 'confirmed_at', 'closed_at'])
    .where('supplier_order.id', '=', supplierOrderId)
    .where('supplier_order.cooperative_id', '=', cooperativeId)
    // What a counter sells it has: nobody sends it.
    .where('order.channel', '=', 'own_shop')
  const found = await own.executeTakeFirst()
  if (!found) return undefined
  const order = await lockOrder(tx, found.order_id as OrderId)
  const { buyerId } = order
  if (!isPaidStatus(order.status) || buyerId === null) return undefined
  const part = await own.executeTakeFirstOrThrow()
  const isConfirmed = part.confirmed_at !== null
  return { order, supplierOrderId, buyerId, isConfirmed, isClosed: part.closed_at !== null }
}
