import type { Db } from '#app/platform/db.server.ts'
import type { OrderId, OrderLineId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import type { RefundableLine } from '../decide-refund.ts'

/** The lines of an order; exact while the caller holds the order's row. */
export async function readRefundableLines(db: Db, orderId: OrderId): Promise<RefundableLine[]> {
  const rows = await db
    .selectFrom('order_line')
    .select(['id', 'line_no', 'unit_price_fen', 'quantity', 'accepted_quantity', 'canceled_quantity', 'returned_fen'])
    .where('order_id', '=', orderId)
    .orderBy('line_no')
    .execute()
  return rows.map((row) => ({
    orderLineId: row.id as OrderLineId,
    lineNo: row.line_no,
    unitPrice: fen(row.unit_price_fen),
    quantity: row.quantity,
    accepted: row.accepted_quantity,
    canceled: row.canceled_quantity,
    returned: fen(row.returned_fen),
  }))
}
