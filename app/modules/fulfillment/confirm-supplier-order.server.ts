import type { Manager } from '#app/modules/identity/permissions.ts'
import { noteConfirmed } from '#app/modules/ordering/supply-progress.server.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import { type BusinessDate, businessDate } from '#app/shared/business-date.ts'
import type { SupplierOrderId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import type { ConfirmSupplierOrderRefusal } from './confirm-supplier-order.ts'
import { lockSupplierOrder } from './lock-supplier-order.server.ts'

export interface ConfirmSupplierOrderCommand {
  manager: Manager
  supplierOrderId: SupplierOrderId
  readyOn?: BusinessDate | undefined
  now: Date
}

/**
 * The cooperative has seen a paid supplier order and will supply it. Twice, or by
 * two people, is harmless: the first is kept, with the day it named.
 */
export async function confirmSupplierOrder(
  db: Db,
  { manager, supplierOrderId, readyOn, now }: ConfirmSupplierOrderCommand,
): Promise<Result<{ isFirst: boolean }, ConfirmSupplierOrderRefusal>> {
  if (readyOn !== undefined && readyOn < businessDate(now)) return refuse({ kind: 'readyInPast' })
  return inTransaction(db, async (tx) => {
    const part = await lockSupplierOrder(tx, manager.cooperativeId, supplierOrderId)
    if (!part) return refuse({ kind: 'notFound' })
    if (part.isConfirmed) return ok({ isFirst: false })
    if (part.isClosed) return refuse({ kind: 'closed' })
    const actorId = manager.personId
    return ok({ isFirst: await noteConfirmed(tx, part.order, { supplierOrderId, actorId, readyOn, now }) })
  })
}
