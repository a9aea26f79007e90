import { sql } from 'kysely'
import type { Tx } from '#app/platform/db.server.ts'
import type { SkuId } from '#app/shared/ids.ts'

export interface ReceiveStockCommand {
  skuId: SkuId
  /** Pieces put on the shelf, above zero. */
  quantity: number
  /** What brought them, e.g. 'batch' and its id. One cause is received once. */
  causeType: string
  causeId: string
  now: Date
}

/** Adds pieces to the shelf; opens the SKU's stock row at first need. The same cause twice changes nothing. */
export async function receiveStock(tx: Tx, command: ReceiveStockCommand): Promise<void> {
  const { skuId, quantity, causeType, causeId, now } = command
  await sql`
    with noted as (
      insert into stock_movement (sku_id, kind, delta_on_hand, cause_type, cause_id, at)
      values (${skuId}, 'received', ${quantity}::int, ${causeType}, ${causeId}, ${now})
      on conflict (cause_type, cause_id, sku_id, kind) do nothing
      returning sku_id, delta_on_hand
    )
    insert into stock_level (sku_id, on_hand) select sku_id, delta_on_hand from noted
    on conflict (sku_id) do update set on_hand = stock_level.on_hand + excluded.on_hand
  `.execute(tx)
}
