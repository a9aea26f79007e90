import type { LoaderFunctionArgs } from '@remix-run/node'
import { requireActor } from '#app/http/require-actor.server.ts'
import { readPivot } from '#app/modules/progress/pivot-queries.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { writeCsv } from '#app/platform/spreadsheet.server.ts'
import { readPivotQuery, rowsOfPivot } from '#app/routes/parts/attainment-request.server.ts'
import { fileResponse } from '#app/routes/parts/supply-file.server.ts'

/** The pivot of the same address as a file. */
export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, 'ledger:read')
  const now = clock.now()
  const query = readPivotQuery(request, now)
  const { pivot, names } = await readPivot(getRuntime().db, query)
  const rows = rowsOfPivot(request, { query, pivot, names, now })
  return fileResponse(writeCsv(rows), { kind: 'csv', file: `attainment-${query.year}` })
}
