import type { Clerk } from '#app/modules/identity/permissions.ts'
import { acceptLines } from '#app/modules/ordering/accept-lines.server.ts'
import { lockOrder } from '#app/modules/ordering/change-order.server.ts'
import { openPieces } from '#app/modules/ordering/line-counters.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import type { OrderId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { readCounterLines } from './internal/counter-lines.server.ts'

export type HandOverSaleRefusal = { kind: 'notFound' } | { kind: 'notPaid' }

/** Goods sold over the counter and paid by telephone are given to whoever stands there. Twice is harmless. */
export function handOverSale(
  db: Db,
  { clerk, orderNo, now }: { clerk: Clerk; orderNo: string; now: Date },
): Promise<Result<void, HandOverSaleRefusal>> {
  return inTransaction(db, async (tx): Promise<Result<void, HandOverSaleRefusal>> => {
    const found = await tx
      .selectFrom('order')
      .select('id')
      .where('order_no', '=', orderNo)
      .where('channel', '=', 'counter')
      .executeTakeFirst()
    if (!found) return refuse({ kind: 'notFound' })
    const order = await lockOrder(tx, found.id as OrderId)
    const lines = (await readCounterLines(tx, order.orderId))
      .map((line) => ({ orderLineId: line.orderLineId, quantity: openPieces(line) }))
      .filter(({ quantity }) => quantity > 0)
    if (lines.length === 0) return ok(undefined)
    const accepted = await acceptLines(tx, order, { lines, kind: 'counter_sale', actorId: clerk.personId, now })
    if (accepted.ok) return ok(undefined)
    if (accepted.refusal.kind === 'notPaid') return refuse({ kind: 'notPaid' })
    throw new Error(`a sale could not be handed over: ${accepted.refusal.kind}`)
  })
}
