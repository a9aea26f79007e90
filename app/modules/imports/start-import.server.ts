import { sql } from 'kysely'
import type { Manager } from '#app/modules/identity/permissions.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import type { ImportJobId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { hasChanges, lockJob } from './internal/import-rows.server.ts'
import type { StartImportRefusal } from './start-import.ts'

export interface StartImportCommand {
  manager: Manager
  jobId: ImportJobId
  now: Date
}

/** Releases a checked import: the job of `applyImports` does the rest. Twice is harmless. */
export async function startImport(
  db: Db,
  { manager, jobId, now }: StartImportCommand,
): Promise<Result<void, StartImportRefusal>> {
  return inTransaction(db, async (tx): Promise<Result<void, StartImportRefusal>> => {
    const job = await lockJob(tx, manager.cooperativeId, jobId)
    if (!job) return refuse({ kind: 'notFound' })
    if (job.state === 'applying' || job.state === 'done' || job.state === 'done_with_errors') return ok(undefined)
    if (job.state !== 'checked') return refuse({ kind: 'wrongState', state: job.state })
    if (!(await hasChanges(tx, jobId))) return refuse({ kind: 'nothingToApply' })
    await sql`
      update import_job set state = 'applying', applying_at = ${now}, heartbeat_at = ${now}, applied_by = ${manager.personId}
      where id = ${jobId}
    `.execute(tx)
    return ok(undefined)
  })
}
