import { type DutyRefusal, performDuty } from '#app/modules/identity/perform-duty.server.ts'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import type { PersonId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { lockPeriod, readPeriodPlace, readRound } from './internal/period-rows.server.ts'
import { firstDayOf, type Month, monthOfDate } from './month.ts'

export type AskReopeningRefusal =
  /** Only the latest closed month: the ones before it stay. */
  { kind: 'notLatest' } | { kind: 'otherContent' } | { kind: 'askedAlready' } | DutyRefusal

interface AskCommand {
  /** Names the request: a form sent twice is one. */
  requestId: string
  month: Month
  reason: string
  officer: Actor<'period:prepare'>
  now: Date
}

/** A finance officer asks to open the latest closed month again. A second person decides. */
export async function askReopening(db: Db, command: AskCommand): Promise<Result<void, AskReopeningRefusal>> {
  const { requestId, month, reason, officer, now } = command
  return inTransaction(db, async (tx): Promise<Result<void, AskReopeningRefusal>> => {
    await lockPeriod(tx, month)
    const known = await findReopening(tx, requestId)
    if (known) return isSame(known, command) ? ok(undefined) : refuse({ kind: 'otherContent' })
    if ((await readPeriodPlace(tx, month)).lastClosed !== month) return refuse({ kind: 'notLatest' })
    const round = await readRound(tx, month)
    if (await isAsked(tx, month)) return refuse({ kind: 'askedAlready' })
    const done = await performDuty(tx, {
      ...subjectOf(requestId),
      duty: 'reopening.ask',
      personId: officer.personId,
      now,
    })
    if (!done.ok) return done
    await recordAuditEvent(tx, {
      actorId: officer.personId,
      verb: 'period.reopening_asked',
      objectType: 'period',
      objectId: month,
      after: { reason, round },
      now,
    })
    await tx
      .insertInto('period_reopening')
      .values({
        id: requestId,
        month: firstDayOf(month),
        round,
        reason,
        asked_by: officer.personId,
        asked_at: now,
        state: 'asked',
      })
      .execute()
    return ok(undefined)
  })
}

export type SettleReopeningRefusal =
  | { kind: 'unknown' }
  | { kind: 'settled'; state: 'approved' | 'refused' }
  | { kind: 'notLatest' }
  | DutyRefusal

interface SettleCommand {
  reopeningId: string
  approver: Actor<'period:lock'>
  now: Date
}

/** Another person than the one who asked opens the month again. What was closed is kept; closing again is a new round. */
export async function approveReopening(
  db: Db,
  { reopeningId, approver, now }: SettleCommand,
): Promise<Result<{ month: Month }, SettleReopeningRefusal>> {
  return inTransaction(db, async (tx): Promise<Result<{ month: Month }, SettleReopeningRefusal>> => {
    const found = await lockAsked(tx, reopeningId)
    if (!found.ok) return found
    const { month, round } = found.value
    if ((await readPeriodPlace(tx, month)).lastClosed !== month) return refuse({ kind: 'notLatest' })
    const done = await performDuty(tx, {
      ...subjectOf(reopeningId),
      duty: 'reopening.approve',
      personId: approver.personId,
      now,
    })
    if (!done.ok) return done
    await recordAuditEvent(tx, {
      actorId: approver.personId,
      verb: 'period.reopened',
      objectType: 'period',
      objectId: month,
      before: { state: 'closed', round },
      after: { state: 'open', round: round + 1 },
      now,
    })
    // Takes the heads of both books.
    await settle(tx, { reopeningId, state: 'approved', by: approver.personId, because: null, now })
    return ok({ month })
  })
}

/** Somebody who may lock says no, and why; the month stays closed. */
export async function refuseReopening(
  db: Db,
  { reopeningId, approver, because, now }: SettleCommand & { because: string },
): Promise<Result<{ month: Month }, SettleReopeningRefusal>> {
  return inTransaction(db, async (tx): Promise<Result<{ month: Month }, SettleReopeningRefusal>> => {
    const found = await lockAsked(tx, reopeningId)
    if (!found.ok) return found
    const { month, round } = found.value
    await settle(tx, { reopeningId, state: 'refused', by: approver.personId, because, now })
    await recordAuditEvent(tx, {
      actorId: approver.personId,
      verb: 'period.reopening_refused',
      objectType: 'period',
      objectId: month,
      after: { because, round },
      now,
    })
    return ok({ month })
  })
}

const subjectOf = (subjectId: string) => ({ subjectType: 'reopening', subjectId })

function findReopening(tx: Tx, id: string) {
  return tx.selectFrom('period_reopening').selectAll().where('id', '=', id).executeTakeFirst()
}

function isSame(
  known: NonNullable<Awaited<ReturnType<typeof findReopening>>>,
  { month, reason, officer }: AskCommand,
): boolean {
  return known.month === firstDayOf(month) && known.reason === reason && known.asked_by === officer.personId
}

async function isAsked(tx: Tx, month: Month): Promise<boolean> {
  const row = await tx
    .selectFrom('period_reopening')
    .select('id')
    .where('month', '=', firstDayOf(month))
    .where('state', '=', 'asked')
    .executeTakeFirst()
  return row !== undefined
}

async function lockAsked(
  tx: Tx,
  reopeningId: string,
): Promise<Result<{ month: Month; round: number }, SettleReopeningRefusal>> {
  const found = await findReopening(tx, reopeningId)
  if (!found) return refuse({ kind: 'unknown' })
  await lockPeriod(tx, monthOfDate(found.month))
  const asked = await findReopening(tx, reopeningId)
  if (!asked) return refuse({ kind: 'unknown' })
  if (asked.state !== 'asked')
    return refuse({ kind: 'settled', state: asked.state === 'approved' ? 'approved' : 'refused' })
  return ok({ month: monthOfDate(asked.month), round: asked.round })
}

async function settle(
  tx: Tx,
  of: { reopeningId: string; state: 'approved' | 'refused'; by: PersonId; because: string | null; now: Date },
): Promise<void> {
  await tx
    .updateTable('period_reopening')
    .set({ state: of.state, settled_by: of.by, settled_at: of.now, refused_because: of.because })
    .where('id', '=', of.reopeningId)
    .execute()
}
