import type { LoaderFunctionArgs } from '@remix-run/node'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireManager } from '#app/http/require-actor.server.ts'
import { importMessages } from '#app/messages/imports.ts'
import { TEMPLATE_HEADER } from '#app/modules/imports/import-fields.ts'
import { writeXlsxTable } from '#app/platform/spreadsheet-table.server.ts'
import { fileResponse } from '#app/routes/parts/supply-file.server.ts'

/** The sheet to fill in: Chinese headings that stay in sight, and one row to follow. */
export async function loader({ request }: LoaderFunctionArgs) {
  await requireManager(request)
  const { example, sheetName } = importMessages[readPreferences(request).language]
  const bytes = await writeXlsxTable(sheetName, [TEMPLATE_HEADER, example])
  return fileResponse(bytes, { kind: 'xlsx', file: 'goods-template' })
}
