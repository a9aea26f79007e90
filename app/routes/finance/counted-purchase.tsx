import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { attainmentMessages } from '#app/messages/attainment.ts'
import { asActor } from '#app/modules/identity/permissions.ts'
import { answerCountedEvidence, getCounted } from '#app/routes/parts/counted-evidence.server.ts'
import { CountedFacts } from '#app/routes/parts/counted-facts.tsx'
import { CountedTrail } from '#app/routes/parts/counted-trail.tsx'
import { EvidenceSection } from '#app/routes/parts/evidence-section.tsx'
import { withNotice } from '#app/routes/parts/notice-page.server.ts'
import { LINK } from '#app/routes/parts/refund-controls.tsx'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { formatMoney } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request, params }: LoaderFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  const counted = await getCounted(params.recognizedId)
  const mayWork = counted.line !== undefined && asActor(reader, 'purchase:record') !== undefined
  return withNotice(request, {
    title: attainmentMessages[readPreferences(request).language].counted.title,
    counted,
    mayWork,
  })
}

/** Evidence of the order is attached and taken back here. */
export async function action({ request, params }: ActionFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  return answerCountedEvidence(request, { reader, counted: await getCounted(params.recognizedId) })
}

export default function CountedPurchasePage() {
  const { counted, mayWork, notice } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { counted: t } = useMessages(attainmentMessages)
  return (
    <article>
      <Link className={LINK} to={paths.finance.attainment()}>
        {t.back}
      </Link>
      <h1 className="font-serif text-2xl font-bold text-balance">{t.title}</h1>
      {!result && <SupplyNotice notice={notice} />}
      <p className="mt-3">
        <span data-testid="counted-amount" className="font-serif text-3xl font-bold tabular-nums">
          {formatMoney(counted.amount)}
        </span>{' '}
        <span className="text-ink-2">{t.sourceTypes[counted.sourceType] ?? counted.sourceType}</span>
      </p>
      <CountedFacts counted={counted} />
      {counted.line ? (
        <CountedTrail line={counted.line} here={counted.recognizedId} />
      ) : (
        <p className="mt-6 rounded-2xl bg-sand p-4">{t.outside}</p>
      )}
      <EvidenceSection evidence={counted.evidence} mayWork={mayWork} problem={result?.evidenceProblem} />
    </article>
  )
}
