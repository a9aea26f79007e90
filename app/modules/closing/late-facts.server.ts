import { sql } from 'kysely'
import type { Book } from '#app/modules/ledger/accounts.ts'
import type { Db } from '#app/platform/db.server.ts'
import { type BusinessDate, businessDate } from '#app/shared/business-date.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import { firstDayOf, type Month, nextMonth } from './month.ts'

/** An entry that belongs to a closed month and stands in a later one. */
export interface LateFact {
  entryId: number
  book: Book
  sourceType: string
  amount: Fen
  /** The day on which it happened, and the one under which it stands. */
  happenedOn: BusinessDate
  bookedOn: BusinessDate
}

/** What belongs to a month and came after it was closed: how much, and the latest of it. */
export async function readLateFacts(
  db: Db,
  { month, limit }: { month: Month; limit: number },
): Promise<{ count: number; facts: LateFact[] }> {
  const { rows } = await sql<{
    id: number
    book: Book
    source_type: string
    occurred_at: Date
    business_date: BusinessDate
    amount: number
    total: number
  }>`
    select entry.id, entry.book, entry.source_type, entry.occurred_at, entry.business_date, count(*) over () as total,
      (select coalesce(sum(amount_fen), 0)::bigint from posting where entry_id = entry.id and amount_fen > 0) as amount
    from journal_entry entry
    where date_trunc('month', occurred_at at time zone 'Asia/Shanghai')::date = ${firstDayOf(month)}::date
      and business_date <> (occurred_at at time zone 'Asia/Shanghai')::date and business_date >= ${firstDayOf(nextMonth(month))}::date
    order by entry.id desc limit ${limit}`.execute(db)
  const facts = rows.map((row) => ({
    entryId: row.id,
    book: row.book,
    sourceType: row.source_type,
    amount: fen(row.amount),
    happenedOn: businessDate(row.occurred_at),
    bookedOn: row.business_date,
  }))
  return { count: rows[0]?.total ?? 0, facts }
}

/** The year an entry's amount belongs to when it counts in a later one, and why; undefined for every other entry. */
export async function findLateRecognition(
  db: Db,
  entryId: number,
): Promise<{ year: number; because: 'booked_late' | 'refund' } | undefined> {
  const { rows } = await sql<{ belongs_year: number; because: 'booked_late' | 'refund' }>`
    select belongs_year, because from late_recognition late
      join recognized_purchase counted on counted.id = late.recognized_purchase_id
      join journal_entry entry on entry.id = ${entryId} and entry.book = 'assistance'
        and entry.source_type = counted.source_type and entry.source_id = counted.source_id`.execute(db)
  const row = rows[0]
  return row && { year: row.belongs_year, because: row.because }
}
