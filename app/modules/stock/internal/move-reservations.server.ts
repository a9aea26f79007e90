import { sql } from 'kysely'
import type { Tx } from '#app/platform/db.server.ts'
import type { OrderId, SkuId } from '#app/shared/ids.ts'

type ReservationState = 'held' | 'allocated' | 'released'

export interface ReservationMove {
  orderId: OrderId
  from: ReservationState
  to: ReservationState
  kind: 'released' | 'allocated'
  /** What one reserved piece adds to each number of its stock row: -1, 0 or 1. */
  perPiece: { reserved: number; allocated: number }
  cause: { type: string; id: string }
  now: Date
}

/**
 * Moves an order's reservations in `from` to `to`, with their stock rows and one
 * movement each, in one statement. Rows are locked by SKU. Whatever is not in
 * `from` any more is left alone, so doing it twice changes nothing; the caller
 * holds the order's row. Throws when the stock CHECK refuses.
 */
export async function moveReservations(tx: Tx, move: ReservationMove): Promise<SkuId[]> {
  const { orderId, perPiece, cause, now } = move
  const { rows } = await sql<{ sku_id: SkuId }>`
    with due as (
      select sku_id, quantity from stock_reservation
      where order_id = ${orderId} and state = ${move.from} for update
    ), locked as (
      select sku_id from stock_level where sku_id in (select sku_id from due) order by sku_id for update
    ), moved as (
      update stock_level set
        reserved = stock_level.reserved + due.quantity * ${perPiece.reserved}::int,
        allocated = stock_level.allocated + due.quantity * ${perPiece.allocated}::int
      from due join locked using (sku_id)
      where stock_level.sku_id = due.sku_id
      returning stock_level.sku_id, due.quantity
    ), marked as (
      update stock_reservation set state = ${move.to} from moved
      where stock_reservation.order_id = ${orderId} and stock_reservation.sku_id = moved.sku_id
    ), noted as (
      insert into stock_movement (sku_id, kind, delta_reserved, delta_allocated, cause_type, cause_id, at)
      select sku_id, ${move.kind}, quantity * ${perPiece.reserved}::int, quantity * ${perPiece.allocated}::int, ${cause.type}, ${cause.id}, ${now}::timestamptz
      from moved
    )
    select sku_id from moved order by sku_id
  `.execute(tx)
  return rows.map((row) => row.sku_id)
}
