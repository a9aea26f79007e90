import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { closingMessages } from '#app/messages/closing.ts'
import { ClosingStep } from '#app/routes/parts/closing-actions.tsx'
import { Checklist } from '#app/routes/parts/closing-checklist.tsx'
import { loadPeriod } from '#app/routes/parts/closing-period.server.ts'
import { Reopening } from '#app/routes/parts/closing-reopening.tsx'
import { LateFacts, Rounds } from '#app/routes/parts/closing-rounds.tsx'
import { answerClosing, readMonth } from '#app/routes/parts/closing-steps.server.ts'
import { Tag } from '#app/routes/parts/closing-table.tsx'
import { Totals } from '#app/routes/parts/closing-totals.tsx'
import { Refused } from '#app/routes/parts/refund-answer.tsx'
import { LINK } from '#app/routes/parts/refund-controls.tsx'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request, params }: LoaderFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  return loadPeriod(request, { reader, month: readMonth(params) })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  const answer = await answerClosing(request, { reader, month: readMonth(params) })
  if (answer instanceof Response) return answer
  return data(answer, { status: answer.refused ? 409 : 422 })
}

export default function PeriodPage() {
  const { period, names, may, requestId, notice } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages(closingMessages)
  const isClosed = period.state === 'closed'
  return (
    <article>
      <Link className={`${LINK} print:hidden`} to={paths.finance.periods()}>
        {t.period.back}
      </Link>
      <h1 className="flex flex-wrap items-center gap-3 font-serif text-2xl font-bold">
        {t.period.title(period.month)}
        <span className="font-sans text-base font-normal">
          <Tag tone={isClosed ? 'done' : period.state === 'closing' ? 'wait' : 'plain'}>{t.states[period.state]}</Tag>
        </span>
      </h1>
      <SupplyNotice notice={notice} />
      <Refused>{answer?.refused}</Refused>
      <ClosingStep period={period} may={may} />
      {!isClosed && (
        <Checklist
          title={t.period.checklist}
          lines={period.checklist}
          mayWaive={may.prepare && period.state === 'closing'}
          answer={answer}
        />
      )}
      <Totals totals={period.totals} names={names} isSigned={isClosed} />
      <Rounds month={period.month} closes={period.closes} />
      <LateFacts late={period.late} />
      <Reopening period={period} may={may} requestId={requestId} answer={answer} />
    </article>
  )
}
