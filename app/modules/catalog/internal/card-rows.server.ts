import { sql } from 'kysely'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { CountyId, ProductId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import type { ProductCard } from '../product-views.ts'

export interface CardRow {
  product_id: string
  slug: string
  name_zh: string
  name_en: string
  spec_zh: string
  spec_en: string
  county_id: string
  category_id: string
  picture_kind: string
  photo_key: string | null
  price_fen: number
  jin_price_fen: number | null
  sku_count: number
  left_over: number
  closed_until: BusinessDate | null
}

/** What a list reads of `card`, a row of product_card, with its stock at this moment. Without the long columns of search. */
export const cardColumns = sql`
  card.product_id, card.slug, card.name_zh, card.name_en, card.spec_zh, card.spec_en, card.county_id, card.category_id,
  card.picture_kind, card.photo_key, card.price_fen, card.jin_price_fen, card.sku_count,
  (
    select coalesce(sum(greatest(level.on_hand + level.oversell_limit - level.reserved - level.allocated, 0)), 0)::int
    from sku join stock_level level on level.sku_id = sku.id
    where sku.product_id = card.product_id and sku.on_sale
  ) as left_over,
  (
    select to_on from cooperative_closure closure where closure.cooperative_id = card.cooperative_id and closure.state = 'current'
  ) as closed_until`

export function readCard(row: CardRow): ProductCard {
  return {
    productId: row.product_id as ProductId,
    slug: row.slug,
    name: { zh: row.name_zh, en: row.name_en },
    spec: { zh: row.spec_zh, en: row.spec_en },
    countyId: row.county_id as CountyId,
    categoryId: row.category_id,
    pictureKind: row.picture_kind,
    photoKey: row.photo_key ?? undefined,
    price: fen(row.price_fen),
    jinPrice: row.jin_price_fen === null ? undefined : fen(row.jin_price_fen),
    skuCount: row.sku_count,
    left: row.closed_until === null ? row.left_over : 0,
    closedUntil: row.closed_until ?? undefined,
  }
}
