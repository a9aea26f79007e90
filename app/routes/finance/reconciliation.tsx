import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { reconciliationMessages } from '#app/messages/reconciliation.ts'
import { asActor } from '#app/modules/identity/permissions.ts'
import { MATCH_STATES } from '#app/modules/reconciliation/balance.ts'
import { fetchBalanceNow } from '#app/modules/reconciliation/fetch-balance.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { withNotice } from '#app/routes/parts/notice-page.server.ts'
import { Clearing } from '#app/routes/parts/reconciliation-clearing.tsx'
import { PayoutList } from '#app/routes/parts/reconciliation-payouts.tsx'
import { formatReconciliationQuery } from '#app/routes/parts/reconciliation-query.ts'
import { LineTable, MovementList } from '#app/routes/parts/reconciliation-rows.tsx'
import { readReconciliationPage } from '#app/routes/parts/reconciliation-view.server.ts'
import { Refused } from '#app/routes/parts/refund-answer.tsx'
import { LINK, PRIMARY } from '#app/routes/parts/refund-controls.tsx'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { formatInstant } from '#app/shared/display-time.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  const page = await readReconciliationPage(request)
  const { title } = reconciliationMessages[readPreferences(request).language]
  return withNotice(request, { title, ...page, mayMatch: Boolean(asActor(reader, 'reconciliation:match')) })
}

export async function action({ request }: ActionFunctionArgs) {
  await requireActor(request, 'reconciliation:match')
  const fetched = await fetchBalanceNow(getRuntime(), clock.now())
  if (fetched.ok) return redirectWithNotice(paths.finance.reconciliation(), 'balanceFetched')
  const { read } = reconciliationMessages[readPreferences(request).language]
  const refused = fetched.refusal.kind === 'busy' ? read.busy : read.silent
  return data({ refused }, { status: fetched.refusal.kind === 'busy' ? 409 : 503 })
}

export default function ReconciliationPage() {
  const { work, figures, apart, payouts, mayMatch, notice } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const t = useMessages(reconciliationMessages)
  const language = useLanguage()
  return (
    <div>
      <h1 className="font-serif text-2xl font-bold">{t.title}</h1>
      <SupplyNotice notice={notice} />
      <p className="mt-2 max-w-[680px] text-ink-2">{t.lead}</p>
      <div className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-2">
        {mayMatch && (
          <Form method="post" className="print:hidden">
            <button type="submit" className={PRIMARY}>
              {t.read.now}
            </button>
          </Form>
        )}
        <p className="text-sm text-ink-2 tabular-nums">
          {work.finishedAt ? t.read.at(formatInstant(work.finishedAt, language)) : t.read.never}{' '}
          {work.isUnderWay && t.read.underWay}
        </p>
      </div>
      <Refused>{result?.refused}</Refused>
      <Clearing figures={figures} apart={apart} />
      <Rows />
      <PayoutList payouts={payouts} />
    </div>
  )
}

function Rows() {
  const { work, query, lines, movements, next } = useLoaderData<typeof loader>()
  const t = useMessages(reconciliationMessages)
  const { state, after, day } = query
  const to = (part: Partial<typeof query>) =>
    `${paths.finance.reconciliation(formatReconciliationQuery({ day, ...part }))}#rows`
  return (
    <section className="mt-10 scroll-mt-4" id="rows">
      <nav aria-label={t.statesLabel} className="flex flex-wrap gap-2 print:hidden">
        {MATCH_STATES.map((one) => (
          <Link
            key={one}
            to={to({ state: one })}
            aria-current={one === state ? 'page' : undefined}
            className="inline-flex min-h-11 items-center gap-1 rounded-[10px] border border-line-strong bg-card px-3 aria-[current=page]:bg-sand aria-[current=page]:font-semibold aria-[current=page]:underline"
          >
            {t.states[one]} <span className="text-sm text-ink-2 tabular-nums">{work.counts[one]}</span>
          </Link>
        ))}
      </nav>
      <p className="mt-3 text-ink-2">{t.stateLeads[state]}</p>
      {lines.length + movements.length === 0 && <p className="mt-3 rounded-2xl bg-sand p-4">{t.none}</p>}
      {movements.length > 0 && (
        <>
          <h2 className="mt-4 font-serif text-xl font-bold">{t.movements}</h2>
          <MovementList movements={movements} />
        </>
      )}
      {lines.length > 0 && (
        <>
          <h2 className="mt-4 font-serif text-xl font-bold">{t.lines}</h2>
          <LineTable lines={lines} label={t.lines} />
        </>
      )}
      <nav aria-label={t.lines} className="mt-2 flex gap-6 print:hidden">
        {after && (
          <Link className={LINK} to={to({ state })}>
            {t.newest}
          </Link>
        )}
        {next && (
          <Link className={LINK} to={to({ state, after: next })}>
            {t.older}
          </Link>
        )}
      </nav>
    </section>
  )
}
