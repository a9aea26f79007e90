import { sql } from 'kysely'
import type { Db, Tx } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { PersonId } from '#app/shared/ids.ts'
import type { PeriodPlace, PeriodState, Waiver } from '../close-checklist.ts'
import { firstDayOf, type Month, monthOfDate } from '../month.ts'

/** Where a month stands among the others. */
export async function readPeriodPlace(db: Db, month: Month): Promise<PeriodPlace> {
  const { rows } = await sql<{
    state: PeriodState | null
    last_closed: BusinessDate | null
    first_held: BusinessDate | null
  }>`
    select (select state from period where month = ${firstDayOf(month)}::date) as state,
      (select max(month) from period where state = 'closed') as last_closed,
      least((select min(business_date) from journal_entry where book = 'money'),
        (select min(business_date) from journal_entry where book = 'assistance')) as first_held`.execute(db)
  const row = rows[0]
  return {
    state: row?.state ?? 'open',
    lastClosed: row?.last_closed ? monthOfDate(row.last_closed) : undefined,
    firstHeld: row?.first_held ? monthOfDate(row.first_held) : undefined,
  }
}

/** Lets one person at a time do something about a month; to the end of the transaction. */
export async function lockPeriod(tx: Tx, month: Month): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('period ' || ${month}::text, 0))`.execute(tx)
}

/** The round a month is in: one more for every time it was opened again. */
export async function readRound(db: Db, month: Month): Promise<number> {
  const row = await db
    .selectFrom('period_reopening')
    .select((eb) => eb.fn.countAll<number>().as('reopened'))
    .where('month', '=', firstDayOf(month))
    .where('state', '=', 'approved')
    .executeTakeFirstOrThrow()
  return 1 + row.reopened
}

export async function setClosing(tx: Tx, month: Month): Promise<void> {
  await tx
    .insertInto('period')
    .values({ month: firstDayOf(month), state: 'closing' })
    .onConflict((conflict) => conflict.column('month').doUpdateSet({ state: 'closing' }))
    .execute()
}

/** What was waived in a round, the latest of each check. */
export async function readWaivers(
  db: Db,
  { month, round }: { month: Month; round: number },
): Promise<Map<string, Waiver>> {
  const rows = await db
    .selectFrom('period_waiver')
    .innerJoin('person', 'person.id', 'period_waiver.waived_by')
    .select(['check_name', 'open_count', 'reason', 'waived_by', 'period_waiver.at', 'person.name'])
    .where('month', '=', firstDayOf(month))
    .where('round', '=', round)
    .orderBy('period_waiver.id')
    .execute()
  return new Map(
    rows.map((row) => [
      row.check_name,
      {
        reason: row.reason,
        openCount: row.open_count,
        waivedBy: row.waived_by as PersonId,
        waivedByName: row.name,
        at: row.at,
      },
    ]),
  )
}

/** Everybody who waived something in a round, also what was waived again since. */
export async function listWaivingPeople(
  db: Db,
  { month, round }: { month: Month; round: number },
): Promise<PersonId[]> {
  const rows = await db
    .selectFrom('period_waiver')
    .select('waived_by')
    .distinct()
    .where('month', '=', firstDayOf(month))
    .where('round', '=', round)
    .execute()
  return rows.map((row) => row.waived_by as PersonId)
}

/** Who performed a duty about a month in a round. */
export async function findDuty(
  db: Db,
  { month, round, duty }: { month: Month; round: number; duty: 'period.prepare' | 'period.lock' },
): Promise<{ personId: PersonId; name: string; at: Date } | undefined> {
  const row = await db
    .selectFrom('duty')
    .innerJoin('person', 'person.id', 'duty.person_id')
    .select(['duty.person_id', 'person.name', 'duty.at'])
    .where('subject_type', '=', 'period')
    .where('subject_id', '=', month)
    .where('round', '=', round)
    .where('duty', '=', duty)
    .executeTakeFirst()
  return row && { personId: row.person_id as PersonId, name: row.name, at: row.at }
}
