import type { ReturnRule } from '#app/modules/catalog/product-draft.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { CartId, CooperativeId, PersonId, SkuId } from '#app/shared/ids.ts'
import { type Fen, sumFen, ZERO_FEN } from '#app/shared/money.ts'

/** Whose cart: a person's, or that of whoever holds the token with this hash. */
export type CartOwner = { personId: PersonId } | { tokenHash: Uint8Array }

/** A cart holds no prices: they are read anew each time it is looked at. */
export interface Cart {
  id: CartId
  /** Grows with every change; a page that was rendered from an older version is out of date. */
  version: number
  lines: { skuId: SkuId; quantity: number }[]
}

export const MAX_CART_LINES = 50

/** What keeps a line from being ordered as it stands. */
export type CartLineProblem = 'notOnSale' | 'soldOut' | 'fewerLeft' | 'aboveMaximum'

export interface CartLineView {
  skuId: SkuId
  productSlug: string
  name: string
  spec: string
  pictureKind: string
  netWeightGrams: number | null
  returnRule: ReturnRule
  unitPrice: Fen
  /** The day promised when it is sold before it is there. */
  presaleReadyOn?: BusinessDate | undefined
  quantity: number
  /** Unit price × quantity, whether or not the line can be ordered. */
  lineTotal: Fen
  maxPerOrder: number
  /** How many could be reserved now, never below zero. */
  left: number
  problem: CartLineProblem | undefined
}

export interface CartGroup {
  cooperativeId: CooperativeId
  cooperativeSlug: string
  cooperativeName: string
  lines: CartLineView[]
  /** Sum of the lines that count (see `countsTowardTotal`). */
  subtotal: Fen
}

export interface CartView {
  id: CartId
  version: number
  /** By cooperative, in the order in which each was first added. */
  groups: CartGroup[]
  /** Pieces over all lines. */
  pieceCount: number
  total: Fen
  /** There is something to order and no line has a problem. */
  isReady: boolean
}

export interface StockedLine {
  quantity: number
  maxPerOrder: number
  left: number
  isOnSale: boolean
}

export function findLineProblem({ quantity, maxPerOrder, left, isOnSale }: StockedLine): CartLineProblem | undefined {
  if (!isOnSale) return 'notOnSale'
  if (left <= 0) return 'soldOut'
  if (quantity > left) return 'fewerLeft'
  if (quantity > maxPerOrder) return 'aboveMaximum'
  return undefined
}

/** Lines that nobody can buy at all do not count; those with merely too many do, so that the total never surprises upwards. */
function countsTowardTotal(line: Pick<CartLineView, 'problem'>): boolean {
  return line.problem !== 'notOnSale' && line.problem !== 'soldOut'
}

export type CartLineWithCooperative = CartLineView &
  Pick<CartGroup, 'cooperativeId' | 'cooperativeSlug' | 'cooperativeName'>

/** Puts lines, oldest first, under their cooperatives and adds everything up. */
export function assembleCartView(
  cart: Pick<Cart, 'id' | 'version'>,
  lines: readonly CartLineWithCooperative[],
): CartView {
  const groups = new Map<CooperativeId, CartGroup>()
  for (const { cooperativeId, cooperativeSlug, cooperativeName, ...line } of lines) {
    const group = groups.get(cooperativeId) ?? {
      cooperativeId,
      cooperativeSlug,
      cooperativeName,
      lines: [],
      subtotal: ZERO_FEN,
    }
    group.lines.push(line)
    groups.set(cooperativeId, group)
  }
  for (const group of groups.values()) {
    group.subtotal = sumFen(group.lines.filter(countsTowardTotal).map((line) => line.lineTotal))
  }
  return {
    id: cart.id,
    version: cart.version,
    groups: [...groups.values()],
    pieceCount: lines.reduce((sum, line) => sum + line.quantity, 0),
    total: sumFen([...groups.values()].map((group) => group.subtotal)),
    isReady: lines.length > 0 && lines.every((line) => line.problem === undefined),
  }
}
