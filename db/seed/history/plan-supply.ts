import { addDays, businessDate } from '#app/shared/business-date.ts'
import { atTime, laterBy } from './calendar.ts'
import type { PlannedCancellation, PlannedOrder, PlannedPart } from './plan.ts'
import { hasCome, openPieces, type PlanContext } from './plan-context.ts'
import { planDueRefund } from './plan-refund.ts'

const SHORT_SHARE = 0.015

/** When each part is confirmed, sent and received, whether that is before the end of the plan or not. */
export interface SupplyTimes {
  part: PlannedPart
  confirmedAt: Date
  shippedAt: Date
  receivedAt: Date
}

export function drawSupplyTimes({ random }: PlanContext, order: PlannedOrder, paidAt: Date): SupplyTimes[] {
  return order.parts.map((part) => {
    const confirmedAt = atTime(addDays(businessDate(paidAt), 1), random.between(7 * 60 + 30, 11 * 60), random)
    const shippedAt = laterBy(confirmedAt, random.between(3, 27) * 3_600 + random.between(0, 3_500))
    const receivedAt = atTime(addDays(businessDate(shippedAt), 1), random.between(8 * 60, 16 * 60), random)
    return { part, confirmedAt, shippedAt, receivedAt }
  })
}

/** Lets the cooperatives supply their parts, as far as the plan goes; sometimes they have less than was bought. */
export function planSupply(context: PlanContext, order: PlannedOrder, times: readonly SupplyTimes[]): void {
  const { random } = context
  for (const { part, confirmedAt, shippedAt, receivedAt } of times) {
    if (!hasCome(context, confirmedAt)) continue
    part.confirmedAt = confirmedAt
    const shortAt = laterBy(confirmedAt, random.between(120, 2_400))
    if (random.chance(SHORT_SHARE) && hasCome(context, laterBy(shortAt, 60)))
      planShortage(context, order, { part, at: shortAt })
    if (!hasCome(context, shippedAt) || isDone(order, part)) continue
    const trackingNumber = random.chance(0.6) ? `SF${random.between(1e12, 9e12)}` : undefined
    part.shipment = { id: random.id(shippedAt), at: shippedAt, trackingNumber }
    if (hasCome(context, receivedAt)) part.receivedAt = receivedAt
  }
}

/** Whether nothing of the part is outstanding. */
export function isDone(order: PlannedOrder, part: PlannedPart): boolean {
  return order.lines.every((line) => line.part !== part || openPieces(order, line) === 0)
}

function planShortage(context: PlanContext, order: PlannedOrder, { part, at }: { part: PlannedPart; at: Date }): void {
  const { random } = context
  const line = random.pick(order.lines.filter((each) => each.part === part))
  const quantity = random.between(1, line.quantity)
  const cancellation: PlannedCancellation = {
    id: random.id(at),
    line,
    quantity,
    reason: 'short',
    isRestocked: false,
    actorId: part.managerId,
    at,
    shortageId: random.id(at),
  }
  order.cancellations.push(cancellation)
  order.refunds.push(planDueRefund(context, cancellation))
}
