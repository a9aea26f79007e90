import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { closingMessages } from '#app/messages/closing.ts'
import { readYear, type YearReport } from '#app/modules/closing/read-year.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { YearChanges, YearTables } from '#app/routes/parts/closing-year.tsx'
import { LINK } from '#app/routes/parts/refund-controls.tsx'
import { formatInstant } from '#app/shared/display-time.ts'
import { basisPointsOf, type Fen, formatBasisPoints, formatMoney } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

const CHANGES_SHOWN = 200

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireActor(request, 'ledger:read')
  const year = /^20\d\d$/.test(params.year ?? '') ? Number(params.year) : undefined
  if (year === undefined) throw notFound()
  const report = await readYear(getRuntime().db, { year, limit: CHANGES_SHOWN })
  return { title: closingMessages[readPreferences(request).language].years.title(year), report }
}

export default function YearPage() {
  const { report } = useLoaderData<typeof loader>()
  const t = useMessages(closingMessages).years
  return (
    <article>
      <Link className={`${LINK} print:hidden`} to={paths.finance.years()}>
        {t.back}
      </Link>
      <h1 className="font-serif text-2xl font-bold">{t.title(report.year)}</h1>
      <Figures report={report} />
      {report.fromEarlier !== 0 && (
        <p className="mt-3 text-sm text-ink-2">{t.fromEarlier(formatMoney(report.fromEarlier))}</p>
      )}
      <YearTables report={report} />
      <YearChanges report={report} />
    </article>
  )
}

function Figures({ report }: { report: YearReport }) {
  const t = useMessages(closingMessages).years
  const language = useLanguage()
  const { closed } = report
  return (
    <>
      {closed === undefined && (
        <div className="mt-4">
          <Notice tone="info">{t.open}</Notice>
        </div>
      )}
      {closed?.isReopened && (
        <div className="mt-4">
          <Notice tone="warning">{t.reopened}</Notice>
        </div>
      )}
      <div className="mt-4 grid gap-3 sm:grid-cols-2">
        {closed && (
          <Figure
            name={t.asClosed}
            amount={closed.attained}
            target={closed.target}
            note={t.closedAt(formatInstant(closed.at, language), closed.round)}
          />
        )}
        <Figure name={t.asOfToday} amount={report.attained} target={report.target} />
      </div>
    </>
  )
}

function Figure({ name, amount, target, note }: { name: string; amount: Fen; target: Fen; note?: string }) {
  const t = useMessages(closingMessages).years
  return (
    <section className="rounded-2xl border border-line bg-card p-4">
      <h2 className="text-sm text-ink-2">{name}</h2>
      <p className="mt-1 font-serif text-3xl font-bold break-all tabular-nums">{formatMoney(amount)}</p>
      {target > 0 && (
        <p className="mt-1 text-sm text-ink-2 tabular-nums">
          {t.target} {formatMoney(target)} · {t.rate} {formatBasisPoints(basisPointsOf(amount, target))}
        </p>
      )}
      {note && <p className="mt-1 text-sm text-ink-2">{note}</p>}
    </section>
  )
}
