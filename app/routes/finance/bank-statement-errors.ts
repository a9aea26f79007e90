import type { LoaderFunctionArgs } from '@remix-run/node'
import { requireActor } from '#app/http/require-actor.server.ts'
import { bankMessages } from '#app/messages/bank.ts'
import { answerSheetErrors } from '#app/routes/parts/sheet-errors.server.ts'

/** The wrong rows of a bank statement, to put right and bring in again. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireActor(request, 'ledger:read')
  return answerSheetErrors(request, params, { kind: 'bank_statement', words: bankMessages })
}
