import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, OrderLineId, ShipmentId, SkuId, SupplierOrderId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import {
  CONTACT_COLUMNS,
  ownSupplierOrders,
  readSummary,
  STATE_COLUMN,
  SUMMARY_COLUMNS,
  type SummaryRow,
} from './internal/supplier-order-rows.server.ts'
import { readLots, TO_SHIP, TO_SUPPLY } from './internal/supply-line-rows.server.ts'
import { suggestLots } from './supply-line.ts'
import { type ShipmentKind, type ShortageReason, SUPPLY_STATES, type SupplyState } from './supply-terms.ts'
import {
  PAGE_LENGTH,
  type ShipmentView,
  type SupplierOrderSummary,
  type SupplierOrderView,
  type SupplyCounts,
  type SupplyLineView,
} from './supply-views.ts'

/** How much is in each state. */
export async function countSupplierOrders(db: Db, cooperativeId: CooperativeId): Promise<SupplyCounts> {
  const { rows } = await sql<{ state: SupplyState; count: number; to_ship: number; oldest: Date }>`
    select ${STATE_COLUMN} as state, count(*)::int as count, sum(work.to_ship)::int as to_ship, min(o.paid_at) as oldest
    ${ownSupplierOrders(cooperativeId)} group by 1
  `.execute(db)
  const countOf = (state: SupplyState) => {
    const row = rows.find((one) => one.state === state)
    return { count: row?.count ?? 0, toShip: row?.to_ship ?? 0, oldestPaidAt: row?.oldest ?? null }
  }
  return Object.fromEntries(SUPPLY_STATES.map((state) => [state, countOf(state)])) as SupplyCounts
}

/** One page of a cooperative's supplier orders in a state: what waits longest first, what is closed newest first. */
export async function listSupplierOrders(
  db: Db,
  cooperativeId: CooperativeId,
  { state, page }: { state: SupplyState; page: number },
): Promise<SupplierOrderSummary[]> {
  const isClosed = state === 'closed'
  const direction = isClosed ? sql`desc` : sql`asc`
  const { rows } = await sql<SummaryRow & { lines: SupplierOrderSummary['lines'] }>`
    select ${SUMMARY_COLUMNS}, (
      select jsonb_agg(jsonb_build_object('nameZh', line.name_zh, 'nameEn', line.name_en, 'pieces', ${TO_SUPPLY})
        order by line.line_no) from (
          select * from order_line where supplier_order_id = part.id order by line_no limit 3) line
    ) as lines
    ${ownSupplierOrders(cooperativeId)} and (part.closed_at is not null) = ${isClosed} and ${STATE_COLUMN} = ${state}
    order by o.paid_at ${direction}, part.id ${direction}
    limit ${sql.lit(PAGE_LENGTH)} offset ${(page - 1) * PAGE_LENGTH}
  `.execute(db)
  return rows.map((row) => ({ ...readSummary(row), lines: row.lines }))
}

/** One paid supplier order of this cooperative's; undefined when it has none of that id. */
export async function readSupplierOrder(
  db: Db,
  cooperativeId: CooperativeId,
  { supplierOrderId, now }: { supplierOrderId: SupplierOrderId; now: Date },
): Promise<SupplierOrderView | undefined> {
  const { rows } = await sql<
    SummaryRow & {
      confirmed_at: Date | null
      closed_at: Date | null
      contact_name: string
      contact_phone: string
      note: string
    }
  >`
    select ${SUMMARY_COLUMNS}, part.confirmed_at, part.closed_at, ${CONTACT_COLUMNS}
    ${ownSupplierOrders(cooperativeId)} and part.id = ${supplierOrderId}
  `.execute(db)
  const [row] = rows
  if (!row) return undefined
  const [lines, shipments, shortages] = await Promise.all([
    readLines(db, supplierOrderId),
    readShipments(db, supplierOrderId),
    readShortages(db, supplierOrderId),
  ])
  const lots = await readLots(
    db,
    lines.filter(({ toShip }) => toShip > 0).map(({ skuId }) => skuId),
  )
  return {
    ...readSummary(row),
    confirmedAt: row.confirmed_at,
    closedAt: row.closed_at,
    contactName: row.contact_name,
    contactPhone: row.contact_phone,
    note: row.note,
    lines,
    shipments,
    shortages,
    lots,
    suggestion: suggestLots(lines, { lots, today: businessDate(now) }),
  }
}

async function readLines(db: Db, supplierOrderId: SupplierOrderId): Promise<SupplyLineView[]> {
  const { rows } = await sql<{
    id: OrderLineId
    sku_id: SkuId
    name_zh: string
    name_en: string
    spec_zh: string
    spec_en: string
    unit_price_fen: number
    quantity: number
    shipped_quantity: number
    received_quantity: number
    accepted_quantity: number
    canceled_quantity: number
    to_ship: number
  }>`
    select line.id, line.sku_id, line.name_zh, line.name_en, line.spec_zh, line.spec_en, line.unit_price_fen, line.quantity,
      line.shipped_quantity, line.received_quantity, line.accepted_quantity, line.canceled_quantity, ${TO_SHIP} as to_ship
    from order_line line where line.supplier_order_id = ${supplierOrderId} order by line.line_no
  `.execute(db)
  return rows.map((row) => ({
    orderLineId: row.id,
    skuId: row.sku_id,
    nameZh: row.name_zh,
    nameEn: row.name_en,
    specZh: row.spec_zh,
    specEn: row.spec_en,
    unitPrice: fen(row.unit_price_fen),
    ordered: row.quantity,
    shipped: row.shipped_quantity,
    received: row.received_quantity,
    accepted: row.accepted_quantity,
    canceled: row.canceled_quantity,
    toShip: row.to_ship,
  }))
}

async function readShipments(db: Db, supplierOrderId: SupplierOrderId): Promise<ShipmentView[]> {
  const { rows } = await sql<{
    shipmentId: ShipmentId
    kind: ShipmentKind
    carrier: string | null
    tracking_number: string | null
    at: Date
    lines: ShipmentView['lines']
  }>`
    select shipment.id as "shipmentId", shipment.kind, shipment.carrier, shipment.tracking_number, shipment.at, (
      select jsonb_agg(jsonb_build_object('orderLineId', sent.order_line_id, 'quantity', sent.quantity, 'lotCode', batch.lot_code)
        order by line.line_no, batch.best_before_on)
      from shipment_line sent join order_line line on line.id = sent.order_line_id
        left join batch on batch.id = sent.batch_id where sent.shipment_id = shipment.id
    ) as lines
    from shipment where shipment.supplier_order_id = ${supplierOrderId} order by shipment.at, shipment.id
  `.execute(db)
  return rows.map(({ tracking_number: trackingNumber, ...row }) => ({ ...row, trackingNumber }))
}

async function readShortages(db: Db, supplierOrderId: SupplierOrderId): Promise<SupplierOrderView['shortages']> {
  const rows = await db
    .selectFrom('shortage')
    .innerJoin('order_line', 'order_line.id', 'shortage.order_line_id')
    .select(['shortage.order_line_id', 'shortage.quantity', 'shortage.reason', 'shortage.note', 'shortage.at'])
    .where('order_line.supplier_order_id', '=', supplierOrderId)
    .orderBy('shortage.at')
    .execute()
  return rows.map((row) => ({
    orderLineId: row.order_line_id as OrderLineId,
    quantity: row.quantity,
    reason: row.reason as ShortageReason,
    note: row.note,
    at: row.at,
  }))
}
