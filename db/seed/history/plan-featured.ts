import { type BusinessDate, businessDate } from '#app/shared/business-date.ts'
import { atTime, drawShoppingTime, laterBy } from './calendar.ts'
import type { PlannedOrder } from './plan.ts'
import type { PlanContext } from './plan-context.ts'
import type { Fate } from './plan-payment.ts'
import { planShopOrder } from './plan-shop-order.ts'

/** How orders of the last days end, by days before the last: so that there is one of every kind to look at. */
const FATES: Partial<Record<number, Fate>> = { 4: 'canceled', 6: 'expired' }
const LAST_DAYS = 9
const MINUTES_LEFT_TO_PAY = 27

/**
 * Orders of people whose accounts are shown: now and then during the year, and in the
 * last days one a day, at every stage there is. The very last two were paid just now, and wait for payment.
 */
export function planFeatured(context: PlanContext, day: BusinessDate): PlannedOrder[] {
  const { random, world, until } = context
  const lastDay = businessDate(until)
  const daysLeft = Math.round((Date.parse(lastDay) - Date.parse(day)) / 86_400_000)
  const orders: PlannedOrder[] = []
  for (const personId of world.featured) {
    const buyer = world.buyers.find((each) => each.personId === personId)
    const isShown = daysLeft < LAST_DAYS || random.chance(0.09)
    if (!buyer || !isShown) continue
    const wanted = daysLeft < LAST_DAYS ? world.featuredSku : undefined
    if (daysLeft > 0) {
      const placedAt = featuredTime(context, day)
      orders.push(planShopOrder(context, { placedAt, buyer, fate: FATES[daysLeft] ?? 'paid', wanted }))
      continue
    }
    const [lately, justNow] = [
      laterBy(until, -random.between(3_000, 9_000)),
      laterBy(until, (MINUTES_LEFT_TO_PAY - 33) * 60),
    ]
    orders.push(planShopOrder(context, { placedAt: lately, buyer, fate: 'paid', wanted }))
    orders.push(planShopOrder(context, { placedAt: justNow, buyer, fate: 'expired' }))
  }
  return orders
}

function featuredTime({ random }: PlanContext, day: BusinessDate): Date {
  return random.chance(0.5) ? atTime(day, 12 * 60 + random.between(0, 59), random) : drawShoppingTime(random, day)
}
