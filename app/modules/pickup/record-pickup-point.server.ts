import type { Tx } from '#app/platform/db.server.ts'

export interface PickupPointDraft {
  id: string
  nameZh: string
  nameEn: string
  placeZh: string
  placeEn: string
  hoursZh: string
  hoursEn: string
  sortOrder: number
  /** The hours of an ordinary week; times as 'HH:MM' by Shanghai's clock. */
  week: readonly WeeklyHours[]
}

export interface WeeklyHours {
  /** 1 is Monday, 7 is Sunday. */
  weekday: number
  startsAt: string
  endsAt: string
  /** Orders that can be handed over in that time. */
  capacity: number
}

/** Writes down a point and its weekly hours. One that is there stays as it is. */
export async function recordPickupPoint(tx: Tx, point: PickupPointDraft): Promise<void> {
  const written = await tx
    .insertInto('pickup_point')
    .values({
      id: point.id,
      name_zh: point.nameZh,
      name_en: point.nameEn,
      place_zh: point.placeZh,
      place_en: point.placeEn,
      hours_zh: point.hoursZh,
      hours_en: point.hoursEn,
      sort_order: point.sortOrder,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!written || point.week.length === 0) return
  await tx
    .insertInto('pickup_hours')
    .values(
      point.week.map((hours) => ({
        pickup_point_id: point.id,
        weekday: hours.weekday,
        starts_at: hours.startsAt,
        ends_at: hours.endsAt,
        capacity: hours.capacity,
      })),
    )
    .execute()
}
