import type { Clerk } from '#app/modules/identity/permissions.ts'
import { lockOrder } from '#app/modules/ordering/change-order.server.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { OrderId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { findChoice, listWaiting, readCollectionPolicy } from './internal/collection-rows.server.ts'
import { releaseOrder } from './release-uncollected.server.ts'
import type { ReleaseChoice } from './uncollected.ts'

export interface ChooseReleaseCommand extends ReleaseChoice {
  clerk: Clerk
  orderNo: string
  note: string
  now: Date
}

export type ChooseReleaseRefusal =
  /** It is not waiting: fetched, not ready, or its slot is not over. */
  { kind: 'notWaiting' }

/**
 * A clerk says what becomes of an order nobody fetched. Once its days are over it
 * happens at once, else when they are, unless somebody fetches it before. Saying the
 * same twice is harmless; the latest word counts.
 */
export async function chooseRelease(
  db: Db,
  command: ChooseReleaseCommand,
): Promise<Result<{ isReleased: boolean }, ChooseReleaseRefusal>> {
  const { clerk, orderNo, outcome, donateTo, note, now } = command
  const found = await db.selectFrom('order').select('id').where('order_no', '=', orderNo).executeTakeFirst()
  const policy = await readCollectionPolicy(db, now)
  const orderId = found?.id as OrderId | undefined
  const waiting = (await listWaiting(db, policy, now)).find((one) => one.orderId === orderId)
  if (!orderId || !waiting) return refuse({ kind: 'notWaiting' })
  await inTransaction(db, async (tx) => {
    await lockOrder(tx, orderId)
    const before = await findChoice(tx, orderId)
    if (before?.outcome === outcome && before.donateTo === donateTo) return
    await tx
      .insertInto('collection_choice')
      .values({
        id: newId(),
        order_id: orderId,
        outcome,
        donate_to: donateTo ?? null,
        note,
        chosen_by: clerk.personId,
        at: now,
      })
      .execute()
  })
  const isDue = waiting.keptUntil <= now
  if (isDue) await releaseOrder(db, orderId, { policy, now })
  return ok({ isReleased: isDue })
}
