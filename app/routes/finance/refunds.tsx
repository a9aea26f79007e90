import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form, Link, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { badRequest } from '#app/http/responses.server.ts'
import { aftersaleMessages } from '#app/messages/aftersale.ts'
import { countRefundWork, listAsked, listDecisions } from '#app/modules/aftersale/refund-queries.server.ts'
import { REFUND_PAGE, REFUND_VIEWS } from '#app/modules/aftersale/refund-views.ts'
import { asActor } from '#app/modules/identity/permissions.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { withNotice } from '#app/routes/parts/notice-page.server.ts'
import { SECONDARY } from '#app/routes/parts/refund-controls.tsx'
import { AskedList, DecisionList } from '#app/routes/parts/refund-lists.tsx'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  const asked = new URL(request.url).searchParams.get('show') || 'asked'
  const view = REFUND_VIEWS.find((known) => known === asked)
  if (!view) throw badRequest()
  const { db } = getRuntime()
  const listed = view === 'asked' ? { asked: await listAsked(db) } : { decisions: await listDecisions(db, view) }
  const title = aftersaleMessages[readPreferences(request).language].finance.title
  const mayDecide = Boolean(asActor(reader, 'refund:decide'))
  return withNotice(request, { title, view, ...listed, work: await countRefundWork(db), mayDecide })
}

export default function RefundsPage() {
  const loaded = useLoaderData<typeof loader>()
  const { view, work, mayDecide, notice } = loaded
  const t = useMessages(aftersaleMessages)
  const rows = ('asked' in loaded ? loaded.asked : loaded.decisions) ?? []
  return (
    <div>
      <h1 className="font-serif text-2xl font-bold">{t.finance.title}</h1>
      <SupplyNotice notice={notice} />
      <p className="mt-2 max-w-[680px] text-ink-2">{t.finance.lead}</p>
      <nav aria-label={t.finance.title} className="mt-4 flex flex-wrap gap-2 print:hidden">
        {REFUND_VIEWS.map((one) => (
          <Link
            key={one}
            to={paths.finance.refunds(one)}
            aria-current={one === view ? 'page' : undefined}
            className="inline-flex min-h-11 items-center rounded-[10px] border border-line-strong bg-card px-4 aria-[current=page]:bg-sand aria-[current=page]:font-semibold"
          >
            {t.finance.views[one]}
            {one !== 'settled' && work[one] > 0 && <span className="tabular-nums">{t.finance.work(work[one])}</span>}
          </Link>
        ))}
      </nav>
      {rows.length === 0 && <p className="mt-6 rounded-2xl bg-sand p-4">{t.finance.none[view]}</p>}
      {'asked' in loaded && <AskedList rows={loaded.asked ?? []} mayDecide={mayDecide} />}
      {'decisions' in loaded && <DecisionList rows={loaded.decisions ?? []} />}
      {rows.length === REFUND_PAGE && <p className="mt-3 text-sm text-ink-2">{t.finance.cut(REFUND_PAGE)}</p>}
      {mayDecide && <NewRefund />}
    </div>
  )
}

function NewRefund() {
  const t = useMessages(aftersaleMessages)
  return (
    <Form method="get" action="/finance/refunds/new" className="mt-8 flex flex-wrap items-end gap-3 print:hidden">
      <div>
        <label htmlFor="order" className="block font-semibold">
          {t.finance.newFor}
        </label>
        <input
          id="order"
          name="order"
          required
          maxLength={40}
          className="mt-1 min-h-12 rounded-[10px] border border-line-strong bg-card px-3"
        />
      </div>
      <button type="submit" className={SECONDARY}>
        {t.finance.open}
      </button>
    </Form>
  )
}
