import type { Actor } from '#app/modules/identity/permissions.ts'
import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { MAX_XLSX_ROWS } from '#app/platform/spreadsheet-stream.server.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { insertExport } from './internal/export-rows.server.ts'
import { type ExportFormat, formatsOf, type ReportName } from './report.ts'
import { type AskExportRefusal, MOST_WAITING, SMALL_REPORT_ROWS } from './report-export.ts'
import { formatReportQuery, type ReportQuery } from './report-query.ts'
import { reportOf } from './report-reader.server.ts'

export interface AskExport {
  requestId: string
  report: ReportName
  query: ReportQuery
  format: ExportFormat
  language: 'zh' | 'en'
  reader: Actor<'progress:export'>
  now: Date
}

/**
 * Asks for a report as a file, and says whether it is small enough to be made while
 * one waits. The same form again is the same file. Refuses a format the report does
 * not have, more rows than a sheet can hold, and too many files at once of one person.
 */
export async function askExport(
  db: Db,
  { requestId, report, query, format, language, reader, now }: AskExport,
): Promise<Result<{ exportId: string; isSmall: boolean }, AskExportRefusal>> {
  if (!formatsOf(report).includes(format)) return refuse({ kind: 'formatUnknown' })
  const whole = { ...query, after: undefined }
  const rows = await reportOf(report).countRows?.(db, whole)
  if (format === 'xlsx' && rows !== undefined && rows > MAX_XLSX_ROWS) return refuse({ kind: 'tooManyRows', rows })
  const params = formatReportQuery(whole)
  const isSmall = rows === undefined || rows <= SMALL_REPORT_ROWS
  return inTransaction(db, async (tx) => {
    const known = await tx
      .selectFrom('report_export')
      .select('id')
      .where('request_id', '=', requestId)
      .where('asked_by', '=', reader.personId)
      .executeTakeFirst()
    if (known) return ok({ exportId: known.id, isSmall })
    const waiting = await countWaiting(tx, reader)
    if (waiting >= MOST_WAITING) return refuse({ kind: 'tooManyWaiting', waiting })
    const exportId = newId()
    const wish = {
      exportId,
      requestId,
      report,
      params,
      format,
      language,
      askedBy: reader.personId,
      rowsInAll: rows,
      now,
    }
    // Two of the same form at once: the second finds the first one's file.
    if (!(await insertExport(tx, wish))) return ok({ exportId: await idOfRequest(tx, requestId), isSmall })
    await recordAuditEvent(tx, {
      actorId: reader.personId,
      verb: 'report.exported',
      objectType: 'report_export',
      objectId: exportId,
      detail: { report, params, format, rows: rows ?? null },
      now,
    })
    return ok({ exportId, isSmall })
  })
}

async function countWaiting(db: Db, reader: Actor<'progress:export'>): Promise<number> {
  const row = await db
    .selectFrom('report_export')
    .select((eb) => eb.fn.countAll<number>().as('waiting'))
    .where('asked_by', '=', reader.personId)
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirstOrThrow()
  return row.waiting
}

async function idOfRequest(db: Db, requestId: string): Promise<string> {
  const row = await db
    .selectFrom('report_export')
    .select('id')
    .where('request_id', '=', requestId)
    .executeTakeFirstOrThrow()
  return row.id
}
