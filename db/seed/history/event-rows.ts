import type { PersonId } from '#app/shared/ids.ts'
import { closedAt } from './order-rows.ts'
import type { PlannedOrder } from './plan.ts'
import type { RowBag } from './row-bag.ts'

interface Step {
  kind: string
  at: Date
  supplierOrderId?: string
  actorId?: PersonId
  detail?: Record<string, string | number>
}

/** The timeline of an order, in the order of its happening. */
export function addEventRows(bag: RowBag, order: PlannedOrder, clerkId: PersonId): void {
  const steps = [
    ...paymentSteps(order, clerkId),
    ...supplySteps(order, clerkId),
    ...handOverSteps(order),
    ...refundSteps(order),
    ...lastSteps(order),
  ].sort((one, other) => one.at.getTime() - other.at.getTime())
  for (const { kind, at, supplierOrderId, actorId, detail } of steps) {
    const of = { order_id: order.id, kind, supplier_order_id: supplierOrderId ?? null, actor_id: actorId ?? null }
    bag.add('order_event', { ...of, at, detail: detail ?? {} })
  }
}

function paymentSteps(order: PlannedOrder, clerkId: PersonId): Step[] {
  const { placedAt, buyer, channel, attempt, payment } = order
  const actorId = channel === 'counter' ? clerkId : buyer?.personId
  const steps: Step[] = [{ kind: 'placed', at: placedAt, ...(actorId && { actorId }) }]
  if (attempt) steps.push({ kind: 'payment_started', at: attempt.startedAt, detail: { attempt: 1 } })
  if (payment) steps.push({ kind: 'paid', at: payment.recordedAt })
  return steps
}

function supplySteps(order: PlannedOrder, clerkId: PersonId): Step[] {
  const steps: Step[] = []
  for (const { id: supplierOrderId, managerId: actorId, confirmedAt, shipment, receivedAt } of order.parts) {
    const of = { supplierOrderId, actorId }
    if (confirmedAt) steps.push({ kind: 'confirmed', at: confirmedAt, ...of })
    if (shipment) steps.push({ kind: 'shipped', at: shipment.at, ...of })
    if (receivedAt) steps.push({ kind: 'received', at: receivedAt, supplierOrderId, actorId: clerkId })
  }
  const isAllHere =
    order.place.kind === 'pickup' && order.parts.every((part) => part.receivedAt || closedAt(order, part))
  const received = order.parts.flatMap(({ receivedAt }) => receivedAt?.getTime() ?? [])
  if (isAllHere && received.length > 0) steps.push({ kind: 'ready', at: new Date(Math.max(...received)) })
  return steps
}

function handOverSteps(order: PlannedOrder): Step[] {
  return order.handOvers.map(({ at, part, actorId }) => ({ kind: 'accepted', at, supplierOrderId: part.id, actorId }))
}

function refundSteps(order: PlannedOrder): Step[] {
  const steps: Step[] = []
  for (const gone of groupByMoment(order)) {
    const { at, actorId, reason, pieces } = gone
    steps.push({ kind: 'lines_canceled', at, actorId, detail: { reason, pieces } })
  }
  if (order.complaint && order.buyer)
    steps.push({ kind: 'refund_asked', at: order.complaint.askedAt, actorId: order.buyer.personId })
  for (const { decidedAt, executedAt, amount } of order.refunds) {
    const detail = { amountFen: amount }
    if (decidedAt) steps.push({ kind: 'refund_requested', at: decidedAt, detail })
    if (executedAt) steps.push({ kind: 'refunded', at: executedAt, detail })
  }
  return steps
}

function groupByMoment({ cancellations }: PlannedOrder) {
  const moments = new Map<number, { at: Date; actorId: PersonId; reason: string; pieces: number }>()
  for (const { at, actorId, reason, quantity } of cancellations) {
    const known = moments.get(at.getTime())
    moments.set(at.getTime(), { at, actorId, reason, pieces: (known?.pieces ?? 0) + quantity })
  }
  return moments.values()
}

function lastSteps(order: PlannedOrder): Step[] {
  const { unpaidEnd } = order
  const done = closedAt(order)
  if (done) return [{ kind: 'completed', at: done }]
  if (!unpaidEnd) return []
  const actor = unpaidEnd.change === 'canceled' && order.buyer ? { actorId: order.buyer.personId } : {}
  return [{ kind: unpaidEnd.change, at: unpaidEnd.at, ...actor }]
}
