import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { CountyId } from '#app/shared/ids.ts'
import { type CardRow, cardColumns, readCard } from './internal/card-rows.server.ts'
import { readProductRow, selectProduct } from './internal/product-row.server.ts'
import { type Bilingual, CERTIFICATE_KINDS, type CertificateKind } from './product-draft.ts'
import type {
  CategoryView,
  ProductCard,
  ProductFilter,
  ProductPage,
  ProductSort,
  ProductView,
} from './product-views.ts'

const PRODUCT_SLUG = /^[a-z0-9-]{2,80}$/

/** Each ends with the key, so that equal products keep their place from page to page, and each is the order of an index. */
const ORDERS: Record<ProductSort, RawBuilder<unknown>> = {
  newest: sql`card.published_at desc, card.product_id`,
  'price-asc': sql`card.price_fen, card.product_id`,
  'price-desc': sql`card.price_fen desc, card.product_id desc`,
  name: sql`card.name_pinyin, card.product_id`,
}

export interface ListProductsQuery {
  filter: ProductFilter
  sort: ProductSort
  /** From 1. */
  page: number
  pageLength: number
}

/**
 * One page of the published products, and how many there are over all pages, of
 * one moment. The page is found by keys alone; only its own rows are read whole
 * and asked for their stock. Beyond the last page there are no cards.
 */
export async function listProducts(db: Db, query: ListProductsQuery): Promise<ProductPage> {
  const { pageLength } = query
  const condition = conditionOf(query.filter)
  const order = ORDERS[query.sort]
  const { rows } = await sql<{ total: number } & (CardRow | { product_id: null })>`
    select found.total, ${cardColumns}
    from (select count(*) as total from product_card card where ${condition}) found
    left join (
      (
        select card.product_id from product_card card where ${condition}
        order by ${order} limit ${pageLength} offset ${(query.page - 1) * pageLength}
      ) page
      join product_card card on card.product_id = page.product_id
    ) on true
    order by ${order}
  `.execute(db)
  const cards = rows.flatMap((row) => (row.product_id === null ? [] : [readCard(row)]))
  return { cards, total: rows[0]?.total ?? 0 }
}

function conditionOf(filter: ProductFilter): RawBuilder<SqlBool> {
  const { countyId, categoryId, cooperativeId, certificate, seasonMonth, minPrice, maxPrice } = filter
  const conditions: RawBuilder<SqlBool>[] = [sql`true`]
  if (countyId !== undefined) conditions.push(sql`card.county_id = ${countyId}`)
  if (categoryId !== undefined) conditions.push(sql`card.category_id = ${categoryId}`)
  if (cooperativeId !== undefined) conditions.push(sql`card.cooperative_id = ${cooperativeId}`)
  if (certificate !== undefined) conditions.push(sql`card.certificate_kinds @> array[${certificate}]`)
  if (seasonMonth !== undefined) conditions.push(sql`card.season_months @> array[${seasonMonth}::int]`)
  if (minPrice !== undefined) conditions.push(sql`card.price_fen >= ${minPrice}`)
  if (maxPrice !== undefined) conditions.push(sql`card.price_fen <= ${maxPrice}`)
  return sql<SqlBool>`${sql.join(conditions, sql` and `)}`
}

/** The newest products, newest first. */
export function listNewest(db: Db, limit: number): Promise<ProductCard[]> {
  return listFirst(db, {}, limit)
}

/** Products picked or on sale fresh in `month` (1–12), newest first. */
export function listInSeason(db: Db, month: number, limit: number): Promise<ProductCard[]> {
  return listFirst(db, { seasonMonth: month }, limit)
}

async function listFirst(db: Db, filter: ProductFilter, limit: number): Promise<ProductCard[]> {
  const { rows } = await sql<CardRow>`
    select ${cardColumns} from product_card card
    where ${conditionOf(filter)} order by ${ORDERS.newest} limit ${limit}
  `.execute(db)
  return rows.map(readCard)
}

/**
 * Everything the page of a product says; undefined when none is published under
 * this slug or its cooperative is suspended. A product that has no SKU on sale
 * keeps its page.
 */
export async function readProduct(db: Db, slug: string): Promise<ProductView | undefined> {
  if (!PRODUCT_SLUG.test(slug)) return undefined
  const row = await selectProduct(db, slug)
  return row && readProductRow(row)
}

/** Categories with something in them, in the college's order. */
export async function listCategories(db: Db): Promise<CategoryView[]> {
  const rows = await db
    .selectFrom('category')
    .select(['id', 'name_zh', 'name_en', 'picture_kind'])
    .where((eb) =>
      eb.exists(eb.selectFrom('product_card').whereRef('product_card.category_id', '=', 'category.id').select('slug')),
    )
    .orderBy('sort_order')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    categoryId: row.id,
    name: { zh: row.name_zh, en: row.name_en },
    pictureKind: row.picture_kind,
  }))
}

export interface FilterChoices {
  counties: { countyId: CountyId; name: Bilingual }[]
  categories: { categoryId: string; name: Bilingual }[]
  /** Kinds that at least one listed product has, in their own order. */
  certificates: CertificateKind[]
}

/** By what a list can be narrowed on `today`, each in the college's order; one statement, as every list asks. */
export async function listFilterChoices(db: Db, today: BusinessDate): Promise<FilterChoices> {
  const { rows } = await sql<FilterChoices>`
    select
      (select coalesce(json_agg(json_build_object('countyId', id, 'name', json_build_object('zh', name_zh, 'en', name_en))
          order by sort_order, id), '[]')
        from partner_county where paired_from <= ${today} and (paired_to is null or paired_to > ${today})) as counties,
      (select coalesce(json_agg(json_build_object('categoryId', id, 'name', json_build_object('zh', name_zh, 'en', name_en))
          order by sort_order, id), '[]')
        from category where exists (select from product_card where category_id = category.id)) as categories,
      (select coalesce(json_agg(kind order by place), '[]')
        from unnest(${[...CERTIFICATE_KINDS]}::text[]) with ordinality as known (kind, place)
        where exists (select from product_card where certificate_kinds @> array[known.kind])) as certificates
  `.execute(db)
  return rows[0] ?? { counties: [], categories: [], certificates: [] }
}
