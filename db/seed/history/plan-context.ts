import type { BusinessDate } from '#app/shared/business-date.ts'
import type { CartId, CooperativeId } from '#app/shared/ids.ts'
import { addFen, multiplyFen, sumFen, ZERO_FEN } from '#app/shared/money.ts'
import type { PlannedLine, PlannedOrder, PlannedPart, PlannedRefund } from './plan.ts'
import type { Random } from './random.ts'
import type { HistoryWorld, WorldSku } from './world.ts'

/** What a finance officer may decide alone, as the first policy of after-sale says. */
export const ALONE_LIMIT_FEN = 20_000

/** Cash to be given back on a day to come; the drawer of that day takes it up. */
interface DuePayout {
  pointId: string
  refund: PlannedRefund
}

export interface PlanContext {
  world: HistoryWorld
  random: Random
  until: Date
  /** Running sums of what is bought today. */
  demand: readonly number[]
  /** By day. */
  payouts: Map<BusinessDate, DuePayout[]>
}

/** Whether a step has come by the end of the plan. */
export function hasCome({ until }: PlanContext, at: Date): boolean {
  return at <= until
}

/** An order of these goods, placed and no more. */
export function draftOrder(
  context: PlanContext,
  basket: readonly { sku: WorldSku; quantity: number }[],
  head: Pick<PlannedOrder, 'channel' | 'buyer' | 'fundType' | 'place' | 'placedAt'>,
): PlannedOrder {
  const { random } = context
  const { placedAt } = head
  const parts = new Map<CooperativeId, PlannedPart>()
  const lines = basket.map(({ sku, quantity }, index): PlannedLine => {
    const part = parts.get(sku.cooperativeId) ?? draftPart(context, sku.cooperativeId, placedAt)
    parts.set(sku.cooperativeId, part)
    const total = multiplyFen(sku.unitPrice, quantity)
    part.total = addFen(part.total, total)
    return { id: random.id(placedAt), lineNo: index + 1, part, sku, quantity, total }
  })
  return {
    ...head,
    id: random.id(placedAt),
    requestId: random.id(placedAt),
    cartId: head.channel === 'own_shop' ? random.id<CartId>(placedAt) : undefined,
    total: sumFen(lines.map((line) => line.total)),
    parts: [...parts.values()],
    lines,
    attempt: undefined,
    payment: undefined,
    unpaidEnd: undefined,
    cancellations: [],
    deliveredAt: undefined,
    handOvers: [],
    complaint: undefined,
    refunds: [],
  }
}

function draftPart({ world, random }: PlanContext, cooperativeId: CooperativeId, at: Date): PlannedPart {
  const managerId = world.managers.get(cooperativeId)
  if (!managerId) throw new Error(`nobody answers for cooperative ${cooperativeId}`)
  const stillToCome = { confirmedAt: undefined, shipment: undefined, receivedAt: undefined }
  return { id: random.id(at), cooperativeId, managerId, total: ZERO_FEN, ...stillToCome }
}

/** Pieces of a line that were canceled, and that were handed over. */
export function canceledPieces(order: PlannedOrder, line: PlannedLine): number {
  return order.cancellations.reduce((sum, one) => (one.line === line ? sum + one.quantity : sum), 0)
}

export function acceptedPieces(order: PlannedOrder, line: PlannedLine): number {
  let sum = 0
  for (const { pieces } of order.handOvers) for (const piece of pieces) if (piece.line === line) sum += piece.quantity
  return sum
}

export function openPieces(order: PlannedOrder, line: PlannedLine): number {
  return line.quantity - canceledPieces(order, line) - acceptedPieces(order, line)
}
