import type { LoaderFunctionArgs } from '@remix-run/node'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireManager } from '#app/http/require-actor.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { cooperativeMessages } from '#app/messages/cooperative.ts'
import { readCutOff } from '#app/modules/fulfillment/cut-off-queries.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { writeCsv } from '#app/platform/spreadsheet.server.ts'
import { writeXlsxTable } from '#app/platform/spreadsheet-table.server.ts'
import { fileResponse } from '#app/routes/parts/supply-file.server.ts'
import { readRevision } from '#app/routes/parts/supply-params.server.ts'
import { rowsOfCutOff } from '#app/routes/parts/supply-sheet.ts'

/** The numbers of a cut-off as a spreadsheet. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { cooperativeId } = await requireManager(request)
  const { number, revision } = readRevision(params)
  const cutOff = await readCutOff(getRuntime().db, cooperativeId, { number, revision })
  if (!cutOff) throw notFound()
  const { language } = readPreferences(request)
  const name = cooperativeMessages[language].cutOff.sheetName(number, revision)
  const rows = rowsOfCutOff(cutOff.snapshot, language)
  const file = `cut-off-${number}-${revision}`
  if (params.format === 'csv') return fileResponse(writeCsv(rows.map((row) => row.map(String))), { kind: 'csv', file })
  if (params.format === 'xlsx') return fileResponse(await writeXlsxTable(name, rows), { kind: 'xlsx', file })
  throw notFound()
}
