import { sql } from 'kysely'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { openIncident } from '#app/modules/payments/incidents.server.ts'
import { brokenConstraint, type Db, type Tx } from '#app/platform/db.server.ts'
import { businessDate, startOfBusinessDate } from '#app/shared/business-date.ts'
import type { PersonId } from '#app/shared/ids.ts'
import { TIE_OUT_SOURCES } from './internal/tie-out-sources.server.ts'
import type { TieOutResult, TieOutRun } from './tie-out-queries.server.ts'

const HOUR_MS = 60 * 60 * 1000
/** When the nightly run is due, in hours after midnight in Shanghai. */
const DUE_AT_HOUR = 2

type Asker = Actor<'ledger:read'> | Actor<'period:lock'>

/**
 * Compares everything that must tie, at one moment, and keeps what was found. What does
 * not tie is put before people as an incident, unless one about it is open.
 */
export function checkNow(db: Db, { asker, now }: { asker: Asker; now: Date }): Promise<TieOutRun> {
  return atOneMoment(db, (tx) => runAll(tx, { kind: 'asked', askedBy: asker, now }))
}

/**
 * The nightly comparison: from two o'clock in Shanghai, once a day, whichever process
 * comes first. Answers how many runs were made.
 */
export async function tieOutNightly({ db }: { db: Db }, now: Date): Promise<number> {
  const dueAt = startOfBusinessDate(businessDate(now)).getTime() + DUE_AT_HOUR * HOUR_MS
  if (now.getTime() < dueAt || (await hasNightlyRun(db, now))) return 0
  try {
    return await atOneMoment(db, async (tx) => {
      if (!(await isFirst(tx)) || (await hasNightlyRun(tx, now))) return 0
      await runAll(tx, { kind: 'nightly', askedBy: undefined, now })
      return 1
    })
  } catch (error) {
    // Another process was done between our look and our writing.
    if (brokenConstraint(error) === 'tie_out_run_nightly') return 0
    throw error
  }
}

/** Both sides of a comparison are of the same moment, or a busy shop would give false alarms. */
async function atOneMoment<Value>(db: Db, work: (tx: Tx) => Promise<Value>): Promise<Value> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      await sql`set local statement_timeout = '120s'`.execute(tx)
      return work(tx)
    })
}

async function isFirst(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ mine: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended('nightly tie-outs', 0)) as mine`.execute(tx)
  return rows[0]?.mine ?? false
}

async function hasNightlyRun(db: Db, now: Date): Promise<boolean> {
  const row = await db
    .selectFrom('tie_out_run')
    .select('id')
    .where('kind', '=', 'nightly')
    .where('day', '=', businessDate(now))
    .executeTakeFirst()
  return row !== undefined
}

interface RunOrder {
  kind: TieOutRun['kind']
  askedBy: { personId: PersonId; name: string } | undefined
  now: Date
}

async function runAll(tx: Tx, { kind, askedBy, now }: RunOrder): Promise<TieOutRun> {
  const results: TieOutResult[] = []
  for (const source of TIE_OUT_SOURCES) {
    const rows = await source.read(tx, now)
    results.push({
      name: source.name,
      unit: source.unit,
      leftAmount: rows.reduce((sum, row) => sum + row.left_amount, 0),
      rightAmount: rows.reduce((sum, row) => sum + row.right_amount, 0),
      offAmount: rows.reduce((sum, row) => sum + row.off_amount, 0),
      parts: rows.map((row) => ({
        part: row.part,
        leftAmount: row.left_amount,
        rightAmount: row.right_amount,
        offAmount: row.off_amount,
        figures: row.figures,
      })),
    })
  }
  const off = results.filter((result) => result.offAmount !== 0)
  const { id } = await tx
    .insertInto('tie_out_run')
    .values({ kind, day: businessDate(now), asked_by: askedBy?.personId ?? null, at: now, off_count: off.length })
    .returning('id')
    .executeTakeFirstOrThrow()
  await keepResults(tx, id, results)
  for (const result of off) await report(tx, { result, runId: id, now })
  return { runId: id, kind, at: now, askedBy: askedBy?.name, offCount: off.length }
}

async function keepResults(tx: Tx, runId: number, results: readonly TieOutResult[]): Promise<void> {
  await tx
    .insertInto('tie_out_result')
    .values(
      results.map((result, index) => ({
        run_id: runId,
        name: result.name,
        position: index + 1,
        unit: result.unit,
        left_amount: result.leftAmount,
        right_amount: result.rightAmount,
        off_amount: result.offAmount,
        detail: JSON.stringify(result.parts),
      })),
    )
    .execute()
}

/** The run and what it found are written together; nobody who waits for a tie to hold can undo them. */
async function report(
  tx: Tx,
  { result, runId, now }: { result: TieOutResult; runId: number; now: Date },
): Promise<void> {
  const { rows } = await sql`
    select from incident where kind = 'tie_out' and closed_at is null and source_id like ${`${result.name}@%`}`.execute(
    tx,
  )
  if (rows.length > 0) return
  const { name, leftAmount, rightAmount, offAmount } = result
  const detail = { name, leftAmount, rightAmount, offAmount, runId }
  await openIncident(tx, { kind: 'tie_out', sourceId: `${name}@${runId}`, detail, now })
}
