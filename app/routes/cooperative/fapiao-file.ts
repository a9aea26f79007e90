import type { LoaderFunctionArgs } from '@remix-run/node'
import { requireManager } from '#app/http/require-actor.server.ts'
import { findSellersFile } from '#app/modules/fapiao/fapiao-queries.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { answerDocument } from '#app/routes/parts/fapiao-params.server.ts'
import { readDocumentId } from '#app/routes/parts/fapiao-steps.server.ts'

/** The file of an invoice of the cooperative's own. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { cooperativeId } = await requireManager(request)
  const documentId = readDocumentId(params)
  return answerDocument(await findSellersFile(getRuntime().db, { cooperativeId, documentId }))
}
