import { type BusinessDate, startOfBusinessDate } from '#app/shared/business-date.ts'
import { fen, sumFen, ZERO_FEN } from '#app/shared/money.ts'
import { atTime, laterBy } from './calendar.ts'
import { drawBasket, drawBuyer } from './demand.ts'
import type { PlannedOrder, PlannedShift } from './plan.ts'
import { draftOrder, hasCome, type PlanContext } from './plan-context.ts'
import { planPayment } from './plan-payment.ts'
import { planComplaint, shiftIdOf } from './plan-refund.ts'
import { handOver } from './plan-shop-order.ts'
import { hoursOn } from './slots.ts'
import type { WorldPoint } from './world.ts'

const CASH_SHARE = 0.55
const NAMED_SHARE = 0.35
const OFF_SHARE = 0.04
const FLOAT_FEN = 20_000
const FUNDS = ['staff', 'student', 'student', 'assisted_sale'] as const

/** Sales over the counters of a day, with the drawers they were made at. */
export function planCounterDay(
  context: PlanContext,
  { day, sales }: { day: BusinessDate; sales: number },
): { orders: PlannedOrder[]; shifts: PlannedShift[] } {
  const { world, random } = context
  const open = world.points.filter((point) => hoursOn(point, day).length > 0)
  if (open.length === 0) return { orders: [], shifts: [] }
  const orders: PlannedOrder[] = []
  for (let sale = 0; sale < sales; sale += 1) {
    const point = random.pick(open)
    const hours = random.pick(hoursOn(point, day))
    const at = atTime(day, random.between(hours.opensAt + 1, hours.closesAt - 4), random)
    if (hasCome(context, laterBy(at, 600))) orders.push(planSale(context, { point, day, at }))
  }
  const shifts = open.flatMap((point) => planShift(context, { point, day, orders }))
  return { orders, shifts }
}

function planSale(
  context: PlanContext,
  { point, day, at: placedAt }: { point: WorldPoint; day: BusinessDate; at: Date },
): PlannedOrder {
  const { world, random, demand } = context
  const { clerkId } = world.staff
  const buyer = random.chance(NAMED_SHARE) ? drawBuyer(random, world.buyers) : undefined
  const fundType = buyer?.fundType ?? random.pick(FUNDS)
  const place = { kind: 'counter', pointId: point.id, shiftId: shiftIdOf(day, point.id), clerkId } as const
  const basket = drawBasket(random, { skus: world.skus, demand })
  const order = draftOrder(context, basket, { channel: 'counter', buyer, fundType, place, placedAt })
  if (random.chance(CASH_SHARE)) {
    const id = random.id(placedAt)
    order.payment = {
      id: id as NonNullable<PlannedOrder['payment']>['id'],
      method: 'cash',
      providerRef: `cash:${id}`,
      capturedAt: placedAt,
      recordedAt: placedAt,
    }
  } else planPayment(context, order, 'paid')
  const at = order.payment?.method === 'cash' ? placedAt : laterBy(order.payment?.recordedAt ?? placedAt, 9)
  if (order.payment) handOver(context, order, { parts: order.parts, at, kind: 'counter_sale', actorId: clerkId })
  planComplaint(context, order)
  return order
}

/** The drawer of a point on a day on which something was sold there, or given back. */
function planShift(
  context: PlanContext,
  { point, day, orders }: { point: WorldPoint; day: BusinessDate; orders: readonly PlannedOrder[] },
): PlannedShift[] {
  const { random, world, payouts } = context
  const id = shiftIdOf(day, point.id)
  const sold = orders.filter(({ place }) => place.kind === 'counter' && place.shiftId === id)
  const due = (payouts.get(day) ?? []).filter(({ pointId }) => pointId === point.id)
  if (sold.length === 0 && due.length === 0) return []
  const movements: PlannedShift['movements'] = []
  for (const { payment, total } of sold) {
    if (payment?.method !== 'cash') continue
    movements.push({
      id: random.id(payment.capturedAt),
      at: payment.capturedAt,
      amount: total,
      of: { paymentId: payment.id },
    })
  }
  for (const { refund } of due) {
    const { executedAt: at, refundId, amount } = refund
    if (at) movements.push({ id: random.id(at), at, amount, of: { refundId } })
  }
  const minutes = hoursOn(point, day)
  const midnight = startOfBusinessDate(day).getTime()
  const openedAt = new Date(midnight + (Math.min(...minutes.map((each) => each.opensAt)) - 10) * 60_000)
  const closingAt = new Date(midnight + (Math.max(...minutes.map((each) => each.closesAt)) + 15) * 60_000)
  const closedAt = hasCome(context, closingAt) ? closingAt : undefined
  const difference =
    closedAt && random.chance(OFF_SHARE) ? fen(random.pick([-500, -200, -100, 50, 100, 300])) : ZERO_FEN
  const { clerkId } = world.staff
  return [{ id, pointId: point.id, clerkId, openedAt, openingCash: fen(FLOAT_FEN), closedAt, difference, movements }]
}

/** What the drawer should hold when it is counted. */
export function expectedCash({ openingCash, movements }: PlannedShift) {
  return sumFen([openingCash, ...movements.map(({ amount, of }) => fen('paymentId' in of ? amount : -amount))])
}
