import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, OrderId, OrderLineId, PersonId, SkuId, SupplierOrderId } from '#app/shared/ids.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import type { OrderEventKind } from './order-events.server.ts'
import type { OrderStatus } from './order-state.ts'
import type { FundType } from './place-order.ts'

const LIST_LENGTH = 100

export interface OrderSummary {
  orderNo: string
  status: OrderStatus
  total: Fen
  placedAt: Date
  /** Pieces over all lines. */
  pieceCount: number
  /** The first three lines, for their pictures and names. */
  lines: { productSlug: string; nameZh: string; nameEn: string; pictureKind: string }[]
}

export interface OrderLineView {
  orderLineId: OrderLineId
  skuId: SkuId
  productSlug: string
  nameZh: string
  nameEn: string
  specZh: string
  specEn: string
  pictureKind: string
  unitPrice: Fen
  quantity: number
  lineTotal: Fen
  /** The day promised at placement, of what was sold before it was there. */
  presaleReadyOn: BusinessDate | null
  /** Pieces where they are; see LineCounters. */
  shippedQuantity: number
  receivedQuantity: number
  acceptedQuantity: number
  canceledQuantity: number
  refunded: Fen
}

export interface SupplierOrderView {
  supplierOrderId: SupplierOrderId
  cooperativeId: CooperativeId
  cooperativeSlug: string
  cooperativeZh: string
  cooperativeEn: string
  total: Fen
  /** When nothing of it was outstanding any more. */
  closedAt: Date | null
  lines: OrderLineView[]
}

export type DestinationView =
  | { kind: 'pickup'; nameZh: string; nameEn: string; placeZh: string; placeEn: string; startsAt: Date; endsAt: Date }
  | { kind: 'building'; nameZh: string; nameEn: string; room: string }
  /** Taken along at once; there was no appointment and no contact. */
  | { kind: 'counter'; nameZh: string; nameEn: string }

export interface OrderView {
  orderId: OrderId
  orderNo: string
  status: OrderStatus
  fundType: FundType
  total: Fen
  placedAt: Date
  /** Until then an unpaid order keeps its stock. */
  paymentDueAt: Date
  paidAt: Date | null
  endedAt: Date | null
  contactName: string
  contactPhone: string
  note: string
  destination: DestinationView
  supplierOrders: SupplierOrderView[]
  /** Oldest first. */
  timeline: { kind: OrderEventKind; at: Date; supplierOrderId: SupplierOrderId | null }[]
}

/** The newest hundred orders of a buyer, newest first. */
export async function listOrders(db: Db, buyerId: PersonId): Promise<OrderSummary[]> {
  const { rows } = await sql<{
    order_no: string
    status: OrderStatus
    total_fen: number
    placed_at: Date
    piece_count: number
    lines: OrderSummary['lines']
  }>`
    select o.order_no, o.status, o.total_fen, o.placed_at, line.piece_count, line.lines
    from "order" o
    cross join lateral (
      select sum(quantity)::int as piece_count,
        (jsonb_agg(jsonb_build_object('productSlug', product_slug, 'nameZh', name_zh, 'nameEn', name_en,
          'pictureKind', picture_kind) order by line_no) filter (where line_no <= 3)) as lines
      from order_line where order_id = o.id
    ) line
    where o.buyer_id = ${buyerId}
    order by o.placed_at desc
    limit ${sql.lit(LIST_LENGTH)}
  `.execute(db)
  return rows.map((row) => ({
    orderNo: row.order_no,
    status: row.status,
    total: fen(row.total_fen),
    placedAt: row.placed_at,
    pieceCount: row.piece_count,
    lines: row.lines,
  }))
}

/** The telephone number the buyer gave with their last order, if there is one. */
export async function readLastPhone(db: Db, buyerId: PersonId): Promise<string | undefined> {
  const last = await db
    .selectFrom('order')
    .select('contact_phone')
    .where('buyer_id', '=', buyerId)
    .orderBy('placed_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last?.contact_phone ?? undefined
}

/** One order of this buyer's; undefined when there is none of that number or it is another's. */
export async function readOrder(db: Db, buyerId: PersonId, orderNo: string): Promise<OrderView | undefined> {
  const order = await selectOrder(db, buyerId, orderNo)
  if (!order) return undefined
  const orderId = order.id as OrderId
  const [supplierOrders, timeline] = await Promise.all([readSupplierOrders(db, orderId), readTimeline(db, orderId)])
  return {
    orderId,
    orderNo,
    status: order.status as OrderStatus,
    fundType: order.fund_type as FundType,
    total: fen(order.total_fen),
    placedAt: order.placed_at,
    paymentDueAt: order.payment_due_at,
    paidAt: order.paid_at,
    endedAt: order.ended_at,
    contactName: order.contact_name ?? '',
    contactPhone: order.contact_phone ?? '',
    note: order.note,
    destination: destinationOf(order),
    supplierOrders,
    timeline,
  }
}

type OrderRow = NonNullable<Awaited<ReturnType<typeof selectOrder>>>

function selectOrder(db: Db, buyerId: PersonId, orderNo: string) {
  return db
    .selectFrom('order')
    .leftJoin('pickup_slot', 'pickup_slot.id', 'order.pickup_slot_id')
    .leftJoin('counter_shift', 'counter_shift.id', 'order.counter_shift_id')
    .leftJoin('pickup_point', (join) =>
      join.on((eb) =>
        eb('pickup_point.id', '=', eb.fn.coalesce('pickup_slot.pickup_point_id', 'counter_shift.pickup_point_id')),
      ),
    )
    .leftJoin('campus_building', 'campus_building.id', 'order.campus_building_id')
    .selectAll('order')
    .select([
      'pickup_point.name_zh as point_zh',
      'pickup_point.name_en as point_en',
      'pickup_point.place_zh',
      'pickup_point.place_en',
      'pickup_slot.starts_at',
      'pickup_slot.ends_at',
      'campus_building.name_zh as building_zh',
      'campus_building.name_en as building_en',
    ])
    .where('order.order_no', '=', orderNo)
    .where('order.buyer_id', '=', buyerId)
    .executeTakeFirst()
}

function destinationOf(row: OrderRow): DestinationView {
  const point = { nameZh: row.point_zh ?? '', nameEn: row.point_en ?? '' }
  if (row.fulfillment_kind === 'counter') return { kind: 'counter', ...point }
  if (row.starts_at && row.ends_at) {
    const place = { placeZh: row.place_zh ?? '', placeEn: row.place_en ?? '' }
    return { kind: 'pickup', ...point, ...place, startsAt: row.starts_at, endsAt: row.ends_at }
  }
  const building = { nameZh: row.building_zh ?? '', nameEn: row.building_en ?? '' }
  return { kind: 'building', ...building, room: row.building_room ?? '' }
}

async function readSupplierOrders(db: Db, orderId: OrderId): Promise<SupplierOrderView[]> {
  const rows = await db
    .selectFrom('order_line')
    .innerJoin('supplier_order', 'supplier_order.id', 'order_line.supplier_order_id')
    .innerJoin('cooperative', 'cooperative.id', 'order_line.cooperative_id')
    .selectAll('order_line')
    .select([
      'supplier_order.total_fen as supplier_total_fen',
      'supplier_order.closed_at',
      'cooperative.slug as cooperative_slug',
      'cooperative.name_zh as cooperative_zh',
      'cooperative.name_en as cooperative_en',
    ])
    .where('order_line.order_id', '=', orderId)
    .orderBy('order_line.line_no')
    .execute()
  const suppliers = new Map<string, SupplierOrderView>()
  for (const row of rows) {
    const supplier = suppliers.get(row.supplier_order_id) ?? {
      supplierOrderId: row.supplier_order_id as SupplierOrderId,
      cooperativeId: row.cooperative_id as CooperativeId,
      cooperativeSlug: row.cooperative_slug,
      cooperativeZh: row.cooperative_zh,
      cooperativeEn: row.cooperative_en,
      total: fen(row.supplier_total_fen),
      closedAt: row.closed_at,
      lines: [],
    }
    suppliers.set(row.supplier_order_id, supplier)
    supplier.lines.push({
      orderLineId: row.id as OrderLineId,
      skuId: row.sku_id as SkuId,
      productSlug: row.product_slug,
      nameZh: row.name_zh,
      nameEn: row.name_en,
      specZh: row.spec_zh,
      specEn: row.spec_en,
      pictureKind: row.picture_kind,
      unitPrice: fen(row.unit_price_fen),
      quantity: row.quantity,
      lineTotal: fen(row.line_fen),
      presaleReadyOn: row.presale_ready_on,
      shippedQuantity: row.shipped_quantity,
      receivedQuantity: row.received_quantity,
      acceptedQuantity: row.accepted_quantity,
      canceledQuantity: row.canceled_quantity,
      refunded: fen(row.refunded_fen),
    })
  }
  return [...suppliers.values()]
}

async function readTimeline(db: Db, orderId: OrderId): Promise<OrderView['timeline']> {
  const rows = await db
    .selectFrom('order_event')
    .select(['kind', 'at', 'supplier_order_id'])
    .where('order_id', '=', orderId)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    kind: row.kind as OrderEventKind,
    at: row.at,
    supplierOrderId: row.supplier_order_id as SupplierOrderId | null,
  }))
}
