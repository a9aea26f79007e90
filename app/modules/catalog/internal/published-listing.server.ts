import { sql } from 'kysely'
import type { Db, Tx } from '#app/platform/db.server.ts'
import type { CooperativeId, ProductId, ProductVersionId } from '#app/shared/ids.ts'
import { guessRule } from '../category-rule.ts'
import { type ListingBody, listingBodySchema } from '../listing.ts'
import type { PublishedListing } from '../review-listing.ts'
import { selectRules } from './category-rules.server.ts'

interface PublishedRow {
  version_id: string
  cooperative_id: string
  slug: string
  goods_kind: string | null
  body: unknown
}

/** What a product says at this moment, as one proposal would say it; undefined when it is not published. */
export async function readPublishedListing(
  db: Db,
  productId: ProductId,
): Promise<(PublishedListing & { cooperativeId: CooperativeId; slug: string }) | undefined> {
  const { rows } = await selectPublished(productId).execute(db)
  const row = rows[0]
  if (!row) return undefined
  const body = listingBodySchema.parse(row.body)
  return {
    versionId: row.version_id as ProductVersionId,
    cooperativeId: row.cooperative_id as CooperativeId,
    slug: row.slug,
    body: row.goods_kind === null ? { ...body, goodsKind: await guessGoodsKind(db, body) } : body,
  }
}

/** As `readPublishedListing`, with the product and what is sold of it held until the transaction ends. */
export async function lockPublishedListing(tx: Tx, productId: ProductId) {
  // SKUs before their product: whoever changes a price locks them in this order too.
  await tx.selectFrom('sku').select('id').where('product_id', '=', productId).orderBy('id').forNoKeyUpdate().execute()
  await tx.selectFrom('product').select('id').where('id', '=', productId).forNoKeyUpdate().execute()
  return readPublishedListing(tx, productId)
}

async function guessGoodsKind(db: Db, body: ListingBody): Promise<string> {
  return guessRule(await selectRules(db), body)?.goodsKind ?? ''
}

const both = (name: string) =>
  sql`jsonb_build_object('zh', ${sql.ref(`version.${name}_zh`)}, 'en', ${sql.ref(`version.${name}_en`)})`

const skus = sql`
  select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('code', code,
    'spec', jsonb_build_object('zh', spec_zh, 'en', spec_en), 'netWeightGrams', net_weight_grams,
    'netVolumeMl', net_volume_ml, 'price', price_fen, 'maxPerOrder', max_per_order)) order by sort_order, id), '[]')
  from sku where product_id = product.id and on_sale`

const certificates = sql`
  select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('kind', kind, 'number', number,
    'issuer', jsonb_build_object('zh', issuer_zh, 'en', issuer_en), 'issuedOn', issued_on, 'expiresOn', expires_on))
    order by kind, number), '[]')
  from certificate where product_id = product.id`

const photos = sql`
  select coalesce(jsonb_agg(jsonb_build_object('key', storage_key, 'width', width, 'height', height,
    'alt', jsonb_build_object('zh', alt_zh, 'en', alt_en)) order by sort_order, id), '[]')
  from product_photo where product_id = product.id`

function selectPublished(productId: ProductId) {
  return sql<PublishedRow>`
    select version.id as version_id, product.cooperative_id, product.slug, product.goods_kind,
      jsonb_build_object(
        'categoryId', product.category_id, 'goodsKind', coalesce(product.goods_kind, ''),
        'name', ${both('name')}, 'summary', ${both('summary')}, 'township', ${both('township')},
        'village', ${both('village')}, 'storage', ${both('storage')}, 'shelfLife', ${both('shelf_life')},
        'season', ${both('season')}, 'seasonMonths', version.season_months, 'allergens', version.allergens,
        'allergensStated', true, 'returnRule', version.return_rule, 'taxClass', version.tax_class,
        'skus', (${skus}), 'certificates', (${certificates}), 'photos', (${photos})
      ) as body
    from product join product_version version on version.id = product.published_version_id
    where product.id = ${productId} and product.state = 'published'
  `
}
