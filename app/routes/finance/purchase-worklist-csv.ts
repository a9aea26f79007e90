import type { LoaderFunctionArgs } from '@remix-run/node'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { writeCsv } from '#app/platform/spreadsheet.server.ts'
import { fileResponse } from '#app/routes/parts/supply-file.server.ts'
import { readWorklistTable } from '#app/routes/parts/worklist-view.server.ts'

/** What purchases lack, whole, for a spreadsheet. */
export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, 'ledger:read')
  const table = await readWorklistTable(request, readPreferences(request).language)
  return fileResponse(writeCsv(table), { kind: 'csv', file: 'purchases-to-complete' })
}
