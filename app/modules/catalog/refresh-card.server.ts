import { sql } from 'kysely'
import { clock } from '#app/platform/clock.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import type { ProductId } from '#app/shared/ids.ts'
import { fen, pricePerJinFen } from '#app/shared/money.ts'
import { searchColumns } from './internal/card-terms.server.ts'

/**
 * Writes the product's card anew from all that it shows and is found by, or takes
 * it away when the product is not published, none of its SKUs is on sale or its
 * cooperative is suspended. Called by whoever changed one of these, afterwards, in
 * the same transaction. Certificates count that are valid on the day of `now`.
 */
export async function refreshProductCard(tx: Tx, productId: ProductId, now: Date = clock.now()): Promise<void> {
  // Locked before anything is read: of two changes at once, the later card sees both.
  await tx.selectFrom('product').select('id').where('id', '=', productId).forNoKeyUpdate().execute()
  const source = await readCardSource(tx, productId, now)
  if (!source) {
    await tx.deleteFrom('product_card').where('product_id', '=', productId).execute()
    return
  }
  const card = cardOf(source)
  await tx
    .insertInto('product_card')
    .values({ product_id: productId, ...card })
    .onConflict((conflict) => conflict.column('product_id').doUpdateSet(card))
    .execute()
}

interface CardSource {
  slug: string
  county_id: string
  category_id: string
  cooperative_id: string
  picture_kind: string
  published_at: Date
  name_zh: string
  name_en: string
  village_zh: string
  village_en: string
  season_months: number[]
  county_zh: string
  county_en: string
  category_zh: string
  category_en: string
  cooperative_zh: string
  cooperative_en: string
  sku_id: string
  spec_zh: string
  spec_en: string
  price_fen: number
  net_weight_grams: number | null
  sku_count: number
  certificate_kinds: string[]
  photo_key: string | null
}

/** Undefined when the product has no place in the lists. It is new from its first version on, not from its latest. */
async function readCardSource(tx: Tx, productId: ProductId, now: Date): Promise<CardSource | undefined> {
  const { rows } = await sql<CardSource>`
    select product.slug, product.county_id, product.category_id, product.cooperative_id, product.picture_kind,
      (select min(published_at) from product_version where product_id = product.id) as published_at,
      version.name_zh, version.name_en, version.village_zh, version.village_en, version.season_months,
      county.name_zh as county_zh, county.name_en as county_en,
      category.name_zh as category_zh, category.name_en as category_en,
      cooperative.name_zh as cooperative_zh, cooperative.name_en as cooperative_en,
      cheapest.id as sku_id, cheapest.spec_zh, cheapest.spec_en, cheapest.price_fen, cheapest.net_weight_grams,
      cheapest.sku_count,
      array(
        select distinct kind from certificate
        where product_id = product.id and (expires_on is null or expires_on >= ${businessDate(now)}::date) order by kind
      ) as certificate_kinds,
      (select storage_key from product_photo where product_id = product.id order by sort_order, id limit 1) as photo_key
    from product
    join product_version version on version.id = product.published_version_id
    join partner_county county on county.id = product.county_id
    join category on category.id = product.category_id
    join cooperative on cooperative.id = product.cooperative_id
    join lateral (
      select sku.*, count(*) over ()::int as sku_count from sku
      where product_id = product.id and on_sale order by price_fen, sort_order, id limit 1
    ) cheapest on true
    where product.id = ${productId} and product.state = 'published' and cooperative.status = 'active'
  `.execute(tx)
  return rows[0]
}

function cardOf(source: CardSource) {
  const { namePinyin, terms, pinyin } = searchColumns({
    name: { zh: source.name_zh, en: source.name_en },
    county: { zh: source.county_zh, en: source.county_en },
    others: [
      { zh: source.category_zh, en: source.category_en },
      { zh: source.cooperative_zh, en: source.cooperative_en },
      { zh: source.village_zh, en: source.village_en },
    ],
  })
  return {
    slug: source.slug,
    sku_id: source.sku_id,
    name_zh: source.name_zh,
    name_en: source.name_en,
    spec_zh: source.spec_zh,
    spec_en: source.spec_en,
    county_id: source.county_id,
    category_id: source.category_id,
    cooperative_id: source.cooperative_id,
    price_fen: source.price_fen,
    jin_price_fen: pricePerJinFen(fen(source.price_fen), source.net_weight_grams) ?? null,
    sku_count: source.sku_count,
    season_months: source.season_months,
    certificate_kinds: source.certificate_kinds,
    picture_kind: source.picture_kind,
    photo_key: source.photo_key,
    name_pinyin: namePinyin,
    published_at: source.published_at,
    terms,
    pinyin,
  }
}
