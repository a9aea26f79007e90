import { sql } from 'kysely'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { PersonId } from '#app/shared/ids.ts'
import { moneyEntryOf } from './book-facts.ts'
import type { Fact, PlannedDay } from './plan.ts'
import { planDays } from './plan-days.ts'
import type { HistoryWish, HistoryWorld } from './world.ts'
import { bookFacts, writeDays } from './write-days.server.ts'

/** Days are written together up to about so many orders, and at least a day. */
const ORDERS_A_WRITE = 150
/** Entries told to the books in one transaction: each moves the book's head, and a row moved very often is slow. */
const FACTS_A_WRITE = 600

export interface Progress {
  day: BusinessDate
  orders: number
}

/**
 * Writes a planned history, some days at a time, in the order of its happening. What
 * is there already is left alone: a history that was ended half-way is completed by
 * the next call with the same wish. `betweenDays` is called before the days that
 * begin on or after the day it is given, for whatever else happened in that time.
 */
export async function fillHistory(
  db: Db,
  { world, wish }: { world: HistoryWorld; wish: HistoryWish },
  betweenDays: (before: BusinessDate, written: Progress) => Promise<void> = async () => undefined,
): Promise<void> {
  const { clerkId } = world.staff
  let days: PlannedDay[] = []
  let orders = 0
  let writes = 0
  const write = async () => {
    const [first] = days
    if (!first) return
    await betweenDays(first.day, { day: first.day, orders })
    await writeOnce(db, days, clerkId)
    for (const { orders: written } of days) orders += written.length
    days = []
    writes += 1
    // Plans made while the tables were small read them whole: at every doubling they are made anew.
    if ((writes & (writes - 1)) === 0) await analyze(db)
  }
  for (const day of planDays(world, wish)) {
    days.push(day)
    if (days.length === 7 || days.reduce((sum, each) => sum + each.orders.length, 0) >= ORDERS_A_WRITE) await write()
  }
  await write()
}

async function writeOnce(db: Db, days: readonly PlannedDay[], clerkId: PersonId): Promise<void> {
  await inTransaction(db, async (tx) => {
    await allowTime(tx)
    if (!(await isWritten(tx, days))) await writeDays(tx, days, clerkId)
  })
  const facts = days.flatMap((day) => day.facts)
  for (let from = 0; from < facts.length; from += FACTS_A_WRITE)
    await bookOnce(db, facts.slice(from, from + FACTS_A_WRITE))
}

async function analyze(db: Db): Promise<void> {
  await inTransaction(db, async (tx) => {
    await allowTime(tx)
    await sql`analyze`.execute(tx)
  })
}

/** Days are written whole: the first order of theirs tells, or the first drawer when nothing was ordered. */
async function isWritten(tx: Tx, days: readonly PlannedDay[]): Promise<boolean> {
  const order = days.flatMap((day) => day.orders)[0]
  const shift = days.flatMap((day) => day.shifts)[0]
  const ofOrder = order && tx.selectFrom('order').select('id').where('id', '=', order.id)
  const ofShift = shift && tx.selectFrom('counter_shift').select('id').where('id', '=', shift.id)
  const known = await (ofOrder ?? ofShift)?.executeTakeFirst()
  return known !== undefined || (!order && !shift)
}

async function bookOnce(db: Db, facts: readonly Fact[]): Promise<void> {
  const [first] = facts
  if (!first) return
  const { sourceType, sourceId } = moneyEntryOf(first)
  await inTransaction(db, async (tx) => {
    await allowTime(tx)
    const known = await tx
      .selectFrom('journal_entry')
      .select('id')
      .where('book', '=', 'money')
      .where('source_type', '=', sourceType)
      .where('source_id', '=', sourceId)
      .executeTakeFirst()
    if (!known) await bookFacts(tx, facts)
  })
}

/** Large statements on a small machine. */
async function allowTime(tx: Tx): Promise<void> {
  await sql`set local statement_timeout = '120s'`.execute(tx)
}
