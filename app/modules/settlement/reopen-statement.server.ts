import { performDuty } from '#app/modules/identity/perform-duty.server.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { demandDuty, moveStatement } from './internal/move-statement.server.ts'
import { lockStatement } from './internal/statement-rows.server.ts'
import type { ChangeDraftRefusal, DraftCommand } from './refill-statement.server.ts'
import { demandState, dutyOf } from './statement.ts'

/**
 * Takes a statement back into a new round: after a dispute, with the answer to it, or
 * because something was found before it was paid. It is a draft again, and every hand
 * after the preparation is due once more.
 */
export async function reopenStatement(
  db: Db,
  { statementId, officer, note, now }: DraftCommand & { note: string },
): Promise<Result<void, ChangeDraftRefusal>> {
  return inTransaction(db, async (tx) => {
    const statement = await lockStatement(tx, statementId)
    if (!statement) return refuse({ kind: 'unknownStatement' })
    const standing = demandState(statement, ['sent', 'disputed', 'confirmed', 'approved'])
    if (!standing.ok) return standing
    const { personId } = officer
    const round = statement.round + 1
    demandDuty(await performDuty(tx, { ...dutyOf({ statementId, round }), duty: 'statement.prepare', personId, now }))
    const columns = {
      prepared_by: personId,
      prepared_at: now,
      approved_by: null,
      approved_at: null,
      bank_account_id: null,
    }
    await moveStatement(tx, statement, { kind: 'reopened', to: 'draft', personId, round, columns, note, now })
    return ok(undefined)
  })
}
