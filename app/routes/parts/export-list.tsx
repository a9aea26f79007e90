import { Link, useRevalidator } from '@remix-run/react'
import { useEffect } from 'react'
import { paths } from '#app/http/paths.ts'
import { reportWords } from '#app/messages/report-words.ts'
import { reportMessages } from '#app/messages/reports.ts'
import type { AccountNames } from '#app/modules/ledger/account-names.ts'
import type { ReportExport } from '#app/modules/reports/report-export.ts'
import { parseReportQuery } from '#app/modules/reports/report-query.ts'
import { formatDate, formatInstant } from '#app/shared/display-time.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

const POLL_MS = 2_000

/** Files made of reports, newest first. What is in the making is asked about again by itself, or by the link. */
export function ExportList({ exports, accounts }: { exports: readonly ReportExport[]; accounts: AccountNames }) {
  const t = useMessages(reportMessages).list
  const { revalidate } = useRevalidator()
  const isWorking = exports.some(({ state }) => state === 'queued' || state === 'running')
  useEffect(() => {
    if (!isWorking) return
    const timer = setInterval(revalidate, POLL_MS)
    return () => clearInterval(timer)
  }, [isWorking, revalidate])
  if (exports.length === 0) return <p className="mt-6 rounded-2xl bg-sand p-4">{t.none}</p>
  return (
    <>
      {isWorking && (
        <Link
          to={paths.finance.exports()}
          reloadDocument
          className="mt-4 inline-flex min-h-11 items-center text-indigo underline"
        >
          {t.refresh}
        </Link>
      )}
      <ul className="mt-4 grid gap-3">
        {exports.map((one) => (
          <ExportItem key={one.exportId} made={one} accounts={accounts} />
        ))}
      </ul>
    </>
  )
}

function ExportItem({ made, accounts }: { made: ReportExport; accounts: AccountNames }) {
  const t = useMessages(reportMessages)
  const language = useLanguage()
  const href = paths.finance.report(made.report, made.params)
  const query = parseReportQuery(new URLSearchParams(made.params), 0)
  return (
    <li className="rounded-2xl border border-line bg-card p-4 text-sm">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <Link to={href} className="text-base font-semibold text-indigo underline">
          {t.titles[made.report]}
        </Link>
        <span>{t.formats[made.format]}</span>
        <span className="ml-auto font-semibold">{t.list.states[made.state]}</span>
      </p>
      <p className="mt-1 break-all text-ink-2 tabular-nums">
        {query ? reportWords(language).scope(made.report, query, accounts) : made.params}
      </p>
      <p className="mt-1 text-ink-2">{t.list.by(made.askedBy, formatInstant(made.askedAt, language))}</p>
      {made.state === 'failed' && <p className="mt-2 text-jiao">{t.list.failed}</p>}
      {(made.state === 'queued' || made.state === 'running') && <Progress made={made} />}
      {made.state === 'done' && <Result made={made} />}
    </li>
  )
}

function Progress({ made: { rowsDone, rowsInAll, isStalled } }: { made: ReportExport }) {
  const t = useMessages(reportMessages).list
  return (
    <div role="status" className="mt-2">
      <p className="tabular-nums">{t.rows(rowsDone, rowsInAll)}</p>
      {rowsInAll !== undefined && rowsInAll > 0 && (
        <progress
          className="mt-1 h-3 w-full accent-huai"
          value={rowsDone}
          max={rowsInAll}
          aria-label={t.states.running}
        />
      )}
      {isStalled && <p className="mt-1">{t.stalled}</p>}
    </div>
  )
}

const MEGABYTE = 1024 * 1024

function Result({ made }: { made: ReportExport }) {
  const t = useMessages(reportMessages)
  const language = useLanguage()
  const { cut, sha256 = '', byteCount = 0 } = made
  return (
    <div className="mt-2">
      {made.isExpired ? (
        <p>{t.list.expired}</p>
      ) : (
        <p className="flex flex-wrap items-center gap-x-4">
          <a
            href={paths.finance.exportFile(made.exportId)}
            className="inline-flex min-h-11 items-center rounded-[10px] border border-line-strong bg-card px-4 font-semibold"
          >
            {t.list.download}
          </a>
          <span className="tabular-nums">
            {t.list.rows(made.rowsDone, made.rowsDone)} · {t.list.size(inMegabytes(byteCount))}
            {made.expiresAt && ` · ${t.list.until(formatDate(made.expiresAt, language))}`}
          </span>
        </p>
      )}
      <details className="mt-1 text-xs text-ink-2">
        <summary className="min-h-11 cursor-pointer content-center">{t.cutTitle}</summary>
        {cut && (
          <>
            <p className="break-all">{t.cutMoney(cut.money.seq, cut.money.hash)}</p>
            <p className="break-all">{t.cutAssistance(cut.assistance.seq, cut.assistance.hash)}</p>
          </>
        )}
        <p className="break-all">
          {t.list.hash} SHA-256 {sha256}
        </p>
      </details>
    </div>
  )
}

/** With one decimal, rounded up: no file is of no size. */
function inMegabytes(bytes: number): string {
  const tenths = Math.ceil((bytes * 10) / MEGABYTE)
  return `${Math.floor(tenths / 10)}.${tenths % 10}`
}
