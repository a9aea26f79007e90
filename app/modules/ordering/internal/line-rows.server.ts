import { sql } from 'kysely'
import type { Tx } from '#app/platform/db.server.ts'
import type {
  CooperativeId,
  CountyId,
  OrderId,
  OrderLineId,
  ProductId,
  SkuId,
  SupplierOrderId,
} from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import type { OpenLine } from '../line-counters.ts'

/** The lines of an order whose row the caller holds, which is what keeps them still. */
export async function readLines(tx: Tx, orderId: OrderId): Promise<OpenLine[]> {
  const rows = await tx
    .selectFrom('order_line')
    .selectAll()
    .where('order_id', '=', orderId)
    .orderBy('line_no')
    .execute()
  return rows.map((row) => ({
    orderLineId: row.id as OrderLineId,
    supplierOrderId: row.supplier_order_id as SupplierOrderId,
    lineNo: row.line_no,
    skuId: row.sku_id as SkuId,
    productId: row.product_id as ProductId,
    cooperativeId: row.cooperative_id as CooperativeId,
    countyId: row.county_id as CountyId,
    unitPrice: fen(row.unit_price_fen),
    serviceFeeBasisPoints: row.service_fee_basis_points,
    quantity: row.quantity,
    shipped: row.shipped_quantity,
    received: row.received_quantity,
    accepted: row.accepted_quantity,
    canceled: row.canceled_quantity,
  }))
}

/** Marks supplier orders of which nothing is outstanding; says whether that is all of the order's. */
export async function closeFinished(tx: Tx, orderId: OrderId, now: Date): Promise<boolean> {
  await sql`
    update supplier_order part set closed_at = ${now}
    where part.order_id = ${orderId} and part.closed_at is null and not exists (
      select from order_line where supplier_order_id = part.id and accepted_quantity + canceled_quantity < quantity
    )
  `.execute(tx)
  const open = await tx
    .selectFrom('supplier_order')
    .select('id')
    .where('order_id', '=', orderId)
    .where('closed_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return open === undefined
}
