import { data } from '@remix-run/node'
import { parseForm } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { badRequest } from '#app/http/responses.server.ts'
import { requestFapiaoSchema } from '#app/modules/fapiao/fapiao.ts'
import type { PartToInvoice } from '#app/modules/fapiao/fapiao-queries.server.ts'
import { type RequestFapiaoRefusal, requestFapiao } from '#app/modules/fapiao/request-fapiao.server.ts'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { type FapiaoOnPage, fapiaoOnPage } from './fapiao-words.ts'

export type PartOnPage = Omit<PartToInvoice, 'fapiao'> & { fapiao: FapiaoOnPage[] }

export function partOnPage({ fapiao, ...part }: PartToInvoice): PartOnPage {
  return { ...part, fapiao: fapiao.map(fapiaoOnPage) }
}

export interface RequestAnswer {
  /** The part the form was about. */
  supplierOrderId: string
  refusal?: RequestFapiaoRefusal
  errors?: Record<string, string[] | null>
}

/** Answers the form in which a buyer asks for an invoice. */
export async function requestFapiaoByForm(
  request: Request,
  { buyer, orderNo, now }: { buyer: Actor<'order:own'>; orderNo: string; now: Date },
) {
  const answer = (given: RequestAnswer, status: number) => data(given, { status })
  const submission = await parseForm(request, requestFapiaoSchema)
  const supplierOrderId = String(submission.payload.supplierOrderId ?? '')
  if (submission.status !== 'success') {
    const errors = submission.reply().error ?? {}
    if (errors.requestId || errors.supplierOrderId || errors.titleKind) throw badRequest()
    return answer({ supplierOrderId, errors }, 422)
  }
  const asked = await requestFapiao(getRuntime().db, { buyer, form: submission.value, now })
  if (!asked.ok) return answer({ supplierOrderId, refusal: asked.refusal }, 409)
  return redirectWithNotice(paths.orderFapiao(orderNo), 'fapiaoAsked')
}
