import type { Actor } from '#app/modules/identity/permissions.ts'
import { postEntry } from '#app/modules/ledger/post-entry.server.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import type { StatementId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { moveStatement } from './internal/move-statement.server.ts'
import { lockStatement } from './internal/statement-rows.server.ts'
import { paymentReturnedEntry } from './settlement-entries.ts'
import { demandState, type WrongState } from './statement.ts'

export type ReturnPaymentRefusal = { kind: 'unknownStatement' } | WrongState

/**
 * The bank sent a payment back before any of its lines was linked: the cooperative is
 * owed it again. What it confirmed stands; approval and payment are due once more, so
 * that two people look at the account again.
 */
export async function returnPayment(
  db: Db,
  { statementId, payer, note, now }: { statementId: StatementId; payer: Actor<'payable:pay'>; note: string; now: Date },
): Promise<Result<void, ReturnPaymentRefusal>> {
  return inTransaction(db, async (tx) => {
    const statement = await lockStatement(tx, statementId)
    if (!statement) return refuse({ kind: 'unknownStatement' })
    const standing = demandState(statement, ['paid'])
    if (!standing.ok) return standing
    const { personId } = payer
    const payment = await tx
      .updateTable('statement_payment')
      .set({ returned_by: personId, returned_at: now, return_reason: note })
      .where('statement_id', '=', statementId)
      .where('returned_at', 'is', null)
      .returning(['id', 'amount_fen'])
      .executeTakeFirstOrThrow()
    const columns = { approved_by: null, approved_at: null, bank_account_id: null, paid_by: null, paid_at: null }
    const round = statement.round + 1
    await moveStatement(tx, statement, { kind: 'returned', to: 'confirmed', personId, round, columns, note, now })
    const { cooperativeId } = statement
    const returned = { paymentId: payment.id, cooperativeId, amount: fen(payment.amount_fen) }
    await postEntry(tx, paymentReturnedEntry({ ...returned, occurredAt: now, recordedAt: now }))
    return ok(undefined)
  })
}
