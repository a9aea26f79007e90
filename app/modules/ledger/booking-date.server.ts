import { sql } from 'kysely'
import type { Tx } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { Book } from './accounts.ts'

/**
 * The day under which something that happened on `happenedOn` is booked: that day, or
 * the day of `now` when its month is closed. Takes the head of the book: whatever
 * depends on the year of the entry is asked for here, and posted in the same
 * transaction.
 */
export async function readBookingDate(
  tx: Tx,
  { book, happenedOn, now }: { book: Book; happenedOn: BusinessDate; now: Date },
): Promise<BusinessDate> {
  const { rows } = await sql<{ day: BusinessDate }>`
    select booking_date(${book}, ${happenedOn}::date, ${now}) as day`.execute(tx)
  const [row] = rows
  if (!row) throw new Error('a function gave no row')
  return row.day
}
