import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { readFields } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { type ReportMessages, reportMessages } from '#app/messages/reports.ts'
import { readAccountNames } from '#app/modules/ledger/account-names.server.ts'
import { listExports } from '#app/modules/reports/export-queries.server.ts'
import type { AskExportRefusal, ReportExport } from '#app/modules/reports/report-export.ts'
import { parseReportQuery } from '#app/modules/reports/report-query.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { ExportList } from '#app/routes/parts/export-list.tsx'
import { exportByForm } from '#app/routes/parts/export-steps.server.ts'
import { useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, 'ledger:read')
  const title = reportMessages[readPreferences(request).language].list.title
  const { db } = getRuntime()
  const exports = await listExports(db)
  return { title, exports, accounts: await readAccountNames(db, exports.flatMap(accountOf)) }
}

export async function action({ request }: ActionFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  const { language } = readPreferences(request)
  return exportByForm(await readFields(request), { reader, language, now: clock.now() })
}

export default function ExportsPage() {
  const { exports, accounts } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages(reportMessages)
  return (
    <div>
      <Link
        to={paths.finance.reports()}
        className="inline-flex min-h-11 items-center text-indigo underline print:hidden"
      >
        {t.back}
      </Link>
      <h1 className="font-serif text-2xl font-bold">{t.list.title}</h1>
      <p className="mt-2 max-w-[680px] text-ink-2">{t.list.lead}</p>
      {answer && 'refusal' in answer && (
        <div className="mt-4">
          <Notice tone="error" role="alert">
            {explain(answer.refusal, t)}
          </Notice>
        </div>
      )}
      <ExportList exports={exports} accounts={accounts} />
    </div>
  )
}

function explain(refusal: AskExportRefusal, { refusals }: ReportMessages): string {
  switch (refusal.kind) {
    case 'formatUnknown':
      return refusals.formatUnknown
    case 'tooManyRows':
      return refusals.tooManyRows(refusal.rows)
    case 'tooManyWaiting':
      return refusals.tooManyWaiting(refusal.waiting)
  }
}

function accountOf({ params }: ReportExport): string[] {
  const account = parseReportQuery(new URLSearchParams(params), 0)?.account
  return account ? [account] : []
}
