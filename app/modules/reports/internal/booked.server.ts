import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import type { ReportQuery } from '../report-query.ts'

/** What the books say, summed by account and day: debit and credit of what `condition` picks of `day` and `account`. */
export async function sumBooked(
  db: Db,
  condition: RawBuilder<unknown>,
): Promise<{ debit: Fen; credit: Fen; lineCount: number }> {
  const { rows } = await sql<{ debit: number; credit: number; lines: number }>`
    select coalesce(sum(day.debit_fen), 0)::bigint as debit, coalesce(sum(day.credit_fen), 0)::bigint as credit,
      coalesce(sum(day.line_count), 0)::bigint as lines
    from account_day day join account on account.code = day.account_code where ${condition}`.execute(db)
  const [row] = rows
  return { debit: fen(row?.debit ?? 0), credit: fen(row?.credit ?? 0), lineCount: row?.lines ?? 0 }
}

/** The days of a query. */
export function withinPeriod({ from, to }: Pick<ReportQuery, 'from' | 'to'>): RawBuilder<unknown> {
  return sql`day.business_date between ${from}::date and ${to}::date`
}

/** All of `conditions`. */
export function all(conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
}
