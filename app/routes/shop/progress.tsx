import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { progressMessages } from '#app/messages/progress.ts'
import { findClosedYear } from '#app/modules/closing/read-year.server.ts'
import { isEmptyYear } from '#app/modules/progress/progress.ts'
import { readProgress } from '#app/modules/progress/progress-queries.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { drawMonths, drawTerraces, MONTH_BOX, TERRACE_BOX } from '#app/routes/parts/progress-charts.server.ts'
import { ClosedYear } from '#app/routes/parts/progress-closed-year.tsx'
import { ProgressHeadline, ProgressMeasures, ProgressSteps } from '#app/routes/parts/progress-figures.tsx'
import { MonthChart } from '#app/routes/parts/progress-months.tsx'
import { ChannelTable, CountyTable, FundTable, MonthTable } from '#app/routes/parts/progress-tables.tsx'
import { Terraces } from '#app/routes/parts/progress-terraces.tsx'
import { progressYears, readYear } from '#app/routes/parts/progress-year.server.ts'
import { useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data?.title },
  { name: 'description', content: data?.description },
]

export async function loader({ request }: LoaderFunctionArgs) {
  const now = clock.now()
  const t = progressMessages[readPreferences(request).language]
  const year = readYear(new URL(request.url).searchParams.get('year'), now)
  const { db } = getRuntime()
  const [progress, closed] = await Promise.all([readProgress(db, { year, now }), findClosedYear(db, year)])
  const charts = { terraces: drawTerraces(progress.counties), months: drawMonths(progress.months) }
  const boxes = { terraces: TERRACE_BOX, months: MONTH_BOX }
  const page = { title: t.title(year), description: t.description, years: progressYears(year, now) }
  return { ...page, progress, closed, isEmpty: isEmptyYear(progress), charts, boxes }
}

export default function ProgressPage() {
  const { progress, closed, isEmpty, years } = useLoaderData<typeof loader>()
  const t = useMessages(progressMessages)
  return (
    <article>
      <ProgressHeadline progress={progress} />
      {closed && <ClosedYear closed={closed} />}
      {isEmpty ? (
        <section className="mt-8 rounded-2xl bg-sand p-6">
          <h2 className="font-serif text-xl font-bold">{t.emptyTitle(progress.year)}</h2>
          <p className="mt-2 text-ink-2">{t.emptyText}</p>
        </section>
      ) : (
        <Figures />
      )}
      <Rules />
      <nav aria-label={t.years} className="mt-8 flex gap-6 print:hidden">
        {years.previous !== undefined && (
          <a className="inline-flex min-h-11 items-center text-indigo underline" href={yearHref(years.previous)}>
            ← {t.previousYear(years.previous)}
          </a>
        )}
        {years.next !== undefined && (
          <a className="inline-flex min-h-11 items-center text-indigo underline" href={yearHref(years.next)}>
            {t.nextYear(years.next)} →
          </a>
        )}
      </nav>
    </article>
  )
}

function Figures() {
  const { progress, charts, boxes } = useLoaderData<typeof loader>()
  const t = useMessages(progressMessages)
  return (
    <>
      <Part title={t.counties.title}>
        <Terraces terraces={charts.terraces} counties={progress.counties} box={boxes.terraces} />
        <div className="mt-6">
          <CountyTable counties={progress.counties} total={progress} />
        </div>
      </Part>
      <ProgressMeasures progress={progress} />
      <ProgressSteps progress={progress} />
      <Part title={t.months.title}>
        <div className="mt-4 grid gap-6 lg:grid-cols-2">
          <MonthChart
            drawn={charts.months}
            attained={progress.months.map((month) => month.attained.all)}
            box={boxes.months}
          />
          <MonthTable months={progress.months} />
        </div>
      </Part>
      <div className="grid gap-x-10 lg:grid-cols-2">
        <Part title={t.channels.title}>
          <ChannelTable channels={progress.channels} />
        </Part>
        <Part title={t.funds.title}>
          <FundTable funds={progress.funds} />
        </Part>
      </div>
    </>
  )
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className="mt-10 min-w-0">
      <h2 className="font-serif text-xl font-bold">{title}</h2>
      {children}
    </section>
  )
}

function Rules() {
  const { rules } = useMessages(progressMessages)
  return (
    <section className="mt-10 max-w-[680px]">
      <h2 className="font-serif text-xl font-bold">{rules.title}</h2>
      <ul className="mt-3 list-disc space-y-1.5 pl-5 text-ink-2">
        {rules.items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </section>
  )
}

function yearHref(year: number): string {
  return `${paths.progress()}?year=${year}`
}
