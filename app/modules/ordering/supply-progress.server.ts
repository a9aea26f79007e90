import { sql } from 'kysely'
import type { Tx } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { PersonId, SupplierOrderId } from '#app/shared/ids.ts'
import type { LockedOrder } from './change-order.server.ts'
import type { LinePieces } from './line-counters.ts'
import { noteOrderEvent } from './order-events.server.ts'

export interface SupplyStep {
  supplierOrderId: SupplierOrderId
  actorId: PersonId
  now: Date
}

/** The cooperative has seen its part of the order and will supply it. False, and nothing written, when it had said so before. */
export async function noteConfirmed(
  tx: Tx,
  order: LockedOrder,
  { supplierOrderId, actorId, readyOn, now }: SupplyStep & { readyOn?: BusinessDate | undefined },
): Promise<boolean> {
  const confirmed = await tx
    .updateTable('supplier_order')
    .set({ confirmed_at: now, confirmed_by: actorId, ready_on: readyOn ?? null })
    .where('id', '=', supplierOrderId)
    .where('order_id', '=', order.orderId)
    .where('confirmed_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!confirmed) return false
  await noteOrderEvent(tx, { orderId: order.orderId, kind: 'confirmed', supplierOrderId, actorId, now })
  return true
}

/** Pieces of a line that leave now, and how many had left before, noted or not. */
export interface LeavingPieces extends LinePieces {
  left: number
}

/** Pieces have left the cooperative. The caller has found that many still to leave; the table's CHECK is behind it. */
export async function countShipped(
  tx: Tx,
  order: LockedOrder,
  { supplierOrderId, actorId, pieces, now }: SupplyStep & { pieces: readonly LeavingPieces[] },
): Promise<void> {
  const ids = pieces.map(({ orderLineId }) => orderLineId)
  const quantities = pieces.map(({ quantity }) => quantity)
  const shipped = pieces.map(({ left, quantity }) => left + quantity)
  await sql`
    update order_line line set shipped_quantity = now.shipped
    from unnest(${ids}::uuid[], ${shipped}::int[]) as now (id, shipped)
    where line.id = now.id and line.supplier_order_id = ${supplierOrderId}
  `.execute(tx)
  const detail = { pieces: quantities.reduce((sum, quantity) => sum + quantity, 0) }
  await noteOrderEvent(tx, { orderId: order.orderId, kind: 'shipped', supplierOrderId, actorId, detail, now })
}
