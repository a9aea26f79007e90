import { businessDate } from '#app/shared/business-date.ts'
import type { PlannedDay, PlannedLine, PlannedOrder, PlannedRefund } from '#db/seed/history/plan.ts'
import type { Counted, Dimensions, Holder, Operation } from './operation.ts'

/** An order with what came of it. */
export interface NotedOrder {
  order: PlannedOrder
  operations: Operation[]
}

/** What somebody who watched a planned day would have noted: its orders with all that came of them, and its drawers. */
export function noteDay({ orders, shifts }: PlannedDay): { noted: NotedOrder[]; drawers: Operation[] } {
  const drawers = shifts.flatMap(({ closedAt, difference, pointId }): Operation[] =>
    closedAt && difference !== 0 ? [{ kind: 'drawerOff', day: businessDate(closedAt), pointId, fen: difference }] : [],
  )
  return { noted: orders.map((order) => ({ order, operations: ofOrder(order) })), drawers }
}

/** What of an order counts by itself. */
export function countedOf({ operations }: NotedOrder): Counted[] {
  return operations.filter((one): one is Counted => one.kind === 'accepted' || one.kind === 'refundedAfter')
}

function ofOrder(order: PlannedOrder): Operation[] {
  return [
    ...order.lines.flatMap((line) => ofLine(order, line)),
    ...order.handOvers.flatMap(({ at, pieces }) =>
      pieces.map(({ line, quantity }): Operation => {
        const fen = line.sku.unitPrice * quantity
        const feeBasisPoints = line.sku.serviceFeeBasisPoints
        return { kind: 'accepted', day: businessDate(at), of: dimensions(order, line), fen, feeBasisPoints }
      }),
    ),
    ...order.refunds.flatMap((refund) => ofRefund(order, refund)),
  ]
}

function ofLine(order: PlannedOrder, line: PlannedLine): Operation[] {
  const [of, fen] = [dimensions(order, line), line.sku.unitPrice * line.quantity]
  const placed: Operation = { kind: 'ordered', day: businessDate(order.placedAt), of, fen }
  if (order.unpaidEnd) return [placed, { ...placed, kind: 'endedUnpaid' }]
  if (!order.payment) return [placed]
  return [placed, { kind: 'paid', day: businessDate(order.payment.capturedAt), of, fen, holder: holderOf(order) }]
}

function ofRefund(order: PlannedOrder, refund: PlannedRefund): Operation[] {
  const { decidedAt, executedAt, parts, bearer } = refund
  if (!decidedAt) return []
  const day = businessDate(decidedAt)
  const decided = parts.map(({ line, amount: fen, isAccepted }): Operation => {
    const of = dimensions(order, line)
    if (!isAccepted) return { kind: 'refundedBefore', day, of, fen }
    const feeBasisPoints = line.sku.serviceFeeBasisPoints
    const [acceptedFen, acceptedOn] = [acceptedFenOf(order, line), acceptedOnOf(order, line)]
    return { kind: 'refundedAfter', day, of, fen, acceptedFen, acceptedOn, feeBasisPoints, bearer }
  })
  const fen = parts.reduce((sum, part) => sum + part.amount, 0)
  return executedAt
    ? [...decided, { kind: 'paidBack', day: businessDate(executedAt), fen, holder: holderOf(order) }]
    : decided
}

export function acceptedOnOf({ handOvers }: PlannedOrder, line: PlannedLine): string {
  const last = handOvers.filter(({ pieces }) => pieces.some((piece) => piece.line === line)).at(-1)
  return last ? businessDate(last.at) : ''
}

export function acceptedFenOf({ handOvers }: PlannedOrder, line: PlannedLine): number {
  const pieces = handOvers.flatMap((each) => each.pieces).filter((piece) => piece.line === line)
  return pieces.reduce((sum, piece) => sum + line.sku.unitPrice * piece.quantity, 0)
}

function holderOf({ payment, place }: PlannedOrder): Holder {
  return payment?.method === 'cash' && place.kind === 'counter' ? `counter:${place.pointId}` : 'provider'
}

export function dimensions({ channel, fundType, buyer }: PlannedOrder, { sku }: PlannedLine): Dimensions {
  const { countyId, cooperativeId } = sku
  return { countyId, cooperativeId, channel, fundType, orgUnitId: buyer?.orgUnitId ?? '' }
}
