import type { LoaderFunctionArgs } from '@remix-run/node'
import { requireActor } from '#app/http/require-actor.server.ts'
import { asActor } from '#app/modules/identity/permissions.ts'
import { readStatementId } from '#app/routes/parts/settlement-params.server.ts'
import { statementPdf } from '#app/routes/parts/settlement-print.server.ts'

/** A statement to print and sign; the account whole for the payer alone. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  const shown = asActor(reader, 'payable:pay') ? 'whole' : 'masked'
  return statementPdf(request, { statementId: readStatementId(params), shown })
}
