import type { CooperativeId, CountyId, OrderLineId, ProductId, SkuId, SupplierOrderId } from '#app/shared/ids.ts'
import type { Fen } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'

/** Why pieces of a paid order will not be handed over. */
export type CancellationReason = 'short' | 'lost' | 'not_collected' | 'recalled' | 'buyer'

/** Where the pieces of an order line are. Each counter is at most the one before it. */
export interface LineCounters {
  quantity: number
  shipped: number
  received: number
  accepted: number
  /** Pieces that will never be handed over. */
  canceled: number
}

/** A line of a paid order, locked with its order. */
export interface OpenLine extends LineCounters {
  orderLineId: OrderLineId
  supplierOrderId: SupplierOrderId
  lineNo: number
  skuId: SkuId
  productId: ProductId
  cooperativeId: CooperativeId
  countyId: CountyId
  unitPrice: Fen
  serviceFeeBasisPoints: number
}

/** Pieces of one line, above zero. */
export interface LinePieces {
  orderLineId: OrderLineId
  quantity: number
}

export type PiecesRefusal =
  | { kind: 'lineUnknown'; orderLineId: OrderLineId }
  | { kind: 'tooMany'; orderLineId: OrderLineId; open: number }
  | { kind: 'nothing' }

/** Pieces neither handed over nor canceled. */
export function openPieces({ quantity, accepted, canceled }: LineCounters): number {
  return quantity - accepted - canceled
}

/** Matches wished pieces to lines of the order; refuses lines it has not, and more than is open. One wish a line. */
export function decidePieces<Line extends OpenLine>(
  lines: readonly Line[],
  wished: readonly LinePieces[],
): Result<{ line: Line; quantity: number }[], PiecesRefusal> {
  if (wished.length === 0) return refuse({ kind: 'nothing' })
  const matched: { line: Line; quantity: number }[] = []
  for (const { orderLineId, quantity } of wished) {
    const line = lines.find((one) => one.orderLineId === orderLineId)
    if (!line || matched.some((one) => one.line === line)) return refuse({ kind: 'lineUnknown', orderLineId })
    const open = openPieces(line)
    if (!Number.isSafeInteger(quantity) || quantity <= 0 || quantity > open)
      return refuse({ kind: 'tooMany', orderLineId, open })
    matched.push({ line, quantity })
  }
  return ok(matched)
}
