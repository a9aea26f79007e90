import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { postEntry } from '#app/modules/ledger/post-entry.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { sumLines, takeCorrection } from './internal/statement-lines.server.ts'
import { findCooperativeOf, lockSettlement, lockStatement, noteStep } from './internal/statement-rows.server.ts'
import type { ChangeDraftRefusal, DraftCommand } from './refill-statement.server.ts'
import { correctionEntry } from './settlement-entries.ts'
import { demandState } from './statement.ts'
import type { CorrectionForm } from './statement-forms.ts'

export type CorrectRefusal =
  | ChangeDraftRefusal
  /** The same form was sent before, with something else in it or for another statement. */
  | { kind: 'otherContent' }

/**
 * Grants the cooperative, or charges it, what was agreed with it: an entry against the
 * college's corrections and a line of this draft. The cooperative sees it when it is
 * sent, and somebody else approves it with the rest. Sent twice, it is one.
 */
export async function correctStatement(
  db: Db,
  { statementId, officer, form, now }: DraftCommand & { form: CorrectionForm },
): Promise<Result<void, CorrectRefusal>> {
  const cooperativeId = await findCooperativeOf(db, statementId)
  if (!cooperativeId) return refuse({ kind: 'unknownStatement' })
  return inTransaction(db, async (tx) => {
    await lockSettlement(tx, cooperativeId)
    const statement = await lockStatement(tx, statementId)
    if (!statement) return refuse({ kind: 'unknownStatement' })
    const known = await findCorrection(tx, form.requestId)
    if (known) return isSame(known, { statementId, form }) ? ok(undefined) : refuse({ kind: 'otherContent' })
    const standing = demandState(statement, ['draft'])
    if (!standing.ok) return standing
    const { personId } = officer
    await tx
      .insertInto('statement_correction')
      .values({
        id: form.requestId,
        statement_id: statementId,
        amount_fen: form.amount,
        reason: form.reason,
        recorded_by: personId,
        recorded_at: now,
      })
      .execute()
    await noteStep(tx, { statement, kind: 'corrected', personId, note: form.reason, now })
    const correction = { correctionId: form.requestId, cooperativeId, amount: form.amount, now }
    const { entryId } = await postEntry(tx, correctionEntry(correction))
    await takeCorrection(tx, { ...correction, statementId, entryId })
    const { total, lineCount } = await sumLines(tx, statementId)
    await recordAuditEvent(tx, {
      actorId: personId,
      verb: 'statement.corrected',
      objectType: 'statement',
      objectId: statementId,
      detail: {
        before: { totalFen: statement.total, lineCount: statement.lineCount },
        after: { totalFen: total, lineCount, correctionFen: form.amount, reason: form.reason },
      },
      now,
    })
    return ok(undefined)
  })
}

interface CorrectionRow {
  statement_id: string
  amount_fen: number
  reason: string
}

function findCorrection(tx: Tx, correctionId: string): Promise<CorrectionRow | undefined> {
  return tx
    .selectFrom('statement_correction')
    .select(['statement_id', 'amount_fen', 'reason'])
    .where('id', '=', correctionId)
    .executeTakeFirst()
}

function isSame(known: CorrectionRow, { statementId, form }: { statementId: string; form: CorrectionForm }): boolean {
  return known.statement_id === statementId && known.amount_fen === form.amount && known.reason === form.reason
}
