import type { Tx } from '#app/platform/db.server.ts'
import type { PersonId, StatementId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { moveStatement } from './internal/move-statement.server.ts'
import { lockStatement } from './internal/statement-rows.server.ts'
import { demandState, type WrongState } from './statement.ts'

export type ReconcileRefusal = { kind: 'unknownStatement' } | WrongState

export interface ReconcileCommand {
  statementId: StatementId
  /** Nobody when the match was made by rule. */
  personId: PersonId | undefined
  now: Date
}

/**
 * A line of the bank's statement shows the payment: the statement is done. The caller
 * links the line and settles transit against the bank in the same transaction.
 */
export async function markStatementReconciled(
  tx: Tx,
  { statementId, personId, now }: ReconcileCommand,
): Promise<Result<void, ReconcileRefusal>> {
  const statement = await lockStatement(tx, statementId)
  if (!statement) return refuse({ kind: 'unknownStatement' })
  const standing = demandState(statement, ['paid'])
  if (!standing.ok) return standing
  const columns = { reconciled_at: now }
  await moveStatement(tx, statement, { kind: 'reconciled', to: 'reconciled', personId, columns, now })
  return ok(undefined)
}

/** The link was a mistake and is taken back: the payment waits for its line again. */
export async function markStatementUnreconciled(
  tx: Tx,
  { statementId, personId, now }: ReconcileCommand,
): Promise<Result<void, ReconcileRefusal>> {
  const statement = await lockStatement(tx, statementId)
  if (!statement) return refuse({ kind: 'unknownStatement' })
  const standing = demandState(statement, ['reconciled'])
  if (!standing.ok) return standing
  const columns = { reconciled_at: null }
  await moveStatement(tx, statement, { kind: 'unreconciled', to: 'paid', personId, columns, now })
  return ok(undefined)
}
