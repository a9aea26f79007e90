import { sql } from 'kysely'
import type { Db, Tx } from '#app/platform/db.server.ts'
import type { ExportFormat, ReportCut, ReportName } from '../report.ts'
import { type ExportWish, KEEP_DAYS, MOST_TRIES } from '../report-export.ts'

export interface ClaimedExport {
  exportId: string
  report: ReportName
  params: string
  format: ExportFormat
  language: 'zh' | 'en'
  askedAt: Date
}

/** False when the form that asks was answered already. */
export async function insertExport(
  tx: Tx,
  wish: ExportWish & { exportId: string; rowsInAll: number | undefined; now: Date },
): Promise<boolean> {
  const row = await tx
    .insertInto('report_export')
    .values({
      id: wish.exportId,
      request_id: wish.requestId,
      report: wish.report,
      params: wish.params,
      format: wish.format,
      language: wish.language,
      state: 'queued',
      rows_in_all: wish.rowsInAll ?? null,
      asked_by: wish.askedBy,
      asked_at: wish.now,
    })
    .onConflict((conflict) => conflict.column('request_id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/**
 * Takes the oldest file to be made, or the one named; also one whose maker gave no
 * sign for a minute. What killed several makers is given up.
 */
export async function claimExport(
  tx: Tx,
  { worker, exportId, now }: { worker: string; exportId?: string | undefined; now: Date },
): Promise<ClaimedExport | undefined> {
  await sql`
    update report_export set state = 'failed', worker = null, finished_at = ${now}
    where state = 'running' and tries >= ${MOST_TRIES} and heartbeat_at < clock_timestamp() - interval '60 seconds'
  `.execute(tx)
  const { rows } = await sql<{
    id: string
    report: ReportName
    params: string
    format: ExportFormat
    language: 'zh' | 'en'
    asked_at: Date
  }>`
    update report_export set state = 'running', worker = ${worker}, tries = tries + 1, rows_done = 0,
      heartbeat_at = clock_timestamp()
    where id = (
      select id from report_export
      where (state = 'queued' or (state = 'running' and heartbeat_at < clock_timestamp() - interval '60 seconds'))
        and tries < ${MOST_TRIES} ${exportId ? sql`and id = ${exportId}` : sql``}
      order by asked_at, id limit 1 for update skip locked)
    returning id, report, params, format, language, asked_at`.execute(tx)
  const [row] = rows
  return row && { ...row, exportId: row.id, askedAt: row.asked_at }
}

/** A sign of life, by the database's clock. False when another has taken the work over. */
export async function beatExport(
  db: Db,
  { exportId, worker, rowsDone }: { exportId: string; worker: string; rowsDone: number },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update report_export set rows_done = ${rowsDone}, heartbeat_at = clock_timestamp()
    where id = ${exportId} and worker = ${worker} and state = 'running'`.execute(db)
  return numAffectedRows === 1n
}

export interface MadeFile {
  blobName: string
  byteCount: number
  sha256: Buffer
  rowsDone: number
  cut: ReportCut
}

/** False when another has taken the work over. */
export async function finishExport(
  tx: Tx,
  { exportId, worker, file, now }: { exportId: string; worker: string; file: MadeFile; now: Date },
): Promise<boolean> {
  const { money, assistance } = file.cut
  const { numAffectedRows } = await sql`
    update report_export set state = 'done', worker = null, rows_done = ${file.rowsDone}, rows_in_all = ${file.rowsDone},
      blob_name = ${file.blobName}, byte_count = ${file.byteCount}, sha256 = ${file.sha256},
      cut = ${JSON.stringify({ money, assistance })}::jsonb, finished_at = ${now},
      expires_at = ${now}::timestamptz + make_interval(days => ${KEEP_DAYS})
    where id = ${exportId} and worker = ${worker} and state = 'running'`.execute(tx)
  return numAffectedRows === 1n
}

/** Puts the work back, or gives it up after several tries. */
export async function releaseExport(
  tx: Tx,
  { exportId, worker, now }: { exportId: string; worker: string; now: Date },
): Promise<void> {
  await sql`
    update report_export set worker = null, state = case when tries >= ${MOST_TRIES} then 'failed' else 'queued' end,
      finished_at = case when tries >= ${MOST_TRIES} then ${now}::timestamptz end
    where id = ${exportId} and worker = ${worker} and state = 'running'`.execute(tx)
}
