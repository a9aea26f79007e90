import type { Readable } from 'node:stream'
import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import { getBlobStore } from '#app/platform/open-blob-store.server.ts'
import { isUuid } from '#app/shared/ids.ts'
import { MEDIA_TYPES } from './internal/report-file.server.ts'
import type { ExportFormat, ReportCut, ReportName } from './report.ts'
import type { ExportState, ReportExport } from './report-export.ts'

const LIST_LENGTH = 50

/** The newest files, whoever asked for them, and how many of them are still to be made. */
export async function listExports(db: Db): Promise<ReportExport[]> {
  const { rows } = await sql<ExportRow>`
    select export.*, person.name as asked_by_name, coalesce(export.state = 'running'
      and heartbeat_at < clock_timestamp() - interval '60 seconds', false) as is_stalled
    from report_export export join person on person.id = export.asked_by
    order by asked_at desc, export.id desc limit ${LIST_LENGTH}`.execute(db)
  return rows.map(exportOf)
}

interface ExportRow {
  id: string
  report: ReportName
  params: string
  format: ExportFormat
  state: ExportState
  rows_done: number
  rows_in_all: number | null
  cut: Omit<ReportCut, 'madeAt'> | null
  byte_count: number | null
  sha256: Buffer | null
  asked_by_name: string
  asked_at: Date
  finished_at: Date | null
  expires_at: Date | null
  expired_at: Date | null
  is_stalled: boolean
}

function exportOf(row: ExportRow): ReportExport {
  return {
    exportId: row.id,
    report: row.report,
    params: row.params,
    format: row.format,
    state: row.state,
    rowsDone: row.rows_done,
    rowsInAll: row.rows_in_all ?? undefined,
    cut: row.cut ?? undefined,
    byteCount: row.byte_count ?? undefined,
    sha256: row.sha256?.toString('hex'),
    askedBy: row.asked_by_name,
    askedAt: row.asked_at,
    finishedAt: row.finished_at ?? undefined,
    expiresAt: row.expires_at ?? undefined,
    isExpired: row.expired_at !== null,
    isStalled: row.is_stalled,
  }
}

export interface ExportFile {
  content: Readable
  fileName: string
  mediaType: string
  byteCount: number
}

/** A finished file to be sent, piece by piece; undefined when there is none, or no more. */
export async function openExportFile(db: Db, exportId: string): Promise<ExportFile | undefined> {
  if (!isUuid(exportId)) return undefined
  const row = await db
    .selectFrom('report_export')
    .select([
      'report',
      'format',
      'blob_name',
      'byte_count',
      sql<string>`to_char(finished_at at time zone 'Asia/Shanghai', 'YYYYMMDD-HH24MI')`.as('made'),
    ])
    .where('id', '=', exportId)
    .where('state', '=', 'done')
    .where('expired_at', 'is', null)
    .executeTakeFirst()
  if (!row?.blob_name) return undefined
  const content = await getBlobStore().getStream(row.blob_name)
  if (!content) throw new Error(`the blob store has no ${row.blob_name}`)
  return {
    content,
    fileName: `${row.report}-${row.made}.${row.format}`,
    mediaType: MEDIA_TYPES[row.format as ExportFormat],
    byteCount: row.byte_count ?? 0,
  }
}
