import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { CooperativeId } from '#app/shared/ids.ts'
import { type CutOffChanges, type CutOffSnapshot, type CutOffTotals, compareCutOffs, isUnchanged } from './cut-off.ts'
import { findLatest, findRevision, readLiveNumbers } from './internal/cut-off-rows.server.ts'

const LIST_LENGTH = 60

interface CutOffSummary {
  number: number
  revision: number
  cutAt: Date
  totals: CutOffTotals
}

export interface CutOffList {
  /** The newest sixty numbers, each in its newest revision, newest first. */
  cutOffs: CutOffSummary[]
  /** The number the next one will have, and what would be in it now. */
  next: { number: number; totals: CutOffTotals }
}

export async function listCutOffs(db: Db, cooperativeId: CooperativeId, now: Date): Promise<CutOffList> {
  const [{ rows }, waiting] = await Promise.all([
    sql<{ number: number; revision: number; cut_at: Date; totals: CutOffTotals }>`
      select distinct on (number) number, revision, cut_at, snapshot->'totals' as totals from cut_off
      where cooperative_id = ${cooperativeId} order by number desc, revision desc limit ${sql.lit(LIST_LENGTH)}
    `.execute(db),
    readLiveNumbers(db, { cooperativeId, paidUntil: now }),
  ])
  return {
    cutOffs: rows.map(({ cut_at: cutAt, ...row }) => ({ ...row, cutAt })),
    next: { number: (rows[0]?.number ?? 0) + 1, totals: waiting.totals },
  }
}

export interface CutOffView {
  number: number
  revision: number
  latestRevision: number
  paidUntil: Date
  cutAt: Date
  snapshot: CutOffSnapshot
  /** Against the revision before; absent for the first. */
  changes: CutOffChanges | undefined
}

/** One revision of a cooperative's cut-off as it was taken; undefined when it has none such. */
export async function readCutOff(
  db: Db,
  cooperativeId: CooperativeId,
  { number, revision }: { number: number; revision: number },
): Promise<CutOffView | undefined> {
  const [found, before, latest] = await Promise.all([
    findRevision(db, cooperativeId, { number, revision }),
    findRevision(db, cooperativeId, { number, revision: revision - 1 }),
    findLatest(db, cooperativeId, number),
  ])
  if (!found || !latest) return undefined
  const { paidUntil, cutAt, snapshot } = found
  const changes = before && compareCutOffs(before.snapshot, snapshot)
  return { number, revision, latestRevision: latest.revision, paidUntil, cutAt, snapshot, changes }
}

/** What the next revision of a number would say otherwise; undefined when nothing. */
export async function findPendingChanges(
  db: Db,
  cooperativeId: CooperativeId,
  number: number,
): Promise<CutOffChanges | undefined> {
  const latest = await findLatest(db, cooperativeId, number)
  if (!latest) return undefined
  const live = await readLiveNumbers(db, { cooperativeId, number, paidUntil: latest.paidUntil })
  const changes = compareCutOffs(latest.snapshot, live)
  return isUnchanged(changes) ? undefined : changes
}
