import type { Bearer, Complaint } from '#app/modules/aftersale/refund-decision.ts'
import { feeGivenBack } from '#app/modules/payments/split-refund.ts'
import { addDays, businessDate } from '#app/shared/business-date.ts'
import type { CounterShiftId, RefundDecisionId, RefundId } from '#app/shared/ids.ts'
import { type Fen, feeOf, fen, multiplyFen, subtractFen, sumFen, ZERO_FEN } from '#app/shared/money.ts'
import { atTime, laterBy, weekdayOf } from './calendar.ts'
import type { PlannedCancellation, PlannedHandOver, PlannedOrder, PlannedRefund, PlannedRefundPart } from './plan.ts'
import { ALONE_LIMIT_FEN, hasCome, openPieces, type PlanContext } from './plan-context.ts'
import { hoursOn } from './slots.ts'

const COMPLAINT_SHARE = 0.022
const GOODWILL_FEN = 500
const REASONS: readonly Complaint[] = ['quality', 'quality', 'not_as_described', 'wrong_item']

/** Pieces that will not come: what was paid for them goes back at once, and nobody is asked. */
export function planDueRefund(context: PlanContext, gone: PlannedCancellation): PlannedRefund {
  const part = canceledPart(context, gone)
  return {
    ...draftRefund(context, [part], gone.at),
    reason: gone.reason,
    bearer: 'cooperative',
    isDue: true,
    isOfComplaint: false,
    requestedBy: gone.actorId,
    settledBy: gone.actorId,
    decidedAt: gone.at,
    executedAt: laterBy(gone.at, 20),
  }
}

/** The buyer thinks better of it before anything was sent; an officer gives the money of all pieces back. */
export function planBuyersCancel(context: PlanContext, order: PlannedOrder, paidAt: Date): boolean {
  const { random, world } = context
  const at = laterBy(paidAt, random.between(1_200, 5_400))
  if (!hasCome(context, laterBy(at, 7_200))) return false
  for (const line of order.lines) {
    const [quantity, actorId] = [openPieces(order, line), world.staff.officerId]
    const gone = { id: random.id(at), line, quantity, reason: 'buyer', isRestocked: true, actorId, at } as const
    order.cancellations.push({ ...gone, shortageId: undefined })
  }
  const parts = order.cancellations.map((gone) => canceledPart(context, gone))
  const draft = draftRefund(context, parts, at)
  const secondAt = laterBy(at, random.between(600, 3_600))
  const refund = decided(context, { ...draft, reason: 'buyer', bearer: 'college', isOfComplaint: false }, secondAt)
  order.refunds.push(refund)
  // Pieces are canceled when the decision stands.
  for (const gone of order.cancellations) gone.at = refund.decidedAt ?? at
  return true
}

/** Now and then something is not as it should be, and a piece or a little goodwill is paid back. */
export function planComplaint(context: PlanContext, order: PlannedOrder): void {
  const { random } = context
  const handOver = order.handOvers.at(-1)
  if (!handOver || !random.chance(COMPLAINT_SHARE)) return
  const piece = random.pick(handOver.pieces)
  const askedAt = laterBy(handOver.at, random.between(2, 40) * 3_600)
  if (!hasCome(context, askedAt)) return
  const isGoodwill = random.chance(0.25) && piece.amount > 2 * GOODWILL_FEN
  const quantity = isGoodwill ? 0 : random.between(1, piece.quantity)
  if (order.buyer)
    order.complaint = { id: random.id(askedAt), line: piece.line, quantity: Math.max(1, quantity), askedAt }
  const refund = answerComplaint(context, { piece, quantity, askedAt, isAsked: order.complaint !== undefined })
  if (!refund) return
  order.refunds.push(refund)
  if (order.payment?.method === 'cash') planPayout(context, order, refund)
}

/** An officer decides on a day of work; no pieces stand for goodwill. */
function answerComplaint(
  context: PlanContext,
  of: { piece: PlannedHandOver['pieces'][number]; quantity: number; askedAt: Date; isAsked: boolean },
): PlannedRefund | undefined {
  const { random } = context
  const { piece, quantity, askedAt, isAsked: isOfComplaint } = of
  const requestedAt = atTime(workdayAfter(askedAt), random.between(9 * 60, 17 * 60), random)
  if (!hasCome(context, laterBy(requestedAt, 60))) return undefined
  const isGoodwill = quantity === 0
  const amount = isGoodwill ? fen(GOODWILL_FEN) : multiplyFen(piece.line.sku.unitPrice, quantity)
  const bearer = isGoodwill ? 'college' : drawBearer(context)
  const part = acceptedPart(context, { piece, quantity, amount, bearer, at: requestedAt })
  const draft = draftRefund(context, [part], requestedAt)
  const reason = isGoodwill ? 'goodwill' : random.pick(REASONS)
  const secondAt = laterBy(requestedAt, random.between(1_800, 15_000))
  return decided(context, { ...draft, reason, bearer, isOfComplaint }, secondAt)
}

/** Up to the limit an officer decides alone; above, a second person does, perhaps not yet. */
function decided(
  context: PlanContext,
  draft: Omit<PlannedRefund, 'isDue' | 'requestedBy' | 'settledBy' | 'decidedAt' | 'executedAt'>,
  secondAt: Date,
): PlannedRefund {
  const { officerId, approverId } = context.world.staff
  const isAlone = draft.amount <= ALONE_LIMIT_FEN
  const settledAt = isAlone ? draft.requestedAt : secondAt
  const decidedAt = hasCome(context, laterBy(settledAt, 30)) ? settledAt : undefined
  return {
    ...draft,
    isDue: false,
    requestedBy: officerId,
    settledBy: isAlone ? officerId : approverId,
    decidedAt,
    executedAt: decidedAt && laterBy(decidedAt, 20),
  }
}

/** What was paid in cash goes back in cash, when the buyer comes by: in the next two days on which the counter is open. */
function planPayout(context: PlanContext, order: PlannedOrder, refund: PlannedRefund): void {
  const { random, world, payouts } = context
  const { place } = order
  refund.providerRef = undefined
  refund.executedAt = undefined
  const point = place.kind === 'counter' ? world.points.find((each) => each.id === place.pointId) : undefined
  if (!refund.decidedAt || !point) return
  let day = addDays(businessDate(refund.decidedAt), random.between(1, 2))
  while (hoursOn(point, day).length === 0) day = addDays(day, 1)
  const [hours] = hoursOn(point, day)
  if (!hours) return
  const at = atTime(day, random.between(hours.opensAt + 2, hours.closesAt - 3), random)
  if (!hasCome(context, at)) return
  refund.executedAt = at
  refund.payout = { shiftId: shiftIdOf(day, point.id), pointId: point.id, clerkId: world.staff.clerkId }
  payouts.set(day, [...(payouts.get(day) ?? []), { pointId: point.id, refund }])
}

/** A point has one drawer a day; its key is its name, so that whoever needs it knows it. */
export function shiftIdOf(day: string, pointId: string): CounterShiftId {
  let sum = 0
  for (const letter of pointId) sum = (sum * 31 + letter.charCodeAt(0)) % 0xffff_ffff
  const date = day.replaceAll('-', '')
  return `${date}-0000-7000-8000-${sum.toString(16).padStart(12, '0')}` as CounterShiftId
}

function draftRefund({ random }: PlanContext, parts: PlannedRefundPart[], at: Date) {
  return {
    decisionId: random.id<RefundDecisionId>(at),
    refundId: random.id<RefundId>(at),
    amount: sumFen(parts.map((part) => part.amount)),
    parts,
    requestedAt: at,
    payout: undefined,
    providerRef: `re_${random.text(24)}`,
  } as const satisfies Partial<PlannedRefund>
}

function canceledPart({ random }: PlanContext, { line, quantity, at }: PlannedCancellation): PlannedRefundPart {
  const amount = multiplyFen(line.sku.unitPrice, quantity)
  return { id: random.id(at), decisionLineId: random.id(at), line, quantity, amount, fee: ZERO_FEN, isAccepted: false }
}

function acceptedPart(
  { random }: PlanContext,
  {
    piece,
    quantity,
    amount,
    bearer,
    at,
  }: { piece: PlannedHandOver['pieces'][number]; quantity: number; amount: Fen; bearer: Bearer; at: Date },
): PlannedRefundPart {
  const { line } = piece
  const basisPoints = line.sku.serviceFeeBasisPoints
  const feeKept = feeOf(piece.amount, basisPoints)
  const staying = subtractFen(piece.amount, amount)
  const fee = bearer === 'cooperative' ? feeGivenBack({ feeKept, staying, basisPoints }) : ZERO_FEN
  return { id: random.id(at), decisionLineId: random.id(at), line, quantity, amount, fee, isAccepted: true }
}

function drawBearer({ random }: PlanContext): Bearer {
  const draw = random.next()
  if (draw < 0.7) return 'cooperative'
  return draw < 0.92 ? 'college' : 'carrier'
}

function workdayAfter(at: Date): string {
  let day = addDays(businessDate(at), 1)
  while (weekdayOf(day) > 5) day = addDays(day, 1)
  return day
}
