import type { Manager } from '#app/modules/identity/permissions.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import type { ClosureId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import type { ReopenCooperativeRefusal } from './closure.ts'

/** Calls off a closure that is planned or under way; its goods are sold from this moment on. Twice is harmless. */
export async function reopenCooperative(
  db: Db,
  { manager, closureId }: { manager: Manager; closureId: ClosureId },
): Promise<Result<void, ReopenCooperativeRefusal>> {
  return inTransaction(db, async (tx): Promise<Result<void, ReopenCooperativeRefusal>> => {
    const closure = await tx
      .selectFrom('cooperative_closure')
      .select('state')
      .where('id', '=', closureId)
      .where('cooperative_id', '=', manager.cooperativeId)
      .forUpdate()
      .executeTakeFirst()
    if (!closure) return refuse({ kind: 'notFound' })
    if (closure.state === 'over') return refuse({ kind: 'over' })
    await tx
      .updateTable('cooperative_closure')
      .set({ state: 'canceled', canceled_by: manager.personId })
      .where('id', '=', closureId)
      .where('state', '<>', 'canceled')
      .execute()
    return ok(undefined)
  })
}
