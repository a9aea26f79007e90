import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { SkuId } from '#app/shared/ids.ts'

/** A county, two cooperatives and a category to hang goods on. */
export async function insertGround(db: Db): Promise<void> {
  await sql`
    insert into partner_county (id, name_zh, name_en, story_zh, story_en, on_832_list, paired_from, sort_order)
      values ('fufeng', '扶风', 'Fufeng', '', '', false, '2020-01-01', 1);
  `.execute(db)
  for (const [slug, name] of [
    ['north', '北塬合作社'],
    ['south', '南沟合作社'],
  ]) {
    await sql`
      insert into cooperative (id, slug, county_id, kind, name_zh, name_en, township_zh, township_en, village_zh, village_en,
        story_zh, story_en, credit_code, household_count, created_at)
      values (${newId()}, ${slug}, 'fufeng', 'cooperative', ${name}, ${slug}, '', '', '', '', '', '', ${slug}, 10, now())
    `.execute(db)
  }
  await sql`insert into category (id, name_zh, name_en, picture_kind, sort_order) values ('spice', '调料', 'Spices', 'pepper', 1)`.execute(
    db,
  )
}

export interface GoodsDraft {
  cooperative?: 'north' | 'south'
  priceFen?: number
  maxPerOrder?: number
  stock?: number
  published?: boolean
}

/** One product on sale with one SKU and stock. */
export async function insertSku(db: Db, draft: GoodsDraft = {}): Promise<SkuId> {
  const { cooperative = 'north', priceFen = 1000, maxPerOrder = 99, stock = 100, published = true } = draft
  const [product, version, sku] = [newId(), newId(), newId<SkuId>()]
  await db.transaction().execute(async (tx) => {
    await sql`
      insert into product (id, slug, cooperative_id, county_id, category_id, state, picture_kind, created_at)
      select ${product}::uuid, ${`p-${product}`}, id, county_id, 'spice', 'draft', 'pepper', now() from cooperative where slug = ${cooperative}
    `.execute(tx)
    await sql`
      insert into product_version (id, product_id, number, name_zh, name_en, summary_zh, summary_en, township_zh, township_en, village_zh,
        village_en, storage_zh, storage_en, shelf_life_zh, shelf_life_en, season_zh, season_en, season_months, return_rule, tax_class, published_at)
      values (${version}, ${product}, 1, '大红袍花椒', 'Dahongpao pepper', '', '', '', '', '', '', '', '', '', '', '', '', '{8}', 'seven_day', 'exempt', now())
    `.execute(tx)
    await sql`
      update product set published_version_id = ${version}, state = ${published ? 'published' : 'withdrawn'} where id = ${product}
    `.execute(tx)
    await sql`
      insert into sku (id, product_id, code, spec_zh, spec_en, net_weight_grams, price_fen, max_per_order)
      values (${sku}, ${product}, ${sku}, '250 克', '250 g', 250, ${priceFen}, ${maxPerOrder})
    `.execute(tx)
    await sql`insert into stock_level (sku_id, on_hand) values (${sku}, ${stock})`.execute(tx)
  })
  return sku
}
