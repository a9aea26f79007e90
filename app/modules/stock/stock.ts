import type { SkuId } from '#app/shared/ids.ts'

export interface StockDemand {
  skuId: SkuId
  /** Pieces, above zero. */
  quantity: number
}

/** Not enough of these; `left` says how many could be had at that moment, never below zero. */
export interface StockShort {
  kind: 'short'
  lines: { skuId: SkuId; left: number }[]
}

/** One demand a SKU, sorted by SKU: the one order in which stock rows are locked. */
export function sumDemand(lines: readonly StockDemand[]): StockDemand[] {
  const sums = new Map<SkuId, number>()
  for (const { skuId, quantity } of lines) {
    if (!Number.isSafeInteger(quantity) || quantity <= 0) throw new RangeError(`${quantity} is not a count of pieces`)
    sums.set(skuId, (sums.get(skuId) ?? 0) + quantity)
  }
  return [...sums]
    .map(([skuId, quantity]) => ({ skuId, quantity }))
    .sort((left, right) => (left.skuId < right.skuId ? -1 : 1))
}
