import { sql } from 'kysely'
import type { Tx } from '#app/platform/db.server.ts'
import type { CooperativeId, ImportJobId, ListingChangeId, ProductId, SkuId } from '#app/shared/ids.ts'
import type { ColumnMapping } from '../import-fields.ts'
import type { FieldChange, ImportRow, ImportState, OddCellNote, RowError } from '../import-job.ts'

export interface LockedJob {
  jobId: ImportJobId
  state: ImportState
  header: string[]
  mapping: ColumnMapping
}

/** A job of the cooperative's, its row locked; undefined for anybody else's. */
export async function lockJob(
  tx: Tx,
  cooperativeId: CooperativeId,
  jobId: ImportJobId,
): Promise<LockedJob | undefined> {
  const row = await tx
    .selectFrom('import_job')
    .select(['state', 'header', 'mapping'])
    .where('id', '=', jobId)
    .where('cooperative_id', '=', cooperativeId)
    .forUpdate()
    .executeTakeFirst()
  return row && { jobId, state: row.state as ImportState, header: row.header, mapping: row.mapping as ColumnMapping }
}

export interface StoredRow extends ImportRow {
  id: string
  skuId: SkuId | null
  diff: FieldChange[]
}

interface StoredRowRecord {
  id: string
  row_number: number
  payload: string[]
  odd_cells: OddCellNote[]
  sku_id: SkuId | null
  diff: FieldChange[]
}

export async function readAllRows(tx: Tx, jobId: ImportJobId): Promise<StoredRow[]> {
  const { rows } = await sql<StoredRowRecord>`
    select id, row_number, payload, odd_cells, sku_id, diff from import_row
    where import_job_id = ${jobId} order by row_number
  `.execute(tx)
  return rows.map(readStored)
}

export async function hasChanges(tx: Tx, jobId: ImportJobId): Promise<boolean> {
  const row = await tx
    .selectFrom('import_row')
    .select('id')
    .where('import_job_id', '=', jobId)
    .where('state', '=', 'changed')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** The next rows that have something to apply at once, without waiting for a reviewer. */
export async function readDueRows(tx: Tx, jobId: ImportJobId, limit: number): Promise<StoredRow[]> {
  const { rows } = await sql<StoredRowRecord>`
    select id, row_number, payload, odd_cells, sku_id, diff from import_row
    where import_job_id = ${jobId} and state = 'changed' and diff @> '[{"needsReview": false}]'
    order by row_number limit ${limit}
  `.execute(tx)
  return rows.map(readStored)
}

/**
 * Rows of the next product about which something must be reviewed and is not yet with
 * a reviewer, all of them together.
 */
export async function readRowsToPropose(
  tx: Tx,
  jobId: ImportJobId,
): Promise<{ productId: ProductId; rows: StoredRow[] } | undefined> {
  const { rows } = await sql<StoredRowRecord & { product_id: ProductId }>`
    with waiting as (
      select line.*, sku.product_id from import_row line join sku on sku.id = line.sku_id
      where line.import_job_id = ${jobId} and line.state in ('changed', 'applied') and line.listing_change_id is null
        and line.diff @> '[{"needsReview": true}]'
    )
    select id, row_number, payload, odd_cells, sku_id, diff, product_id from waiting
    where product_id = (select product_id from waiting order by row_number limit 1) order by row_number
  `.execute(tx)
  const [first] = rows
  return first && { productId: first.product_id, rows: rows.map(readStored) }
}

/** These rows are with a reviewer now, or the shop had come to say the same. */
export async function markProposed(
  tx: Tx,
  rows: readonly StoredRow[],
  { changeId, now }: { changeId: ListingChangeId | undefined; now: Date },
): Promise<void> {
  const ids = rows.map(({ id }) => id)
  const seen = rows.map(({ diff }) => diff.filter(({ needsReview }) => !needsReview))
  // What the shop says already is no change any more.
  const diffs = changeId ? rows.map(({ diff }) => diff) : seen
  await sql`
    update import_row set state = 'applied', applied_at = coalesce(applied_at, ${now}::timestamptz),
      listing_change_id = ${changeId ?? null}::uuid, diff = done.diff
    from unnest(${ids}::uuid[], ${diffs.map((diff) => JSON.stringify(diff))}::jsonb[]) as done (id, diff)
    where import_row.id = done.id
  `.execute(tx)
}

function readStored(row: StoredRowRecord): StoredRow {
  return {
    id: row.id,
    rowNumber: row.row_number,
    payload: row.payload,
    oddCells: row.odd_cells,
    skuId: row.sku_id,
    diff: row.diff,
  }
}

export interface RowOutcome {
  id: string
  state: 'new' | 'changed' | 'unchanged' | 'error' | 'applied'
  skuId: SkuId | undefined
  diff: readonly FieldChange[]
  errors: readonly RowError[]
}

/** Writes down what was found out about rows, in one statement whatever their number. */
export async function storeOutcomes(tx: Tx, outcomes: readonly RowOutcome[], appliedAt: Date | null): Promise<void> {
  if (outcomes.length === 0) return
  const rows = outcomes.map(({ id, state, skuId, diff, errors }) => ({
    id,
    state,
    sku_id: skuId ?? null,
    diff,
    errors,
  }))
  await sql`
    update import_row set state = found.state, sku_id = found.sku_id, diff = found.diff, errors = found.errors,
      applied_at = case when found.state = 'applied' then ${appliedAt}::timestamptz else import_row.applied_at end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as found (id uuid, state text, sku_id uuid, diff jsonb, errors jsonb)
    where import_row.id = found.id
  `.execute(tx)
}
