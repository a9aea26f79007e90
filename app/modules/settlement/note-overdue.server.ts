import { openIncident } from '#app/modules/payments/incidents.server.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import { OPEN_STATES } from './statement.ts'

const MOST_AT_ONCE = 100

/** Puts statements that were due before today and are not paid before finance, each once. Gives how many. */
export async function noteOverdueStatements(db: Db, now: Date): Promise<number> {
  const today = businessDate(now)
  return inTransaction(db, async (tx) => {
    const overdue = await tx
      .selectFrom('settlement_statement as statement')
      .select(['id', 'statement_no', 'total_fen', 'due_on'])
      .where('state', 'in', [...OPEN_STATES])
      .where('due_on', '<', today)
      .where('total_fen', '>', 0)
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('incident')
              .select('incident.id')
              .where('incident.kind', '=', 'statement_overdue')
              .whereRef('incident.source_id', '=', eb.cast<string>('statement.id', 'text')),
          ),
        ),
      )
      .orderBy('due_on')
      .limit(MOST_AT_ONCE)
      .execute()
    for (const { id, statement_no: statementNo, total_fen: amountFen, due_on: dueOn } of overdue)
      await openIncident(tx, {
        kind: 'statement_overdue',
        sourceId: id,
        detail: { statementNo, amountFen, dueOn },
        now,
      })
    return overdue.length
  })
}
