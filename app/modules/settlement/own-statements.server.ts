import { sql } from 'kysely'
import { payableToCooperative } from '#app/modules/ledger/accounts.ts'
import { readAccount } from '#app/modules/ledger/ledger-queries.server.ts'
import type { Db } from '#app/platform/db.server.ts'
import type { CooperativeId } from '#app/shared/ids.ts'
import { type Fen, fen, negateFen, subtractFen } from '#app/shared/money.ts'
import { OPEN_STATES } from './statement.ts'
import { readSummary, type StatementSummary, type SummaryRow } from './statement-desk.server.ts'
import { STATEMENT_PAGE } from './statement-views.ts'

/** The statements a cooperative has been sent, the newest first. */
export async function listOwnStatements(db: Db, cooperativeId: CooperativeId): Promise<StatementSummary[]> {
  const { rows } = await sql<SummaryRow>`
    select statement.id, statement_no, month, name_zh, name_en, state, round, total_fen, line_count, due_on
    from settlement_statement statement join cooperative on cooperative.id = statement.cooperative_id
    where cooperative_id = ${cooperativeId} and sent_at is not null
    order by month desc, statement_no desc limit ${sql.lit(STATEMENT_PAGE)}`.execute(db)
  return rows.map(readSummary)
}

/** What a cooperative is owed in all: in statements it was sent that are not paid, and in none it knows of. */
export async function readOwed(
  db: Db,
  cooperativeId: CooperativeId,
): Promise<{ owed: Fen; inStatements: Fen; unbilled: Fen }> {
  const [{ balance }, open] = await Promise.all([
    readAccount(db, payableToCooperative(cooperativeId).code, '2000-01-01'),
    db
      .selectFrom('settlement_statement')
      .select(sql<number>`coalesce(sum(total_fen), 0)::bigint`.as('amount'))
      .where('cooperative_id', '=', cooperativeId)
      .where('state', 'in', [...OPEN_STATES])
      .where('sent_at', 'is not', null)
      .executeTakeFirstOrThrow(),
  ])
  const owed = negateFen(balance)
  const inStatements = fen(open.amount)
  return { owed, inStatements, unbilled: subtractFen(owed, inStatements) }
}
