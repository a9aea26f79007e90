import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { overviewMessages } from '#app/messages/overview.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { OverviewAlerts } from '#app/routes/parts/overview-alerts.tsx'
import { OverviewHeadline } from '#app/routes/parts/overview-headline.tsx'
import { OverviewMeasures } from '#app/routes/parts/overview-measures.tsx'
import { OverviewPipe } from '#app/routes/parts/overview-pipe.tsx'
import { readOverviewPage } from '#app/routes/parts/overview-view.server.ts'
import { OverviewWork } from '#app/routes/parts/overview-work.tsx'
import { YearChart } from '#app/routes/parts/overview-year.tsx'
import { MonthChart } from '#app/routes/parts/progress-months.tsx'
import { CountyTable, FundTable } from '#app/routes/parts/progress-tables.tsx'
import { progressYears, readYear } from '#app/routes/parts/progress-year.server.ts'
import { SectionHeading } from '#app/routes/parts/section-heading.tsx'
import { useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  const now = clock.now()
  const year = readYear(new URL(request.url).searchParams.get('year') || null, now)
  const page = await readOverviewPage(request, { db: getRuntime().db, reader, year, now })
  return { ...page, years: progressYears(year, now) }
}

export default function OverviewPage() {
  const { overview, drawn, boxes, work, years } = useLoaderData<typeof loader>()
  const t = useMessages(overviewMessages)
  const { progress } = overview
  return (
    <div>
      <OverviewHeadline overview={overview} years={years} />
      <OverviewAlerts alerts={overview.alerts} year={progress.year} />
      <div className="mt-8 grid gap-6 lg:grid-cols-2">
        <YearChart overview={overview} drawn={drawn.year} box={boxes.year} />
        <MonthChart
          title={t.chart.monthly}
          drawn={drawn.months}
          attained={progress.months.map((month) => month.attained.all)}
          box={boxes.months}
        />
      </div>
      <OverviewMeasures overview={overview} />
      <OverviewPipe pipe={overview.pipe} />
      <SectionHeading
        title={t.parts.title}
        link={{ to: paths.finance.attainment(`year=${progress.year}`), words: t.parts.analyse }}
      />
      <div className="grid gap-6">
        <CountyTable counties={progress.counties} total={progress} />
        <FundTable funds={progress.funds} />
      </div>
      <OverviewWork work={work} />
    </div>
  )
}
