import type { Fact, PlannedOrder, PlannedShift } from './plan.ts'

/** Everything the books are told about an order, in the order of its happening. */
export function factsOfOrder(order: PlannedOrder): Fact[] {
  const facts: Fact[] = []
  const { payment } = order
  if (payment) facts.push({ kind: 'paid', at: payment.recordedAt, order, payment })
  for (const handOver of order.handOvers) facts.push({ kind: 'handedOver', at: handOver.at, order, handOver })
  for (const refund of order.refunds) {
    const { decidedAt, executedAt } = refund
    if (decidedAt) facts.push({ kind: 'refundDecided', at: decidedAt, order, refund })
    if (executedAt) facts.push({ kind: 'refundExecuted', at: executedAt, order, refund })
  }
  return facts
}

/** A drawer that was off tells the books when it was counted. */
export function factsOfShift(shift: PlannedShift): Fact[] {
  return shift.closedAt && shift.difference !== 0 ? [{ kind: 'shiftClosed', at: shift.closedAt, shift }] : []
}
