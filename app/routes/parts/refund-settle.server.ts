import { parseFields, readFields } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { badRequest, forbidden, notFound } from '#app/http/responses.server.ts'
import { aftersaleMessages } from '#app/messages/aftersale.ts'
import { approveRefund, refuseRefund } from '#app/modules/aftersale/approve-refund.server.ts'
import { repeatRefund } from '#app/modules/aftersale/repeat-refund.server.ts'
import { type Actor, asActor, type Permission } from '#app/modules/identity/permissions.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { isUuid, type RefundDecisionId } from '#app/shared/ids.ts'
import { explainSettling } from './refund-answer.tsx'
import { becauseSchema, type DecisionAnswer } from './refund-decide.server.ts'

interface Place {
  reader: Actor<'ledger:read'>
  refundDecisionId: RefundDecisionId
}

/** Does what one of the buttons under a decision asks for. Each asks for its own right. */
export async function answerCase(
  request: Request,
  given: { reader: Actor<'ledger:read'>; refundDecisionId: string },
): Promise<Response | DecisionAnswer> {
  const fields = await readFields(request)
  if (!isUuid(given.refundDecisionId)) throw notFound()
  const place = { ...given, refundDecisionId: given.refundDecisionId as RefundDecisionId }
  switch (fields.get('intent')) {
    case 'approve':
      return approve(request, place)
    case 'refuse':
      return refuse(request, place, fields)
    case 'repeat':
      return repeat(request, place)
    default:
      throw badRequest()
  }
}

function demand<P extends Permission>(reader: Actor<'ledger:read'>, permission: P): Actor<P> {
  const actor = asActor(reader, permission)
  if (!actor) throw forbidden()
  return actor
}

async function approve(request: Request, { reader, refundDecisionId }: Place): Promise<Response | DecisionAnswer> {
  const approver = demand(reader, 'refund:approve')
  const approved = await approveRefund(getRuntime().db, { refundDecisionId, approver, now: clock.now() })
  if (approved.ok) return redirectWithNotice(paths.finance.refund(refundDecisionId), 'refundApproved')
  if (approved.refusal.kind === 'unknownDecision') throw notFound()
  return { refused: explainSettling(approved.refusal, wordsFor(request)), reply: undefined }
}

async function refuse(
  request: Request,
  { reader, refundDecisionId }: Place,
  fields: FormData,
): Promise<Response | DecisionAnswer> {
  const approver = demand(reader, 'refund:approve')
  const submission = parseFields(fields, becauseSchema)
  if (submission.status !== 'success') return { refused: undefined, reply: submission.reply() }
  const { because } = submission.value
  const refused = await refuseRefund(getRuntime().db, { refundDecisionId, approver, because, now: clock.now() })
  if (refused.ok) return redirectWithNotice(paths.finance.refund(refundDecisionId), 'refundTurnedDown')
  if (refused.refusal.kind === 'unknownDecision') throw notFound()
  return { refused: explainSettling(refused.refusal, wordsFor(request)), reply: submission.reply() }
}

async function repeat(request: Request, { reader, refundDecisionId }: Place): Promise<Response | DecisionAnswer> {
  const officer = demand(reader, 'refund:decide')
  const repeated = await repeatRefund(getRuntime().db, { refundDecisionId, officer, now: clock.now() })
  if (repeated.ok) return redirectWithNotice(paths.finance.refund(refundDecisionId), 'refundRepeated')
  if (repeated.refusal.kind === 'unknownDecision') throw notFound()
  return { refused: explainSettling(repeated.refusal, wordsFor(request)), reply: undefined }
}

function wordsFor(request: Request) {
  return aftersaleMessages[readPreferences(request).language]
}
