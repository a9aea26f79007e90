import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { ProductId, SkuId } from '#app/shared/ids.ts'
import { insertCertificates, insertVersion } from './internal/version-rows.server.ts'
import type { ProductDraft, SkuDraft } from './product-draft.ts'
import { findDraftProblems } from './publish-product.ts'
import { refreshProductCard } from './refresh-card.server.ts'

export interface PublishProductCommand {
  draft: ProductDraft
  now: Date
}

/**
 * Puts a reviewed product on the shelves: its first version, its SKUs in the order
 * of the draft, its certificates and its card. Stock rows are opened by the first
 * receipt. Throws for a draft that breaks a rule: review lets none through.
 */
export async function publishProduct(
  tx: Tx,
  { draft, now }: PublishProductCommand,
): Promise<{ productId: ProductId; skuIds: SkuId[] }> {
  const problems = findDraftProblems(draft)
  if (problems.length > 0) throw new Error(`${draft.slug} cannot be published: ${JSON.stringify(problems)}`)
  const productId = newId<ProductId>()
  await insertProduct(tx, { productId, draft, now })
  await insertVersion(tx, { productId, number: 1, facts: draft, now })
  const skuIds = await insertSkus(tx, productId, draft.skus)
  await insertCertificates(tx, productId, draft.certificates)
  await refreshProductCard(tx, productId, now)
  return { productId, skuIds }
}

type ProductInsert = PublishProductCommand & { productId: ProductId }

async function insertProduct(tx: Tx, { productId, draft, now }: ProductInsert): Promise<void> {
  await tx
    .insertInto('product')
    .values({
      id: productId,
      slug: draft.slug,
      cooperative_id: draft.cooperativeId,
      county_id: draft.countyId,
      category_id: draft.categoryId,
      state: 'draft',
      picture_kind: draft.pictureKind,
      created_at: now,
    })
    .execute()
}

async function insertSkus(tx: Tx, productId: ProductId, skus: readonly SkuDraft[]): Promise<SkuId[]> {
  const rows = skus.map((sku, index) => ({
    id: newId<SkuId>(),
    product_id: productId,
    code: sku.code,
    spec_zh: sku.spec.zh,
    spec_en: sku.spec.en,
    net_weight_grams: sku.netWeightGrams ?? null,
    net_volume_ml: sku.netVolumeMl ?? null,
    price_fen: sku.price,
    max_per_order: sku.maxPerOrder ?? 99,
    sort_order: index,
  }))
  await tx.insertInto('sku').values(rows).execute()
  return rows.map((row) => row.id)
}
