import { sql } from 'kysely'
import type { Tx } from '#app/platform/db.server.ts'
import type { LockedOrder } from './change-order.server.ts'
import type { LinePieces } from './line-counters.ts'
import { noteOrderEvent } from './order-events.server.ts'
import type { SupplyStep } from './supply-progress.server.ts'

/**
 * Pieces of one cooperative's part have arrived. What was never noted as shipped is
 * noted with it. The caller has found that many still to come; the table's CHECK is
 * behind it.
 */
export async function countReceived(
  tx: Tx,
  order: LockedOrder,
  { supplierOrderId, actorId, pieces, now }: SupplyStep & { pieces: readonly LinePieces[] },
): Promise<void> {
  const ids = pieces.map(({ orderLineId }) => orderLineId)
  const quantities = pieces.map(({ quantity }) => quantity)
  await sql`
    update order_line line set
      received_quantity = line.received_quantity + wanted.quantity,
      shipped_quantity = greatest(line.shipped_quantity, line.received_quantity + wanted.quantity)
    from unnest(${ids}::uuid[], ${quantities}::int[]) as wanted (id, quantity)
    where line.id = wanted.id and line.supplier_order_id = ${supplierOrderId}
  `.execute(tx)
  const detail = { pieces: quantities.reduce((sum, quantity) => sum + quantity, 0) }
  await noteOrderEvent(tx, { orderId: order.orderId, kind: 'received', supplierOrderId, actorId, detail, now })
}
