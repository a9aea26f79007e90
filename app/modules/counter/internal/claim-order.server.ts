import type { Tx } from '#app/platform/db.server.ts'
import type { OrderId } from '#app/shared/ids.ts'

/** Takes an order's row for a job; false when somebody is at it, whose work may make ours needless. */
export async function claimOrder(tx: Tx, orderId: OrderId): Promise<boolean> {
  const row = await tx
    .selectFrom('order')
    .select('id')
    .where('id', '=', orderId)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  return row !== undefined
}
