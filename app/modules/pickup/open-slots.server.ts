import { sql } from 'kysely'
import type { Tx } from '#app/platform/db.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import { SLOT_DAYS } from './slot-days.ts'

/**
 * Makes the slots that are missing from today to a fortnight ahead, from the
 * weekly hours of each open point, and says how many it made. A slot that is
 * there keeps its capacity and its places taken, whatever the hours say now. Rows
 * go in by one order, so that two processes at once wait for each other and
 * never in a circle.
 */
export async function openPickupSlots(tx: Tx, now: Date): Promise<number> {
  const { rows } = await sql`
    insert into pickup_slot (id, pickup_point_id, starts_at, ends_at, capacity)
    select gen_random_uuid(), hours.pickup_point_id, (day + hours.starts_at) at time zone 'Asia/Shanghai',
      (day + hours.ends_at) at time zone 'Asia/Shanghai', hours.capacity
    from generate_series(0, ${sql.lit(SLOT_DAYS - 1)}) as ahead
      cross join lateral (select ${businessDate(now)}::date + ahead as day) as calendar
      join pickup_hours hours on hours.weekday = extract(isodow from day)
      join pickup_point point on point.id = hours.pickup_point_id and point.open
    where (day + hours.starts_at) at time zone 'Asia/Shanghai' > ${now}
    order by hours.pickup_point_id, day, hours.starts_at
    on conflict (pickup_point_id, starts_at) do nothing
    returning id
  `.execute(tx)
  return rows.length
}
