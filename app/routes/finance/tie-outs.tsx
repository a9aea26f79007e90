import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form, Link, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { closingMessages } from '#app/messages/closing.ts'
import { checkNow } from '#app/modules/closing/run-tie-outs.server.ts'
import type { TieOutRun } from '#app/modules/closing/tie-out-queries.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { CELL, DAY, ROW, Tag, WideTable } from '#app/routes/parts/closing-table.tsx'
import { loadTieOuts } from '#app/routes/parts/closing-tie-out-page.server.ts'
import { TieOutTable } from '#app/routes/parts/closing-tie-outs.tsx'
import { PRIMARY } from '#app/routes/parts/refund-controls.tsx'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { formatInstant } from '#app/shared/display-time.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  return loadTieOuts(request, reader)
}

export async function action({ request }: ActionFunctionArgs) {
  const asker = await requireActor(request, 'ledger:read')
  await checkNow(getRuntime().db, { asker, now: clock.now() })
  return redirectWithNotice(paths.finance.tieOuts(), 'tieOutsChecked')
}

export default function TieOutsPage() {
  const { run, results, runs, notice } = useLoaderData<typeof loader>()
  const t = useMessages(closingMessages).tieOuts
  const language = useLanguage()
  return (
    <div>
      <h1 className="font-serif text-2xl font-bold">{t.title}</h1>
      <p className="mt-2 max-w-[680px] text-ink-2">{t.lead}</p>
      <SupplyNotice notice={notice} />
      <Form method="post" action={paths.finance.tieOuts()} className="mt-4 print:hidden">
        <button type="submit" className={`${PRIMARY} w-full sm:w-auto`}>
          {t.check}
        </button>
      </Form>
      {run === undefined && <p className="mt-6 rounded-2xl bg-sand p-4">{t.none}</p>}
      {run && (
        <section className="mt-8">
          <h2 className="font-serif text-xl font-bold tabular-nums">{t.at(formatInstant(run.at, language))}</h2>
          <div className="mt-3">
            <Notice tone={run.offCount === 0 ? 'done' : 'error'}>
              {run.offCount === 0 ? t.holds : `${t.off(run.offCount)} · ${t.incident}`}
            </Notice>
          </div>
          <TieOutTable results={results} />
        </section>
      )}
      {runs.length > 0 && <History runs={runs} shown={run?.runId} />}
    </div>
  )
}

function History({ runs, shown }: { runs: TieOutRun[]; shown: number | undefined }) {
  const t = useMessages(closingMessages).tieOuts
  const language = useLanguage()
  return (
    <section className="mt-10">
      <h2 className="font-serif text-xl font-bold">{t.history}</h2>
      <WideTable label={t.history} heads={[{ words: t.when }, { words: t.who }, { words: t.result }]}>
        {runs.map((run) => (
          <tr key={run.runId} className={ROW} aria-current={run.runId === shown ? 'true' : undefined}>
            <td className={DAY}>
              <Link
                className="inline-flex min-h-11 items-center text-indigo underline"
                to={paths.finance.tieOuts(run.runId)}
              >
                {formatInstant(run.at, language)}
              </Link>
            </td>
            <td className={`${CELL} pt-4`}>{run.kind === 'nightly' ? t.nightly : t.asked(run.askedBy ?? '')}</td>
            <td className={`${CELL} pt-4`}>
              <Tag tone={run.offCount === 0 ? 'done' : 'bad'}>{run.offCount === 0 ? t.holds : t.off(run.offCount)}</Tag>
            </td>
          </tr>
        ))}
      </WideTable>
    </section>
  )
}
