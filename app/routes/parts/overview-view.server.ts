import { readPreferences } from '#app/http/preferences.server.ts'
import { overviewMessages } from '#app/messages/overview.ts'
import { countRefundWork } from '#app/modules/aftersale/refund-queries.server.ts'
import { readOverview } from '#app/modules/progress/overview-queries.server.ts'
import type { getRuntime } from '#app/platform/runtime.server.ts'
import { drawYear, YEAR_BOX } from './overview-charts.server.ts'
import { drawMonths, MONTH_BOX } from './progress-charts.server.ts'

interface Asked {
  db: ReturnType<typeof getRuntime>['db']
  year: number
  now: Date
}

/** Everything the first page of finance shows: figures, drawings of them, and how much work waits. */
export async function readOverviewPage(request: Request, { db, year, now }: Asked) {
  const [overview, refunds] = await Promise.all([readOverview(db, { year, now }), countRefundWork(db)])
  return {
    title: overviewMessages[readPreferences(request).language].title(year),
    overview,
    drawn: { year: drawYear(overview, { year, now }), months: drawMonths(overview.progress.months) },
    boxes: { year: YEAR_BOX, months: MONTH_BOX },
    work: { refunds },
  }
}
