import type { Manager } from '#app/modules/identity/permissions.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { compareCutOffs, isUnchanged } from './cut-off.ts'
import { findLatest, insertCutOff, lockCutOffs, readLiveNumbers } from './internal/cut-off-rows.server.ts'

export interface ReviseCutOffCommand {
  manager: Manager
  number: number
  /** The revision it is to have: the one after the last its maker saw. */
  revision: number
  now: Date
}

export type ReviseCutOffRefusal = { kind: 'notFound' } | { kind: 'unchanged' }

/**
 * Takes the numbers of a cut-off again: without what was canceled since, and with
 * what had been paid in time but became known later. Refused while nothing differs.
 * Whoever asks for a revision that another has taken gets the other's.
 */
export async function reviseCutOff(
  db: Db,
  { manager, number, revision, now }: ReviseCutOffCommand,
): Promise<Result<{ revision: number }, ReviseCutOffRefusal>> {
  const { cooperativeId, personId } = manager
  return inTransaction(db, async (tx) => {
    await lockCutOffs(tx, cooperativeId)
    const last = await findLatest(tx, cooperativeId, number)
    if (!last || revision < 1 || revision > last.revision + 1) return refuse({ kind: 'notFound' })
    if (revision <= last.revision) return ok({ revision })
    const { paidUntil } = last
    const snapshot = await readLiveNumbers(tx, { cooperativeId, number, paidUntil })
    if (isUnchanged(compareCutOffs(last.snapshot, snapshot))) return refuse({ kind: 'unchanged' })
    await insertCutOff(tx, cooperativeId, { number, revision, paidUntil, cutAt: now, cutBy: personId, snapshot })
    return ok({ revision })
  })
}
