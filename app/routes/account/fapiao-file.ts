import type { LoaderFunctionArgs } from '@remix-run/node'
import { requireActor } from '#app/http/require-actor.server.ts'
import { findBuyersFile } from '#app/modules/fapiao/fapiao-queries.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { answerDocument } from '#app/routes/parts/fapiao-params.server.ts'
import { readDocumentId } from '#app/routes/parts/fapiao-steps.server.ts'

/** The file of an invoice of the buyer's own order. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { personId: buyerId } = await requireActor(request, 'order:own')
  const documentId = readDocumentId(params)
  return answerDocument(await findBuyersFile(getRuntime().db, { buyerId, documentId }))
}
