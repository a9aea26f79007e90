import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { BatchId, ClosureId, CooperativeId, SkuId } from '#app/shared/ids.ts'
import { freshnessOf } from './batch.ts'
import type { Closure } from './closure.ts'
import type { ClosureReason } from './closure-reasons.ts'
import { findOwnSku } from './internal/own-sku.server.ts'
import { readStockLine, type StockLineRow, stockLines } from './internal/stock-line-rows.server.ts'
import type { Presale } from './presale.ts'
import type { BatchView, SkuStock, StockPage } from './stock-views.ts'

export interface ListStockQuery {
  /** Part of a code or a name; all when empty. */
  search: string
  /** From 1. */
  page: number
  pageLength: number
  today: BusinessDate
}

/** The cooperative's SKUs, those with the least left first. */
export async function listStock(db: Db, cooperativeId: CooperativeId, query: ListStockQuery): Promise<StockPage> {
  const { search, page, pageLength, today } = query
  const pattern = `%${search.trim().replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
  const { rows } = await sql<StockLineRow & { total: number }>`
    select line.*, count(*) over ()::int as total from (${stockLines(cooperativeId, today)}) line
    where line.code ilike ${pattern} or line.name_zh ilike ${pattern} or line.name_en ilike ${pattern}
    order by not line.is_on_sale, line.left_over, line.name_zh, line.sort_order, line.sku_id
    limit ${pageLength} offset ${(page - 1) * pageLength}
  `.execute(db)
  return { lines: rows.map((row) => readStockLine(row, today)), total: rows[0]?.total ?? 0 }
}

/** Everything the page of one SKU's stock says; undefined when it is not the cooperative's. */
export async function readSkuStock(
  db: Db,
  cooperativeId: CooperativeId,
  { skuId: wished, today }: { skuId: string; today: BusinessDate },
): Promise<SkuStock | undefined> {
  const skuId = await findOwnSku(db, cooperativeId, wished)
  if (!skuId) return undefined
  const [{ rows }, batches, presale] = await Promise.all([
    sql<StockLineRow>`
      select line.* from (${stockLines(cooperativeId, today)}) line where line.sku_id = ${skuId}
    `.execute(db),
    listBatches(db, skuId, today),
    findPresale(db, skuId),
  ])
  const [row] = rows
  return row && { ...readStockLine(row, today), batches, presale }
}

interface BatchRow {
  id: BatchId
  lot_code: string
  harvested_on: BusinessDate
  best_before_on: BusinessDate
  quantity: number
  left_over: number
  certificate_number: string | null
  certificate_url: string | null
  is_recalled: boolean
}

async function listBatches(db: Db, skuId: SkuId, today: BusinessDate): Promise<BatchView[]> {
  const { rows } = await sql<BatchRow>`
    select batch.id, lot_code, harvested_on, best_before_on, quantity, certificate_number, certificate_url,
      recalled_at is not null as is_recalled,
      (quantity - coalesce((select sum(sent.quantity) from shipment_line sent where sent.batch_id = batch.id), 0))::int as left_over
    from batch where sku_id = ${skuId} order by harvested_on desc, batch.id desc limit 100
  `.execute(db)
  return rows.map((row) => ({
    batchId: row.id,
    lotCode: row.lot_code,
    harvestedOn: row.harvested_on,
    bestBeforeOn: row.best_before_on,
    quantity: row.quantity,
    left: row.left_over,
    certificateNumber: row.certificate_number ?? undefined,
    certificateUrl: row.certificate_url ?? undefined,
    freshness: freshnessOf({ bestBeforeOn: row.best_before_on, isRecalled: row.is_recalled }, today),
  }))
}

async function findPresale(db: Db, skuId: SkuId): Promise<Presale | undefined> {
  const row = await db.selectFrom('presale').selectAll().where('sku_id', '=', skuId).executeTakeFirst()
  return row && { opensOn: row.opens_on, closesOn: row.closes_on, readyOn: row.ready_on, cap: row.cap }
}

/** Closures that are under way or planned, the next first. */
export async function listClosures(db: Db, cooperativeId: CooperativeId): Promise<Closure[]> {
  const rows = await db
    .selectFrom('cooperative_closure')
    .select(['id', 'from_on', 'to_on', 'reason', 'state'])
    .where('cooperative_id', '=', cooperativeId)
    .where('state', 'in', ['planned', 'current'])
    .orderBy('from_on')
    .execute()
  return rows.map((row) => ({
    closureId: row.id as ClosureId,
    fromOn: row.from_on,
    toOn: row.to_on,
    reason: row.reason as ClosureReason,
    isCurrent: row.state === 'current',
  }))
}
