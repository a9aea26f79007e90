import type { BusinessDate } from '#app/shared/business-date.ts'
import type { BatchId, SkuId } from '#app/shared/ids.ts'
import type { BatchFacts, Freshness } from './batch.ts'
import type { Presale } from './presale.ts'

/** Under so many left a SKU comes first in the list and is marked. */
export const LOW_STOCK_BELOW = 10

/** What the list says of one SKU. */
export interface StockLine {
  skuId: SkuId
  code: string
  nameZh: string
  nameEn: string
  specZh: string
  specEn: string
  onHand: number
  /** Held by orders that are not paid yet. */
  reserved: number
  /** Owed to paid orders. */
  allocated: number
  left: number
  /** Sold and not on the shelf yet. */
  soldBeyond: number
  isOnSale: boolean
  isPresaleOpen: boolean
  /** The worst of its lots that may still lie there. */
  freshness: Freshness | undefined
}

export interface StockPage {
  lines: StockLine[]
  /** Over all pages. */
  total: number
}

export interface BatchView {
  batchId: BatchId
  lotCode: string
  harvestedOn: BusinessDate
  bestBeforeOn: BusinessDate
  /** Pieces that came in, and how many of them no shipment has taken. */
  quantity: number
  left: number
  certificateNumber: string | undefined
  certificateUrl: string | undefined
  freshness: Freshness
}

export interface SkuStock extends StockLine {
  batches: BatchView[]
  presale: Presale | undefined
}

/** One line of a shelf's history: what moved, why, and who of the cooperative did it. */
export interface MovementView {
  movementId: number
  kind: string
  deltaOnHand: number
  deltaReserved: number
  deltaAllocated: number
  at: Date
  causeType: string
  /** Number of an order, lot code, or reason of an adjustment, as the cause has it. */
  reference: string | undefined
  reason: string | undefined
  note: string
  /** Undefined for what buyers, the college or the clock did. */
  person: string | undefined
}

export interface MovementPage {
  movements: MovementView[]
  /** Where the next page begins; undefined on the last. */
  next: number | undefined
}

/** A SKU as a sheet of the cooperative's goods has it. */
export interface SheetSku {
  skuId: SkuId
  code: string
  nameZh: string
  specZh: string
  priceFen: number
  netWeightGrams: number | null
  onHand: number
  isOnSale: boolean
}

export interface KnownBatch extends BatchFacts {
  skuId: SkuId
  quantity: number
}
