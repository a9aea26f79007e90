import type { SkuId } from '#app/shared/ids.ts'

/** More pieces of one SKU than any cooperative has. */
export const MAX_PIECES = 999_999

/** The stock row of a SKU. */
export interface Shelf {
  skuId: SkuId
  onHand: number
  reserved: number
  allocated: number
  /** How many may be sold beyond what is on the shelf. */
  oversellLimit: number
}

/** Pieces that could be sold now, never below zero. */
export function leftOf({ onHand, oversellLimit, reserved, allocated }: Shelf): number {
  return Math.max(0, onHand + oversellLimit - reserved - allocated)
}

/** Pieces that were sold and are not on the shelf yet. */
export function soldBeyondShelf({ onHand, reserved, allocated }: Shelf): number {
  return Math.max(0, reserved + allocated - onHand)
}
