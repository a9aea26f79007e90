import { sql } from 'kysely'
import { readChecklist } from '#app/modules/closing/close-checks.server.ts'
import { lockPeriod } from '#app/modules/closing/lock-period.server.ts'
import { endOfMonth, firstDayOf, type Month, monthOfDate, nextMonth } from '#app/modules/closing/month.ts'
import { preparePeriod, waiveCheck } from '#app/modules/closing/prepare-period.server.ts'
import { approveReopening, askReopening } from '#app/modules/closing/reopen-period.server.ts'
import type { Actor, GrantedRole, Permission } from '#app/modules/identity/permissions.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { createPerson } from './people.ts'

/** Who closes months: an officer prepares, an approver locks. */
export interface Closers {
  officer: Actor<'period:prepare'>
  approver: Actor<'period:lock'>
}

async function someone<P extends Permission>(db: Db, permission: P, role: GrantedRole): Promise<Actor<P>> {
  const { personId } = await createPerson(db, { name: '林秋实', grants: [{ role }] })
  return { personId, name: '林秋实', kind: 'staff', roles: ['staff', role], permission }
}

export async function createClosers(db: Db): Promise<Closers> {
  return {
    officer: await someone(db, 'period:prepare', 'finance_officer'),
    approver: await someone(db, 'period:lock', 'finance_approver'),
  }
}

/** A time at which `month` may be closed. */
export function afterMonth(month: Month, hours = 9): Date {
  return new Date(endOfMonth(month).getTime() + hours * 60 * 60 * 1000)
}

/**
 * Closes the next month through the use cases; throws what they refuse. Months close in
 * order from the first that holds anything. With a `reason`, what may be explained is.
 */
export async function closeMonth(
  db: Db,
  month: Month,
  { closers, now = afterMonth(month), reason }: { closers: Closers; now?: Date; reason?: string },
): Promise<void> {
  const prepared = await preparePeriod(db, { month, officer: closers.officer, now })
  if (!prepared.ok) throw new Error(`${month} was not prepared: ${JSON.stringify(prepared.refusal)}`)
  if (reason !== undefined)
    for (const { name, mayBeWaived, open } of await readChecklist(db, { month, now }))
      if (mayBeWaived && open > 0) await waiveCheck(db, { month, name, reason, officer: closers.officer, now })
  const locked = await lockPeriod(db, { month, approver: closers.approver, now })
  if (!locked.ok) throw new Error(`${month} was not locked: ${JSON.stringify(locked.refusal)}`)
}

/** Closes every month from the first that holds an entry through `last`. */
export async function closeMonthsThrough(
  db: Db,
  last: Month,
  { closers, now }: { closers: Closers; now?: Date },
): Promise<void> {
  const { first } = await db
    .selectFrom('journal_entry')
    .select((eb) => eb.fn.min('business_date').as('first'))
    .executeTakeFirstOrThrow()
  for (let month = monthOfDate(first); month <= last; month = nextMonth(month))
    await closeMonth(db, month, { closers, ...(now && { now }) })
}

/**
 * Locks months as rows of the owner, without their checklist: for tests of what a
 * closed month does to something else, in a shop that no month would close on.
 */
export async function shutMonthsThrough(ownerDb: Db, last: Month): Promise<void> {
  await inTransaction(ownerDb, async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx)
    await sql`
      insert into period (month, state, closed_at, money_seq, money_hash, assistance_seq, assistance_hash, control_totals)
      select first::date, 'closed', now(), 0, sha256(''), 0, sha256(''), '{}'
      from generate_series((select date_trunc('month', min(business_date)) from journal_entry), ${firstDayOf(last)}::date,
        interval '1 month') as first
      on conflict do nothing`.execute(tx)
  })
}

/** Opens the latest closed month again, by two people. */
export async function reopenMonth(
  db: Db,
  month: Month,
  { closers, now }: { closers: Closers; now: Date },
): Promise<void> {
  const requestId = newId()
  const asked = await askReopening(db, { requestId, month, reason: '少记一张发票', officer: closers.officer, now })
  if (!asked.ok) throw new Error(asked.refusal.kind)
  const approved = await approveReopening(db, { reopeningId: requestId, approver: closers.approver, now })
  if (!approved.ok) throw new Error(approved.refusal.kind)
}
