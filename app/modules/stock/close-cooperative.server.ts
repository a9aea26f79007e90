import type { Manager } from '#app/modules/identity/permissions.ts'
import { brokenConstraint, type Db, inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { type BusinessDate, businessDate } from '#app/shared/business-date.ts'
import type { ClosureId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import type { CloseCooperativeRefusal } from './closure.ts'
import type { ClosureReason } from './closure-reasons.ts'

export interface CloseCooperativeCommand {
  manager: Manager
  requestId: string
  fromOn: BusinessDate
  toOn: BusinessDate
  reason: ClosureReason
  now: Date
}

/** Sells nothing of the cooperative from one day to another. Orders placed before are not touched. The same request twice is one closure. */
export async function closeCooperative(
  db: Db,
  command: CloseCooperativeCommand,
): Promise<Result<void, CloseCooperativeRefusal>> {
  const { manager, requestId, fromOn, toOn, reason, now } = command
  const today = businessDate(now)
  if (toOn < today) return refuse({ kind: 'inPast' })
  const closure = {
    id: newId<ClosureId>(),
    cooperative_id: manager.cooperativeId,
    request_id: requestId,
    from_on: fromOn,
    to_on: toOn,
    reason,
    state: fromOn <= today ? 'current' : 'planned',
    created_by: manager.personId,
    created_at: now,
  }
  try {
    await inTransaction(db, (tx) =>
      tx
        .insertInto('cooperative_closure')
        .values(closure)
        .onConflict((conflict) => conflict.columns(['cooperative_id', 'request_id']).doNothing())
        .execute(),
    )
    return ok(undefined)
  } catch (error) {
    if (/^cooperative_closure_(apart|current)$/.test(brokenConstraint(error) ?? '')) return refuse({ kind: 'overlaps' })
    throw error
  }
}
