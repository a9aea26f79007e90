import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { ProductId, ProductVersionId } from '#app/shared/ids.ts'
import type { CertificateDraft, ProductDraft } from '../product-draft.ts'

/** What a version keeps of a product. */
export type VersionFacts = Omit<
  ProductDraft,
  'slug' | 'cooperativeId' | 'countyId' | 'categoryId' | 'pictureKind' | 'skus' | 'certificates'
>

/** Writes version `number` of a product and makes it the published one. */
export async function insertVersion(
  tx: Tx,
  { productId, number, facts, now }: { productId: ProductId; number: number; facts: VersionFacts; now: Date },
): Promise<ProductVersionId> {
  const versionId = newId<ProductVersionId>()
  await tx
    .insertInto('product_version')
    .values({
      id: versionId,
      product_id: productId,
      number,
      name_zh: facts.name.zh,
      name_en: facts.name.en,
      summary_zh: facts.summary.zh,
      summary_en: facts.summary.en,
      township_zh: facts.township.zh,
      township_en: facts.township.en,
      village_zh: facts.village.zh,
      village_en: facts.village.en,
      storage_zh: facts.storage.zh,
      storage_en: facts.storage.en,
      shelf_life_zh: facts.shelfLife.zh,
      shelf_life_en: facts.shelfLife.en,
      season_zh: facts.season.zh,
      season_en: facts.season.en,
      season_months: [...facts.seasonMonths],
      allergens: [...facts.allergens],
      return_rule: facts.returnRule,
      tax_class: facts.taxClass,
      published_at: now,
    })
    .execute()
  await tx
    .updateTable('product')
    .set({ state: 'published', published_version_id: versionId })
    .where('id', '=', productId)
    .execute()
  return versionId
}

export async function insertCertificates(
  tx: Tx,
  productId: ProductId,
  drafts: readonly CertificateDraft[],
): Promise<void> {
  if (drafts.length === 0) return
  const rows = drafts.map((draft) => ({
    id: newId(),
    product_id: productId,
    kind: draft.kind,
    number: draft.number,
    ...certificateFacts(draft),
  }))
  await tx.insertInto('certificate').values(rows).execute()
}

/** What of a certificate may be put right under its kind and number. */
export function certificateFacts(draft: CertificateDraft) {
  return {
    issuer_zh: draft.issuer.zh,
    issuer_en: draft.issuer.en,
    issued_on: draft.issuedOn,
    expires_on: draft.expiresOn ?? null,
  }
}
