import type { Buyer } from '#app/modules/identity/permissions.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import type { OrderId, SupplierOrderId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { acceptLines } from './accept-lines.server.ts'
import { lockOrder } from './change-order.server.ts'
import { readLines } from './internal/line-rows.server.ts'
import { openPieces } from './line-counters.ts'
import { mayRecipientConfirm } from './order-state.ts'

export interface AcceptSupplierOrderCommand {
  buyer: Buyer
  orderNo: string
  supplierOrderId: SupplierOrderId
  now: Date
}

export type AcceptSupplierOrderRefusal =
  | { kind: 'notFound' }
  | { kind: 'notPaid' }
  /** It is handed over at the counter, where a clerk looks; see mayRecipientConfirm. */
  | { kind: 'atCounter' }

type Acceptance = Result<{ isOrderCompleted: boolean }, AcceptSupplierOrderRefusal>

/**
 * The buyer confirms that all that is outstanding of one cooperative's part of a
 * paid order has come to their building (see `acceptLines`). Twice is harmless.
 */
export async function acceptSupplierOrder(db: Db, command: AcceptSupplierOrderCommand): Promise<Acceptance> {
  const { buyer, orderNo, supplierOrderId, now } = command
  const found = await db
    .selectFrom('order')
    .innerJoin('supplier_order', 'supplier_order.order_id', 'order.id')
    .select('order.id')
    .where('order.order_no', '=', orderNo)
    .where('order.buyer_id', '=', buyer.personId)
    .where('supplier_order.id', '=', supplierOrderId)
    .executeTakeFirst()
  if (!found) return refuse({ kind: 'notFound' })
  return inTransaction(db, async (tx): Promise<Acceptance> => {
    const order = await lockOrder(tx, found.id as OrderId)
    const lines = (await readLines(tx, order.orderId))
      .filter((line) => line.supplierOrderId === supplierOrderId)
      .map((line) => ({ orderLineId: line.orderLineId, quantity: openPieces(line) }))
      .filter(({ quantity }) => quantity > 0)
    if (lines.length === 0) return ok({ isOrderCompleted: order.status === 'completed' })
    if (order.fulfillmentKind !== 'building') return refuse({ kind: 'atCounter' })
    if (!mayRecipientConfirm(order)) return refuse({ kind: 'notPaid' })
    const accepted = await acceptLines(tx, order, { lines, kind: 'recipient', actorId: buyer.personId, now })
    if (accepted.ok) return ok({ isOrderCompleted: accepted.value.isOrderCompleted })
    throw new Error(`open pieces of ${orderNo} could not be accepted: ${accepted.refusal.kind}`)
  })
}
