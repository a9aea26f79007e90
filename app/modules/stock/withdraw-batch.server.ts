import { sql } from 'kysely'
import type { Tx } from '#app/platform/db.server.ts'
import type { SkuId } from '#app/shared/ids.ts'

/**
 * Takes at most `quantity` pieces of a lot that was called back off the shelf, as many
 * as nobody was promised. Gives how many that were. The same cause takes them once: a
 * second time throws.
 */
export async function withdrawBatch(
  tx: Tx,
  { batchRecallId, skuId, quantity, now }: { batchRecallId: string; skuId: SkuId; quantity: number; now: Date },
): Promise<number> {
  const { rows } = await sql<{ taken: number }>`
    with free as (
      select sku_id, least(${quantity}::int, on_hand - reserved - allocated) as taken
      from stock_level where sku_id = ${skuId} for update
    ), moved as (
      update stock_level set on_hand = on_hand - free.taken from free
      where stock_level.sku_id = free.sku_id and free.taken > 0 returning stock_level.sku_id, free.taken
    ), noted as (
      insert into stock_movement (sku_id, kind, delta_on_hand, cause_type, cause_id, at)
      select sku_id, 'recalled', -taken, 'batch_recall', ${batchRecallId}, ${now}::timestamptz from moved
    )
    select taken from moved
  `.execute(tx)
  return rows[0]?.taken ?? 0
}
