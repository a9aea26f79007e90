import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { OrderLineId, SupplierOrderId } from '#app/shared/ids.ts'
import { maskName } from './pickup-code.ts'
import { piecesHere, piecesToCome } from './pieces.ts'

const LIST_LENGTH = 200

export interface ExpectedPart {
  supplierOrderId: SupplierOrderId
  orderNo: string
  cooperativeZh: string
  cooperativeEn: string
  /** Pieces that left the cooperative and are not here. */
  onTheWay: number
  /** All pieces still to come. */
  toCome: number
  /** Where it goes: the slot's beginning, or nothing when it goes on to a building. */
  slotStartsAt: Date | null
}

/** Parts of paid orders of which something is still to come: what was sent first, then by slot. */
export async function listExpected(db: Db): Promise<ExpectedPart[]> {
  const { rows } = await sql<{
    id: SupplierOrderId
    order_no: string
    name_zh: string
    name_en: string
    on_the_way: number
    to_come: number
    starts_at: Date | null
  }>`
    select part.id, o.order_no, cooperative.name_zh, cooperative.name_en, slot.starts_at,
      sum(greatest(line.shipped_quantity - line.received_quantity, 0))::int as on_the_way,
      sum(open.pieces - greatest(least(line.received_quantity - line.accepted_quantity, open.pieces), 0))::int as to_come
    from supplier_order part
      join "order" o on o.id = part.order_id
      join cooperative on cooperative.id = part.cooperative_id
      join order_line line on line.supplier_order_id = part.id
      cross join lateral (select line.quantity - line.accepted_quantity - line.canceled_quantity as pieces) open
      left join pickup_slot slot on slot.id = o.pickup_slot_id
    where part.closed_at is null and o.status = 'paid' and o.fulfillment_kind in ('pickup', 'building')
    group by part.id, o.id, cooperative.id, slot.id
    having sum(open.pieces - greatest(least(line.received_quantity - line.accepted_quantity, open.pieces), 0)) > 0
    order by (sum(greatest(line.shipped_quantity - line.received_quantity, 0)) > 0) desc, slot.starts_at nulls first, o.order_no
    limit ${sql.lit(LIST_LENGTH)}
  `.execute(db)
  return rows.map((row) => ({
    supplierOrderId: row.id,
    orderNo: row.order_no,
    cooperativeZh: row.name_zh,
    cooperativeEn: row.name_en,
    onTheWay: row.on_the_way,
    toCome: row.to_come,
    slotStartsAt: row.starts_at,
  }))
}

export interface ReceivingLine {
  orderLineId: OrderLineId
  nameZh: string
  nameEn: string
  specZh: string
  specEn: string
  pictureKind: string
  productSlug: string
  netWeightGrams: number | null
  quantity: number
  shipped: number
  here: number
  toCome: number
}

export interface ReceivingView {
  supplierOrderId: SupplierOrderId
  orderNo: string
  maskedName: string
  cooperativeZh: string
  cooperativeEn: string
  lines: ReceivingLine[]
  receipts: { at: Date; by: string; good: number; defect: number; missing: number; note: string }[]
}

/** One cooperative's part of an order as it is received; undefined when it is none of a paid order. */
export async function readReceiving(db: Db, supplierOrderId: string): Promise<ReceivingView | undefined> {
  const part = await db
    .selectFrom('supplier_order')
    .innerJoin('order', 'order.id', 'supplier_order.order_id')
    .innerJoin('cooperative', 'cooperative.id', 'supplier_order.cooperative_id')
    .select(['order.order_no', 'order.contact_name', 'cooperative.name_zh', 'cooperative.name_en'])
    .where('supplier_order.id', '=', supplierOrderId)
    .where('order.status', 'in', ['paid', 'completed'])
    .where('order.channel', '=', 'own_shop')
    .executeTakeFirst()
  if (!part) return undefined
  const [lines, receipts] = await Promise.all([selectLines(db, supplierOrderId), selectReceipts(db, supplierOrderId)])
  return {
    supplierOrderId: supplierOrderId as SupplierOrderId,
    orderNo: part.order_no,
    maskedName: maskName(part.contact_name ?? ''),
    cooperativeZh: part.name_zh,
    cooperativeEn: part.name_en,
    lines,
    receipts,
  }
}

async function selectLines(db: Db, supplierOrderId: string): Promise<ReceivingLine[]> {
  const rows = await db
    .selectFrom('order_line')
    .selectAll()
    .where('supplier_order_id', '=', supplierOrderId)
    .orderBy('line_no')
    .execute()
  return rows.map((row) => {
    const counters = {
      quantity: row.quantity,
      shipped: row.shipped_quantity,
      received: row.received_quantity,
      accepted: row.accepted_quantity,
      canceled: row.canceled_quantity,
    }
    return {
      orderLineId: row.id as OrderLineId,
      nameZh: row.name_zh,
      nameEn: row.name_en,
      specZh: row.spec_zh,
      specEn: row.spec_en,
      pictureKind: row.picture_kind,
      productSlug: row.product_slug,
      netWeightGrams: row.net_weight_grams,
      quantity: row.quantity,
      shipped: row.shipped_quantity,
      here: piecesHere(counters),
      toCome: piecesToCome(counters),
    }
  })
}

async function selectReceipts(db: Db, supplierOrderId: string): Promise<ReceivingView['receipts']> {
  const { rows } = await sql<ReceivingView['receipts'][number]>`
    select receipt.at, person.name as by, receipt.note, sum(part.quantity)::int as good,
      sum(part.defect_quantity)::int as defect, sum(part.missing_quantity)::int as missing
    from receipt join person on person.id = receipt.received_by join receipt_line part on part.receipt_id = receipt.id
    where receipt.supplier_order_id = ${supplierOrderId}
    group by receipt.id, person.id order by receipt.at
  `.execute(db)
  return rows
}
