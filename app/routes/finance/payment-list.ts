import type { LoaderFunctionArgs } from '@remix-run/node'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { settlementMessages } from '#app/messages/settlement.ts'
import { takePaymentList } from '#app/modules/settlement/payment-list.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { writeCsv } from '#app/platform/spreadsheet.server.ts'
import { writeXlsxTable } from '#app/platform/spreadsheet-table.server.ts'
import { paymentListRows } from '#app/routes/parts/settlement-payment-list.ts'
import { fileResponse } from '#app/routes/parts/supply-file.server.ts'
import { businessDate } from '#app/shared/business-date.ts'

/** The approved statements as the online bank wants them. Kept by nobody on the way. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const payer = await requireActor(request, 'payable:pay')
  if (params.format !== 'csv' && params.format !== 'xlsx') throw notFound()
  const now = clock.now()
  const t = settlementMessages[readPreferences(request).language].list
  const rows = paymentListRows(await takePaymentList(getRuntime().db, { payer, now }), t)
  const bytes = params.format === 'csv' ? writeCsv(rows.text) : await writeXlsxTable(t.sheet, rows.numbers)
  const response = fileResponse(bytes, { kind: params.format, file: `payment-list-${businessDate(now)}` })
  response.headers.set('Cache-Control', 'private, no-store')
  return response
}
