import { type DutyRefusal, performDuty } from '#app/modules/identity/perform-duty.server.ts'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import type { PersonId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { type ChecklistLine, checkOrder, decideLock, type LockDecisionRefusal } from './close-checklist.ts'
import { readChecklist } from './close-checks.server.ts'
import {
  findDuty,
  listWaivingPeople,
  lockPeriod as lockMonth,
  readPeriodPlace,
  readRound,
} from './internal/period-rows.server.ts'
import { firstDayOf, type Month } from './month.ts'
import { checkNow } from './run-tie-outs.server.ts'

export type LockPeriodRefusal = LockDecisionRefusal | DutyRefusal

interface LockCommand {
  month: Month
  approver: Actor<'period:lock'>
  now: Date
}

/**
 * A second person locks a prepared month: everything that must tie is compared anew,
 * the whole checklist must be green, and from the same moment on nothing is booked
 * into the month any more. What the close says of the books the database reads itself,
 * while nobody can book.
 */
export async function lockPeriod(db: Db, command: LockCommand): Promise<Result<{ round: number }, LockPeriodRefusal>> {
  const { month, approver, now } = command
  const order = checkOrder(month, await readPeriodPlace(db, month), now)
  if (!order.ok) return order
  // Before and apart from the lock, whatever becomes of it: what does not tie is kept, and nobody waits for it.
  await checkNow(db, { asker: approver, now })
  return inTransaction(db, (tx) => lockLocked(tx, command))
}

async function lockLocked(tx: Tx, command: LockCommand): Promise<Result<{ round: number }, LockPeriodRefusal>> {
  const { month, approver, now } = command
  await lockMonth(tx, month)
  const [place, round] = [await readPeriodPlace(tx, month), await readRound(tx, month)]
  const checklist = await readChecklist(tx, { month, now })
  const waivers = await listWaivingPeople(tx, { month, round })
  const decided = decideLock({ month, place, checklist, waivers }, { lockerId: approver.personId, now })
  if (!decided.ok) return decided
  const prepared = await findDuty(tx, { month, round, duty: 'period.prepare' })
  if (!prepared) return refuse({ kind: 'notPrepared' })
  const done = await performDuty(tx, {
    subjectType: 'period',
    subjectId: month,
    round,
    duty: 'period.lock',
    personId: approver.personId,
    now,
  })
  if (!done.ok) return done
  await recordAuditEvent(tx, {
    actorId: approver.personId,
    verb: 'period.locked',
    objectType: 'period',
    objectId: month,
    before: { state: 'closing' },
    after: { state: 'closed', round },
    now,
  })
  await writeClose(tx, { command, round, checklist, preparedBy: prepared.personId })
  return ok({ round })
}

/** Writes the close. Takes the heads of both books, so it comes last; the rest is the database's. */
async function writeClose(
  tx: Tx,
  of: { command: LockCommand; round: number; checklist: readonly ChecklistLine[]; preparedBy: PersonId },
): Promise<void> {
  const { month, approver, now } = of.command
  const unread = Buffer.alloc(0)
  await tx
    .insertInto('period_close')
    .values({
      month: firstDayOf(month),
      round: of.round,
      closed_at: now,
      prepared_by: of.preparedBy,
      locked_by: approver.personId,
      money_seq: 0,
      money_hash: unread,
      assistance_seq: 0,
      assistance_hash: unread,
      control_totals: '{}',
      checks: JSON.stringify(of.checklist),
    })
    .execute()
}
