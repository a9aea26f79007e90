import { sql } from 'kysely'
import type { Db, Tx } from '#app/platform/db.server.ts'

/** A reading of the provider's lines, newest first, between two moments; `after` is the last line that was stored. */
export interface Sweep {
  from: Date | undefined
  to: Date
  after: string | undefined
}

const CLAIM_MINUTES = 10
const FETCH_EVERY_MINUTES = 15
/** Read once more each time: lines may turn up a little later than they say. */
const OVERLAP_HOURS = 24

/**
 * Takes the reading for oneself: goes on with one that was broken off, or begins one that
 * is due, since some time has passed or a payout was announced. Undefined when there is
 * nothing to do or somebody else is at it. `isForced`: due or not.
 */
export async function claimSweep(
  db: Db,
  { now, isForced }: { now: Date; isForced: boolean },
): Promise<Sweep | undefined> {
  const { rows } = await sql<{ sweep_from: Date | null; sweep_to: Date; sweep_after: string | null }>`
    update balance_sweep set claimed_until = ${now}::timestamptz + make_interval(mins => ${CLAIM_MINUTES}),
      sweep_from = case when sweep_to is null then read_to - make_interval(hours => ${OVERLAP_HOURS}) else sweep_from end,
      sweep_to = coalesce(sweep_to, ${now}::timestamptz)
    where (claimed_until is null or claimed_until <= ${now}) and (${isForced} or sweep_to is not null or finished_at is null
      or finished_at <= ${now}::timestamptz - make_interval(mins => ${FETCH_EVERY_MINUTES})
      or exists (select from stripe_event where type like 'payout.%' and received_at > finished_at))
    returning sweep_from, sweep_to, sweep_after
  `.execute(db)
  const [row] = rows
  return row && { from: row.sweep_from ?? undefined, to: row.sweep_to, after: row.sweep_after ?? undefined }
}

/** Notes the page that was stored with it; `isLast`: everything up to the sweep's end was read. */
export async function noteSwept(
  tx: Tx,
  { after, isLast }: { after: string | undefined; isLast: boolean },
): Promise<void> {
  const ended = { read_to: sql<Date>`sweep_to`, sweep_from: null, sweep_to: null, sweep_after: null }
  await tx
    .updateTable('balance_sweep')
    .set(isLast ? ended : { sweep_after: after ?? null })
    .execute()
}

/** Lets go of the reading. After a failure nobody tries for a minute. */
export async function releaseSweep(
  db: Db,
  { now, end }: { now: Date; end: 'finished' | 'broken_off' | 'failed' },
): Promise<void> {
  await db
    .updateTable('balance_sweep')
    .set({
      claimed_until: end === 'failed' ? sql<Date>`${now}::timestamptz + interval '1 minute'` : null,
      ...(end === 'finished' && { finished_at: now }),
    })
    .execute()
}

/** When everything was last read, and whether a reading is under way. */
export async function readSweepState(db: Db): Promise<{ finishedAt: Date | undefined; isUnderWay: boolean }> {
  const row = await db.selectFrom('balance_sweep').select(['finished_at', 'sweep_to']).executeTakeFirstOrThrow()
  return { finishedAt: row.finished_at ?? undefined, isUnderWay: row.sweep_to !== null }
}
