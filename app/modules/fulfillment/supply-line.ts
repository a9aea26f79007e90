import type { BusinessDate } from '#app/shared/business-date.ts'
import type { BatchId, OrderLineId, SkuId } from '#app/shared/ids.ts'

/** A line of a supplier order as the cooperative packs it. */
export interface SupplyLine {
  orderLineId: OrderLineId
  skuId: SkuId
  /** Pieces that have left the cooperative, noted when they did or only when they came. */
  left: number
  /** Pieces that have still to leave it. */
  toShip: number
}

/** A lot of a SKU. */
export interface Lot {
  batchId: BatchId
  skuId: SkuId
  lotCode: string
  bestBefore: BusinessDate
  /** Called back: nothing of it is sent any more. */
  isRecalled: boolean
  /** Pieces of it that no shipment has taken; below zero when more were sent than it held. */
  left: number
}

/** Pieces of a line from one lot; without a lot when nobody said which. */
export interface LotPieces {
  orderLineId: OrderLineId
  quantity: number
  batchId?: BatchId | undefined
}

/** What runs out first goes out first. */
function byBestBefore(one: Lot, other: Lot): number {
  return one.bestBefore === other.bestBefore
    ? one.lotCode.localeCompare(other.lotCode)
    : one.bestBefore < other.bestBefore
      ? -1
      : 1
}

/**
 * Proposes lots for everything that is to ship, oldest best-before date first,
 * never one past its date or called back. What the lots do not hold is proposed without a lot.
 */
export function suggestLots(
  lines: readonly Omit<SupplyLine, 'left'>[],
  { lots, today }: { lots: readonly Lot[]; today: BusinessDate },
): LotPieces[] {
  const fresh = lots.filter((lot) => lot.bestBefore >= today && !lot.isRecalled).sort(byBestBefore)
  const left = new Map(fresh.map((lot) => [lot.batchId, Math.max(0, lot.left)]))
  return lines.flatMap(({ orderLineId, skuId, toShip }) => {
    const parts: LotPieces[] = []
    let wanted = toShip
    for (const { batchId } of fresh.filter((lot) => lot.skuId === skuId)) {
      const quantity = Math.min(wanted, left.get(batchId) ?? 0)
      if (quantity === 0) continue
      parts.push({ orderLineId, quantity, batchId })
      left.set(batchId, (left.get(batchId) ?? 0) - quantity)
      wanted -= quantity
    }
    if (wanted > 0) parts.push({ orderLineId, quantity: wanted })
    return parts
  })
}
