import type { BusinessDate } from '#app/shared/business-date.ts'
import type { OrderLineId, ShipmentId, SkuId, SupplierOrderId } from '#app/shared/ids.ts'
import type { Fen } from '#app/shared/money.ts'
import type { Lot, LotPieces } from './supply-line.ts'
import type { ShipmentKind, ShortageReason, SupplyState } from './supply-terms.ts'

/** Supplier orders on a page of the list. */
export const PAGE_LENGTH = 50

export type DestinationView =
  | { kind: 'pickup'; nameZh: string; nameEn: string; startsAt: Date; endsAt: Date }
  | { kind: 'building'; nameZh: string; nameEn: string; room: string }

export interface SupplierOrderSummary {
  supplierOrderId: SupplierOrderId
  orderNo: string
  state: SupplyState
  paidAt: Date
  readyOn: BusinessDate | null
  total: Fen
  /** Pieces the cooperative was or is to supply, and those of them still to ship. */
  pieces: number
  toShip: number
  /** The first three lines. */
  lines: { nameZh: string; nameEn: string; pieces: number }[]
  destination: DestinationView
}

/** How many supplier orders are in a state, and since when the one that waits longest has been paid. */
export type SupplyCounts = Record<SupplyState, { count: number; toShip: number; oldestPaidAt: Date | null }>

export interface SupplyLineView {
  orderLineId: OrderLineId
  skuId: SkuId
  nameZh: string
  nameEn: string
  specZh: string
  specEn: string
  unitPrice: Fen
  ordered: number
  shipped: number
  received: number
  accepted: number
  canceled: number
  toShip: number
}

export interface ShipmentView {
  shipmentId: ShipmentId
  kind: ShipmentKind
  carrier: string | null
  trackingNumber: string | null
  at: Date
  lines: { orderLineId: OrderLineId; quantity: number; lotCode: string | null }[]
}

export interface SupplierOrderView extends Omit<SupplierOrderSummary, 'lines'> {
  confirmedAt: Date | null
  closedAt: Date | null
  /** As given while something is outstanding, masked afterwards; the note is gone then. */
  contactName: string
  contactPhone: string
  note: string
  lines: SupplyLineView[]
  shipments: ShipmentView[]
  shortages: { orderLineId: OrderLineId; quantity: number; reason: ShortageReason; note: string; at: Date }[]
  lots: Lot[]
  /** Lots proposed for everything that is to ship. */
  suggestion: LotPieces[]
}
