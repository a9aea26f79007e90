import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, CountyId, ProductId, SkuId } from '#app/shared/ids.ts'
import { fen, pricePerJinFen } from '#app/shared/money.ts'
import type { Allergen, CertificateKind, ReturnRule } from '../product-draft.ts'
import type { ProductView, SkuOffer } from '../product-views.ts'

interface SkuRow {
  id: string
  code: string
  spec_zh: string
  spec_en: string
  net_weight_grams: number | null
  net_volume_ml: number | null
  price_fen: number
  max_per_order: number
  left_over: number
  presale_ready_on: BusinessDate | null
  presale_closes_on: BusinessDate | null
}

interface CertificateRow {
  kind: string
  number: string
  issuer_zh: string
  issuer_en: string
  issued_on: BusinessDate
  expires_on: BusinessDate | null
}

interface PhotoRow {
  storage_key: string
  width: number
  height: number
  alt_zh: string
  alt_en: string
}

interface BatchRow {
  lot_code: string
  harvested_on: BusinessDate
  best_before_on: BusinessDate
}

interface ProductRow {
  id: string
  slug: string
  picture_kind: string
  name_zh: string
  name_en: string
  summary_zh: string
  summary_en: string
  township_zh: string
  township_en: string
  village_zh: string
  village_en: string
  storage_zh: string
  storage_en: string
  shelf_life_zh: string
  shelf_life_en: string
  season_zh: string
  season_en: string
  season_months: number[]
  allergens: string[]
  return_rule: string
  county_id: string
  county_zh: string
  county_en: string
  category_id: string
  category_zh: string
  category_en: string
  cooperative_id: string
  cooperative_slug: string
  cooperative_zh: string
  cooperative_en: string
  skus: SkuRow[]
  certificates: CertificateRow[]
  photos: PhotoRow[]
  latest_batch: BatchRow | null
  closed_until: BusinessDate | null
}

const skuRows = sql`
  select coalesce(json_agg(offer order by sort_order, id), '[]') from (
    select sku.id, code, spec_zh, spec_en, net_weight_grams, net_volume_ml, price_fen, max_per_order, sort_order,
      greatest(coalesce(on_hand + oversell_limit - reserved - allocated, 0), 0) as left_over,
      presale.ready_on as presale_ready_on, presale.closes_on as presale_closes_on
    from sku left join stock_level on stock_level.sku_id = sku.id
      left join presale on presale.sku_id = sku.id and stock_level.presale_open
    where product_id = product.id and on_sale
  ) offer`

const certificateRows = sql`
  select coalesce(json_agg(json_build_object('kind', kind, 'number', number, 'issuer_zh', issuer_zh,
    'issuer_en', issuer_en, 'issued_on', issued_on, 'expires_on', expires_on) order by kind, issued_on desc, id), '[]')
  from certificate where product_id = product.id`

const photoRows = sql`
  select coalesce(json_agg(json_build_object('storage_key', storage_key, 'width', width, 'height', height,
    'alt_zh', alt_zh, 'alt_en', alt_en) order by sort_order, id), '[]')
  from product_photo where product_id = product.id`

const latestBatch = sql`
  select json_build_object('lot_code', lot_code, 'harvested_on', harvested_on, 'best_before_on', best_before_on)
  from sku join batch on batch.sku_id = sku.id
  where product_id = product.id order by harvested_on desc, batch.id desc limit 1`

/** Everything the page of a product says, in one statement. */
export async function selectProduct(db: Db, slug: string): Promise<ProductRow | undefined> {
  const { rows } = await sql<ProductRow>`
    select product.id, product.slug, product.picture_kind,
      version.name_zh, version.name_en, version.summary_zh, version.summary_en,
      version.township_zh, version.township_en, version.village_zh, version.village_en,
      version.storage_zh, version.storage_en, version.shelf_life_zh, version.shelf_life_en,
      version.season_zh, version.season_en, version.season_months, version.allergens, version.return_rule,
      product.county_id, county.name_zh as county_zh, county.name_en as county_en,
      product.category_id, category.name_zh as category_zh, category.name_en as category_en,
      product.cooperative_id, cooperative.slug as cooperative_slug,
      cooperative.name_zh as cooperative_zh, cooperative.name_en as cooperative_en,
      (${skuRows}) as skus, (${certificateRows}) as certificates, (${photoRows}) as photos,
      (${latestBatch}) as latest_batch,
      (
        select to_on from cooperative_closure closure
        where closure.cooperative_id = product.cooperative_id and closure.state = 'current'
      ) as closed_until
    from product
    join product_version version on version.id = product.published_version_id
    join partner_county county on county.id = product.county_id
    join category on category.id = product.category_id
    join cooperative on cooperative.id = product.cooperative_id
    where product.slug = ${slug} and product.state = 'published' and cooperative.status = 'active'
  `.execute(db)
  return rows[0]
}

export function readProductRow(row: ProductRow): ProductView {
  return {
    productId: row.id as ProductId,
    slug: row.slug,
    name: { zh: row.name_zh, en: row.name_en },
    summary: { zh: row.summary_zh, en: row.summary_en },
    countyId: row.county_id as CountyId,
    county: { zh: row.county_zh, en: row.county_en },
    categoryId: row.category_id,
    category: { zh: row.category_zh, en: row.category_en },
    township: { zh: row.township_zh, en: row.township_en },
    village: { zh: row.village_zh, en: row.village_en },
    cooperativeId: row.cooperative_id as CooperativeId,
    cooperativeSlug: row.cooperative_slug,
    cooperative: { zh: row.cooperative_zh, en: row.cooperative_en },
    closedUntil: row.closed_until ?? undefined,
    pictureKind: row.picture_kind,
    photos: row.photos.map(readPhoto),
    storage: { zh: row.storage_zh, en: row.storage_en },
    shelfLife: { zh: row.shelf_life_zh, en: row.shelf_life_en },
    season: { zh: row.season_zh, en: row.season_en },
    seasonMonths: row.season_months,
    allergens: row.allergens as Allergen[],
    returnRule: row.return_rule as ReturnRule,
    skus: row.skus.map((sku) => readSku(sku, row.closed_until !== null)),
    certificates: row.certificates.map(readCertificate),
    latestBatch: row.latest_batch ? readBatch(row.latest_batch) : undefined,
  }
}

function readSku(row: SkuRow, isClosed: boolean): SkuOffer {
  const price = fen(row.price_fen)
  return {
    skuId: row.id as SkuId,
    code: row.code,
    spec: { zh: row.spec_zh, en: row.spec_en },
    netWeightGrams: row.net_weight_grams,
    netVolumeMl: row.net_volume_ml,
    price,
    jinPrice: pricePerJinFen(price, row.net_weight_grams),
    maxPerOrder: row.max_per_order,
    left: isClosed ? 0 : row.left_over,
    presale:
      row.presale_ready_on === null || row.presale_closes_on === null
        ? undefined
        : { readyOn: row.presale_ready_on, closesOn: row.presale_closes_on },
  }
}

function readCertificate(row: CertificateRow): ProductView['certificates'][number] {
  return {
    kind: row.kind as CertificateKind,
    number: row.number,
    issuer: { zh: row.issuer_zh, en: row.issuer_en },
    issuedOn: row.issued_on,
    expiresOn: row.expires_on ?? undefined,
  }
}

function readPhoto(row: PhotoRow): ProductView['photos'][number] {
  const { storage_key: storageKey, width, height } = row
  return { storageKey, width, height, alt: { zh: row.alt_zh, en: row.alt_en } }
}

function readBatch(row: BatchRow): NonNullable<ProductView['latestBatch']> {
  return { lotCode: row.lot_code, harvestedOn: row.harvested_on, bestBeforeOn: row.best_before_on }
}
