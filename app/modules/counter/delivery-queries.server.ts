import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import { maskName, maskPhone } from './pickup-code.ts'
import { shelfPlace } from './pieces.ts'

export interface DeliveryOrder {
  orderNo: string
  room: string
  maskedName: string
  maskedPhone: string
  shelf: { shelf: string; place: string }
  /** Goods that are at the counter and were not brought there yet, by name and spec. */
  lines: { nameZh: string; nameEn: string; specZh: string; specEn: string; pieces: number }[]
  /** Pieces that were left there and nobody has confirmed. */
  left: number
  /** The day on which the last of it arrived at the counter. */
  arrivedOn: BusinessDate | null
}

export interface BuildingRound {
  buildingZh: string
  buildingEn: string
  orders: DeliveryOrder[]
}

interface Row {
  building_zh: string
  building_en: string
  order_no: string
  building_room: string | null
  contact_name: string
  contact_phone: string
  arrived_on: BusinessDate | null
  left_there: number
  lines: DeliveryOrder['lines'] | null
}

/**
 * Paid orders for the buildings of which something is here or was left there, by
 * building, those that arrived first first. With `arrivedOn` only what arrived on
 * that day.
 */
export async function listDeliveries(db: Db, arrivedOn: BusinessDate | undefined): Promise<BuildingRound[]> {
  const { rows } = await sql<Row>`
    with line as (
      select line.*, line.quantity - line.accepted_quantity - line.canceled_quantity as open_pieces,
        coalesce((select sum(part.quantity) from building_delivery_line part where part.order_line_id = line.id), 0)::int as delivered
      from order_line line join "order" o on o.id = line.order_id
      where o.status = 'paid' and o.fulfillment_kind = 'building'
    ), pieces as (
      select line.*, greatest(least(received_quantity - accepted_quantity, open_pieces), 0) as here_or_left,
        greatest(least(delivered - accepted_quantity, open_pieces), 0) as left_there
      from line
    ), due as (
      select order_id, sum(left_there)::int as left_there,
        jsonb_agg(jsonb_build_object('nameZh', name_zh, 'nameEn', name_en, 'specZh', spec_zh, 'specEn', spec_en,
          'pieces', here_or_left - left_there) order by line_no) filter (where here_or_left > left_there) as lines
      from pieces group by order_id having sum(here_or_left) > 0 or sum(left_there) > 0
    )
    select building.name_zh as building_zh, building.name_en as building_en, o.order_no, o.building_room, o.contact_name,
      o.contact_phone, due.left_there, due.lines, arrival.arrived_on
    from due join "order" o on o.id = due.order_id
      join campus_building building on building.id = o.campus_building_id
      cross join lateral (
        select (max(receipt.at) at time zone 'Asia/Shanghai')::date as arrived_on
        from receipt join supplier_order part on part.id = receipt.supplier_order_id where part.order_id = o.id
      ) arrival
    where ${arrivedOn ?? null}::date is null or arrival.arrived_on = ${arrivedOn ?? null}::date
    order by building.sort_order, building.id, arrival.arrived_on, o.building_room, o.order_no
  `.execute(db)
  const rounds = new Map<string, BuildingRound>()
  for (const row of rows) {
    const round = rounds.get(row.building_zh) ?? {
      buildingZh: row.building_zh,
      buildingEn: row.building_en,
      orders: [],
    }
    rounds.set(row.building_zh, round)
    round.orders.push({
      orderNo: row.order_no,
      room: row.building_room ?? '',
      maskedName: maskName(row.contact_name),
      maskedPhone: maskPhone(row.contact_phone),
      shelf: shelfPlace(row.order_no),
      lines: row.lines ?? [],
      left: row.left_there,
      arrivedOn: row.arrived_on,
    })
  }
  return [...rounds.values()]
}
