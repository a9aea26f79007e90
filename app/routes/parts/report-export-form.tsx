import { Form } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { reportMessages } from '#app/messages/reports.ts'
import type { ExportFormat, ReportName } from '#app/modules/reports/report.ts'
import { useMessages } from '#app/ui/language.tsx'

interface ReportExportFormProps {
  report: ReportName
  params: string
  formats: readonly ExportFormat[]
  requestIds: Record<ExportFormat, string>
}

/** One button for each format. What comes is a file: a plain form, also where there are scripts. */
export function ReportExportForm({ report, params, formats, requestIds }: ReportExportFormProps) {
  const t = useMessages(reportMessages)
  return (
    <section className="mt-6 print:hidden" aria-label={t.exportAs}>
      <div className="flex flex-wrap gap-3">
        {formats.map((format) => (
          <Form key={format} method="post" action={paths.finance.exports()} reloadDocument>
            <input type="hidden" name="requestId" value={requestIds[format]} />
            <input type="hidden" name="report" value={report} />
            <input type="hidden" name="params" value={params} />
            <button
              type="submit"
              name="format"
              value={format}
              className="min-h-11 rounded-[10px] border border-line-strong bg-card px-4 font-semibold"
            >
              {t.exportAs} {t.formats[format]}
            </button>
          </Form>
        ))}
      </div>
      <p className="mt-2 text-sm text-ink-2">{t.exportNote}</p>
    </section>
  )
}
