import { sql } from 'kysely'
import type { Tx } from '#app/platform/db.server.ts'
import type { HandOverId, OrderId, PaymentId, SkuId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { moveReservations } from './internal/move-reservations.server.ts'
import { type OrderPieces, settlePieces } from './internal/settle-pieces.server.ts'
import type { StockShort } from './stock.ts'

/** Gives back what an unpaid order held. Twice is harmless. */
export async function releaseReservation(tx: Tx, orderId: OrderId, now: Date): Promise<void> {
  await moveReservations(tx, {
    orderId,
    from: 'held',
    to: 'released',
    kind: 'released',
    perPiece: { reserved: -1, allocated: 0 },
    cause: { type: 'order', id: orderId },
    now,
  })
}

/** The order is paid: what it held is now owed to it. Twice is harmless. */
export async function allocateReservation(tx: Tx, orderId: OrderId, now: Date): Promise<void> {
  await moveReservations(tx, {
    orderId,
    from: 'held',
    to: 'allocated',
    kind: 'allocated',
    perPiece: { reserved: -1, allocated: 1 },
    cause: { type: 'order', id: orderId },
    now,
  })
}

/**
 * The order was paid after its stock had been given back: takes the same pieces
 * again if all of them are there, or none. The caller holds the order's row.
 */
export async function allocateReleased(
  tx: Tx,
  { orderId, paymentId, now }: { orderId: OrderId; paymentId: PaymentId; now: Date },
): Promise<Result<void, StockShort>> {
  const { rows } = await sql<{ sku_id: SkuId; left_over: number; quantity: number }>`
    with wanted as (
      select sku_id, quantity from stock_reservation where order_id = ${orderId} and state = 'released'
    ), locked as (
      select sku_id, on_hand + oversell_limit - reserved - allocated as left_over
      from stock_level where sku_id in (select sku_id from wanted) order by sku_id for update
    )
    select sku_id, left_over, quantity from wanted join locked using (sku_id) order by sku_id
  `.execute(tx)
  const short = rows.filter((row) => row.left_over < row.quantity)
  if (short.length > 0) {
    return refuse({
      kind: 'short',
      lines: short.map((row) => ({ skuId: row.sku_id, left: Math.max(0, row.left_over) })),
    })
  }
  await moveReservations(tx, {
    orderId,
    from: 'released',
    to: 'allocated',
    kind: 'allocated',
    perPiece: { reserved: 0, allocated: 1 },
    cause: { type: 'payment', id: paymentId },
    now,
  })
  return ok(undefined)
}

/** Pieces of a paid order have left our shelves for good. Throws when the order is not owed that many. */
export async function handOverPieces(
  tx: Tx,
  {
    orderId,
    handOverId,
    pieces,
    now,
  }: { orderId: OrderId; handOverId: HandOverId; pieces: readonly OrderPieces[]; now: Date },
): Promise<void> {
  const cause = { type: 'hand_over', id: handOverId }
  await settlePieces(tx, { orderId, pieces, kind: 'handed_over', onHand: -1, cause, now })
}

/**
 * Pieces of a paid order will not be handed over: they can be sold again, or they
 * are not there to be sold. Throws when the order is not owed that many.
 */
export async function withdrawPieces(
  tx: Tx,
  {
    orderId,
    cancellationId,
    pieces,
    isRestocked,
    now,
  }: {
    orderId: OrderId
    cancellationId: string
    pieces: readonly OrderPieces[]
    isRestocked: boolean
    now: Date
  },
): Promise<void> {
  const cause = { type: 'line_cancellation', id: cancellationId }
  const gone = isRestocked
    ? ({ kind: 'deallocated', onHand: 0 } as const)
    : ({ kind: 'written_off', onHand: -1 } as const)
  await settlePieces(tx, { orderId, pieces, ...gone, cause, now })
}
