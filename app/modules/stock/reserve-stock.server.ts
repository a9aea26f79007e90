import { sql } from 'kysely'
import type { Tx } from '#app/platform/db.server.ts'
import type { OrderId, SkuId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { type StockDemand, type StockShort, sumDemand } from './stock.ts'

export interface ReserveStockCommand {
  orderId: OrderId
  lines: readonly StockDemand[]
  endsAt: Date
  now: Date
}

/**
 * Holds stock for an unpaid order: all lines or none. One statement whatever the
 * number of lines; rows are locked by SKU, so two orders never wait for each
 * other in a circle. When something is short nothing is written, and the refusal
 * names each short SKU with what is left. Demand of one SKU on several lines is
 * summed first; the table's CHECK is the last line behind this.
 */
export async function reserveStock(tx: Tx, command: ReserveStockCommand): Promise<Result<void, StockShort>> {
  const { orderId, endsAt, now } = command
  const demand = sumDemand(command.lines)
  const skuIds = demand.map((line) => line.skuId)
  const quantities = demand.map((line) => line.quantity)
  const { rows } = await sql<{ sku_id: SkuId; left_over: number }>`
    with wanted as (
      select * from unnest(${skuIds}::uuid[], ${quantities}::int[]) as wanted (sku_id, quantity)
    ), locked as (
      select sku_id, on_hand + oversell_limit - reserved - allocated as left_over
      from stock_level where sku_id = any(${skuIds}::uuid[]) order by sku_id for update
    ), short as (
      select sku_id, coalesce(locked.left_over, 0) as left_over from wanted left join locked using (sku_id)
      where coalesce(locked.left_over, 0) < wanted.quantity
    ), taken as (
      update stock_level set reserved = stock_level.reserved + wanted.quantity
      from wanted join locked using (sku_id)
      where stock_level.sku_id = wanted.sku_id and not exists (select from short)
      returning stock_level.sku_id, wanted.quantity
    ), noted as (
      insert into stock_movement (sku_id, kind, delta_reserved, cause_type, cause_id, at)
      select sku_id, 'reserved', quantity, 'order', ${orderId}::text, ${now}::timestamptz from taken
    ), held as (
      insert into stock_reservation (order_id, sku_id, quantity, state, ends_at)
      select ${orderId}::uuid, sku_id, quantity, 'held', ${endsAt}::timestamptz from taken
    )
    select sku_id, left_over from short order by sku_id
  `.execute(tx)
  if (rows.length === 0) return ok(undefined)
  return refuse({ kind: 'short', lines: rows.map((row) => ({ skuId: row.sku_id, left: Math.max(0, row.left_over) })) })
}
