import { badRequest, notFound } from '#app/http/responses.server.ts'
import { isReportName, type ReportName } from '#app/modules/reports/report.ts'
import { parseReportQuery, type ReportQuery } from '#app/modules/reports/report-query.ts'
import { assistanceYear } from '#app/shared/business-date.ts'

/** Which report an address asks for, and which part of it. Throws 404 and 400 for what no link of ours leads to. */
export function readReportAddress(
  request: Request,
  { params, now }: { params: { report?: string | undefined }; now: Date },
): { name: ReportName; query: ReportQuery } {
  const { report: name = '' } = params
  if (!isReportName(name)) throw notFound()
  const query = parseReportQuery(new URL(request.url).searchParams, assistanceYear(now))
  if (!query) throw badRequest()
  return { name, query }
}
