import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { importMessages } from '#app/messages/imports.ts'
import type { ImportJob } from '#app/modules/imports/import-job.ts'
import type { ImportRowView } from '#app/modules/imports/import-queries.server.ts'
import { inLanguage } from '#app/shared/language.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { formatImportQuery, IMPORT_TABS } from './import-query.ts'
import type { ImportTabView } from './import-view.server.ts'
import { changeText, explainRowError } from './import-words.ts'

interface ImportRowsProps {
  job: Pick<ImportJob, 'jobId' | 'mapping'>
  view: ImportTabView
}

/** What the check found, part by part: changed field by field, new, absent, wrong, done. */
export function ImportRows({ job, view }: ImportRowsProps) {
  const t = useMessages(importMessages)
  return (
    <section className="mt-6">
      <nav className="flex flex-wrap gap-2 print:hidden" aria-label={t.title}>
        {IMPORT_TABS.map((tab) => (
          <Link
            key={tab}
            to={paths.supply.importJob(job.jobId, formatImportQuery({ tab, after: 0 }))}
            aria-current={tab === view.tab ? 'page' : undefined}
            className="inline-flex min-h-11 items-center gap-1 rounded-[10px] border border-line-strong bg-card px-3 aria-[current=page]:bg-sand aria-[current=page]:font-semibold aria-[current=page]:underline"
          >
            {t.tabs[tab]}
            <span className="text-sm text-ink-2 tabular-nums">{view.counts[tab]}</span>
          </Link>
        ))}
      </nav>
      {view.tab === 'new' && view.counts.new > 0 && <p className="mt-3 text-sm text-ink-2">{t.newHint}</p>}
      {view.counts[view.tab] === 0 && <p className="mt-3 rounded-2xl bg-sand p-4">{t.emptyTab}</p>}
      {view.tab === 'absent' ? <AbsentSkus absent={view.absent} /> : <Rows job={job} view={view} />}
    </section>
  )
}

const STEP = 'inline-flex min-h-11 items-center text-indigo underline'

function Rows({ job, view }: ImportRowsProps) {
  const t = useMessages(importMessages)
  const to = (after: number) => paths.supply.importJob(job.jobId, formatImportQuery({ tab: view.tab, after }))
  const codeColumn = job.mapping.indexOf('code')
  const [first] = view.rows
  const isAtStart = first === undefined || view.rows.length === view.counts[view.tab]
  return (
    <>
      <ul className="mt-3 grid gap-2">
        {view.rows.map((row) => (
          <Row key={row.rowNumber} row={row} code={row.payload[codeColumn] ?? ''} />
        ))}
      </ul>
      <p className="mt-2 flex gap-6 print:hidden">
        {!isAtStart && (
          <Link className={STEP} to={to(0)}>
            {t.firstRows}
          </Link>
        )}
        {view.next !== undefined && (
          <Link className={STEP} to={to(view.next)}>
            {t.nextRows}
          </Link>
        )}
      </p>
    </>
  )
}

function Row({ row, code }: { row: ImportRowView; code: string }) {
  const t = useMessages(importMessages)
  const language = useLanguage()
  return (
    <li className="rounded-[10px] border border-line bg-card p-3">
      <p className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="font-semibold break-all">{code}</span>
        <span className="text-sm text-ink-2 tabular-nums">{t.row(row.rowNumber)}</span>
      </p>
      <ul>
        {row.errors.map((error) => {
          const words = explainRowError(error, t)
          return (
            <li key={words} className="mt-1 border-l-4 border-jiao pl-2 text-sm break-words">
              {words}
            </li>
          )
        })}
        {row.diff.map((change) => (
          <li key={change.field} className="mt-1 flex flex-wrap gap-x-2 text-sm">
            <span className="text-ink-2">{t.fields[change.field]}</span>
            <span className="break-all tabular-nums">
              {t.change(
                changeText(change, change.from, { t, language }),
                changeText(change, change.to, { t, language }),
              )}
            </span>
            {change.needsReview && (
              <span className="rounded-[6px] border border-mai bg-mai-soft px-1">{t.needsReview}</span>
            )}
          </li>
        ))}
      </ul>
    </li>
  )
}

function AbsentSkus({ absent }: { absent: ImportTabView['absent'] }) {
  const t = useMessages(importMessages)
  const language = useLanguage()
  if (absent.total === 0) return null
  return (
    <>
      <p className="mt-3 text-sm text-ink-2">{t.absentHint}</p>
      <ul className="mt-2 grid gap-2">
        {absent.skus.map((sku) => (
          <li key={sku.skuId} className="rounded-[10px] border border-line bg-card p-3">
            <Link
              to={paths.supply.skuStock(sku.skuId)}
              className="flex min-h-11 flex-wrap items-center justify-between gap-x-3"
            >
              <span>
                {inLanguage(sku.nameZh, sku.nameEn, language)} · {inLanguage(sku.specZh, sku.specEn, language)}
              </span>
              <span className="text-sm break-all text-ink-2">{sku.code}</span>
            </Link>
          </li>
        ))}
      </ul>
      {absent.total > absent.skus.length && (
        <p className="mt-2 text-sm text-ink-2">{t.moreAbsent(absent.total - absent.skus.length)}</p>
      )}
    </>
  )
}
