import { sql } from 'kysely'
import type { Db, Tx } from '#app/platform/db.server.ts'
import type { BatchId, OrderLineId, SkuId, SupplierOrderId } from '#app/shared/ids.ts'
import type { Lot, SupplyLine } from '../supply-line.ts'

/** Pieces of an `order_line` called `line` that came damaged, which no counter of the line says. */
const CAME_DAMAGED = sql<number>`case when line.canceled_quantity = 0 then 0 else coalesce(
  (select sum(piece.defect_quantity) from receipt_line piece where piece.order_line_id = line.id), 0) end`

/**
 * Canceled pieces of a `line` that had left the cooperative: lost, not collected,
 * called back, damaged on the way; and missing at a receipt, as far as more had been
 * sent than came. A receipt with damage cancels what is missing as lost, too.
 */
const SENT_IN_VAIN = sql<number>`case when line.canceled_quantity = 0 then 0 else (
  select coalesce((select sum(gone.quantity) from line_cancellation gone
      where gone.order_line_id = line.id and gone.reason in ('lost', 'not_collected', 'recalled')), 0)
    - coalesce(sum(piece.missing_quantity) filter (where exists (
      select from receipt_line damaged where damaged.receipt_id = piece.receipt_id and damaged.defect_quantity > 0)), 0)
    + least(coalesce(sum(piece.missing_quantity), 0),
      greatest(0, line.shipped_quantity - line.received_quantity - ${CAME_DAMAGED}))
  from receipt_line piece where piece.order_line_id = line.id) end`

/** Pieces of a `line` that the cooperative was or is to supply: ordered, less what was canceled before it was sent. */
export const TO_SUPPLY = sql<number>`(line.quantity - line.canceled_quantity + ${SENT_IN_VAIN})::int`

/** Pieces of a `line` that have left the cooperative, noted when they did or only when they came. */
const LEFT = sql<number>`greatest(line.shipped_quantity, line.received_quantity + ${CAME_DAMAGED})::int`

/** Pieces of a `line` that have still to leave the cooperative: neither sent, nor handed over, nor canceled. */
export const TO_SHIP = sql<number>`greatest(0, least(line.quantity - line.accepted_quantity - line.canceled_quantity,
  ${TO_SUPPLY} - ${LEFT}))::int`

/** The lines of a supplier order, in the order's order. Whoever holds the order's row reads what stays so. */
export async function readSupplyLines(db: Db, supplierOrderId: SupplierOrderId): Promise<SupplyLine[]> {
  const { rows } = await sql<{ id: OrderLineId; sku_id: SkuId; has_left: number; to_ship: number }>`
    select line.id, line.sku_id, ${LEFT} as has_left, ${TO_SHIP} as to_ship from order_line line
    where line.supplier_order_id = ${supplierOrderId} order by line.line_no
  `.execute(db)
  return rows.map((row) => ({ orderLineId: row.id, skuId: row.sku_id, left: row.has_left, toShip: row.to_ship }))
}

/** Keeps lots from being called back until the transaction ends; whoever calls one back sees what was sent of it. */
export async function holdLots(tx: Tx, batchIds: readonly BatchId[]): Promise<void> {
  await sql`select from batch where id = any(${batchIds}::uuid[]) order by id for share`.execute(tx)
}

/** The lots of these SKUs with what no shipment has taken of them. */
export async function readLots(db: Db, skuIds: readonly SkuId[]): Promise<Lot[]> {
  const { rows } = await sql<{
    id: BatchId
    sku_id: SkuId
    lot_code: string
    best_before_on: string
    is_recalled: boolean
    left: number
  }>`
    select batch.id, batch.sku_id, batch.lot_code, batch.best_before_on,
      batch.recalled_at is not null as is_recalled, (batch.quantity - coalesce(
      (select sum(sent.quantity) from shipment_line sent where sent.batch_id = batch.id), 0))::int as left
    from batch where batch.sku_id = any(${skuIds}::uuid[]) order by batch.best_before_on, batch.lot_code
  `.execute(db)
  return rows.map((row) => ({
    batchId: row.id,
    skuId: row.sku_id,
    lotCode: row.lot_code,
    bestBefore: row.best_before_on,
    isRecalled: row.is_recalled,
    left: row.left,
  }))
}
