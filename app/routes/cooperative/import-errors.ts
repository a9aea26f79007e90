import type { LoaderFunctionArgs } from '@remix-run/node'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireManager } from '#app/http/require-actor.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { importMessages } from '#app/messages/imports.ts'
import { MAX_IMPORT_ROWS } from '#app/modules/imports/import-job.ts'
import { listImportRows, readImport } from '#app/modules/imports/import-queries.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { writeCsv } from '#app/platform/spreadsheet.server.ts'
import { readJobId } from '#app/routes/parts/import-steps.server.ts'
import { explainRowError } from '#app/routes/parts/import-words.ts'
import { fileResponse } from '#app/routes/parts/supply-file.server.ts'

/** The wrong rows of an import as they were sent, each with what is wrong behind it: to put right and upload again. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { cooperativeId } = await requireManager(request)
  const [{ db }, jobId] = [getRuntime(), readJobId(params)]
  const t = importMessages[readPreferences(request).language]
  const job = await readImport(db, cooperativeId, jobId)
  if (!job) throw notFound()
  const rows = await listImportRows(db, { jobId, state: 'error', after: 0, limit: MAX_IMPORT_ROWS })
  const header = [...job.header, t.job.problemColumn]
  const body = rows.map(({ payload, errors }) => [
    ...payload,
    errors.map((error) => explainRowError(error, t)).join(' '),
  ])
  return fileResponse(writeCsv([header, ...body]), { kind: 'csv', file: 'rows-to-correct' })
}
