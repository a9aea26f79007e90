import type { Bearer, RefundReason } from '#app/modules/aftersale/refund-decision.ts'
import type { CancellationReason } from '#app/modules/ordering/line-counters.ts'
import type { FundType } from '#app/modules/ordering/place-order.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type {
  CartId,
  CooperativeId,
  CounterShiftId,
  HandOverId,
  OrderId,
  OrderLineId,
  PaymentAttemptId,
  PaymentId,
  PersonId,
  RefundDecisionId,
  RefundId,
  RefundRequestId,
  ShipmentId,
  SupplierOrderId,
} from '#app/shared/ids.ts'
import type { Fen } from '#app/shared/money.ts'
import type { WorldBuyer, WorldSku } from './world.ts'

/** A day of the plan: what was ordered on it, which drawers were open, and what the books say of it, in order. */
export interface PlannedDay {
  day: BusinessDate
  orders: readonly PlannedOrder[]
  shifts: readonly PlannedShift[]
  facts: readonly Fact[]
}

/** An order with its whole life up to the end of the plan. Steps that had not come by then are absent. */
export interface PlannedOrder {
  id: OrderId
  requestId: string
  channel: 'own_shop' | 'counter'
  buyer: WorldBuyer | undefined
  fundType: FundType
  place: PlannedPlace
  placedAt: Date
  total: Fen
  parts: PlannedPart[]
  lines: PlannedLine[]
  /** Of an order of the shop. */
  cartId: CartId | undefined
  attempt: PlannedAttempt | undefined
  payment: PlannedPayment | undefined
  /** How an order that was never paid ended. */
  unpaidEnd: { change: 'canceled' | 'expired'; at: Date } | undefined
  cancellations: PlannedCancellation[]
  deliveredAt: Date | undefined
  handOvers: PlannedHandOver[]
  complaint: PlannedComplaint | undefined
  refunds: PlannedRefund[]
}

export type PlannedPlace =
  | { kind: 'pickup'; slot: PlannedSlot }
  | { kind: 'building'; buildingId: string; room: string }
  | { kind: 'counter'; pointId: string; shiftId: CounterShiftId; clerkId: PersonId }

export interface PlannedSlot {
  pointId: string
  startsAt: Date
  endsAt: Date
  capacity: number
}

/** One cooperative's part of an order, and how far it has come. */
export interface PlannedPart {
  id: SupplierOrderId
  cooperativeId: CooperativeId
  managerId: PersonId
  total: Fen
  confirmedAt: Date | undefined
  shipment: { id: ShipmentId; at: Date; trackingNumber: string | undefined } | undefined
  receivedAt: Date | undefined
}

export interface PlannedLine {
  id: OrderLineId
  lineNo: number
  part: PlannedPart
  sku: WorldSku
  quantity: number
  total: Fen
}

interface PlannedAttempt {
  id: PaymentAttemptId
  startedAt: Date
  state: 'succeeded' | 'expired'
  sessionId: string
}

export interface PlannedPayment {
  id: PaymentId
  method: 'card' | 'alipay' | 'wechat_pay' | 'cash'
  providerRef: string
  capturedAt: Date
  recordedAt: Date
}

/** Pieces that were never handed over. */
export interface PlannedCancellation {
  id: string
  line: PlannedLine
  quantity: number
  reason: CancellationReason
  isRestocked: boolean
  actorId: PersonId
  at: Date
  /** Names the shortage a cooperative told of. */
  shortageId: string | undefined
}

export interface PlannedHandOver {
  id: HandOverId
  visitId: string
  requestId: string
  kind: 'pickup' | 'recipient' | 'counter_sale'
  part: PlannedPart
  actorId: PersonId
  at: Date
  pieces: { id: string; line: PlannedLine; quantity: number; amount: Fen }[]
}

interface PlannedComplaint {
  id: RefundRequestId
  line: PlannedLine
  quantity: number
  askedAt: Date
}

/** Money that goes back, or is proposed to. */
export interface PlannedRefund {
  decisionId: RefundDecisionId
  refundId: RefundId
  reason: RefundReason
  bearer: Bearer
  isDue: boolean
  isOfComplaint: boolean
  amount: Fen
  parts: PlannedRefundPart[]
  requestedBy: PersonId
  requestedAt: Date
  settledBy: PersonId
  /** Absent while it waits for a second person. */
  decidedAt: Date | undefined
  /** Absent while cash waits for its buyer. */
  executedAt: Date | undefined
  /** Of cash: from which drawer, whenever that is. */
  payout: { shiftId: CounterShiftId; pointId: string; clerkId: PersonId } | undefined
  providerRef: string | undefined
}

export interface PlannedRefundPart {
  id: string
  decisionLineId: string
  line: PlannedLine
  quantity: number
  amount: Fen
  /** Of it, the fee of the college that goes back. */
  fee: Fen
  isAccepted: boolean
}

export interface PlannedShift {
  id: CounterShiftId
  pointId: string
  clerkId: PersonId
  openedAt: Date
  openingCash: Fen
  /** Absent while it is open. */
  closedAt: Date | undefined
  /** By how much the drawer was off when counted. */
  difference: Fen
  movements: { id: string; at: Date; amount: Fen; of: { paymentId: PaymentId } | { refundId: RefundId } }[]
}

/** What the books are told, when it was recorded. */
export type Fact =
  | { kind: 'paid'; at: Date; order: PlannedOrder; payment: PlannedPayment }
  | { kind: 'handedOver'; at: Date; order: PlannedOrder; handOver: PlannedHandOver }
  | { kind: 'refundDecided'; at: Date; order: PlannedOrder; refund: PlannedRefund }
  | { kind: 'refundExecuted'; at: Date; order: PlannedOrder; refund: PlannedRefund }
  | { kind: 'shiftClosed'; at: Date; shift: PlannedShift }
