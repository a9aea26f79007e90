import { type RawBuilder, sql } from 'kysely'
import type { CooperativeId, SupplierOrderId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import type { SupplyState } from '../supply-terms.ts'
import type { DestinationView, SupplierOrderSummary } from '../supply-views.ts'
import { TO_SHIP, TO_SUPPLY } from './supply-line-rows.server.ts'

/** Where a supplier order `part`, whose pieces still to ship are `work.to_ship`, stands. */
export const STATE_COLUMN = sql<SupplyState>`case when part.closed_at is not null then 'closed'
  when part.confirmed_at is null then 'to_confirm' when work.to_ship > 0 then 'to_ship' else 'sent' end`

/** '林**' for 林秋实: the first character, and a star for each other, one at the least. */
const MASKED_NAME = sql<string>`left(o.contact_name, 1) || repeat('*', greatest(char_length(o.contact_name) - 1, 1))`
/** '138****8000'. */
const MASKED_PHONE = sql<string>`left(o.contact_phone, 3) || '****' || right(o.contact_phone, 4)`

/**
 * The supplier orders of one cooperative that were paid in the shop (what a counter sells it has), named `part`, with their order `o`
 * and their pieces `work`: a from-clause, to be followed by further conditions. The
 * cooperative is in it, so no query built on it can see another's.
 */
export function ownSupplierOrders(cooperativeId: CooperativeId): RawBuilder<unknown> {
  return sql`
    from supplier_order part join "order" o on o.id = part.order_id and o.channel = 'own_shop' and o.status in ('paid', 'completed')
      left join pickup_slot slot on slot.id = o.pickup_slot_id
      left join pickup_point point on point.id = slot.pickup_point_id
      left join campus_building building on building.id = o.campus_building_id
      cross join lateral (
        select sum(${TO_SUPPLY})::int as pieces, sum(${TO_SHIP})::int as to_ship
        from order_line line where line.supplier_order_id = part.id
      ) work
    where part.cooperative_id = ${cooperativeId}`
}

export const SUMMARY_COLUMNS = sql`
  part.id, o.order_no, o.paid_at, part.ready_on, part.total_fen, work.pieces, work.to_ship, ${STATE_COLUMN} as state,
  coalesce(point.name_zh, building.name_zh) as place_zh, coalesce(point.name_en, building.name_en) as place_en,
  o.building_room as room, slot.starts_at, slot.ends_at`

/** Buyer's name, phone and note, for as long as something is outstanding; masked here, so that no page can show more. */
export const CONTACT_COLUMNS = sql`
  case when part.closed_at is null then o.contact_name else ${MASKED_NAME} end as contact_name,
  case when part.closed_at is null then o.contact_phone else ${MASKED_PHONE} end as contact_phone,
  case when part.closed_at is null then o.note else '' end as note`

export interface SummaryRow {
  id: SupplierOrderId
  order_no: string
  paid_at: Date
  ready_on: string | null
  total_fen: number
  pieces: number
  to_ship: number
  state: SupplyState
  place_zh: string
  place_en: string
  room: string | null
  starts_at: Date | null
  ends_at: Date | null
}

export function readSummary(row: SummaryRow): Omit<SupplierOrderSummary, 'lines'> {
  return {
    supplierOrderId: row.id,
    orderNo: row.order_no,
    state: row.state,
    paidAt: row.paid_at,
    readyOn: row.ready_on,
    total: fen(row.total_fen),
    pieces: row.pieces,
    toShip: row.to_ship,
    destination: readDestination(row),
  }
}

function readDestination(row: SummaryRow): DestinationView {
  const names = { nameZh: row.place_zh, nameEn: row.place_en }
  if (row.starts_at && row.ends_at) return { kind: 'pickup', ...names, startsAt: row.starts_at, endsAt: row.ends_at }
  return { kind: 'building', ...names, room: row.room ?? '' }
}
