import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { reportWords } from '#app/messages/report-words.ts'
import { reportMessages } from '#app/messages/reports.ts'
import { asActor } from '#app/modules/identity/permissions.ts'
import { formatReportQuery } from '#app/modules/reports/report-query.ts'
import { clock } from '#app/platform/clock.server.ts'
import { readReportAddress } from '#app/routes/parts/report-address.server.ts'
import { ReportChart } from '#app/routes/parts/report-chart.tsx'
import { ReportExportForm } from '#app/routes/parts/report-export-form.tsx'
import { ReportFilters } from '#app/routes/parts/report-filters.tsx'
import { ReportFoot } from '#app/routes/parts/report-foot.tsx'
import { ReportTable } from '#app/routes/parts/report-table.tsx'
import { readReportPage } from '#app/routes/parts/report-view.server.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request, params }: LoaderFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  const now = clock.now()
  const { name, query } = readReportAddress(request, { params, now })
  const page = await readReportPage({ name, query, now })
  const title = reportMessages[readPreferences(request).language].titles[name]
  return { title, name, query, ...page, mayExport: Boolean(asActor(reader, 'progress:export')) }
}

export default function ReportPage() {
  const { name, query, view, chart, box, choices, mayExport, formats, requestIds } = useLoaderData<typeof loader>()
  const t = useMessages(reportMessages)
  const words = reportWords(useLanguage())
  const isReady = name !== 'account' || query.account !== undefined
  const params = formatReportQuery({ ...query, after: undefined })
  const termsOfBars = name === 'refunds' ? 'reasons' : 'methods'
  return (
    <article>
      <Link
        to={paths.finance.reports()}
        className="inline-flex min-h-11 items-center text-indigo underline print:hidden"
      >
        {t.back}
      </Link>
      <h1 className="font-serif text-2xl font-bold">{t.titles[name]}</h1>
      <p className="mt-1 font-semibold break-all tabular-nums">{words.scope(name, query, view.accounts)}</p>
      <p className="mt-1 max-w-[680px] text-ink-2 print:hidden">{t.leads[name]}</p>
      <ReportFilters name={name} query={query} choices={choices} />
      {isReady ? (
        <>
          {chart && <ReportChart drawn={chart} box={box} wordOf={(key) => words.term(termsOfBars, key)} />}
          <ReportTable title={t.titles[name]} columns={view.columns} rows={view.rows} accounts={view.accounts} />
          <Pages />
          <ReportFoot controls={view.controls} cut={view.cut} />
          {mayExport && <ReportExportForm report={name} params={params} formats={formats} requestIds={requestIds} />}
        </>
      ) : (
        <p className="mt-6 rounded-2xl bg-sand p-4">{t.chooseAccount}</p>
      )}
    </article>
  )
}

function Pages() {
  const { name, query, view } = useLoaderData<typeof loader>()
  const t = useMessages(reportMessages)
  const href = (after: string | undefined) => paths.finance.report(name, formatReportQuery({ ...query, after }))
  return (
    <nav aria-label={t.titles[name]} className="mt-4 flex gap-6 text-sm print:hidden">
      {query.after && (
        <Link className="inline-flex min-h-11 items-center text-indigo underline" to={href(undefined)}>
          {t.first}
        </Link>
      )}
      {view.next && (
        <Link className="inline-flex min-h-11 items-center text-indigo underline" to={href(view.next)}>
          {t.next}
        </Link>
      )}
    </nav>
  )
}
