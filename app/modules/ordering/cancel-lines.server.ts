import { sql } from 'kysely'
import { withdrawPieces } from '#app/modules/stock/order-stock.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { OrderLineId, PersonId } from '#app/shared/ids.ts'
import { type Fen, multiplyFen } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { completeOrder, type LockedOrder } from './change-order.server.ts'
import { closeFinished, readLines } from './internal/line-rows.server.ts'
import { type CancellationReason, decidePieces, type LinePieces, type PiecesRefusal } from './line-counters.ts'
import { noteOrderEvent } from './order-events.server.ts'
import { isPaidStatus } from './order-state.ts'

export interface CancelLinesCommand {
  lines: readonly LinePieces[]
  reason: CancellationReason
  /** Whether the pieces are there and can be sold again. */
  isRestocked: boolean
  note?: string
  actorId?: PersonId
  now: Date
}

/** What the buyer had paid for the pieces, line by line: the caller decides its refund in the same transaction. */
export interface CanceledLine {
  cancellationId: string
  orderLineId: OrderLineId
  quantity: number
  amount: Fen
}

export type CancelLinesRefusal = PiecesRefusal | { kind: 'notPaid' }

/**
 * Pieces of a paid order will never be handed over. Their stock goes back to the
 * shelf or is written off; when nothing is outstanding any more the order is
 * completed. The caller has locked the order and must give the money back in this
 * transaction. Posts nothing itself.
 */
export async function cancelLines(
  tx: Tx,
  order: LockedOrder,
  command: CancelLinesCommand,
): Promise<Result<CanceledLine[], CancelLinesRefusal>> {
  if (!isPaidStatus(order.status)) return refuse({ kind: 'notPaid' })
  const decided = decidePieces(await readLines(tx, order.orderId), command.lines)
  if (!decided.ok) return decided
  const { reason, isRestocked, now } = command
  const canceled: CanceledLine[] = []
  for (const { line, quantity } of decided.value) {
    const cancellationId = newId()
    await sql`
      with counted as (
        update order_line set canceled_quantity = canceled_quantity + ${quantity} where id = ${line.orderLineId} returning id
      )
      insert into line_cancellation (id, order_line_id, quantity, reason, is_restocked, note, actor_id, at)
      select ${cancellationId}::uuid, id, ${quantity}::int, ${reason}, ${isRestocked}::boolean, ${command.note ?? ''},
        ${command.actorId ?? null}::uuid, ${now}::timestamptz from counted
    `.execute(tx)
    const pieces = [{ skuId: line.skuId, quantity }]
    await withdrawPieces(tx, { orderId: order.orderId, cancellationId, pieces, isRestocked, now })
    const amount = multiplyFen(line.unitPrice, quantity)
    canceled.push({ cancellationId, orderLineId: line.orderLineId, quantity, amount })
  }
  const actor = command.actorId && { actorId: command.actorId }
  const detail = { reason, pieces: canceled.reduce((sum, one) => sum + one.quantity, 0) }
  await noteOrderEvent(tx, { orderId: order.orderId, kind: 'lines_canceled', detail, ...actor, now })
  if (await closeFinished(tx, order.orderId, now)) await completeOrder(tx, order, now)
  return ok(canceled)
}
