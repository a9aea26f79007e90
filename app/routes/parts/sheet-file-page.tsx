import { Form, Link, useRevalidator } from '@remix-run/react'
import { useEffect } from 'react'
import { paths } from '#app/http/paths.ts'
import { sheetsMessages } from '#app/messages/sheets.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { SheetMappingForm } from './sheet-mapping-form.tsx'
import type { SheetPage } from './sheet-page.server.ts'
import { SheetRows } from './sheet-rows.tsx'
import { explainSheet, type SheetRefusal, type SheetWords } from './sheet-words.ts'

const POLL_MS = 2_000

interface SheetFilePageProps {
  page: SheetPage
  fields: readonly string[]
  words: SheetWords
  refusal?: SheetRefusal | undefined
  /** Whether the one who looks may check, book and lay aside. */
  mayWork: boolean
  /** The address of the file with a query, and of its rows to correct. */
  to: (query?: string) => string
  errorsHref: string
  toTarget?: (targetId: string) => string
}

/** One file from its columns to its rows: name the columns, check, book. */
export function SheetFilePage({ page, fields, words, refusal, mayWork, to, errorsHref, toTarget }: SheetFilePageProps) {
  const t = useMessages(sheetsMessages)
  const { file } = page
  const isOpen = mayWork && (file.state === 'uploaded' || file.state === 'checked')
  return (
    <>
      <Heading page={page} />
      {refusal && (
        <div className="mt-4">
          <Notice tone="error" role="alert">
            {explainSheet(refusal, { t, words })}
          </Notice>
        </div>
      )}
      {file.state === 'applying' && <Progress page={page} href={to()} />}
      {isOpen && <SheetMappingForm file={file} fields={fields} words={words} />}
      {isOpen && file.state === 'checked' && <Decision page={page} />}
      {page.counts.error > 0 && (
        <p className="mt-4">
          <a
            href={errorsHref}
            className="inline-flex min-h-11 items-center rounded-[10px] border border-line-strong bg-card px-4"
          >
            {t.errorFile}
          </a>
        </p>
      )}
      {file.state !== 'uploaded' && <SheetRows page={page} words={words} to={to} {...(toTarget && { toTarget })} />}
      {isOpen && (
        <Form method="post" className="mt-8 print:hidden">
          <button
            type="submit"
            name="intent"
            value="discard"
            className="min-h-11 rounded-[10px] border border-line-strong bg-card px-4"
          >
            {t.discard}
          </button>
        </Form>
      )}
    </>
  )
}

function Heading({ page: { file } }: { page: SheetPage }) {
  const t = useMessages(sheetsMessages)
  const language = useLanguage()
  return (
    <>
      <h1 className="font-serif text-2xl font-bold break-all">{file.fileName}</h1>
      <p className="text-sm text-ink-2">
        {t.states[file.state]} · {t.rows(file.rowCount)} ·{' '}
        {t.by(file.person, formatInstant(new Date(file.createdAt), language))}
        {file.encoding && ` · ${t.encoding(file.encoding.toUpperCase())}`} ·{' '}
        <a className="text-indigo underline" href={paths.finance.document(file.documentId)}>
          {t.original}
        </a>
      </p>
    </>
  )
}

/** What booking would do, and the button that does it. */
function Decision({ page: { counts } }: { page: SheetPage }) {
  const t = useMessages(sheetsMessages)
  const due = counts.new + counts.changed
  if (counts.error > 0)
    return (
      <div className="mt-4">
        <Notice tone="warning">{t.hasErrors(counts.error)}</Notice>
      </div>
    )
  if (due === 0) return <p className="mt-4">{t.nothingToApply}</p>
  return (
    <Form method="post" className="mt-4">
      <button
        type="submit"
        name="intent"
        value="apply"
        className="min-h-12 rounded-[10px] bg-jiao-fill px-5 text-lg font-semibold text-white hover:bg-jiao-deep"
      >
        {t.apply(due)}
      </button>
    </Form>
  )
}

/** How far it is: asked again by itself, or by the link where there are no scripts. */
function Progress({ page, href }: { page: SheetPage; href: string }) {
  const t = useMessages(sheetsMessages)
  const { revalidate } = useRevalidator()
  useEffect(() => {
    const timer = setInterval(revalidate, POLL_MS)
    return () => clearInterval(timer)
  }, [revalidate])
  const { file, counts, isStalled } = page
  const done = file.rowCount - counts.new - counts.changed
  return (
    <div className="mt-4">
      <Notice tone="info" role="status">
        <p className="tabular-nums">{t.progress(done, file.rowCount)}</p>
        <progress
          className="mt-2 h-3 w-full accent-huai"
          value={done}
          max={file.rowCount}
          aria-label={t.states.applying}
        />
        {isStalled && <p className="mt-1">{t.stalled}</p>}
        <Link to={href} className="inline-flex min-h-11 items-center text-indigo underline" reloadDocument>
          {t.refresh}
        </Link>
      </Notice>
    </div>
  )
}
