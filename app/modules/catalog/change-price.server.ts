import type { Tx } from '#app/platform/db.server.ts'
import type { ProductId, SkuId } from '#app/shared/ids.ts'
import type { Fen } from '#app/shared/money.ts'
import { refreshProductCard } from './refresh-card.server.ts'

/** Sells `skuId` at `price` from now on. What was ordered before keeps its own. Throws when there is no such SKU. */
export async function changeSkuPrice(
  tx: Tx,
  { skuId, price, now }: { skuId: SkuId; price: Fen; now: Date },
): Promise<void> {
  const sku = await tx
    .updateTable('sku')
    .set({ price_fen: price })
    .where('id', '=', skuId)
    .returning('product_id')
    .executeTakeFirstOrThrow()
  await refreshProductCard(tx, sku.product_id as ProductId, now)
}
