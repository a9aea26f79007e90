import { paths } from '#app/http/paths.ts'
import { badRequest, forbidden, notFound } from '#app/http/responses.server.ts'
import { type Actor, asActor } from '#app/modules/identity/permissions.ts'
import { type CountedPurchase, findCountedPurchase } from '#app/modules/progress/counted-purchase.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { isUuid } from '#app/shared/ids.ts'
import { answerEvidence, isEvidenceForm } from './evidence-steps.server.ts'

/** What counts under the key of an address. Throws 404 when nothing does. */
export async function getCounted(recognizedId = ''): Promise<CountedPurchase> {
  const counted = isUuid(recognizedId) && (await findCountedPurchase(getRuntime().db, recognizedId))
  if (!counted) throw notFound()
  return counted
}

/** Answers the evidence forms of the page. Outside purchases keep their evidence where they are recorded. */
export async function answerCountedEvidence(
  request: Request,
  { reader, counted }: { reader: Actor<'ledger:read'>; counted: CountedPurchase },
) {
  const officer = asActor(reader, 'purchase:record')
  if (!officer || !counted.line) throw forbidden()
  if (!isEvidenceForm(request)) throw badRequest()
  const to = paths.finance.counted(counted.recognizedId)
  return answerEvidence(request, { ...counted.evidenceOf, actorId: officer.personId, to })
}
