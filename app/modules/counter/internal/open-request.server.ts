import type { Db } from '#app/platform/db.server.ts'
import type { OrderId } from '#app/shared/ids.ts'

/** Whether the buyer asked for money back and nobody has answered: until then nothing happens by itself. */
export async function hasOpenRequest(db: Db, orderId: OrderId): Promise<boolean> {
  const row = await db
    .selectFrom('refund_request')
    .select('id')
    .where('order_id', '=', orderId)
    .where('state', '=', 'asked')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
