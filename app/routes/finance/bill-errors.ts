import type { LoaderFunctionArgs } from '@remix-run/node'
import { requireActor } from '#app/http/require-actor.server.ts'
import { billsMessages } from '#app/messages/bills.ts'
import { answerSheetErrors } from '#app/routes/parts/sheet-errors.server.ts'

/** The wrong rows of a bill, to put right and bring in again. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireActor(request, 'ledger:read')
  return answerSheetErrors(request, params, { kind: 'wallet_bill', words: billsMessages })
}
