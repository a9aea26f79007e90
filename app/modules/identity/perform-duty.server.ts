import { sql } from 'kysely'
import type { Tx } from '#app/platform/db.server.ts'
import type { PersonId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'

export interface DutyPerformed {
  /** What it is about: 'statement', 'period', 'reopening'. */
  subjectType: string
  subjectId: string
  /** Counted up when the subject came back and is gone through again. */
  round?: number
  /** 'statement.approve'. Which ones exclude each other say the rows of `duty_separation`. */
  duty: string
  personId: PersonId
  now: Date
}

export type DutyRefusal =
  /** The same person had `other` about it, and rows of `duty_separation` keep the two apart. */
  { kind: 'dutyKeptApart'; other: string; reason: string } | { kind: 'dutyDone'; by: PersonId }

/**
 * Writes down that somebody performed a duty about a subject. Refuses a second time in
 * the same round, and a person who had a duty that is kept apart from it; the table
 * refuses both too. The caller changes the subject in the same transaction.
 */
export async function performDuty(tx: Tx, done: DutyPerformed): Promise<Result<void, DutyRefusal>> {
  const { subjectType, subjectId, round = 1, duty, personId, now } = done
  await sql`select pg_advisory_xact_lock(hashtextextended('duty ' || ${subjectType}::text || ' ' || ${subjectId}::text, 0))`.execute(
    tx,
  )
  const { rows } = await sql<{ duty: string; person_id: PersonId; reason: string | null }>`
    select done.duty, done.person_id, rule.reason from duty done left join duty_separation rule
      on (rule.first_duty, rule.second_duty) = (least(done.duty, ${duty}), greatest(done.duty, ${duty}))
    where done.subject_type = ${subjectType} and done.subject_id = ${subjectId} and done.round = ${round}`.execute(tx)
  const same = rows.find((row) => row.duty === duty)
  if (same) return refuse({ kind: 'dutyDone', by: same.person_id })
  const apart = rows.find((row) => row.person_id === personId && row.reason !== null)
  if (apart) return refuse({ kind: 'dutyKeptApart', other: apart.duty, reason: apart.reason ?? '' })
  await tx
    .insertInto('duty')
    .values({ subject_type: subjectType, subject_id: subjectId, round, duty, person_id: personId, at: now })
    .execute()
  return ok(undefined)
}
