import { sql } from 'kysely'
import type { Tx } from '#app/platform/db.server.ts'
import type { OrderPieces } from './internal/settle-pieces.server.ts'

/**
 * Pieces a buyer had are back on our shelves and can be sold again. Rows are locked
 * by SKU. The same cause brings them back once: a second time throws.
 */
export async function returnPieces(
  tx: Tx,
  { cause, pieces, now }: { cause: { type: string; id: string }; pieces: readonly OrderPieces[]; now: Date },
): Promise<void> {
  const skuIds = pieces.map((piece) => piece.skuId)
  const quantities = pieces.map((piece) => piece.quantity)
  const { rows } = await sql<{ sku_id: string }>`
    with back as (
      select * from unnest(${skuIds}::uuid[], ${quantities}::int[]) as back (sku_id, quantity)
    ), locked as (
      select sku_id from stock_level where sku_id in (select sku_id from back) order by sku_id for update
    ), moved as (
      update stock_level set on_hand = stock_level.on_hand + back.quantity
      from back join locked using (sku_id) where stock_level.sku_id = back.sku_id
      returning stock_level.sku_id, back.quantity
    )
    insert into stock_movement (sku_id, kind, delta_on_hand, cause_type, cause_id, at)
    select sku_id, 'returned', quantity, ${cause.type}, ${cause.id}, ${now}::timestamptz from moved returning sku_id
  `.execute(tx)
  if (rows.length !== pieces.length) throw new Error(`some of ${JSON.stringify(pieces)} have no stock row`)
}
