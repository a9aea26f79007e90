import { type Selectable, sql } from 'kysely'
import type { Db, Tx } from '#app/platform/db.server.ts'
import type { CooperativeId, PersonId, StatementId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import type { SettlementStatement } from '#db/schema.ts'
import type { Hands, Month, Statement, StatementEventKind, StatementState } from '../statement.ts'

/** From here to the commit nobody else prepares, refills or voids a statement of the cooperative. Before any statement's row. */
export async function lockSettlement(tx: Tx, cooperativeId: CooperativeId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('settlement ' || ${cooperativeId}::text, 0))`.execute(tx)
}

/** Holds a statement to the commit; undefined when there is none, or none of `cooperativeId`. */
export async function lockStatement(
  tx: Tx,
  statementId: StatementId,
  cooperativeId?: CooperativeId,
): Promise<Statement | undefined> {
  let query = tx.selectFrom('settlement_statement').selectAll().where('id', '=', statementId).forUpdate()
  if (cooperativeId) query = query.where('cooperative_id', '=', cooperativeId)
  const row = await query.executeTakeFirst()
  return row && readStatement(row)
}

/** The cooperative of a statement, to lock its settlement by. */
export async function findCooperativeOf(db: Db, statementId: StatementId): Promise<CooperativeId | undefined> {
  const row = await db
    .selectFrom('settlement_statement')
    .select('cooperative_id')
    .where('id', '=', statementId)
    .executeTakeFirst()
  return row?.cooperative_id as CooperativeId | undefined
}

/** The statement of a cooperative and month that was not voided. */
export async function findLive(
  tx: Tx,
  { cooperativeId, month }: { cooperativeId: CooperativeId; month: Month },
): Promise<Statement | undefined> {
  const row = await tx
    .selectFrom('settlement_statement')
    .selectAll()
    .where('cooperative_id', '=', cooperativeId)
    .where('month', '=', month)
    .where('state', '<>', 'voided')
    .executeTakeFirst()
  return row && readStatement(row)
}

export function readStatement(row: Selectable<SettlementStatement>): Statement {
  return {
    statementId: row.id as StatementId,
    statementNo: row.statement_no,
    cooperativeId: row.cooperative_id as CooperativeId,
    month: row.month,
    round: row.round,
    state: row.state as StatementState,
    total: fen(row.total_fen),
    lineCount: row.line_count,
    dueOn: row.due_on,
    sentAt: row.sent_at ?? undefined,
    preparedBy: row.prepared_by as PersonId,
    bankAccountId: row.bank_account_id ?? undefined,
  }
}

export interface StatementStep {
  statement: Statement
  kind: StatementEventKind
  /** Nobody when a match was made by rule. */
  personId: PersonId | undefined
  note?: string
  now: Date
}

/** Writes down a step of a statement, in the transaction that makes it. Gives its key. */
export async function noteStep(tx: Tx, { statement, kind, personId, note, now }: StatementStep): Promise<number> {
  const { id } = await tx
    .insertInto('statement_event')
    .values({
      statement_id: statement.statementId,
      round: statement.round,
      kind,
      person_id: personId ?? null,
      at: now,
      note: note ?? '',
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

const PREPARING: readonly string[] = ['prepared', 'taken', 'corrected', 'sent', 'reopened']

/** Who had which hand in the statement, in this round and all before. */
export async function readHands(db: Db, statementId: StatementId): Promise<Hands> {
  const rows = await db
    .selectFrom('statement_event')
    .select(['kind', 'person_id'])
    .distinct()
    .where('statement_id', '=', statementId)
    .where('person_id', 'is not', null)
    .execute()
  const of = (kinds: readonly string[]) =>
    rows.filter((row) => kinds.includes(row.kind)).map((row) => row.person_id as PersonId)
  return { preparing: of(PREPARING), approving: of(['approved']), paying: of(['paid']) }
}
