import type { LoaderFunctionArgs } from '@remix-run/node'
import { requireActor } from '#app/http/require-actor.server.ts'
import { PURCHASE_SHEET_WORDS } from '#app/routes/parts/purchase-sheet-words.ts'
import { answerSheetErrors } from '#app/routes/parts/sheet-errors.server.ts'

/** The wrong rows of a file of purchases, to put right and upload again. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireActor(request, 'ledger:read')
  return answerSheetErrors(request, params, { kind: 'external_purchase', words: PURCHASE_SHEET_WORDS })
}
