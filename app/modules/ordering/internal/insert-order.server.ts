import { type RawBuilder, sql } from 'kysely'
import { orderPlacedParts } from '#app/modules/notices/order-placed-notice.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import type { OrderId, PersonId } from '#app/shared/ids.ts'
import { type FundType, HOLD_MINUTES, type OrderDraft, type PlaceOrderCommand } from '../place-order.ts'

export interface OrderRow {
  orderId: OrderId
  draft: OrderDraft
  fundType: FundType
  requestHash: string
  command: PlaceOrderCommand
}

/** When an order placed at `now` stops holding its stock, unless a payment is under way. */
export function paymentDueAt(now: Date): Date {
  return new Date(now.getTime() + HOLD_MINUTES * 60_000)
}

/** Writes an order with its supplier orders, lines, first event and notice in one statement; gives its number. */
export async function insertOrder(tx: Tx, row: OrderRow): Promise<string> {
  const { orderId, draft, command } = row
  const { fulfillment, now } = command
  const [slotId, buildingId, room] =
    fulfillment.kind === 'pickup' ? [fulfillment.slotId, null, null] : [null, fulfillment.buildingId, fulfillment.room]
  const { rows } = await sql<{ order_no: string }>`
    with placed as (
      insert into "order" (id, order_no, buyer_id, cart_id, request_id, request_hash, status, channel, fund_type, total_fen,
        fulfillment_kind, pickup_slot_id, campus_building_id, building_room, contact_name, contact_phone, note,
        return_rule_accepted_at, placed_at, payment_due_at)
      values (${orderId}, ${orderNoPrefix(now)} || nextval('order_number'), ${command.buyer.personId},
        ${command.cartId}, ${command.requestId}, ${row.requestHash}, 'awaiting_payment', 'own_shop', ${row.fundType},
        ${draft.total}, ${fulfillment.kind}, ${slotId}, ${buildingId}, ${room}, ${command.contactName},
        ${command.contactPhone}, ${command.note}, ${now}, ${now}, ${paymentDueAt(now)})
      returning id, order_no
    ), ${contentParts(draft, { actorId: command.buyer.personId, now })}, ${orderPlacedParts('placed', { orderId, buyerId: command.buyer.personId, total: draft.total, payBefore: paymentDueAt(now), now })}
    select order_no from placed
  `.execute(tx)
  const [inserted] = rows
  if (!inserted) throw new Error('the order was not written')
  return inserted.order_no
}

/**
 * Supplier orders, lines and first event as parts of the statement whose part
 * `placed` writes the order and gives its `id`.
 */
export function contentParts(
  draft: OrderDraft,
  { actorId, now }: { actorId: PersonId; now: Date },
): RawBuilder<unknown> {
  return sql`
    supplied as (
      insert into supplier_order (id, order_id, cooperative_id, total_fen)
      select supplier.id, placed.id, supplier.cooperative_id, supplier.total_fen
      from placed, jsonb_to_recordset(${supplierRows(draft)}::jsonb)
        as supplier (id uuid, cooperative_id uuid, total_fen bigint)
    ), lined as (
      insert into order_line (id, order_id, supplier_order_id, line_no, sku_id, product_id, product_version_id, cooperative_id,
        county_id, product_slug, name_zh, name_en, spec_zh, spec_en, picture_kind, net_weight_grams, unit_price_fen, quantity,
        line_fen, return_rule, tax_class, service_fee_basis_points, presale_ready_on)
      select line.id, placed.id, line.supplier_order_id, line.line_no, line.sku_id, line.product_id, line.product_version_id,
        line.cooperative_id, line.county_id, line.product_slug, line.name_zh, line.name_en, line.spec_zh, line.spec_en,
        line.picture_kind, line.net_weight_grams, line.unit_price_fen, line.quantity, line.line_fen, line.return_rule,
        line.tax_class, line.service_fee_basis_points, line.presale_ready_on
      from placed, jsonb_to_recordset(${lineRows(draft)}::jsonb) as line (
        id uuid, supplier_order_id uuid, line_no int, sku_id uuid, product_id uuid, product_version_id uuid,
        cooperative_id uuid, county_id text, product_slug text, name_zh text, name_en text, spec_zh text, spec_en text,
        picture_kind text, net_weight_grams int, unit_price_fen bigint, quantity int, line_fen bigint, return_rule text,
        tax_class text, service_fee_basis_points int, presale_ready_on date)
    ), noted as (
      insert into order_event (order_id, kind, actor_id, at) select id, 'placed', ${actorId}::uuid, ${now}::timestamptz from placed
    )`
}

/** '20261124': the Shanghai day an order number begins with; a running number follows. */
export function orderNoPrefix(now: Date): string {
  return businessDate(now).replaceAll('-', '')
}

function supplierRows(draft: OrderDraft): string {
  return JSON.stringify(
    draft.supplierOrders.map(({ id, cooperativeId, total }) => ({
      id,
      cooperative_id: cooperativeId,
      total_fen: total,
    })),
  )
}

function lineRows(draft: OrderDraft): string {
  return JSON.stringify(
    draft.lines.map((line) => ({
      id: line.id,
      supplier_order_id: line.supplierOrderId,
      line_no: line.lineNo,
      sku_id: line.skuId,
      product_id: line.productId,
      product_version_id: line.productVersionId,
      cooperative_id: line.cooperativeId,
      county_id: line.countyId,
      product_slug: line.productSlug,
      name_zh: line.nameZh,
      name_en: line.nameEn,
      spec_zh: line.specZh,
      spec_en: line.specEn,
      picture_kind: line.pictureKind,
      net_weight_grams: line.netWeightGrams,
      unit_price_fen: line.unitPrice,
      quantity: line.quantity,
      line_fen: line.lineTotal,
      return_rule: line.returnRule,
      tax_class: line.taxClass,
      service_fee_basis_points: line.serviceFeeBasisPoints,
      presale_ready_on: line.presaleReadyOn,
    })),
  )
}
