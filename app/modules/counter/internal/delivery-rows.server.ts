import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { OrderId, OrderLineId } from '#app/shared/ids.ts'

/** How many pieces of each line were left in the building until `until`. Lines of which none were are absent. */
export async function readDelivered(db: Db, orderId: OrderId, until: Date): Promise<Map<OrderLineId, number>> {
  const { rows } = await sql<{ order_line_id: OrderLineId; pieces: number }>`
    select part.order_line_id, sum(part.quantity)::int as pieces
    from building_delivery delivery join building_delivery_line part on part.building_delivery_id = delivery.id
    where delivery.order_id = ${orderId} and delivery.at <= ${until}
    group by part.order_line_id
  `.execute(db)
  return new Map(rows.map((row) => [row.order_line_id, row.pieces]))
}
