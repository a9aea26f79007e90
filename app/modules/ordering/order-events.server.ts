import type { Tx } from '#app/platform/db.server.ts'
import type { OrderId, PersonId, SupplierOrderId } from '#app/shared/ids.ts'

export type OrderEventKind =
  | 'placed'
  | 'payment_started'
  | 'payment_processing'
  | 'payment_failed'
  | 'paid'
  | 'paid_late'
  | 'canceled'
  | 'expired'
  | 'confirmed'
  | 'shipped'
  | 'received'
  | 'ready'
  | 'accepted'
  | 'lines_canceled'
  | 'reminded'
  | 'completed'
  | 'refund_asked'
  | 'refund_refused'
  | 'refund_requested'
  | 'refunded'
  | 'refund_failed'

export interface OrderEventDraft {
  orderId: OrderId
  kind: OrderEventKind
  supplierOrderId?: SupplierOrderId
  actorId?: PersonId
  detail?: Record<string, string | number>
  now: Date
}

/** Writes one step of an order's timeline, never changed afterwards. */
export async function noteOrderEvent(tx: Tx, event: OrderEventDraft): Promise<void> {
  await tx
    .insertInto('order_event')
    .values({
      order_id: event.orderId,
      kind: event.kind,
      supplier_order_id: event.supplierOrderId ?? null,
      actor_id: event.actorId ?? null,
      at: event.now,
      detail: JSON.stringify(event.detail ?? {}),
    })
    .execute()
}
