import type { Manager } from '#app/modules/identity/permissions.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { findLatest, insertCutOff, lockCutOffs, readLiveNumbers } from './internal/cut-off-rows.server.ts'

export interface TakeCutOffCommand {
  manager: Manager
  /** The number it is to have: the one after the last its maker saw. */
  number: number
  now: Date
}

export type TakeCutOffRefusal = { kind: 'nothingNew' } | { kind: 'outOfTurn' }

/**
 * Takes the numbers of every supplier order that was paid until `now`, has
 * something to ship and is in no cut-off yet, as they are at this moment. Whoever
 * asks for a number that another has taken gets the other's.
 */
export async function takeCutOff(
  db: Db,
  { manager, number, now }: TakeCutOffCommand,
): Promise<Result<{ number: number; revision: number }, TakeCutOffRefusal>> {
  const { cooperativeId, personId } = manager
  return inTransaction(db, async (tx) => {
    await lockCutOffs(tx, cooperativeId)
    const last = await findLatest(tx, cooperativeId)
    const next = (last?.number ?? 0) + 1
    if (last && number === last.number) return ok({ number, revision: last.revision })
    if (number !== next) return refuse({ kind: 'outOfTurn' })
    const snapshot = await readLiveNumbers(tx, { cooperativeId, paidUntil: now })
    if (snapshot.lines.length === 0) return refuse({ kind: 'nothingNew' })
    const made = { number, revision: 1, paidUntil: now, cutAt: now, cutBy: personId, snapshot }
    await insertCutOff(tx, cooperativeId, made)
    return ok({ number, revision: 1 })
  })
}
