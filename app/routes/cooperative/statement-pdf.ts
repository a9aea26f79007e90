import type { LoaderFunctionArgs } from '@remix-run/node'
import { requireManager } from '#app/http/require-actor.server.ts'
import { readStatementId } from '#app/routes/parts/settlement-params.server.ts'
import { statementPdf } from '#app/routes/parts/settlement-print.server.ts'

/** The cooperative's own statement, to print and sign. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { cooperativeId } = await requireManager(request)
  return statementPdf(request, { statementId: readStatementId(params), cooperativeId, shown: 'whole' })
}
