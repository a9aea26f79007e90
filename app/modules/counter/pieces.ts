import { type LineCounters, openPieces } from '#app/modules/ordering/line-counters.ts'
import type { OrderLineId, SupplierOrderId } from '#app/shared/ids.ts'

/** A line of a paid order as the counter works with it. */
export interface CounterLine extends LineCounters {
  orderLineId: OrderLineId
  supplierOrderId: SupplierOrderId
  /** 'fresh', 'seven_day' or 'confirmed_at_order'. */
  returnRule: string
}

/** Pieces that are here and nobody has taken yet. */
export function piecesHere(line: LineCounters): number {
  return Math.max(0, Math.min(line.received - line.accepted, openPieces(line)))
}

/** Pieces somebody waits for that have not arrived. */
export function piecesToCome(line: LineCounters): number {
  return openPieces(line) - piecesHere(line)
}

/** Whether all that is outstanding of an order is here. Not when nothing is outstanding. */
export function isAllHere(lines: readonly LineCounters[]): boolean {
  const open = lines.filter((line) => openPieces(line) > 0)
  return open.length > 0 && open.every((line) => piecesToCome(line) === 0)
}

/**
 * Where an order's goods stand, so that nobody has to write it down: the last two
 * digits of its number are shelf and place.
 */
export function shelfPlace(orderNo: string): { shelf: string; place: string } {
  return { shelf: orderNo.slice(-2, -1), place: orderNo.slice(-1) }
}
