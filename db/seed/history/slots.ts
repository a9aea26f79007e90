import { addDays, type BusinessDate, businessDate, startOfBusinessDate } from '#app/shared/business-date.ts'
import { weekdayOf } from './calendar.ts'
import type { PlannedSlot } from './plan.ts'
import type { WorldHours, WorldPoint } from './world.ts'

const DAYS_AHEAD = 10

/** The slots of a point that begin at `from` or later, the earliest first. */
export function slotsFrom(point: WorldPoint, from: Date): PlannedSlot[] {
  const slots: PlannedSlot[] = []
  const first = businessDate(from)
  for (let ahead = 0; ahead < DAYS_AHEAD; ahead += 1) {
    const day = addDays(first, ahead)
    for (const hours of hoursOn(point, day)) {
      const slot = slotOf(point, hours, day)
      if (slot.startsAt >= from) slots.push(slot)
    }
  }
  return slots
}

export function hoursOn({ hours }: WorldPoint, day: BusinessDate): WorldHours[] {
  return hours.filter((each) => each.weekday === weekdayOf(day))
}

function slotOf(point: WorldPoint, hours: WorldHours, day: BusinessDate): PlannedSlot {
  const midnight = startOfBusinessDate(day).getTime()
  return {
    pointId: point.id,
    startsAt: new Date(midnight + hours.opensAt * 60_000),
    endsAt: new Date(midnight + hours.closesAt * 60_000),
    capacity: hours.capacity,
  }
}
