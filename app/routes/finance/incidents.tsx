import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { incidentsMessages } from '#app/messages/incidents.ts'
import { IncidentFilterForm, IncidentList } from '#app/routes/parts/incident-list.tsx'
import { formatIncidentQuery } from '#app/routes/parts/incident-query.ts'
import { readIncidentList } from '#app/routes/parts/incident-view.server.ts'
import { LINK } from '#app/routes/parts/refund-controls.tsx'
import { useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  const page = await readIncidentList(request, reader)
  return { title: incidentsMessages[readPreferences(request).language].title, ...page }
}

export default function IncidentsPage() {
  const { query, incidents, kinds, next } = useLoaderData<typeof loader>()
  const t = useMessages(incidentsMessages)
  const to = (part: Partial<typeof query>) => paths.finance.incidents(formatIncidentQuery(part))
  const isNarrowed = Boolean(query.kind || query.owner)
  const open = kinds.reduce((sum, one) => sum + one.count, 0)
  return (
    <div>
      <h1 className="font-serif text-2xl font-bold">{t.title}</h1>
      <p className="mt-2 max-w-[680px] text-ink-2">{t.lead}</p>
      <nav aria-label={t.showLabel} className="mt-4 flex flex-wrap gap-2 print:hidden">
        {[false, true].map((isClosed) => (
          <Link
            key={String(isClosed)}
            to={to({ isClosed })}
            aria-current={isClosed === query.isClosed ? 'page' : undefined}
            className="inline-flex min-h-11 items-center gap-1 rounded-[10px] border border-line-strong bg-card px-4 aria-[current=page]:bg-sand aria-[current=page]:font-semibold aria-[current=page]:underline"
          >
            {isClosed ? t.show.closed : t.show.open}
            {!isClosed && <span className="text-sm text-ink-2 tabular-nums">{open}</span>}
          </Link>
        ))}
      </nav>
      <IncidentFilterForm query={query} kinds={kinds} />
      {incidents.length === 0 && (
        <p className="mt-6 rounded-2xl bg-sand p-4">
          {isNarrowed || query.isClosed ? t.none : t.noneOpen}{' '}
          {isNarrowed && (
            <Link className={LINK} to={to({ isClosed: query.isClosed })}>
              {t.clearFilter}
            </Link>
          )}
        </p>
      )}
      <IncidentList incidents={incidents} />
      <nav aria-label={t.title} className="mt-2 flex gap-6 print:hidden">
        {query.after && (
          <Link className={LINK} to={to({ ...query, after: undefined })}>
            {t.first}
          </Link>
        )}
        {next && (
          <Link className={LINK} to={to({ ...query, after: next })}>
            {t.older}
          </Link>
        )}
      </nav>
    </div>
  )
}
