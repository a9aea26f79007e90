import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { attainmentMessages } from '#app/messages/attainment.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { useWords } from '#app/routes/parts/attainment-controls.tsx'
import { LinesTable } from '#app/routes/parts/attainment-lines-table.tsx'
import { readLinesOfCell } from '#app/routes/parts/attainment-lines-view.server.ts'
import { formatLinesQuery, formatPivotQuery } from '#app/routes/parts/attainment-query.ts'
import { attainmentTitle, readLinesQuery } from '#app/routes/parts/attainment-request.server.ts'
import { wordsOfFilter } from '#app/routes/parts/attainment-words.ts'
import { LINK } from '#app/routes/parts/refund-controls.tsx'
import { formatMoney } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, 'ledger:read')
  const query = readLinesQuery(request, clock.now())
  const view = await readLinesOfCell(getRuntime().db, query)
  return { title: attainmentTitle(request, query.year), query, ...view }
}

export default function AttainmentLinesPage() {
  const { query, names, total, lines, next } = useLoaderData<typeof loader>()
  const t = useMessages(attainmentMessages)
  const words = useWords(names)
  const restricted = wordsOfFilter(query, words)
  return (
    <div>
      <Link
        className={LINK}
        to={paths.finance.attainment(formatPivotQuery({ ...query, rows: 'county', columns: 'channel' }))}
      >
        {t.lines.back}
      </Link>
      <h1 className="font-serif text-2xl font-bold">{t.lines.title}</h1>
      <p className="mt-2 text-ink-2">
        {[t.lines.of(t.amounts[query.amount], t.measures[query.measure], query.year), ...restricted].join(' · ')}
        {restricted.length === 0 && ` · ${t.lines.whole}`}
      </p>
      <p className="mt-3">
        <span className="text-ink-2">{t.lines.sum}</span>{' '}
        <span data-testid="cell-total" className="text-2xl font-bold tabular-nums">
          {formatMoney(total)}
        </span>
      </p>
      <p className="text-sm text-ink-2">{t.lines.sumNote}</p>
      <LinesTable lines={lines} words={words} />
      <nav aria-label={t.lines.title} className="mt-4 flex gap-6 print:hidden">
        {query.after && (
          <Link className={LINK} to={paths.finance.attainmentLines(formatLinesQuery(query))}>
            {t.lines.newest}
          </Link>
        )}
        {next && (
          <Link className={LINK} to={paths.finance.attainmentLines(formatLinesQuery(query, next))}>
            {t.lines.older}
          </Link>
        )}
      </nav>
    </div>
  )
}
