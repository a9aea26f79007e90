import type { Actor } from '#app/modules/identity/permissions.ts'
import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import type { StatementId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { sumLines, takeLines } from './internal/statement-lines.server.ts'
import { findCooperativeOf, lockSettlement, lockStatement, noteStep } from './internal/statement-rows.server.ts'
import { demandState, type WrongState } from './statement.ts'

export type ChangeDraftRefusal = { kind: 'unknownStatement' } | WrongState

export interface DraftCommand {
  statementId: StatementId
  officer: Actor<'payable:prepare'>
  now: Date
}

/** Takes what has happened since into a draft. Nothing new changes nothing. */
export async function refillStatement(
  db: Db,
  { statementId, officer, now }: DraftCommand,
): Promise<Result<{ taken: number }, ChangeDraftRefusal>> {
  const cooperativeId = await findCooperativeOf(db, statementId)
  if (!cooperativeId) return refuse({ kind: 'unknownStatement' })
  return inTransaction(db, async (tx) => {
    await lockSettlement(tx, cooperativeId)
    const statement = await lockStatement(tx, statementId)
    if (!statement) return refuse({ kind: 'unknownStatement' })
    const standing = demandState(statement, ['draft'])
    if (!standing.ok) return standing
    const taken = await takeLines(tx, statement)
    if (taken === 0) return ok({ taken })
    const { total, lineCount } = await sumLines(tx, statementId)
    await noteStep(tx, { statement, kind: 'taken', personId: officer.personId, now })
    await recordAuditEvent(tx, {
      actorId: officer.personId,
      verb: 'statement.taken',
      objectType: 'statement',
      objectId: statementId,
      detail: {
        before: { totalFen: statement.total, lineCount: statement.lineCount },
        after: { totalFen: total, lineCount },
      },
      now,
    })
    return ok({ taken })
  })
}
