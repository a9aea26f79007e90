import type { Manager } from '#app/modules/identity/permissions.ts'
import type { Db } from '#app/platform/db.server.ts'
import type { SupplierOrderId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { confirmSupplierOrder } from './confirm-supplier-order.server.ts'

export interface ConfirmShownOrdersCommand {
  manager: Manager
  /** Those the manager saw listed, so that none is confirmed unseen. */
  supplierOrderIds: readonly SupplierOrderId[]
  now: Date
}

/**
 * Confirms supplier orders one after the other, each for itself; what was confirmed
 * or closed since the list was made is left as it is. Ends at the first that is not
 * the cooperative's.
 */
export async function confirmShownOrders(
  db: Db,
  { manager, supplierOrderIds, now }: ConfirmShownOrdersCommand,
): Promise<Result<void, { kind: 'notFound' }>> {
  for (const supplierOrderId of supplierOrderIds) {
    const confirmed = await confirmSupplierOrder(db, { manager, supplierOrderId, now })
    if (!confirmed.ok && confirmed.refusal.kind === 'notFound') return refuse({ kind: 'notFound' })
  }
  return ok(undefined)
}
