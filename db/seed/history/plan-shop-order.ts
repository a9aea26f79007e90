import { addDays, businessDate } from '#app/shared/business-date.ts'
import { multiplyFen } from '#app/shared/money.ts'
import { atTime, laterBy } from './calendar.ts'
import { drawBasket, drawBuyer } from './demand.ts'
import type { PlannedHandOver, PlannedLine, PlannedOrder, PlannedPart, PlannedPlace } from './plan.ts'
import { draftOrder, hasCome, openPieces, type PlanContext } from './plan-context.ts'
import { drawFate, type Fate, planPayment } from './plan-payment.ts'
import { planBuyersCancel, planComplaint } from './plan-refund.ts'
import { drawSupplyTimes, isDone, planSupply, type SupplyTimes } from './plan-supply.ts'
import { slotsFrom } from './slots.ts'
import type { WorldBuyer, WorldSku } from './world.ts'

const PICKUP_SHARE = 0.66
const SECOND_VISIT_SHARE = 0.08
const BUYERS_CANCEL_SHARE = 0.01

export interface ShopOrderWish {
  placedAt: Date
  buyer?: WorldBuyer
  fate?: Fate
  /** What is in the bag besides what chance puts there. */
  wanted?: WorldSku | undefined
}

/** An order of the shop, from the bag to the last complaint, as far as the plan goes. */
export function planShopOrder(context: PlanContext, wish: ShopOrderWish): PlannedOrder {
  const { random, world, demand } = context
  const { placedAt, buyer = drawBuyer(random, world.buyers), fate = drawFate(context) } = wish
  const drawn = drawBasket(random, { skus: world.skus, demand })
  const basket = wish.wanted
    ? [{ sku: wish.wanted, quantity: 1 }, ...drawn.filter(({ sku }) => sku !== wish.wanted)]
    : drawn
  const place: PlannedPlace = { kind: 'building', buildingId: random.pick(world.buildings), room: drawRoom(context) }
  const head = { channel: 'own_shop', buyer, fundType: buyer.fundType, place, placedAt } as const
  const order = draftOrder(context, basket, head)
  const times = drawSupplyTimes(context, order, placedAt)
  const isPickup = random.chance(PICKUP_SHARE)
  const hereAt = new Date(Math.max(...times.map((each) => each.receivedAt.getTime())))
  if (isPickup) order.place = drawPickup(context, hereAt)
  planPayment(context, order, fate)
  if (order.payment) planPaidLife(context, order, { times, hereAt })
  return order
}

function planPaidLife(
  context: PlanContext,
  order: PlannedOrder,
  { times, hereAt }: { times: readonly SupplyTimes[]; hereAt: Date },
): void {
  const { random } = context
  const paidAt = order.payment?.recordedAt ?? order.placedAt
  if (random.chance(BUYERS_CANCEL_SHARE) && planBuyersCancel(context, order, paidAt)) return
  planSupply(context, order, times)
  if (order.place.kind === 'pickup') planCollection(context, order, order.place.slot.startsAt)
  else planDelivery(context, order, hereAt)
  planComplaint(context, order)
}

/** A time and place to fetch the goods, chosen so that they are there by then. */
function drawPickup({ random, world }: PlanContext, hereAt: Date): PlannedPlace {
  const point = random.pick(world.points)
  const slots = slotsFrom(point, laterBy(hereAt, 3_600))
  const slot = slots[Math.min(random.between(0, 3), slots.length - 1)]
  if (!slot) throw new Error(`point ${point.id} is never open`)
  return { kind: 'pickup', slot }
}

function planCollection(context: PlanContext, order: PlannedOrder, slotStartsAt: Date): void {
  const { random, world } = context
  const firstAt = laterBy(slotStartsAt, random.between(60, 5_000))
  const isSplit = order.parts.length > 1 && random.chance(SECOND_VISIT_SHARE)
  const laterPart = isSplit ? order.parts.at(-1) : undefined
  const { clerkId } = world.staff
  const now = order.parts.filter((part) => part !== laterPart)
  handOver(context, order, { parts: now, at: firstAt, kind: 'pickup', actorId: clerkId })
  if (!laterPart) return
  const at = laterBy(firstAt, 24 * 3_600 + random.between(0, 3_000))
  handOver(context, order, { parts: [laterPart], at, kind: 'pickup', actorId: clerkId })
}

/** Brought to the building, where the buyer confirms the same day or the next ones. */
function planDelivery(context: PlanContext, order: PlannedOrder, hereAt: Date): void {
  const { random } = context
  const deliveredAt = atTime(addDays(businessDate(hereAt), 1), random.between(9 * 60, 17 * 60), random)
  const isAllHere = order.parts.every((part) => part.receivedAt !== undefined || isDone(order, part))
  const isAnyOpen = order.lines.some((line) => openPieces(order, line) > 0)
  if (!isAllHere || !isAnyOpen || !hasCome(context, deliveredAt)) return
  order.deliveredAt = deliveredAt
  const at = laterBy(deliveredAt, random.between(300, 60 * 3_600))
  const { buyer } = order
  if (buyer) handOver(context, order, { parts: order.parts, at, kind: 'recipient', actorId: buyer.personId })
}

interface Visit {
  parts: readonly PlannedPart[]
  at: Date
  kind: PlannedHandOver['kind']
  actorId: PlannedHandOver['actorId']
}

/** Everything outstanding of these parts changes hands, unless the plan ends before. */
export function handOver(context: PlanContext, order: PlannedOrder, { parts, at, kind, actorId }: Visit): void {
  const { random } = context
  if (!hasCome(context, at)) return
  const visit = { visitId: random.id(at), requestId: random.id(at), kind, actorId, at }
  for (const part of parts) {
    const open = order.lines.filter((line) => line.part === part && openPieces(order, line) > 0)
    const pieces = open.map((line) => pieceOf(context, { line, quantity: openPieces(order, line), at }))
    if (pieces.length > 0) order.handOvers.push({ ...visit, id: random.id(at), part, pieces })
  }
}

function pieceOf({ random }: PlanContext, { line, quantity, at }: { line: PlannedLine; quantity: number; at: Date }) {
  return { id: random.id<string>(at), line, quantity, amount: multiplyFen(line.sku.unitPrice, quantity) }
}

function drawRoom({ random }: PlanContext): string {
  return `${random.between(1, 9)}${String(random.between(1, 28)).padStart(2, '0')}`
}
