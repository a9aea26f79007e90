import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { reconciliationMessages } from '#app/messages/reconciliation.ts'
import { asActor } from '#app/modules/identity/permissions.ts'
import { explainLine } from '#app/modules/reconciliation/explain-difference.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { withNotice } from '#app/routes/parts/notice-page.server.ts'
import { Explained, ExplainForm } from '#app/routes/parts/reconciliation-explain.tsx'
import { readLineOf } from '#app/routes/parts/reconciliation-line.server.ts'
import { LineLinks } from '#app/routes/parts/reconciliation-links.tsx'
import { answerExplanation } from '#app/routes/parts/reconciliation-steps.server.ts'
import { Refused } from '#app/routes/parts/refund-answer.tsx'
import { Fact, Facts, LINK } from '#app/routes/parts/refund-controls.tsx'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { formatInstant } from '#app/shared/display-time.ts'
import { formatYuan } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request, params }: LoaderFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  const line = await readLineOf(params)
  if (!line) throw notFound()
  const isOpen = line.state === 'provider_only' || line.state === 'amount_differs'
  const { title } = reconciliationMessages[readPreferences(request).language].line
  const mayExplain = isOpen && line.kind !== 'payout' && Boolean(asActor(reader, 'reconciliation:match'))
  return withNotice(request, { title, line, mayExplain })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const officer = await requireActor(request, 'reconciliation:match')
  const lineId = params.lineId ?? ''
  return answerExplanation(request, {
    to: paths.finance.balanceLine(lineId),
    explain: (reason) => explainLine(getRuntime().db, { lineId, officer, reason, now: clock.now() }),
  })
}

export default function BalanceLinePage() {
  const { line, mayExplain, notice } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const t = useMessages(reconciliationMessages)
  const language = useLanguage()
  return (
    <article className="mx-auto max-w-3xl">
      <Link className={LINK} to={paths.finance.reconciliation()}>
        {t.line.back}
      </Link>
      <h1 className="font-serif text-2xl font-bold">{t.line.title}</h1>
      <SupplyNotice notice={notice} />
      <Refused>{result?.refused}</Refused>
      <Facts>
        <Fact name={t.line.state}>
          <span className="font-semibold">{t.states[line.state]}</span> {t.stateLeads[line.state]}
        </Fact>
        <Fact name={t.columns.kind}>{t.kinds[line.kind]}</Fact>
        <Fact name={t.columns.amount}>{formatYuan(line.amount)}</Fact>
        <Fact name={t.line.booked}>{line.booked === undefined ? t.line.notBooked : formatYuan(line.booked)}</Fact>
        <Fact name={t.columns.fee}>{formatYuan(line.fee)}</Fact>
        <Fact name={t.columns.net}>{formatYuan(line.net)}</Fact>
        <Fact name={t.line.created}>{formatInstant(line.createdAt, language)}</Fact>
        <Fact name={t.line.available}>{line.availableOn}</Fact>
        <Fact name={t.line.type}>{line.type}</Fact>
        <Fact name={t.line.id}>
          <span className="font-mono text-sm break-all">{line.lineId}</span>
        </Fact>
        {line.sourceRef && (
          <Fact name={t.line.source}>
            <span className="font-mono text-sm break-all">{line.sourceRef}</span>
          </Fact>
        )}
      </Facts>
      <LineLinks line={line} />
      <Explained by={line.explainedBy} at={line.explainedAt} words={line.explanation} />
      {mayExplain && <ExplainForm text={t.explain.lineText} reply={result?.reply} />}
    </article>
  )
}
