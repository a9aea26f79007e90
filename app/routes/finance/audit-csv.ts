import type { LoaderFunctionArgs } from '@remix-run/node'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { badRequest } from '#app/http/responses.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { streamAuditCsv } from '#app/routes/parts/audit-csv.server.ts'
import { parseAuditQuery } from '#app/routes/parts/audit-query.ts'

/** The part of the audit log that an address asks for, whole, newest first. */
export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, 'ledger:read')
  const query = parseAuditQuery(new URL(request.url).searchParams)
  if (!query) throw badRequest()
  const body = streamAuditCsv(getRuntime().db, { query, language: readPreferences(request).language })
  const headers = {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="audit-log.csv"',
    'cache-control': 'private, no-store',
  }
  return new Response(body, { headers })
}
