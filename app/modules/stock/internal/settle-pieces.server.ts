import { sql } from 'kysely'
import type { Tx } from '#app/platform/db.server.ts'
import type { OrderId, SkuId } from '#app/shared/ids.ts'

export interface OrderPieces {
  skuId: SkuId
  /** Above zero. */
  quantity: number
}

export interface Settling {
  orderId: OrderId
  pieces: readonly OrderPieces[]
  kind: 'handed_over' | 'written_off' | 'deallocated'
  /** What one piece adds to the shelf's count: -1 when it is gone, 0 when it stays. */
  onHand: -1 | 0
  cause: { type: string; id: string }
  now: Date
}

/**
 * Ends what a paid order is owed of some pieces, with their stock rows and one
 * movement each, in one statement. Rows are locked by SKU; the caller holds the
 * order's row. Throws when the order is not owed that many.
 */
export async function settlePieces(tx: Tx, { orderId, pieces, kind, onHand, cause, now }: Settling): Promise<void> {
  const skuIds = pieces.map((piece) => piece.skuId)
  const quantities = pieces.map((piece) => piece.quantity)
  const { rows } = await sql<{ sku_id: SkuId }>`
    with wanted as (
      select * from unnest(${skuIds}::uuid[], ${quantities}::int[]) as wanted (sku_id, quantity)
    ), due as (
      select held.sku_id, wanted.quantity from stock_reservation held join wanted using (sku_id)
      where held.order_id = ${orderId} and held.state = 'allocated' and held.settled_quantity + wanted.quantity <= held.quantity
      for update of held
    ), locked as (
      select sku_id from stock_level where sku_id in (select sku_id from due) order by sku_id for update
    ), moved as (
      update stock_level set
        on_hand = stock_level.on_hand + due.quantity * ${onHand}::int,
        allocated = stock_level.allocated - due.quantity
      from due join locked using (sku_id)
      where stock_level.sku_id = due.sku_id
      returning stock_level.sku_id, due.quantity
    ), marked as (
      update stock_reservation set settled_quantity = settled_quantity + moved.quantity,
        state = case when settled_quantity + moved.quantity = stock_reservation.quantity then 'settled' else 'allocated' end
      from moved
      where stock_reservation.order_id = ${orderId} and stock_reservation.sku_id = moved.sku_id
    ), noted as (
      insert into stock_movement (sku_id, kind, delta_on_hand, delta_allocated, cause_type, cause_id, at)
      select sku_id, ${kind}, quantity * ${onHand}::int, -quantity, ${cause.type}, ${cause.id}, ${now}::timestamptz
      from moved
    )
    select sku_id from moved
  `.execute(tx)
  if (rows.length !== pieces.length)
    throw new Error(`order ${orderId} is not owed ${JSON.stringify(pieces)}; ${rows.length} of them could be settled`)
}
