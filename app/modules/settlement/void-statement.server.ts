import { closeIncident } from '#app/modules/payments/incidents.server.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import { ZERO_FEN } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { moveStatement } from './internal/move-statement.server.ts'
import { releaseLines } from './internal/statement-lines.server.ts'
import { findCooperativeOf, lockSettlement, lockStatement } from './internal/statement-rows.server.ts'
import type { ChangeDraftRefusal, DraftCommand } from './refill-statement.server.ts'
import { demandState } from './statement.ts'

/** Throws a draft away. Its lines are open again and go into the next statement. */
export async function voidStatement(
  db: Db,
  { statementId, officer, note, now }: DraftCommand & { note: string },
): Promise<Result<void, ChangeDraftRefusal>> {
  const cooperativeId = await findCooperativeOf(db, statementId)
  if (!cooperativeId) return refuse({ kind: 'unknownStatement' })
  return inTransaction(db, async (tx) => {
    await lockSettlement(tx, cooperativeId)
    const statement = await lockStatement(tx, statementId)
    if (!statement) return refuse({ kind: 'unknownStatement' })
    const standing = demandState(statement, ['draft'])
    if (!standing.ok) return standing
    await releaseLines(tx, statementId)
    const { personId } = officer
    const columns = { total_fen: ZERO_FEN, fee_fen: ZERO_FEN, line_count: 0, voided_by: personId, voided_at: now }
    await moveStatement(tx, statement, { kind: 'voided', to: 'voided', personId, columns, note, now })
    // What somebody was to see to is in the next statement now.
    await closeIncident(tx, { kind: 'statement_disputed', sourceId: `${statementId}/${statement.round - 1}`, now })
    await closeIncident(tx, { kind: 'statement_overdue', sourceId: statementId, now })
    return ok(undefined)
  })
}
