import { type BusinessDate, businessDate } from '#app/shared/business-date.ts'
import { busyness, daysBetween, drawShoppingTime, laterBy } from './calendar.ts'
import { demandOn } from './demand.ts'
import { factsOfOrder, factsOfShift } from './facts.ts'
import type { Fact, PlannedDay, PlannedOrder } from './plan.ts'
import { hasCome, type PlanContext } from './plan-context.ts'
import { planCounterDay } from './plan-counter-day.ts'
import { planFeatured } from './plan-featured.ts'
import { planShopOrder } from './plan-shop-order.ts'
import { seededRandom } from './random.ts'
import type { HistoryWish, HistoryWorld } from './world.ts'

/** Share of the orders that are sales over a counter. */
const COUNTER_SHARE = 0.13

/**
 * Plans the life of a college's shop day by day: the same wish and world give the
 * same days. A day holds what was ordered on it, whole, and what the books were told
 * on it, also about older orders; so days can be written one after the other, and
 * only the days at hand are kept.
 */
export function* planDays(world: HistoryWorld, wish: HistoryWish): Generator<PlannedDay> {
  const last = businessDate(wish.until)
  const weights = [...daysBetween(wish.from, last)].map(busyness)
  const weightSum = weights.reduce((sum, weight) => sum + weight, 0)
  const payouts: PlanContext['payouts'] = new Map()
  const waiting = new Map<BusinessDate, Fact[]>()
  let share = 0
  let planned = 0
  for (const [index, day] of [...daysBetween(wish.from, last)].entries()) {
    share += (weights[index] ?? 0) / weightSum
    const count = Math.round(share * wish.orders) - planned
    planned += count
    const random = seededRandom(`${wish.seed} ${day}`)
    const context = { world, random, until: wish.until, demand: demandOn(world.skus, day), payouts }
    const { orders, shifts } = planDay(context, { day, count })
    payouts.delete(day)
    for (const fact of [...orders.flatMap(factsOfOrder), ...shifts.flatMap(factsOfShift)]) keep(waiting, fact)
    yield { day, orders, shifts, facts: take(waiting, day) }
  }
}

function planDay(context: PlanContext, { day, count }: { day: BusinessDate; count: number }) {
  const { random } = context
  const sales = Math.round(count * COUNTER_SHARE + random.next() - 0.5)
  const shopOrders: PlannedOrder[] = planFeatured(context, day)
  for (let order = 0; order < count - sales; order += 1) {
    const placedAt = drawShoppingTime(random, day)
    if (hasCome(context, laterBy(placedAt, 1))) shopOrders.push(planShopOrder(context, { placedAt }))
  }
  const counter = planCounterDay(context, { day, sales: Math.max(0, sales) })
  const orders = [...shopOrders, ...counter.orders].sort(
    (one, other) => one.placedAt.getTime() - other.placedAt.getTime(),
  )
  return { orders, shifts: counter.shifts }
}

function keep(waiting: Map<BusinessDate, Fact[]>, fact: Fact): void {
  const day = businessDate(fact.at)
  const known = waiting.get(day)
  if (known) known.push(fact)
  else waiting.set(day, [fact])
}

/** The facts of a day in the order of recording; what is told at one moment keeps the order of its telling. */
function take(waiting: Map<BusinessDate, Fact[]>, day: BusinessDate): Fact[] {
  const facts = waiting.get(day) ?? []
  waiting.delete(day)
  return facts.sort((one, other) => one.at.getTime() - other.at.getTime())
}
