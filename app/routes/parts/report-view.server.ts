import { formatsOf, type ReportName } from '#app/modules/reports/report.ts'
import { listReportChoices } from '#app/modules/reports/report-choices.server.ts'
import type { ReportQuery } from '#app/modules/reports/report-query.ts'
import { readReport } from '#app/modules/reports/report-reader.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { CHART_BOX, drawBars } from './report-chart.server.ts'

const PAGE_LENGTH = 50

/** A page of a report with its chart, what it can be narrowed to, and the keys of its export forms. */
export async function readReportPage({ name, query, now }: { name: ReportName; query: ReportQuery; now: Date }) {
  const { db } = getRuntime()
  const [view, choices] = await Promise.all([
    readReport(db, { name, query, limit: PAGE_LENGTH, now }),
    listReportChoices(db),
  ])
  return {
    view,
    choices,
    chart: drawBars(view.controls.bars),
    box: CHART_BOX,
    formats: formatsOf(name),
    requestIds: { xlsx: newId(), csv: newId(), pdf: newId() },
  }
}
