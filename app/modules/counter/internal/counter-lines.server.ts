import type { Db } from '#app/platform/db.server.ts'
import type { OrderId, OrderLineId, SupplierOrderId } from '#app/shared/ids.ts'
import type { CounterLine } from '../pieces.ts'

/** The lines of an order, in its order. Still only while the caller holds the order's row. */
export async function readCounterLines(db: Db, orderId: OrderId): Promise<CounterLine[]> {
  const rows = await db
    .selectFrom('order_line')
    .select(['id', 'supplier_order_id', 'quantity', 'return_rule'])
    .select(['shipped_quantity', 'received_quantity', 'accepted_quantity', 'canceled_quantity'])
    .where('order_id', '=', orderId)
    .orderBy('line_no')
    .execute()
  return rows.map((row) => ({
    orderLineId: row.id as OrderLineId,
    supplierOrderId: row.supplier_order_id as SupplierOrderId,
    returnRule: row.return_rule,
    quantity: row.quantity,
    shipped: row.shipped_quantity,
    received: row.received_quantity,
    accepted: row.accepted_quantity,
    canceled: row.canceled_quantity,
  }))
}
