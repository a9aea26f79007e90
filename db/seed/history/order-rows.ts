import { checkoutSessionBody, holdFor, sessionExpiry } from '#app/modules/payments/payment-request.ts'
import { multiplyFen, ZERO_FEN } from '#app/shared/money.ts'
import { laterBy } from './calendar.ts'
import type { PlannedLine, PlannedOrder, PlannedPart, PlannedPlace } from './plan.ts'
import { acceptedPieces, canceledPieces, openPieces } from './plan-context.ts'
import type { RowBag } from './row-bag.ts'

export interface OrderNames {
  orderNo: string
  /** Of the order's pickup slot, which somebody else may have made. */
  slotId: string | undefined
}

const HOLD_MINUTES = 33
const SHOP_ORIGIN = 'http://localhost:3000'

/** Rows of what was bought, by whom, and how it was paid. Unpaid orders that ended stand as awaiting payment: they end next. */
export function addOrderRows(bag: RowBag, order: PlannedOrder, names: OrderNames): void {
  addOrder(bag, order, names)
  for (const part of order.parts) addPart(bag, order, part)
  for (const line of order.lines) addLine(bag, order, line)
  addAttempt(bag, order, names.orderNo)
  addPayment(bag, order)
}

/** Nothing is outstanding any more since this instant. */
export function closedAt(order: PlannedOrder, part?: PlannedPart): Date | undefined {
  if (!order.payment) return undefined
  const lines = order.lines.filter((line) => !part || line.part === part)
  if (lines.some((line) => openPieces(order, line) > 0)) return undefined
  const ends = [
    ...order.handOvers.filter((each) => !part || each.part === part).map((each) => each.at),
    ...order.cancellations.filter((each) => !part || each.line.part === part).map((each) => each.at),
  ]
  return new Date(Math.max(...ends.map((at) => at.getTime())))
}

function addOrder(bag: RowBag, order: PlannedOrder, { orderNo, slotId }: OrderNames): void {
  const { buyer, payment, placedAt } = order
  const endedAt = closedAt(order)
  const dueAt = order.attempt ? holdFor(sessionExpiry(order.attempt.startedAt)) : laterBy(placedAt, HOLD_MINUTES * 60)
  if (order.cartId && buyer) {
    const cart = { id: order.cartId, person_id: buyer.personId, version: order.lines.length, created_at: placedAt }
    bag.add('cart', { ...cart, updated_at: placedAt, ordered_at: placedAt })
  }
  bag.add('order', {
    id: order.id,
    order_no: orderNo,
    ...buyerColumns(order),
    request_id: order.requestId,
    request_hash: order.requestId,
    status: statusOf(order, endedAt),
    channel: order.channel,
    fund_type: order.fundType,
    total_fen: order.total,
    ...placeColumns(order.place, slotId),
    note: '',
    return_rule_accepted_at: placedAt,
    placed_at: placedAt,
    payment_due_at: dueAt,
    paid_at: payment?.capturedAt ?? null,
    ended_at: endedAt ?? null,
  })
}

function statusOf({ payment }: PlannedOrder, endedAt: Date | undefined): string {
  if (!payment) return 'awaiting_payment'
  return endedAt ? 'completed' : 'paid'
}

/** A sale over a counter has no cart and nobody to call. */
function buyerColumns({ buyer, cartId }: PlannedOrder) {
  const contact = cartId ? buyer : undefined
  return {
    buyer_id: buyer?.personId ?? null,
    cart_id: cartId ?? null,
    contact_name: contact?.name ?? null,
    contact_phone: contact?.phone ?? null,
    org_unit_id: buyer?.orgUnitId ?? null,
  }
}

function placeColumns(place: PlannedPlace, slotId: string | undefined) {
  const { kind } = place
  const building = kind === 'building' ? place : undefined
  return {
    fulfillment_kind: kind,
    pickup_slot_id: slotId ?? null,
    campus_building_id: building?.buildingId ?? null,
    building_room: building?.room ?? null,
    counter_shift_id: kind === 'counter' ? place.shiftId : null,
  }
}

function addPart(bag: RowBag, order: PlannedOrder, part: PlannedPart): void {
  const { confirmedAt } = part
  bag.add('supplier_order', {
    id: part.id,
    order_id: order.id,
    cooperative_id: part.cooperativeId,
    total_fen: part.total,
    confirmed_at: confirmedAt ?? null,
    confirmed_by: confirmedAt ? part.managerId : null,
    closed_at: closedAt(order, part) ?? null,
  })
}

/** What went back, and of that what had been accepted. Only decided money counts. */
function refundedOf(order: PlannedOrder, line: PlannedLine) {
  let refunded: number = ZERO_FEN
  let returned: number = ZERO_FEN
  for (const { decidedAt, parts } of order.refunds) {
    for (const part of decidedAt ? parts : []) {
      if (part.line !== line) continue
      refunded += part.amount
      if (part.isAccepted) returned += part.amount
    }
  }
  return { refunded, returned }
}

function addLine(bag: RowBag, order: PlannedOrder, line: PlannedLine): void {
  const { sku, part } = line
  const accepted = acceptedPieces(order, line)
  const canceled = canceledPieces(order, line)
  const { refunded, returned } = refundedOf(order, line)
  const sent = line.quantity - canceled
  bag.add('order_line', {
    id: line.id,
    order_id: order.id,
    supplier_order_id: part.id,
    line_no: line.lineNo,
    sku_id: sku.skuId,
    product_id: sku.productId,
    product_version_id: sku.productVersionId,
    cooperative_id: sku.cooperativeId,
    county_id: sku.countyId,
    product_slug: sku.productSlug,
    name_zh: sku.nameZh,
    name_en: sku.nameEn,
    spec_zh: sku.specZh,
    spec_en: sku.specEn,
    picture_kind: sku.pictureKind,
    net_weight_grams: sku.netWeightGrams,
    unit_price_fen: sku.unitPrice,
    quantity: line.quantity,
    line_fen: multiplyFen(sku.unitPrice, line.quantity),
    return_rule: sku.returnRule,
    tax_class: sku.taxClass,
    service_fee_basis_points: sku.serviceFeeBasisPoints,
    shipped_quantity: part.shipment ? sent : accepted,
    received_quantity: part.receivedAt ? sent : accepted,
    accepted_quantity: accepted,
    canceled_quantity: canceled,
    refunded_fen: refunded,
    returned_fen: returned,
  })
}

function addAttempt(bag: RowBag, order: PlannedOrder, orderNo: string): void {
  const { attempt, total } = order
  if (!attempt) return
  const { id: attemptId, startedAt: now } = attempt
  const isAtCounter = order.channel === 'counter'
  bag.add('payment_attempt', {
    id: attemptId,
    order_id: order.id,
    number: 1,
    amount_fen: total,
    idempotency_key: `checkout:${attemptId}`,
    request_body: checkoutSessionBody({ attemptId, orderNo, total, shopOrigin: SHOP_ORIGIN, isAtCounter, now }),
    state: attempt.state,
    checkout_session_id: attempt.sessionId,
    checkout_url: null,
    expires_at: sessionExpiry(now),
    created_at: now,
    checked_at: now,
  })
}

function addPayment(bag: RowBag, order: PlannedOrder): void {
  const { payment, attempt, total } = order
  if (!payment) return
  const refunded = order.refunds.reduce((sum, refund) => (refund.decidedAt ? sum + refund.amount : sum), 0)
  bag.add('payment', {
    id: payment.id,
    payment_attempt_id: attempt?.id ?? null,
    order_id: order.id,
    provider_ref: payment.providerRef,
    method: payment.method,
    amount_fen: total,
    refunded_fen: refunded,
    disposition: 'order',
    captured_at: payment.capturedAt,
    recorded_at: payment.recordedAt,
  })
}
