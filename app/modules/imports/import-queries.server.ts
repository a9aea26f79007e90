import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { CooperativeId, ImportJobId, SkuId } from '#app/shared/ids.ts'
import type { ColumnMapping } from './import-fields.ts'
import {
  type FieldChange,
  type ImportJob,
  type ImportState,
  type ImportSummary,
  ROW_STATES,
  type RowError,
  type RowState,
} from './import-job.ts'

interface SummaryRow {
  id: ImportJobId
  file_name: string
  file_format: 'csv' | 'xlsx'
  encoding: string | null
  state: ImportState
  row_count: number
  created_at: Date
  person: string
}

const summaryColumns = sql`
  job.id, job.file_name, job.file_format, job.encoding, job.state, job.row_count, job.created_at, person.name as person`

/** The cooperative's newest imports. */
export async function listImports(db: Db, cooperativeId: CooperativeId, limit: number): Promise<ImportSummary[]> {
  const { rows } = await sql<SummaryRow>`
    select ${summaryColumns} from import_job job join person on person.id = job.created_by
    where job.cooperative_id = ${cooperativeId} order by job.created_at desc, job.id desc limit ${limit}
  `.execute(db)
  return rows.map(readSummary)
}

function readSummary(row: SummaryRow): ImportSummary {
  return {
    jobId: row.id,
    fileName: row.file_name,
    fileFormat: row.file_format,
    encoding: row.encoding ?? undefined,
    state: row.state,
    rowCount: row.row_count,
    createdAt: row.created_at,
    person: row.person,
  }
}

interface JobRow extends SummaryRow {
  header: string[]
  mapping: ColumnMapping
  heartbeat_at: Date | null
  finished_at: Date | null
}

interface CountRow {
  state: RowState
  count: number
  review_count: number
  proposed_count: number
}

/** One import of the cooperative with how far it is; undefined for anybody else's. */
export async function readImport(
  db: Db,
  cooperativeId: CooperativeId,
  jobId: ImportJobId,
): Promise<ImportJob | undefined> {
  const { rows } = await sql<JobRow>`
    select ${summaryColumns}, job.header, job.mapping, job.heartbeat_at, job.finished_at
    from import_job job join person on person.id = job.created_by
    where job.id = ${jobId} and job.cooperative_id = ${cooperativeId}
  `.execute(db)
  const [row] = rows
  if (!row) return undefined
  const { rows: counted } = await sql<CountRow>`
    select state, count(*)::int as count, count(*) filter (where state <> 'new' and diff @> '[{"needsReview": true}]')::int as review_count,
      count(listing_change_id)::int as proposed_count
    from import_row where import_job_id = ${jobId} group by state
  `.execute(db)
  const countOf = (state: RowState) => counted.find((one) => one.state === state)?.count ?? 0
  return {
    ...readSummary(row),
    header: row.header,
    mapping: row.mapping,
    counts: Object.fromEntries(ROW_STATES.map((state) => [state, countOf(state)])) as Record<RowState, number>,
    reviewCount: counted.reduce((sum, one) => sum + one.review_count, 0),
    proposedCount: counted.reduce((sum, one) => sum + one.proposed_count, 0),
    heartbeatAt: row.heartbeat_at ?? undefined,
    finishedAt: row.finished_at ?? undefined,
  }
}

export interface ImportRowView {
  rowNumber: number
  /** The cell of the code's column, as it stands there. */
  payload: string[]
  diff: FieldChange[]
  errors: RowError[]
}

/** Rows of one state, after the row `after`. The caller has found the job by its cooperative. */
export async function listImportRows(
  db: Db,
  { jobId, state, after, limit }: { jobId: ImportJobId; state: RowState; after: number; limit: number },
): Promise<ImportRowView[]> {
  const { rows } = await sql<{ row_number: number; payload: string[]; diff: FieldChange[]; errors: RowError[] }>`
    select row_number, payload, diff, errors from import_row
    where import_job_id = ${jobId} and state = ${state} and row_number > ${after} order by row_number limit ${limit}
  `.execute(db)
  return rows.map((row) => ({
    rowNumber: row.row_number,
    payload: row.payload,
    diff: row.diff,
    errors: row.errors,
  }))
}

export interface AbsentSku {
  skuId: SkuId
  code: string
  nameZh: string
  nameEn: string
  specZh: string
  specEn: string
}

/** What the cooperative sells and a checked sheet does not name; nothing happens to it. */
export async function listAbsent(
  db: Db,
  cooperativeId: CooperativeId,
  { jobId, limit }: { jobId: ImportJobId; limit: number },
): Promise<{ skus: AbsentSku[]; total: number }> {
  const { rows } = await sql<{
    sku_id: SkuId
    code: string
    name_zh: string
    name_en: string
    spec_zh: string
    spec_en: string
    total: number
  }>`
    select sku.id as sku_id, sku.code, version.name_zh, version.name_en, sku.spec_zh, sku.spec_en, count(*) over ()::int as total
    from product join sku on sku.product_id = product.id
    join product_version version on version.id = product.published_version_id
    where product.cooperative_id = ${cooperativeId} and product.state = 'published' and sku.on_sale
      and sku.id not in (select sku_id from import_row where import_job_id = ${jobId} and sku_id is not null)
    order by sku.code limit ${limit}
  `.execute(db)
  const skus = rows.map((row) => ({
    skuId: row.sku_id,
    code: row.code,
    nameZh: row.name_zh,
    nameEn: row.name_en,
    specZh: row.spec_zh,
    specEn: row.spec_en,
  }))
  return { skus, total: rows[0]?.total ?? 0 }
}
