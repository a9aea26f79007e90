import { sql } from 'kysely'
import { lockShelves } from '#app/modules/stock/lock-shelves.server.ts'
import { type DecidedAdjustment, recordAdjustments } from '#app/modules/stock/record-adjustments.server.ts'
import { type IncomingBatch, recordBatches } from '#app/modules/stock/record-batches.server.ts'
import { findBatches } from '#app/modules/stock/sheet-queries.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { faultPoint } from '#app/platform/fault-points.server.ts'
import type { CooperativeId, ImportJobId, PersonId, SkuId } from '#app/shared/ids.ts'
import type { ColumnMapping } from './import-fields.ts'
import {
  type RowOutcome,
  readDueRows,
  readRowsToPropose,
  type StoredRow,
  storeOutcomes,
} from './internal/import-rows.server.ts'
import { type DueJob, proposeRows } from './internal/propose-rows.server.ts'
import { planRow, type RowPlan } from './plan-row.ts'
import { readRow } from './read-row.ts'

/** Rows of one transaction: few enough that buyers do not wait for their stock rows. */
const ROWS_AT_ONCE = 200

/**
 * Applies released imports to the end, some rows a transaction; says how many rows
 * it went through. Each row is applied with its mark in one commit, so a process
 * that dies half-way leaves nothing to be done twice. The imports of one cooperative
 * go one after the other, however many processes run this.
 */
export async function applyImports(db: Db, now: Date): Promise<number> {
  let applied = 0
  for (;;) {
    const step = await inTransaction(db, (tx) => applyNextRows(tx, now))
    if (!step) return applied
    await faultPoint('import:after-commit')
    applied += step.rowCount
  }
}

/** Undefined when there is no import to go on with. */
async function applyNextRows(tx: Tx, now: Date): Promise<{ rowCount: number } | undefined> {
  const job = await claimJob(tx)
  if (!job) return undefined
  const rows = await readDueRows(tx, job.jobId, ROWS_AT_ONCE)
  const toPropose = rows.length === 0 ? await readRowsToPropose(tx, job.jobId) : undefined
  if (rows.length > 0) await applyRows(tx, { job, rows, now })
  else if (toPropose) await proposeRows(tx, { job, ...toPropose, now })
  else await finishJob(tx, job.jobId, now)
  await beat(tx, job.jobId)
  await faultPoint('import:before-commit')
  return { rowCount: rows.length + (toPropose?.rows.length ?? 0) }
}

/** The oldest released import of a cooperative of which no other process applies one; both locks end with the transaction. */
async function claimJob(tx: Tx): Promise<DueJob | undefined> {
  const { rows } = await sql<{
    id: ImportJobId
    cooperative_id: CooperativeId
    mapping: ColumnMapping
    applied_by: PersonId
  }>`
    select job.id, job.cooperative_id, job.mapping, job.applied_by from import_job job
    where job.state = 'applying' and not exists (
      select from import_job earlier where earlier.cooperative_id = job.cooperative_id and earlier.state = 'applying'
        and (earlier.applying_at, earlier.id) < (job.applying_at, job.id))
    order by job.applying_at, job.id
    limit 1 for update of job skip locked
  `.execute(tx)
  const [row] = rows
  if (!row) return undefined
  const { rows: locks } = await sql<{ is_free: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended('import ' || ${row.cooperative_id}::text, 0)) as is_free
  `.execute(tx)
  if (!locks[0]?.is_free) return undefined
  return { jobId: row.id, cooperativeId: row.cooperative_id, mapping: row.mapping, actorId: row.applied_by }
}

async function applyRows(
  tx: Tx,
  { job, rows, now }: { job: DueJob; rows: readonly StoredRow[]; now: Date },
): Promise<void> {
  const read = rows.map((row) => ({ row, skuId: skuOf(row), values: readRow(row, job.mapping).values }))
  const skuIds = read.map(({ skuId }) => skuId)
  const shelves = await lockShelves(tx, skuIds)
  const batches = await findBatches(
    tx,
    read.flatMap(({ values }) => values.lotCode ?? []),
  )
  const outcomes: RowOutcome[] = []
  const effects: { row: StoredRow; skuId: SkuId; plan: RowPlan }[] = []
  for (const { row, skuId, values } of read) {
    const shelf = shelves.get(skuId)
    if (!shelf) throw new Error(`no stock row for ${skuId}`)
    const batch = batches.get(values.lotCode ?? '')
    const planned = planRow({ values, diff: row.diff }, { mapping: job.mapping, shelf, batch })
    if (planned.ok) effects.push({ row, skuId, plan: planned.value })
    const errors = planned.ok ? [] : [planned.refusal]
    outcomes.push({ id: row.id, state: planned.ok ? 'applied' : 'error', skuId, diff: row.diff, errors })
  }
  await recordBatches(tx, { batches: effects.flatMap(incomingOf), actorId: job.actorId, now })
  await recordAdjustments(tx, { adjustments: effects.flatMap(countOf), actorId: job.actorId, now })
  await storeOutcomes(tx, outcomes, now)
}

interface Effect {
  row: StoredRow
  skuId: SkuId
  plan: RowPlan
}

/** The row names both, so the tables refuse a second time. */
function incomingOf({ row, skuId, plan }: Effect): IncomingBatch[] {
  return plan.batch ? [{ ...plan.batch, skuId, requestId: row.id }] : []
}

function countOf({ row, skuId, plan }: Effect): DecidedAdjustment[] {
  return plan.count ? [{ ...plan.count, skuId, requestId: row.id, reason: 'count' }] : []
}

function skuOf(row: StoredRow): SkuId {
  if (row.skuId === null) throw new Error(`row ${row.id} changes a SKU it does not name`)
  return row.skuId
}

/** By the database's clock: a heartbeat tells that a process lives, not when the business was done. */
async function beat(tx: Tx, jobId: ImportJobId): Promise<void> {
  await sql`update import_job set heartbeat_at = clock_timestamp() where id = ${jobId}`.execute(tx)
}

async function finishJob(tx: Tx, jobId: ImportJobId, now: Date): Promise<void> {
  await sql`
    update import_job set finished_at = ${now}, state = case when exists (
      select from import_row where import_job_id = ${jobId} and state = 'error') then 'done_with_errors' else 'done' end
    where id = ${jobId}
  `.execute(tx)
}
