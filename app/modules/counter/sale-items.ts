import { isUuid, type SkuId } from '#app/shared/ids.ts'

/** As many different goods as fit on a counter. */
const MAX_SALE_LINES = 30
const MAX_PIECES = 999

export interface SaleItem {
  skuId: SkuId
  quantity: number
}

/**
 * Goods on the counter as the address of the page says them:
 * '<sku>.<pieces>,<sku>.<pieces>'. What is not of that form is left out, pieces of one
 * SKU are summed.
 */
export function parseSaleItems(text: string): SaleItem[] {
  const pieces = new Map<SkuId, number>()
  for (const part of text.split(',').slice(0, MAX_SALE_LINES * 2)) {
    const match = /^([0-9a-f-]{36})\.([1-9]\d{0,2})$/.exec(part)
    const [, skuId = '', quantity] = match ?? []
    if (!isUuid(skuId)) continue
    pieces.set(skuId as SkuId, Math.min(MAX_PIECES, (pieces.get(skuId as SkuId) ?? 0) + Number(quantity)))
  }
  return [...pieces].slice(0, MAX_SALE_LINES).map(([skuId, quantity]) => ({ skuId, quantity }))
}

export function formatSaleItems(items: readonly SaleItem[]): string {
  return items
    .filter(({ quantity }) => quantity > 0)
    .map(({ skuId, quantity }) => `${skuId}.${quantity}`)
    .join(',')
}

/** `items` with so many pieces of one SKU; none takes it off. */
export function withSaleItem(items: readonly SaleItem[], skuId: SkuId, quantity: number): SaleItem[] {
  const known = items.some((item) => item.skuId === skuId)
  const changed = known
    ? items.map((item) => (item.skuId === skuId ? { skuId, quantity } : item))
    : [...items, { skuId, quantity }]
  return changed.filter((item) => item.quantity > 0)
}

export const SALE_FUNDS = ['staff', 'student', 'assisted_sale'] as const
