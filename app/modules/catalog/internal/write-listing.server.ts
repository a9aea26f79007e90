import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { ProductId, SkuId } from '#app/shared/ids.ts'
import { draftOf } from '../compose-listing.ts'
import type { ListingBody, ListingPhoto, ListingSku } from '../listing.ts'
import type { CertificateDraft, ProductDraft } from '../product-draft.ts'
import { publishProduct } from '../publish-product.server.ts'
import { refreshProductCard } from '../refresh-card.server.ts'
import { certificateFacts, insertCertificates, insertVersion } from './version-rows.server.ts'

/** Where a new product stands: what a proposal does not say itself. */
type Place = Pick<ProductDraft, 'slug' | 'cooperativeId' | 'countyId' | 'pictureKind'>

/** Puts a new product on the shelves with all its listing says. */
export async function writeNewListing(
  tx: Tx,
  { body, place, now }: { body: ListingBody; place: Place; now: Date },
): Promise<ProductId> {
  const { productId } = await publishProduct(tx, { draft: draftOf(body, place), now })
  await tx.updateTable('product').set({ goods_kind: body.goodsKind }).where('id', '=', productId).execute()
  await replacePhotos(tx, productId, body.photos)
  await refreshProductCard(tx, productId, now)
  return productId
}

/**
 * Makes a published product say what `body` says: a new version, prices and contents
 * from now on, papers and photographs. SKUs that are no longer there are not sold any
 * more; what was ordered of them stays as it was. The product must be locked.
 */
export async function writeNextListing(
  tx: Tx,
  { productId, body, now }: { productId: ProductId; body: ListingBody; now: Date },
): Promise<void> {
  const { last } = await tx
    .selectFrom('product_version')
    .select((eb) => eb.fn.max('number').as('last'))
    .where('product_id', '=', productId)
    .executeTakeFirstOrThrow()
  await insertVersion(tx, { productId, number: last + 1, facts: body, now })
  await tx
    .updateTable('product')
    .set({ category_id: body.categoryId, goods_kind: body.goodsKind })
    .where('id', '=', productId)
    .execute()
  await writeSkus(tx, productId, body.skus)
  await writeCertificates(tx, productId, body)
  await replacePhotos(tx, productId, body.photos)
  await refreshProductCard(tx, productId, now)
}

async function writeSkus(tx: Tx, productId: ProductId, skus: readonly ListingSku[]): Promise<void> {
  const codes = skus.map(({ code }) => code)
  await tx
    .updateTable('sku')
    .set({ on_sale: false })
    .where('product_id', '=', productId)
    .where('code', 'not in', codes)
    .execute()
  for (const [index, sku] of skus.entries()) {
    const facts = {
      spec_zh: sku.spec.zh,
      spec_en: sku.spec.en,
      price_fen: sku.price,
      max_per_order: sku.maxPerOrder,
      sort_order: index,
      on_sale: true,
    }
    const { numUpdatedRows } = await tx
      .updateTable('sku')
      .set(facts)
      .where('product_id', '=', productId)
      .where('code', '=', sku.code)
      .executeTakeFirst()
    if (numUpdatedRows > 0n) continue
    const content = { net_weight_grams: sku.netWeightGrams ?? null, net_volume_ml: sku.netVolumeMl ?? null }
    await tx
      .insertInto('sku')
      .values({ id: newId<SkuId>(), product_id: productId, code: sku.code, ...content, ...facts })
      .execute()
  }
}

/** A certificate keeps its row under its kind and number; one that is no longer shown goes. */
async function writeCertificates(tx: Tx, productId: ProductId, body: ListingBody): Promise<void> {
  const wanted: CertificateDraft[] = body.certificates.map(({ expiresOn, ...one }) => ({
    ...one,
    ...(expiresOn && { expiresOn }),
  }))
  const rows = await tx
    .selectFrom('certificate')
    .select(['id', 'kind', 'number'])
    .where('product_id', '=', productId)
    .execute()
  const isSame = (row: { kind: string; number: string }, draft: CertificateDraft) =>
    row.kind === draft.kind && row.number === draft.number
  for (const row of rows) {
    const draft = wanted.find((one) => isSame(row, one))
    if (draft) await tx.updateTable('certificate').set(certificateFacts(draft)).where('id', '=', row.id).execute()
    else await tx.deleteFrom('certificate').where('id', '=', row.id).execute()
  }
  const fresh = wanted.filter((draft) => !rows.some((row) => isSame(row, draft)))
  await insertCertificates(tx, productId, fresh)
}

async function replacePhotos(tx: Tx, productId: ProductId, photos: readonly ListingPhoto[]): Promise<void> {
  await tx.deleteFrom('product_photo').where('product_id', '=', productId).execute()
  if (photos.length === 0) return
  const rows = photos.map(({ key, width, height, alt }, index) => ({
    id: newId(),
    product_id: productId,
    sort_order: index,
    storage_key: key,
    width,
    height,
    alt_zh: alt.zh,
    alt_en: alt.en,
  }))
  await tx.insertInto('product_photo').values(rows).execute()
}
