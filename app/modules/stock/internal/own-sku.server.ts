import type { Db } from '#app/platform/db.server.ts'
import { type CooperativeId, isUuid, type SkuId } from '#app/shared/ids.ts'

/** `skuId` when it is one of the cooperative's; undefined for anybody else's, and for what is no key. */
export async function findOwnSku(db: Db, cooperativeId: CooperativeId, skuId: string): Promise<SkuId | undefined> {
  if (!isUuid(skuId)) return undefined
  const row = await db
    .selectFrom('sku')
    .innerJoin('product', 'product.id', 'sku.product_id')
    .select('sku.id')
    .where('sku.id', '=', skuId)
    .where('product.cooperative_id', '=', cooperativeId)
    .executeTakeFirst()
  return row && (row.id as SkuId)
}
