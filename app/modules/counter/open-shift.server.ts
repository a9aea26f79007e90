import type { Clerk } from '#app/modules/identity/permissions.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { CounterShiftId } from '#app/shared/ids.ts'
import type { Fen } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'

/** Opens a clerk's drawer at a point with the cash counted in it. One at a time: a second opening finds the first. */
export function openShift(
  db: Db,
  { clerk, pickupPointId, cash, now }: { clerk: Clerk; pickupPointId: string; cash: Fen; now: Date },
): Promise<Result<{ shiftId: CounterShiftId; isNew: boolean }, { kind: 'pointUnknown' }>> {
  return inTransaction(db, async (tx) => {
    const point = await tx.selectFrom('pickup_point').select('id').where('id', '=', pickupPointId).executeTakeFirst()
    if (!point) return refuse({ kind: 'pointUnknown' } as const)
    const opened = await tx
      .insertInto('counter_shift')
      .values({
        id: newId<CounterShiftId>(),
        pickup_point_id: pickupPointId,
        clerk_id: clerk.personId,
        opened_at: now,
        opening_cash_fen: cash,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst()
    if (opened) return ok({ shiftId: opened.id as CounterShiftId, isNew: true })
    const before = await tx
      .selectFrom('counter_shift')
      .select('id')
      .where('clerk_id', '=', clerk.personId)
      .where('pickup_point_id', '=', pickupPointId)
      .where('closed_at', 'is', null)
      .executeTakeFirstOrThrow()
    return ok({ shiftId: before.id as CounterShiftId, isNew: false })
  })
}
