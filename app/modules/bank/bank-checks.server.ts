import { sql } from 'kysely'
import { BANK, BANK_TRANSIT } from '#app/modules/ledger/accounts.ts'
import type { Db } from '#app/platform/db.server.ts'
import { addDays, type BusinessDate } from '#app/shared/business-date.ts'
import { type Fen, fen } from '#app/shared/money.ts'

export interface BankChecks {
  /** Days of the month, since the account was first used, that no statement covers. */
  uncoveredDays: number
  /** Lines up to the month's end that nothing explains, and what they come to without their signs. */
  openLines: number
  openAmount: Fen
  /** How many links up to the month's end left something that is not claimed yet. */
  unclaimed: number
}

/** What about the bank stands in the way of closing a month; `month` is its first day. */
export async function readBankChecks(db: Db, month: BusinessDate): Promise<BankChecks> {
  const next = `${addDays(month, 32).slice(0, 7)}-01`
  const { rows } = await sql<{ uncovered: number; open_lines: number; open_fen: number; unclaimed: number }>`
    select
      (select count(*)::int from generate_series(${month}::date, ${next}::date - 1, interval '1 day') as day
        where day >= least((select min(booked_on) from bank_line),
            (select min(business_date) from account_day where account_code in (${BANK.code}, ${BANK_TRANSIT.code})))
          and not exists (select from sheet_file where kind = 'bank_statement' and state in ('done', 'done_with_errors')
          and day::date between (options ->> 'coversFrom')::date and (options ->> 'coversTo')::date)) as uncovered,
      (select count(*)::int from bank_line where bank_link_id is null and booked_on < ${next}::date)
        as open_lines,
      (select coalesce(sum(abs(amount_fen)), 0)::bigint from bank_line where bank_link_id is null
        and booked_on < ${next}::date) as open_fen,
      (select count(*)::int from bank_link_part part join bank_link link on link.id = part.bank_link_id
          join journal_entry entry on entry.id = link.journal_entry_id
        where part.kind = 'leftover' and link.undone_at is null and entry.business_date < ${next}::date and part.amount_fen + coalesce((select sum(claim.amount_fen) from bank_link_part claim
            join bank_link by_link on by_link.id = claim.bank_link_id where claim.kind = 'claim' and claim.ref_id = link.id::text
              and by_link.undone_at is null), 0) <> 0) as unclaimed`.execute(db)
  const [row] = rows
  if (!row) throw new Error('an aggregate gave no row')
  return {
    uncoveredDays: row.uncovered,
    openLines: row.open_lines,
    openAmount: fen(row.open_fen),
    unclaimed: row.unclaimed,
  }
}
