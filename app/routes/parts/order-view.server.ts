import {
  type DestinationView,
  type OrderLineView,
  type OrderSummary,
  type OrderView,
  readOrder,
  type SupplierOrderView,
} from '#app/modules/ordering/order-queries.server.ts'
import { isPaidStatus, mayRecipientConfirm } from '#app/modules/ordering/order-state.ts'
import { type OrderPayments, readOrderPayments } from '#app/modules/payments/order-payments.server.ts'
import type { Db } from '#app/platform/db.server.ts'
import { formatClock, formatInstant, formatTimeRange } from '#app/shared/display-time.ts'
import type { PersonId } from '#app/shared/ids.ts'
import { inLanguage, type Language } from '#app/shared/language.ts'
import type { OrderHint } from './order-url.ts'

interface Shown {
  language: Language
  hint: OrderHint | undefined
  now: Date
}

/** An order as its page says it, in the reader's language; times as text. Undefined when the buyer has none of that number. */
export async function viewOrder(db: Db, { buyerId, orderNo }: { buyerId: PersonId; orderNo: string }, shown: Shown) {
  const order = await readOrder(db, buyerId, orderNo)
  if (!order) return undefined
  const { language } = shown
  const payments = await readOrderPayments(db, order.orderId)
  const troubles = moneyTroubles(payments)
  const stage = troubles.includes('unmatched') ? 'settled' : paymentStage(order, payments, shown)
  return {
    orderNo,
    status: order.status,
    total: order.total,
    placedAt: formatInstant(order.placedAt, language),
    stage,
    hint: shown.hint,
    payUntil: formatClock(order.paymentDueAt, language),
    troubles,
    destination: describeDestination(order.destination, language),
    contact: { name: order.contactName, phone: order.contactPhone, note: order.note },
    parts: order.supplierOrders.map((part) => describePart(part, order, language)),
    refunds: payments.refunds.map(({ amount, state, settledAt, decidedAt }, place) => ({
      place,
      amount,
      state,
      at: formatInstant(settledAt ?? decidedAt, language),
    })),
    timeline: describeTimeline(order, language),
    mayCancel: order.status === 'awaiting_payment' && stage !== 'processing',
    hasPickupCode: order.status === 'paid' && order.destination.kind === 'pickup',
    mayAskRefund: isPaidStatus(order.status),
    mayAskFapiao: order.supplierOrders.some((part) => part.lines.some((line) => line.acceptedQuantity > 0)),
  }
}

export type OrderOnScreen = NonNullable<Awaited<ReturnType<typeof viewOrder>>>

/**
 * What the buyer can do about paying: `due` pay; `returned` wait for the result of
 * a page they came back from; `processing` wait; `overdue` the time is over and
 * nobody has looked yet; `settled` nothing, least of all pay again while a person
 * looks into money that does not match.
 */
type PaymentStage = 'due' | 'returned' | 'processing' | 'overdue' | 'settled'

function paymentStage(order: OrderView, { lastAttempt }: OrderPayments, { hint, now }: Shown): PaymentStage {
  if (order.status !== 'awaiting_payment') return 'settled'
  if (lastAttempt?.state === 'processing') return 'processing'
  if (order.paymentDueAt <= now) return 'overdue'
  return hint === 'returned' && lastAttempt?.state === 'open' ? 'returned' : 'due'
}

/** Money that did not become the order's: it came too late, twice, or matches nothing and waits for a person. */
function moneyTroubles({ payments, refunds }: OrderPayments): ('lateRefund' | 'twiceRefund' | 'unmatched')[] {
  const strays = payments.filter((payment) => payment.disposition === 'unallocated').length
  const reasons = new Set(refunds.map((refund) => refund.reason))
  return [
    ...(reasons.has('paid_late') ? (['lateRefund'] as const) : []),
    ...(reasons.has('paid_twice') ? (['twiceRefund'] as const) : []),
    ...(strays > refunds.length ? (['unmatched'] as const) : []),
  ]
}

function describeDestination(destination: DestinationView, language: Language) {
  const name = inLanguage(destination.nameZh, destination.nameEn, language)
  if (destination.kind === 'counter') return { kind: 'counter', name } as const
  if (destination.kind === 'building') return { kind: 'building', name, room: destination.room } as const
  return {
    kind: 'pickup',
    name,
    place: inLanguage(destination.placeZh, destination.placeEn, language),
    time: formatTimeRange(destination.startsAt, destination.endsAt, language),
  } as const
}

function describePart(part: SupplierOrderView, order: OrderView, language: Language) {
  const fulfillmentKind = order.destination.kind
  return {
    supplierOrderId: part.supplierOrderId,
    cooperativeSlug: part.cooperativeSlug,
    cooperative: inLanguage(part.cooperativeZh, part.cooperativeEn, language),
    total: part.total,
    closedAt: part.closedAt ? formatInstant(part.closedAt, language) : undefined,
    mayAccept: part.closedAt === null && mayRecipientConfirm({ fulfillmentKind, status: order.status }),
    lines: part.lines.map((line) => describeLine(line, language)),
  }
}

function describeLine(line: OrderLineView, language: Language) {
  return {
    orderLineId: line.orderLineId,
    productSlug: line.productSlug,
    name: inLanguage(line.nameZh, line.nameEn, language),
    spec: inLanguage(line.specZh, line.specEn, language),
    presaleReadyOn: line.presaleReadyOn,
    pictureKind: line.pictureKind,
    unitPrice: line.unitPrice,
    quantity: line.quantity,
    lineTotal: line.lineTotal,
    stage: lineStage(line),
    accepted: line.acceptedQuantity,
    canceled: line.canceledQuantity,
    refunded: line.refunded,
  }
}

/** How far the pieces of a line have come, by the ones furthest behind; undefined before the cooperative has sent any. */
function lineStage(line: OrderLineView): 'shipped' | 'received' | 'accepted' | undefined {
  const due = line.quantity - line.canceledQuantity
  if (due === 0) return undefined
  if (line.acceptedQuantity >= due) return 'accepted'
  if (line.receivedQuantity >= due) return 'received'
  return line.shippedQuantity >= due ? 'shipped' : undefined
}

function describeTimeline({ timeline, supplierOrders }: OrderView, language: Language) {
  const cooperatives = new Map(
    supplierOrders.map((part) => [part.supplierOrderId, inLanguage(part.cooperativeZh, part.cooperativeEn, language)]),
  )
  return timeline.map(({ kind, at, supplierOrderId }, step) => ({
    step,
    kind,
    at: formatInstant(at, language),
    cooperative: supplierOrderId ? cooperatives.get(supplierOrderId) : undefined,
  }))
}

/** A row of the list of orders, in the reader's language. */
export function describeSummary(order: OrderSummary, language: Language) {
  return {
    orderNo: order.orderNo,
    status: order.status,
    total: order.total,
    placedAt: formatInstant(order.placedAt, language),
    pieceCount: order.pieceCount,
    lines: order.lines.map((line, place) => ({
      place,
      slug: line.productSlug,
      name: inLanguage(line.nameZh, line.nameEn, language),
      pictureKind: line.pictureKind,
    })),
  }
}

export type OrderRow = ReturnType<typeof describeSummary>
