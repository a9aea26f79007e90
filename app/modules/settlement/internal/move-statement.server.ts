import type { Updateable } from 'kysely'
import type { DutyRefusal } from '#app/modules/identity/perform-duty.server.ts'
import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import type { PersonId } from '#app/shared/ids.ts'
import type { Result } from '#app/shared/result.ts'
import type { SettlementStatement } from '#db/schema.ts'
import type { Statement, StatementEventKind, StatementState } from '../statement.ts'
import { noteStep } from './statement-rows.server.ts'

interface Move {
  kind: StatementEventKind
  to: StatementState
  /** Nobody when a match was made by rule. */
  personId: PersonId | undefined
  /** Of the round it is in afterwards; the statement's when absent. */
  round?: number
  /** Further columns that change with the state. */
  columns?: Omit<Updateable<SettlementStatement>, 'id' | 'state' | 'round'>
  note?: string
  now: Date
}

/** Takes a statement to its next state: the row, the step in its history, and the audit log. Gives the step's key. */
export async function moveStatement(tx: Tx, statement: Statement, move: Move): Promise<number> {
  const { kind, to, personId, columns, note, now } = move
  const round = move.round ?? statement.round
  await tx
    .updateTable('settlement_statement')
    .set({ ...columns, state: to, round })
    .where('id', '=', statement.statementId)
    .execute()
  if (personId)
    await recordAuditEvent(tx, {
      actorId: personId,
      verb: `statement.${kind}`,
      objectType: 'statement',
      objectId: statement.statementId,
      detail: {
        before: { state: statement.state, round: statement.round, totalFen: statement.total },
        after: { state: to, round, ...(note && { note }) },
      },
      now,
    })
  return noteStep(tx, { statement: { ...statement, round }, kind, personId, ...(note && { note }), now })
}

/** The caller has looked at every hand before: what is refused here is a defect. */
export function demandDuty(performed: Result<void, DutyRefusal>): void {
  if (!performed.ok) throw new Error(`the duty was refused: ${performed.refusal.kind}`)
}
