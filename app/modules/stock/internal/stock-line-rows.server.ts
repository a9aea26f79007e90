import { sql } from 'kysely'
import { addDays, type BusinessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, SkuId } from '#app/shared/ids.ts'
import { freshnessOf } from '../batch.ts'
import { leftOf, type Shelf, soldBeyondShelf } from '../shelf.ts'
import type { StockLine } from '../stock-views.ts'

export interface StockLineRow {
  sku_id: SkuId
  code: string
  name_zh: string
  name_en: string
  spec_zh: string
  spec_en: string
  sort_order: number
  on_hand: number
  reserved: number
  allocated: number
  oversell_limit: number
  left_over: number
  is_on_sale: boolean
  presale_open: boolean
  /** The first day on which one of its lots is over, of those that may lie there; with one that was called back, whatever its day. */
  worst_best_before_on: BusinessDate | null
  has_recalled: boolean
}

/** A lot that nobody sent may lie there for so long after its day; later it is history. */
const REMEMBERED_DAYS = 60

/** Every SKU of a cooperative with its stock and what is to be said of its lots. */
export function stockLines(cooperativeId: CooperativeId, today: BusinessDate) {
  return sql<StockLineRow>`
    select sku.id as sku_id, sku.code, coalesce(version.name_zh, '') as name_zh, coalesce(version.name_en, '') as name_en,
      sku.spec_zh, sku.spec_en, sku.sort_order, coalesce(level.on_hand, 0) as on_hand, coalesce(level.reserved, 0) as reserved,
      coalesce(level.allocated, 0) as allocated, coalesce(level.oversell_limit, 0) as oversell_limit,
      coalesce(level.on_hand + level.oversell_limit - level.reserved - level.allocated, 0) as left_over,
      sku.on_sale and product.state = 'published' as is_on_sale, coalesce(level.presale_open, false) as presale_open,
      lots.worst_best_before_on, coalesce(lots.has_recalled, false) as has_recalled
    from product join sku on sku.product_id = product.id
    left join product_version version on version.id = product.published_version_id
    left join stock_level level on level.sku_id = sku.id
    left join lateral (
      select min(best_before_on) as worst_best_before_on, bool_or(recalled_at is not null) as has_recalled
      from batch where batch.sku_id = sku.id and level.on_hand > 0 and best_before_on > ${addDays(today, -REMEMBERED_DAYS)}::date
        and quantity > coalesce((select sum(sent.quantity) from shipment_line sent where sent.batch_id = batch.id), 0)
    ) lots on true
    where product.cooperative_id = ${cooperativeId}`
}

export function readStockLine(row: StockLineRow, today: BusinessDate): StockLine {
  const shelf: Shelf = {
    skuId: row.sku_id,
    onHand: row.on_hand,
    reserved: row.reserved,
    allocated: row.allocated,
    oversellLimit: row.oversell_limit,
  }
  const bestBeforeOn = row.worst_best_before_on
  return {
    skuId: row.sku_id,
    code: row.code,
    nameZh: row.name_zh,
    nameEn: row.name_en,
    specZh: row.spec_zh,
    specEn: row.spec_en,
    onHand: row.on_hand,
    reserved: row.reserved,
    allocated: row.allocated,
    left: leftOf(shelf),
    soldBeyond: soldBeyondShelf(shelf),
    isOnSale: row.is_on_sale,
    isPresaleOpen: row.presale_open,
    freshness: bestBeforeOn === null ? undefined : freshnessOf({ bestBeforeOn, isRecalled: row.has_recalled }, today),
  }
}
