import type { Manager } from '#app/modules/identity/permissions.ts'
import { openIncident } from '#app/modules/payments/incidents.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import type { StatementId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { moveStatement } from './internal/move-statement.server.ts'
import { lockStatement } from './internal/statement-rows.server.ts'
import { demandState, type Statement, type WrongState } from './statement.ts'
import type { DisputeForm } from './statement-forms.ts'

export type AnswerRefusal =
  /** There is none, or it is another cooperative's, or was never sent: nobody is told which. */
  | { kind: 'unknownStatement' }
  | WrongState
  /** A round that is not the one on the table any more was looked at. */
  | { kind: 'otherRound' }
  | { kind: 'unknownLine' }

export interface AnswerCommand {
  manager: Manager
  statementId: StatementId
  /** The round that was shown: another one is not answered by it. */
  round: number
  now: Date
}

/** The cooperative agrees with what it is to be paid. */
export async function confirmStatement(db: Db, command: AnswerCommand): Promise<Result<void, AnswerRefusal>> {
  return inTransaction(db, async (tx) => {
    const found = await lockToAnswer(tx, command)
    if (!found.ok) return found
    const { personId } = command.manager
    const { now } = command
    const columns = { answered_by: personId, answered_at: now }
    await moveStatement(tx, found.value, { kind: 'confirmed', to: 'confirmed', personId, columns, now })
    return ok(undefined)
  })
}

/** The cooperative does not agree, says why, and with which lines. Put before finance as an incident too. */
export async function disputeStatement(
  db: Db,
  command: AnswerCommand & { form: DisputeForm },
): Promise<Result<void, AnswerRefusal>> {
  return inTransaction(db, async (tx) => {
    const found = await lockToAnswer(tx, command)
    if (!found.ok) return found
    const entryIds = [...new Set(command.form.entryIds)]
    if (!(await areLines(tx, command.statementId, entryIds))) return refuse({ kind: 'unknownLine' })
    const statement = found.value
    const { personId } = command.manager
    const { now } = command
    const eventId = await moveStatement(tx, statement, {
      kind: 'disputed',
      to: 'disputed',
      personId,
      columns: { answered_by: personId, answered_at: now },
      note: command.form.note,
      now,
    })
    if (entryIds.length > 0)
      await tx
        .insertInto('statement_disputed_line')
        .values(entryIds.map((entryId) => ({ event_id: eventId, entry_id: entryId })))
        .execute()
    await openIncident(tx, {
      kind: 'statement_disputed',
      sourceId: `${statement.statementId}/${statement.round}`,
      detail: { statementNo: statement.statementNo, amountFen: statement.total, lines: entryIds.length },
      now,
    })
    return ok(undefined)
  })
}

/** The statement when it is the cooperative's own, in the round it looked at, and waits for its answer. */
async function lockToAnswer(tx: Tx, command: AnswerCommand): Promise<Result<Statement, AnswerRefusal>> {
  const statement = await lockStatement(tx, command.statementId, command.manager.cooperativeId)
  if (!statement?.sentAt) return refuse({ kind: 'unknownStatement' })
  if (statement.round !== command.round) return refuse({ kind: 'otherRound' })
  const standing = demandState(statement, ['sent'])
  return standing.ok ? ok(statement) : standing
}

async function areLines(tx: Tx, statementId: StatementId, entryIds: readonly number[]): Promise<boolean> {
  if (entryIds.length === 0) return true
  const rows = await tx
    .selectFrom('statement_line')
    .select('entry_id')
    .where('statement_id', '=', statementId)
    .where('entry_id', 'in', [...entryIds])
    .execute()
  return rows.length === entryIds.length
}
