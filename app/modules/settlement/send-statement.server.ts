import { enqueueForCooperative } from '#app/modules/notices/enqueue-notice.server.ts'
import { closeIncident } from '#app/modules/payments/incidents.server.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { moveStatement } from './internal/move-statement.server.ts'
import { lockStatement } from './internal/statement-rows.server.ts'
import type { DraftCommand } from './refill-statement.server.ts'
import { decideSending, formatMonth, type SendRefusal } from './statement.ts'

export type SendStatementRefusal = { kind: 'unknownStatement' } | SendRefusal

/** Puts a draft before the cooperative, to confirm or to dispute. From here on its lines stand. */
export async function sendStatement(
  db: Db,
  { statementId, officer, now }: DraftCommand,
): Promise<Result<void, SendStatementRefusal>> {
  return inTransaction(db, async (tx) => {
    const statement = await lockStatement(tx, statementId)
    if (!statement) return refuse({ kind: 'unknownStatement' })
    const decided = decideSending(statement)
    if (!decided.ok) return decided
    const { personId } = officer
    const columns = { sent_by: personId, sent_at: now, answered_by: null, answered_at: null }
    await moveStatement(tx, statement, { kind: 'sent', to: 'sent', personId, columns, now })
    const { statementNo, month, total, round, cooperativeId } = statement
    await enqueueForCooperative(tx, cooperativeId, {
      kind: 'statement_sent',
      data: { statementId, statementNo, month: formatMonth(month), totalFen: total },
      dedupeKey: `statement_sent:${statementId}:${round}`,
      now,
    })
    // What was disputed before is answered by this.
    await closeIncident(tx, { kind: 'statement_disputed', sourceId: `${statementId}/${round - 1}`, now })
    return ok(undefined)
  })
}
