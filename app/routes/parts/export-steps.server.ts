import { data, redirect } from '@remix-run/node'
import { paths } from '#app/http/paths.ts'
import { badRequest, forbidden } from '#app/http/responses.server.ts'
import { reportWords } from '#app/messages/report-words.ts'
import { type Actor, asActor } from '#app/modules/identity/permissions.ts'
import { askExport } from '#app/modules/reports/ask-export.server.ts'
import { makeExport } from '#app/modules/reports/make-exports.server.ts'
import { EXPORT_FORMATS, isReportName } from '#app/modules/reports/report.ts'
import { parseReportQuery } from '#app/modules/reports/report-query.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { assistanceYear } from '#app/shared/business-date.ts'
import { isUuid } from '#app/shared/ids.ts'
import type { Language } from '#app/shared/language.ts'

interface ExportByForm {
  reader: Actor<'ledger:read'>
  language: Language
  now: Date
}

/** Asks for a file by a form of ours. A small one is made at once and leads to its download, a large one to the list. */
export async function exportByForm(fields: FormData, { reader, language, now }: ExportByForm) {
  const exporter = asActor(reader, 'progress:export')
  if (!exporter) throw forbidden()
  const { db } = getRuntime()
  const asked = await askExport(db, { ...readWish(fields, now), language, reader: exporter, now })
  if (!asked.ok) return data({ refusal: asked.refusal }, { status: 409 })
  const { exportId, isSmall } = asked.value
  if (!isSmall) return redirect(paths.finance.exports(), 303)
  const made = await makeExport(db, { wordsOf: reportWords, exportId, now })
  return redirect(made === 'done' ? paths.finance.exportFile(exportId) : paths.finance.exports(), 303)
}

function readWish(fields: FormData, now: Date) {
  const text = (name: string) => String(fields.get(name) ?? '')
  const report = text('report')
  const format = EXPORT_FORMATS.find((known) => known === text('format'))
  const query = parseReportQuery(new URLSearchParams(text('params')), assistanceYear(now))
  const requestId = text('requestId')
  if (!isReportName(report) || !format || !query || !isUuid(requestId)) throw badRequest()
  if (report === 'account' && !query.account) throw badRequest()
  return { report, format, query, requestId }
}
