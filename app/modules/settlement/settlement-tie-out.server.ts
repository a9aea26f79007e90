import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { CooperativeId, StatementId } from '#app/shared/ids.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import { PAYMENT_SOURCES } from './settlement-entries.ts'
import type { Month, StatementState } from './statement.ts'

export interface PayableTieOut {
  cooperativeId: CooperativeId
  nameZh: string
  nameEn: string
  /** What the ledger says is owed. */
  ledger: Fen
  /** Of statements that are not paid, from their lines. */
  openLines: Fen
  /** Of postings that are in no statement. */
  unbilled: Fen
  /** Ledger less both: none, or something is wrong. */
  difference: Fen
}

/**
 * Payable = open statement lines + unbilled, for each cooperative that ever had either.
 * Both sides are read from where they stand: the ledger's sums by day on the one, every
 * line and every posting without one on the other.
 */
export async function readPayableTieOut(db: Db): Promise<PayableTieOut[]> {
  const { rows } = await sql<{
    id: CooperativeId
    name_zh: string
    name_en: string
    ledger: number
    open_lines: number
    unbilled: number
  }>`
    with ledger as (
      select account.cooperative_id as id, sum(day.credit_fen - day.debit_fen) as amount
      from account_day day join account on account.code = day.account_code
      where account.code like 'payable:cooperative:%' group by 1
    ), open_lines as (
      select line.cooperative_id as id, sum(line.net_fen) as amount
      from statement_line line join settlement_statement statement on statement.id = line.statement_id
      where statement.state in ('draft', 'sent', 'disputed', 'confirmed', 'approved') group by 1
    ), unbilled as (
      select account.cooperative_id as id, -sum(posting.amount_fen) as amount
      from posting join account on account.code = posting.account_code join journal_entry entry on entry.id = posting.entry_id
      where account.code like 'payable:cooperative:%' and entry.source_type not in (${sql.join(PAYMENT_SOURCES)})
        and not exists (select from statement_line line
          where line.entry_id = posting.entry_id and line.cooperative_id = account.cooperative_id)
      group by 1
    )
    select cooperative.id, name_zh, name_en, coalesce(ledger.amount, 0)::bigint as ledger,
      coalesce(open_lines.amount, 0)::bigint as open_lines, coalesce(unbilled.amount, 0)::bigint as unbilled
    from cooperative left join ledger using (id) left join open_lines using (id) left join unbilled using (id)
    where coalesce(ledger.id, open_lines.id, unbilled.id) is not null order by cooperative.id`.execute(db)
  return rows.map((row) => ({
    cooperativeId: row.id,
    nameZh: row.name_zh,
    nameEn: row.name_en,
    ledger: fen(row.ledger),
    openLines: fen(row.open_lines),
    unbilled: fen(row.unbilled),
    difference: fen(row.ledger - row.open_lines - row.unbilled),
  }))
}

/** Statements up to a month that a cooperative has not agreed to yet: none, before the month is closed. */
export async function listUnconfirmed(
  db: Db,
  month: Month,
): Promise<{ statementId: StatementId; statementNo: string; month: Month; state: StatementState; total: Fen }[]> {
  const rows = await db
    .selectFrom('settlement_statement')
    .select(['id', 'statement_no', 'month', 'state', 'total_fen'])
    .where('month', '<=', month)
    .where('state', 'in', ['draft', 'sent', 'disputed'])
    .orderBy('statement_no')
    .execute()
  return rows.map((row) => ({
    statementId: row.id as StatementId,
    statementNo: row.statement_no,
    month: row.month,
    state: row.state as StatementState,
    total: fen(row.total_fen),
  }))
}
