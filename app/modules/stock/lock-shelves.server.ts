import { sql } from 'kysely'
import type { Tx } from '#app/platform/db.server.ts'
import type { SkuId } from '#app/shared/ids.ts'
import type { Shelf } from './shelf.ts'

interface ShelfRow {
  sku_id: SkuId
  on_hand: number
  reserved: number
  allocated: number
  oversell_limit: number
}

/** The stock rows of these SKUs, locked in the one order by SKU; a SKU that never had one gets an empty one. */
export async function lockShelves(tx: Tx, skuIds: readonly SkuId[]): Promise<Map<SkuId, Shelf>> {
  await sql`
    insert into stock_level (sku_id)
    select wanted.id from unnest(${[...skuIds]}::uuid[]) as wanted (id)
    where not exists (select from stock_level where sku_id = wanted.id)
    order by wanted.id on conflict do nothing
  `.execute(tx)
  const { rows } = await sql<ShelfRow>`
    select sku_id, on_hand, reserved, allocated, oversell_limit from stock_level
    where sku_id = any(${[...skuIds]}::uuid[]) order by sku_id for update
  `.execute(tx)
  return new Map(rows.map((row) => [row.sku_id, readShelf(row)]))
}

/** As `lockShelves`, for one SKU. */
export async function lockShelf(tx: Tx, skuId: SkuId): Promise<Shelf> {
  const shelf = (await lockShelves(tx, [skuId])).get(skuId)
  if (!shelf) throw new Error(`no stock row for ${skuId}`)
  return shelf
}

function readShelf(row: ShelfRow): Shelf {
  return {
    skuId: row.sku_id,
    onHand: row.on_hand,
    reserved: row.reserved,
    allocated: row.allocated,
    oversellLimit: row.oversell_limit,
  }
}
