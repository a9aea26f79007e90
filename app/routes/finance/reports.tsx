import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { reportMessages } from '#app/messages/reports.ts'
import type { ReportName } from '#app/modules/reports/report.ts'
import { useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, 'ledger:read')
  return { title: reportMessages[readPreferences(request).language].index }
}

const GROUPS = [
  { group: 'task', reports: ['summary', 'register'] },
  { group: 'money', reports: ['sales', 'payments', 'refunds', 'settlement'] },
  { group: 'books', reports: ['trial-balance', 'journal'] },
] as const satisfies readonly { group: string; reports: readonly ReportName[] }[]

export default function ReportsPage() {
  const t = useMessages(reportMessages)
  return (
    <div>
      <h1 className="font-serif text-2xl font-bold">{t.index}</h1>
      <p className="mt-2 max-w-[680px] text-ink-2">{t.lead}</p>
      {GROUPS.map(({ group, reports }) => (
        <section key={group} className="mt-8">
          <h2 className="font-serif text-xl font-bold">{t.groups[group]}</h2>
          <ul className="mt-3 grid gap-3 sm:grid-cols-2">
            {reports.map((name) => (
              <li key={name}>
                <Link
                  to={paths.finance.report(name)}
                  className="block h-full rounded-2xl border border-line bg-card p-4 hover:border-line-strong"
                >
                  <span className="font-semibold text-indigo underline">{t.titles[name]}</span>
                  <span className="mt-1 block text-sm text-ink-2">{t.leads[name]}</span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
      <p className="mt-8">
        <Link to={paths.finance.exports()} className="inline-flex min-h-11 items-center text-indigo underline">
          {t.exports}
        </Link>
      </p>
    </div>
  )
}
