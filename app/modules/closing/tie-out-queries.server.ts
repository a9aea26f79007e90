import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'

export interface TieOutPart {
  part: string
  leftAmount: number
  rightAmount: number
  offAmount: number
  /** What the sides are made of, by name. */
  figures: Record<string, number>
}

/** One comparison of a run, in whole fen or pieces. */
export interface TieOutResult {
  name: string
  unit: 'fen' | 'pieces'
  leftAmount: number
  rightAmount: number
  /** By how much its parts are off together; zero when it ties. */
  offAmount: number
  parts: TieOutPart[]
}

export interface TieOutRun {
  runId: number
  kind: 'nightly' | 'asked'
  at: Date
  askedBy: string | undefined
  offCount: number
}

const selectRuns = (db: Db) =>
  db
    .selectFrom('tie_out_run')
    .leftJoin('person', 'person.id', 'tie_out_run.asked_by')
    .select(['tie_out_run.id', 'tie_out_run.kind', 'at', 'off_count', 'person.name'])
    .orderBy('tie_out_run.id', 'desc')

type RunRow = Awaited<ReturnType<ReturnType<typeof selectRuns>['execute']>>[number]

const runOf = (row: RunRow): TieOutRun => ({
  runId: row.id,
  kind: row.kind === 'nightly' ? 'nightly' : 'asked',
  at: row.at,
  askedBy: row.name ?? undefined,
  offCount: row.off_count,
})

/** The newest run, if there ever was one. */
export async function readLastRun(db: Db): Promise<TieOutRun | undefined> {
  const row = await selectRuns(db).limit(1).executeTakeFirst()
  return row && runOf(row)
}

/** One run; undefined when there is none. */
export async function findRun(db: Db, runId: number): Promise<TieOutRun | undefined> {
  const row = await selectRuns(db).where('tie_out_run.id', '=', runId).executeTakeFirst()
  return row && runOf(row)
}

/** The runs of the last weeks, newest first. */
export async function listRuns(db: Db, limit: number): Promise<TieOutRun[]> {
  return (await selectRuns(db).limit(limit).execute()).map(runOf)
}

/** Everything a run compared, in order. */
export async function readResults(db: Db, runId: number): Promise<TieOutResult[]> {
  const rows = await db
    .selectFrom('tie_out_result')
    .select(['name', 'unit', 'left_amount', 'right_amount', 'off_amount'])
    .select(sql<TieOutPart[]>`detail`.as('parts'))
    .where('run_id', '=', runId)
    .orderBy('position')
    .execute()
  return rows.map((row) => ({
    name: row.name,
    unit: row.unit === 'pieces' ? 'pieces' : 'fen',
    leftAmount: row.left_amount,
    rightAmount: row.right_amount,
    offAmount: row.off_amount,
    parts: row.parts,
  }))
}
