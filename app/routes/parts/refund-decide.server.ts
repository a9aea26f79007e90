import { z } from 'zod'
import { parseFields, readFields } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { aftersaleMessages } from '#app/messages/aftersale.ts'
import { decideRefund } from '#app/modules/aftersale/decide-refund.server.ts'
import { decideRefundSchema } from '#app/modules/aftersale/decide-refund.ts'
import { refuseRequest } from '#app/modules/aftersale/refuse-request.server.ts'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { isUuid, type RefundRequestId } from '#app/shared/ids.ts'
import { parseOrderNo } from './order-url.ts'
import { explainDecision } from './refund-answer.tsx'
import type { FormReply } from './refund-form.ts'

/** Which order, and which question about it, an address is about. Throws 404 for a question that cannot be one. */
export function readDeskPlace(request: Request): { orderNo: string; refundRequestId: RefundRequestId | undefined } {
  const { searchParams } = new URL(request.url)
  const refundRequestId = searchParams.get('request') ?? undefined
  if (refundRequestId !== undefined && !isUuid(refundRequestId)) throw notFound()
  return {
    orderNo: parseOrderNo(searchParams.get('order')?.trim()) ?? '',
    refundRequestId: refundRequestId as RefundRequestId | undefined,
  }
}

export interface DecisionAnswer {
  refused: string | undefined
  reply: FormReply | undefined
}

type Officer = Actor<'refund:decide'>

/** Does what one of the two forms of the desk asks for: refund, or tell the buyer no. */
export async function answerDecision(request: Request, officer: Officer): Promise<Response | DecisionAnswer> {
  const fields = await readFields(request)
  return fields.get('intent') === 'refuse' ? refuse(request, { officer, fields }) : decide(request, { officer, fields })
}

async function decide(
  request: Request,
  { officer, fields }: { officer: Officer; fields: FormData },
): Promise<Response | DecisionAnswer> {
  const t = aftersaleMessages[readPreferences(request).language]
  const place = readDeskPlace(request)
  const submission = parseFields(fields, decideRefundSchema)
  if (submission.status !== 'success') return { refused: undefined, reply: submission.reply() }
  const { orderNo, refundRequestId } = place
  const decided = await decideRefund(getRuntime().db, {
    orderNo,
    ...(refundRequestId && { refundRequestId }),
    form: submission.value,
    officer,
    now: clock.now(),
  })
  if (decided.ok) {
    const { refundDecisionId, state } = decided.value
    const notice = state === 'approved' ? 'refundDecided' : 'refundProposed'
    return redirectWithNotice(paths.finance.refund(refundDecisionId), notice)
  }
  if (decided.refusal.kind === 'noOrder') throw notFound()
  return { refused: explainDecision(decided.refusal, t), reply: submission.reply() }
}

/** Why a buyer, or a colleague, is told no. */
export const becauseSchema = z.object({ because: z.string('missing').trim().min(1, 'missing').max(300, 'tooLong') })

async function refuse(
  request: Request,
  { officer, fields }: { officer: Officer; fields: FormData },
): Promise<Response | DecisionAnswer> {
  const t = aftersaleMessages[readPreferences(request).language]
  const { refundRequestId } = readDeskPlace(request)
  if (!refundRequestId) throw notFound()
  const submission = parseFields(fields, becauseSchema)
  if (submission.status !== 'success') return { refused: undefined, reply: submission.reply() }
  const { because } = submission.value
  const refused = await refuseRequest(getRuntime().db, { refundRequestId, officer, because, now: clock.now() })
  if (refused.ok) return redirectWithNotice(paths.finance.refunds(), 'refundRequestRefused')
  if (refused.refusal.kind === 'unknownRequest') throw notFound()
  return { refused: t.refusals[refused.refusal.kind], reply: submission.reply() }
}
