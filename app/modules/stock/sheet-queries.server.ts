import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, SkuId } from '#app/shared/ids.ts'
import type { KnownBatch, SheetSku } from './stock-views.ts'

interface SkuRow {
  id: SkuId
  code: string
  name_zh: string
  spec_zh: string
  price_fen: number
  net_weight_grams: number | null
  on_hand: number
  is_on_sale: boolean
}

interface BatchRow {
  sku_id: SkuId
  lot_code: string
  harvested_on: BusinessDate
  best_before_on: BusinessDate
  quantity: number
  certificate_number: string | null
}

/** All SKUs of the cooperative by their codes. */
export async function listSheetSkus(db: Db, cooperativeId: CooperativeId): Promise<Map<string, SheetSku>> {
  const { rows } = await sql<SkuRow>`
    select sku.id, sku.code, coalesce(version.name_zh, '') as name_zh, sku.spec_zh, sku.price_fen, sku.net_weight_grams,
      coalesce(level.on_hand, 0) as on_hand, sku.on_sale and product.state = 'published' as is_on_sale
    from product join sku on sku.product_id = product.id
    left join product_version version on version.id = product.published_version_id
    left join stock_level level on level.sku_id = sku.id
    where product.cooperative_id = ${cooperativeId}
    order by sku.code
  `.execute(db)
  return new Map(
    rows.map((row) => [
      row.code,
      {
        skuId: row.id,
        code: row.code,
        nameZh: row.name_zh,
        specZh: row.spec_zh,
        priceFen: row.price_fen,
        netWeightGrams: row.net_weight_grams,
        onHand: row.on_hand,
        isOnSale: row.is_on_sale,
      },
    ]),
  )
}

/** Which of these codes are another cooperative's. */
export async function findForeignCodes(
  db: Db,
  cooperativeId: CooperativeId,
  codes: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ code: string }>`
    select sku.code from sku join product on product.id = sku.product_id
    where sku.code = any(${[...codes]}::text[]) and product.cooperative_id <> ${cooperativeId}
  `.execute(db)
  return new Set(rows.map((row) => row.code))
}

/** The lots that have one of these codes, whose ever they are. */
export async function findBatches(db: Db, lotCodes: readonly string[]): Promise<Map<string, KnownBatch>> {
  if (lotCodes.length === 0) return new Map()
  const { rows } = await sql<BatchRow>`
    select sku_id, lot_code, harvested_on, best_before_on, quantity, certificate_number from batch
    where lot_code = any(${[...new Set(lotCodes)]}::text[])
  `.execute(db)
  return new Map(rows.map((row) => [row.lot_code, readBatch(row)]))
}

function readBatch(row: BatchRow): KnownBatch {
  return {
    skuId: row.sku_id,
    lotCode: row.lot_code,
    harvestedOn: row.harvested_on,
    bestBeforeOn: row.best_before_on,
    quantity: row.quantity,
    certificateNumber: row.certificate_number ?? undefined,
  }
}
