import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { PickupSlotId } from '#app/shared/ids.ts'
import { SLOT_DAYS } from './slot-days.ts'

interface PickupSlotChoice {
  slotId: PickupSlotId
  startsAt: Date
  endsAt: Date
  /** Places left; 0 = full, shown and not to be chosen. */
  left: number
}

export interface PickupPointChoice {
  pointId: string
  nameZh: string
  nameEn: string
  placeZh: string
  placeEn: string
  hoursZh: string
  hoursEn: string
  slots: PickupSlotChoice[]
}

interface BuildingChoice {
  buildingId: string
  nameZh: string
  nameEn: string
}

export interface PickupChoices {
  points: PickupPointChoice[]
  buildings: BuildingChoice[]
}

/** Open points with their slots of the next seven days, earliest first, and the buildings we deliver to. */
export async function listPickupChoices(db: Db, now: Date): Promise<PickupChoices> {
  const [points, slots, buildings] = await Promise.all([
    db.selectFrom('pickup_point').selectAll().where('open', '=', true).orderBy('sort_order').execute(),
    db
      .selectFrom('pickup_slot')
      .select(['id', 'pickup_point_id', 'starts_at', 'ends_at', 'capacity', 'taken'])
      .where('starts_at', '>', now)
      .where('starts_at', '<', sql<Date>`${now}::timestamptz + make_interval(days => ${sql.lit(SLOT_DAYS)})`)
      .orderBy('starts_at')
      .execute(),
    db
      .selectFrom('campus_building')
      .select(['id', 'name_zh', 'name_en'])
      .where('open', '=', true)
      .orderBy('sort_order')
      .execute(),
  ])
  return {
    points: points.map((point) => ({
      pointId: point.id,
      nameZh: point.name_zh,
      nameEn: point.name_en,
      placeZh: point.place_zh,
      placeEn: point.place_en,
      hoursZh: point.hours_zh,
      hoursEn: point.hours_en,
      slots: slots
        .filter((slot) => slot.pickup_point_id === point.id)
        .map((slot) => ({
          slotId: slot.id as PickupSlotId,
          startsAt: slot.starts_at,
          endsAt: slot.ends_at,
          left: slot.capacity - slot.taken,
        })),
    })),
    buildings: buildings.map((row) => ({ buildingId: row.id, nameZh: row.name_zh, nameEn: row.name_en })),
  }
}
