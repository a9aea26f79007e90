import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { aftersaleMessages } from '#app/messages/aftersale.ts'
import { findRefundDesk } from '#app/modules/aftersale/refund-desk.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { formatOrderNo } from '#app/routes/parts/order-url.ts'
import { Refused } from '#app/routes/parts/refund-answer.tsx'
import { LINK } from '#app/routes/parts/refund-controls.tsx'
import { answerDecision, readDeskPlace } from '#app/routes/parts/refund-decide.server.ts'
import { DecideForm, RefuseForm } from '#app/routes/parts/refund-decide-form.tsx'
import { Question } from '#app/routes/parts/refund-question.tsx'
import { useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, 'refund:decide')
  const place = readDeskPlace(request)
  const desk = await findRefundDesk(getRuntime().db, { ...place, now: clock.now() })
  if (!desk) throw notFound()
  const title = aftersaleMessages[readPreferences(request).language].finance.decideTitle(formatOrderNo(desk.orderNo))
  return { title, desk, requestId: newId() }
}

export async function action({ request }: ActionFunctionArgs) {
  const officer = await requireActor(request, 'refund:decide')
  const answer = await answerDecision(request, officer)
  if (answer instanceof Response) return answer
  return data(answer, { status: answer.refused ? 409 : 422 })
}

export default function NewRefundPage() {
  const { desk, requestId } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const t = useMessages(aftersaleMessages)
  return (
    <div className="mx-auto max-w-3xl">
      <Link className={LINK} to={paths.finance.refunds()}>
        {t.finance.back}
      </Link>
      <h1 className="font-serif text-2xl font-bold">{t.finance.decideTitle(formatOrderNo(desk.orderNo))}</h1>
      <p className="mt-1 text-ink-2">{t.orderStatus[desk.status]}</p>
      <Refused>{result?.refused}</Refused>
      {desk.question && <Question question={desk.question} lines={desk.lines} />}
      <DecideForm desk={desk} requestId={requestId} reply={result?.reply} />
      {desk.question && <RefuseForm reply={result?.reply} />}
    </div>
  )
}
