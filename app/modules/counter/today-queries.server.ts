import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { PersonId, PickupSlotId } from '#app/shared/ids.ts'
import { listWaiting, readCollectionPolicy } from './internal/collection-rows.server.ts'
import { listOpenShifts, type ShiftSummary } from './shift-queries.server.ts'

export interface SlotLoad {
  slotId: PickupSlotId
  pointZh: string
  pointEn: string
  startsAt: Date
  endsAt: Date
  /** Paid orders of it that nobody has fetched whole, and how many of them are ready. */
  open: number
  ready: number
}

export interface Today {
  /** Parts of paid orders that left their cooperative and are not here. */
  onTheWay: number
  slots: SlotLoad[]
  overdue: number
  /** Goods at the counter for the buildings. */
  forBuildings: number
  /** Paid by telephone over the counter and not handed over. */
  unfinishedSales: { orderNo: string }[]
  shifts: ShiftSummary[]
}

/** What is to be done at the counters now. */
export async function readToday(db: Db, clerkId: PersonId, now: Date): Promise<Today> {
  const [counts, slots, policy, unfinishedSales, shifts] = await Promise.all([
    countWork(db),
    listSlots(db, now),
    readCollectionPolicy(db, now),
    listUnfinishedSales(db),
    listOpenShifts(db, clerkId),
  ])
  const overdue = (await listWaiting(db, policy, now)).length
  return { ...counts, slots, overdue, unfinishedSales, shifts }
}

async function countWork(db: Db): Promise<{ onTheWay: number; forBuildings: number }> {
  const { rows } = await sql<{ on_the_way: number; for_buildings: number }>`
    select count(distinct line.supplier_order_id) filter (where line.shipped_quantity > line.received_quantity)::int as on_the_way,
      count(distinct o.id) filter (where o.fulfillment_kind = 'building' and line.received_quantity > line.accepted_quantity)::int as for_buildings
    from "order" o join order_line line on line.order_id = o.id
    where o.status = 'paid' and line.accepted_quantity + line.canceled_quantity < line.quantity
  `.execute(db)
  return { onTheWay: rows[0]?.on_the_way ?? 0, forBuildings: rows[0]?.for_buildings ?? 0 }
}

/** Slots of today in Shanghai and those of the next two days, each with what it still has to hand over. */
export async function listSlots(db: Db, now: Date): Promise<SlotLoad[]> {
  const { rows } = await sql<{
    id: PickupSlotId
    name_zh: string
    name_en: string
    starts_at: Date
    ends_at: Date
    open: number
    ready: number
  }>`
    select slot.id, point.name_zh, point.name_en, slot.starts_at, slot.ends_at, count(o.id)::int as open,
      count(o.id) filter (where exists (select from order_event where order_id = o.id and kind = 'ready'))::int as ready
    from pickup_slot slot
      join pickup_point point on point.id = slot.pickup_point_id
      join "order" o on o.pickup_slot_id = slot.id and o.status = 'paid' and o.fulfillment_kind = 'pickup'
    where slot.ends_at >= date_trunc('day', ${now}::timestamptz at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai'
      and slot.starts_at < ${now}::timestamptz + interval '3 days'
    group by slot.id, point.id order by slot.starts_at, point.sort_order
  `.execute(db)
  return rows.map((row) => ({
    slotId: row.id,
    pointZh: row.name_zh,
    pointEn: row.name_en,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    open: row.open,
    ready: row.ready,
  }))
}

async function listUnfinishedSales(db: Db): Promise<{ orderNo: string }[]> {
  const rows = await db
    .selectFrom('order')
    .select('order_no')
    .where('channel', '=', 'counter')
    .where('status', '=', 'paid')
    .orderBy('placed_at')
    .limit(50)
    .execute()
  return rows.map((row) => ({ orderNo: row.order_no }))
}
