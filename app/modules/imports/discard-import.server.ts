import type { Manager } from '#app/modules/identity/permissions.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import type { ImportJobId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { lockJob } from './internal/import-rows.server.ts'
import type { DiscardImportRefusal } from './start-import.ts'

/** Lays an import aside of which nothing was applied. Twice is harmless. */
export async function discardImport(
  db: Db,
  { manager, jobId, now }: { manager: Manager; jobId: ImportJobId; now: Date },
): Promise<Result<void, DiscardImportRefusal>> {
  return inTransaction(db, async (tx): Promise<Result<void, DiscardImportRefusal>> => {
    const job = await lockJob(tx, manager.cooperativeId, jobId)
    if (!job) return refuse({ kind: 'notFound' })
    if (job.state === 'rejected') return ok(undefined)
    if (job.state !== 'uploaded' && job.state !== 'mapped' && job.state !== 'checked')
      return refuse({ kind: 'wrongState', state: job.state })
    const end = { state: 'rejected', finished_at: now }
    await tx.updateTable('import_job').set(end).where('id', '=', jobId).execute()
    return ok(undefined)
  })
}
