import type { LoaderFunctionArgs } from '@remix-run/node'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { aftersaleMessages } from '#app/messages/aftersale.ts'
import { exportRecall } from '#app/modules/aftersale/recall-queries.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { writeCsv } from '#app/platform/spreadsheet.server.ts'
import { rowsOfRecall } from '#app/routes/parts/refund-recall-sheet.ts'
import { fileResponse } from '#app/routes/parts/supply-file.server.ts'
import { isUuid } from '#app/shared/ids.ts'

/** Whom to reach about a recalled lot, with names and telephone numbers. Who took it is written down. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const administrator = await requireActor(request, 'catalog:manage')
  const batchRecallId = params.batchRecallId ?? ''
  if (!isUuid(batchRecallId)) throw notFound()
  const recall = await exportRecall(getRuntime().db, { batchRecallId, administrator, now: clock.now() })
  if (!recall) throw notFound()
  const { language } = readPreferences(request)
  const rows = rowsOfRecall(recall, { t: aftersaleMessages[language], language })
  return fileResponse(writeCsv(rows), {
    kind: 'csv',
    file: `recall-${batchRecallId.slice(-12)}`,
  })
}
