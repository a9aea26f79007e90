import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { readFields } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { requireManager } from '#app/http/require-actor.server.ts'
import { badRequest, notFound } from '#app/http/responses.server.ts'
import { importMessages } from '#app/messages/imports.ts'
import { readImport } from '#app/modules/imports/import-queries.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { ImportMappingForm } from '#app/routes/parts/import-mapping-form.tsx'
import { ImportProgress } from '#app/routes/parts/import-progress.tsx'
import { parseImportQuery } from '#app/routes/parts/import-query.ts'
import { ImportRows } from '#app/routes/parts/import-rows.tsx'
import { checkByForm, discardByForm, readJobId, startByForm } from '#app/routes/parts/import-steps.server.ts'
import { readImportTab } from '#app/routes/parts/import-view.server.ts'
import { explainImport } from '#app/routes/parts/import-words.ts'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { formatInstant } from '#app/shared/display-time.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

/** After so long without a sign the page says that nothing moves. */
const STALLED_MS = 60_000

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { cooperativeId } = await requireManager(request)
  const query = parseImportQuery(new URL(request.url).searchParams)
  if (!query) throw badRequest()
  const job = await readImport(getRuntime().db, cooperativeId, readJobId(params))
  if (!job) throw notFound()
  const view = await readImportTab(job, { cooperativeId, query })
  const { notice, headers } = takeNotice(request)
  const { title } = importMessages[readPreferences(request).language]
  const isStalled = job.heartbeatAt !== undefined && clock.now().getTime() - job.heartbeatAt.getTime() > STALLED_MS
  return data({ title, job, view, notice, isStalled }, { headers })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const manager = await requireManager(request)
  const step = { manager, jobId: readJobId(params), now: clock.now() }
  const fields = await readFields(request)
  switch (fields.get('intent')) {
    case 'check':
      return checkByForm(fields, step)
    case 'apply':
      return startByForm(step)
    case 'discard':
      return discardByForm(step)
    default:
      throw badRequest()
  }
}

export default function ImportJobPage() {
  const { job, view, notice, isStalled } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const t = useMessages(importMessages)
  const language = useLanguage()
  const isOpen = job.state === 'uploaded' || job.state === 'mapped' || job.state === 'checked'
  return (
    <>
      <p className="print:hidden">
        <Link to={paths.supply.imports()} className="inline-flex min-h-11 items-center text-indigo underline">
          {t.back}
        </Link>
      </p>
      <h1 className="font-serif text-2xl break-all">{job.fileName}</h1>
      <p className="text-sm text-ink-2">
        {t.states[job.state]} · {t.rows(job.rowCount)} · {t.by(job.person, formatInstant(job.createdAt, language))}
        {job.encoding && ` · ${t.job.encoding(job.encoding.toUpperCase())}`}
      </p>
      {result?.refusal ? (
        <div className="mt-4">
          <Notice tone="error" role="alert">
            {explainImport(result.refusal, t)}
          </Notice>
        </div>
      ) : (
        <SupplyNotice notice={notice} />
      )}
      {job.state === 'applying' && <ImportProgress job={job} isStalled={isStalled} />}
      {isOpen && <ImportMappingForm job={job} />}
      {job.state === 'checked' && <Decision />}
      <Results />
      {view.isCompared && <ImportRows job={job} view={view} />}
      {isOpen && <Discard />}
    </>
  )
}

/** What applying would do, and the button that does it. */
function Decision() {
  const { job } = useLoaderData<typeof loader>()
  const t = useMessages(importMessages)
  return (
    <div className="mt-4 grid gap-2">
      {job.counts.unchanged > 0 && <p>{t.job.unchanged(job.counts.unchanged)}</p>}
      {job.counts.changed > 0 && (
        <Form method="post">
          {job.reviewCount > 0 && <p className="mb-2">{t.job.reviewNote(job.reviewCount)}</p>}
          <button
            type="submit"
            name="intent"
            value="apply"
            className="min-h-12 rounded-[10px] bg-jiao-fill px-5 text-lg font-semibold text-white hover:bg-jiao-deep"
          >
            {t.job.apply(job.counts.changed)}
          </button>
        </Form>
      )}
    </div>
  )
}

/** What is with the reviewer, and the rows to put right. A file is no page: a plain link. */
function Results() {
  const { job } = useLoaderData<typeof loader>()
  const t = useMessages(importMessages)
  return (
    <div className="mt-4 grid gap-2">
      {job.proposedCount > 0 && (
        <p>
          {t.job.proposed(job.proposedCount)}{' '}
          <Link to={paths.supply.listings()} className="inline-flex min-h-11 items-center text-indigo underline">
            {t.job.toListings}
          </Link>
        </p>
      )}
      {job.counts.error > 0 && (
        <p>
          <a
            href={paths.supply.importErrors(job.jobId)}
            className="inline-flex min-h-11 items-center rounded-[10px] border border-line-strong bg-card px-4"
          >
            {t.job.errorFile}
          </a>
        </p>
      )}
    </div>
  )
}

function Discard() {
  const t = useMessages(importMessages)
  return (
    <Form method="post" className="mt-8 print:hidden">
      <button
        type="submit"
        name="intent"
        value="discard"
        className="min-h-11 rounded-[10px] border border-line-strong bg-card px-4"
      >
        {t.job.discard}
      </button>
    </Form>
  )
}
