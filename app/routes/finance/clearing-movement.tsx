import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { financeMessages } from '#app/messages/finance.ts'
import { reconciliationMessages } from '#app/messages/reconciliation.ts'
import { asActor } from '#app/modules/identity/permissions.ts'
import { explainMovement } from '#app/modules/reconciliation/explain-difference.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { withNotice } from '#app/routes/parts/notice-page.server.ts'
import { formatOrderNo } from '#app/routes/parts/order-url.ts'
import { Explained, ExplainForm } from '#app/routes/parts/reconciliation-explain.tsx'
import { readEntryId, readMovementOf } from '#app/routes/parts/reconciliation-line.server.ts'
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
  const movement = await readMovementOf(params)
  if (!movement) throw notFound()
  const { title } = reconciliationMessages[readPreferences(request).language].movement
  const mayExplain = movement.explanation === undefined && Boolean(asActor(reader, 'reconciliation:match'))
  return withNotice(request, { title, movement, mayExplain })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const officer = await requireActor(request, 'reconciliation:match')
  const entryId = readEntryId(params)
  if (entryId === undefined) throw notFound()
  return answerExplanation(request, {
    to: paths.finance.clearingMovement(entryId),
    explain: (reason) => explainMovement(getRuntime().db, { entryId, officer, reason, now: clock.now() }),
  })
}

export default function ClearingMovementPage() {
  const { movement, mayExplain, notice } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const t = useMessages(reconciliationMessages)
  const { sources } = useMessages(financeMessages)
  const language = useLanguage()
  return (
    <article className="mx-auto max-w-3xl">
      <Link className={LINK} to={paths.finance.reconciliation('show=ours_only')}>
        {t.line.back}
      </Link>
      <h1 className="font-serif text-2xl font-bold">{t.movement.title}</h1>
      <SupplyNotice notice={notice} />
      <Refused>{result?.refused}</Refused>
      <Facts>
        <Fact name={t.columns.source}>{sources[movement.sourceType] ?? movement.sourceType}</Fact>
        <Fact name={t.columns.amount}>{formatYuan(movement.amount)}</Fact>
        <Fact name={t.columns.day}>{movement.day}</Fact>
        <Fact name={t.movement.recorded}>{formatInstant(movement.recordedAt, language)}</Fact>
        <Fact name={t.columns.links}>
          {movement.orderNo && t.order(formatOrderNo(movement.orderNo))}{' '}
          <Link className={LINK} to={paths.finance.entry(movement.entryId)}>
            {t.entry(movement.entryId)}
          </Link>
        </Fact>
      </Facts>
      <Explained by={movement.explainedBy} at={movement.explainedAt} words={movement.explanation} />
      {mayExplain && <ExplainForm text={t.explain.movementText} reply={result?.reply} />}
    </article>
  )
}
