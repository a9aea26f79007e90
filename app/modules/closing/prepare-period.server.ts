import { type DutyRefusal, performDuty } from '#app/modules/identity/perform-duty.server.ts'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { checkOrder, type OrderRefusal } from './close-checklist.ts'
import { CLOSE_CHECKS, closeContext } from './close-checks.server.ts'
import { lockPeriod, readPeriodPlace, readRound, setClosing } from './internal/period-rows.server.ts'
import { firstDayOf, type Month } from './month.ts'

export type PreparePeriodRefusal = OrderRefusal | DutyRefusal

/**
 * A finance officer puts the next month up for its close. Nothing is shut by it: what
 * is open on the checklist is worked off or explained, and somebody else locks the
 * month. Refuses a month that is not over, and any but the next in order.
 */
export async function preparePeriod(
  db: Db,
  { month, officer, now }: { month: Month; officer: Actor<'period:prepare'>; now: Date },
): Promise<Result<void, PreparePeriodRefusal>> {
  return inTransaction(db, async (tx): Promise<Result<void, PreparePeriodRefusal>> => {
    await lockPeriod(tx, month)
    const place = await readPeriodPlace(tx, month)
    const order = checkOrder(month, place, now)
    if (!order.ok) return order
    const round = await readRound(tx, month)
    const done = await performDuty(tx, {
      subjectType: 'period',
      subjectId: month,
      round,
      duty: 'period.prepare',
      personId: officer.personId,
      now,
    })
    if (!done.ok) return done
    await setClosing(tx, month)
    await recordAuditEvent(tx, {
      actorId: officer.personId,
      verb: 'period.prepared',
      objectType: 'period',
      objectId: month,
      before: { state: place.state },
      after: { state: 'closing', round },
      now,
    })
    return ok(undefined)
  })
}

export type WaiveCheckRefusal =
  | { kind: 'notClosing' }
  /** It must be put right: no reason stands for it. */
  | { kind: 'notWaivable' }
  | { kind: 'nothingOpen' }

/**
 * Explains what is open on a line of the checklist, in writing. It covers as many as
 * are open now: more of them later make the line red again.
 */
export async function waiveCheck(
  db: Db,
  command: { month: Month; name: string; reason: string; officer: Actor<'period:prepare'>; now: Date },
): Promise<Result<void, WaiveCheckRefusal>> {
  const { month, name, reason, officer, now } = command
  const check = CLOSE_CHECKS.find((known) => known.name === name)
  if (!check?.mayBeWaived) return refuse({ kind: 'notWaivable' })
  return inTransaction(db, async (tx): Promise<Result<void, WaiveCheckRefusal>> => {
    await lockPeriod(tx, month)
    if ((await readPeriodPlace(tx, month)).state !== 'closing') return refuse({ kind: 'notClosing' })
    const { open } = await check.read(tx, closeContext(tx, { month, now }))
    if (open === 0) return refuse({ kind: 'nothingOpen' })
    const round = await readRound(tx, month)
    await tx
      .insertInto('period_waiver')
      .values({
        month: firstDayOf(month),
        round,
        check_name: name,
        open_count: open,
        reason,
        waived_by: officer.personId,
        at: now,
      })
      .execute()
    await recordAuditEvent(tx, {
      actorId: officer.personId,
      verb: 'period.check_waived',
      objectType: 'period',
      objectId: month,
      after: { check: name, open, reason, round },
      now,
    })
    return ok(undefined)
  })
}
