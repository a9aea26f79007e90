import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { aftersaleMessages } from '#app/messages/aftersale.ts'
import { findRefundCase } from '#app/modules/aftersale/refund-case.server.ts'
import { asActor } from '#app/modules/identity/permissions.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { withNotice } from '#app/routes/parts/notice-page.server.ts'
import { formatOrderNo } from '#app/routes/parts/order-url.ts'
import { Refused } from '#app/routes/parts/refund-answer.tsx'
import { CaseActions } from '#app/routes/parts/refund-case-actions.tsx'
import { CaseFacts, CaseLines } from '#app/routes/parts/refund-case-facts.tsx'
import { LINK } from '#app/routes/parts/refund-controls.tsx'
import { Executions } from '#app/routes/parts/refund-executions.tsx'
import { Question } from '#app/routes/parts/refund-question.tsx'
import { answerCase } from '#app/routes/parts/refund-settle.server.ts'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { isUuid } from '#app/shared/ids.ts'
import { useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request, params }: LoaderFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  const id = params.refundDecisionId ?? ''
  const refund = isUuid(id) ? await findRefundCase(getRuntime().db, id) : undefined
  if (!refund) throw notFound()
  const may = {
    approve: Boolean(asActor(reader, 'refund:approve')),
    repeat: Boolean(asActor(reader, 'refund:decide')),
    isRequester: refund.requestedBy?.personId === reader.personId,
  }
  const title = aftersaleMessages[readPreferences(request).language].finance.caseTitle(formatOrderNo(refund.orderNo))
  return withNotice(request, { title, refund, may })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  const answer = await answerCase(request, { reader, refundDecisionId: params.refundDecisionId ?? '' })
  if (answer instanceof Response) return answer
  return data(answer, { status: answer.refused ? 409 : 422 })
}

export default function RefundPage() {
  const { refund, may, notice } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const t = useMessages(aftersaleMessages)
  return (
    <article className="mx-auto max-w-3xl">
      <Link className={LINK} to={paths.finance.refunds()}>
        {t.finance.back}
      </Link>
      <h1 className="font-serif text-2xl font-bold">{t.finance.caseTitle(formatOrderNo(refund.orderNo))}</h1>
      {!result && <SupplyNotice notice={notice} />}
      <Refused>{result?.refused}</Refused>
      <CaseFacts refund={refund} />
      {refund.question && <Question question={refund.question} lines={refund.lines} />}
      <CaseLines lines={refund.lines} total={refund.amount} />
      <Executions refund={refund} />
      <CaseActions refund={refund} may={may} reply={result?.reply} />
    </article>
  )
}
