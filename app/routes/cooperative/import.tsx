import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { requireManager } from '#app/http/require-actor.server.ts'
import { importMessages } from '#app/messages/imports.ts'
import { listImports } from '#app/modules/imports/import-queries.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { uploadByForm } from '#app/routes/parts/import-steps.server.ts'
import { explainUpload } from '#app/routes/parts/import-words.ts'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { formatInstant } from '#app/shared/display-time.ts'
import { Field } from '#app/ui/field.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

const SHOWN = 20

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  const { cooperativeId } = await requireManager(request)
  const imports = await listImports(getRuntime().db, cooperativeId, SHOWN)
  const { notice, headers } = takeNotice(request)
  const { title } = importMessages[readPreferences(request).language]
  return data({ title, imports, notice, requestId: newId() }, { headers })
}

export async function action({ request }: ActionFunctionArgs) {
  const manager = await requireManager(request)
  return uploadByForm(request, { manager, now: clock.now() })
}

export default function ImportPage() {
  const { notice } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const t = useMessages(importMessages)
  return (
    <>
      <h1 className="font-serif text-2xl">{t.title}</h1>
      <p className="mt-2 text-ink-2">{t.lead}</p>
      {result?.problem ? (
        <div className="mt-4">
          <Notice tone="error" role="alert">
            {explainUpload(result.problem, t)}
          </Notice>
        </div>
      ) : (
        <SupplyNotice notice={notice} />
      )}
      <UploadForm />
      <p className="mt-4">
        <a
          href={paths.supply.importTemplate()}
          className="inline-flex min-h-11 items-center rounded-[10px] border border-line-strong bg-card px-4"
        >
          {t.template}
        </a>
        <span className="mt-1 block text-sm text-ink-2">{t.templateHint}</span>
      </p>
      <RecentImports />
    </>
  )
}

function UploadForm() {
  const { requestId } = useLoaderData<typeof loader>()
  const t = useMessages(importMessages)
  return (
    <Form
      key={requestId}
      method="post"
      encType="multipart/form-data"
      className="mt-4 grid gap-4 rounded-2xl border border-line bg-card p-4"
    >
      <input type="hidden" name="requestId" value={requestId} />
      <Field
        label={t.file}
        hint={t.fileHint}
        name="sheet"
        type="file"
        accept=".xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        required
      />
      <button
        type="submit"
        className="min-h-12 rounded-[10px] bg-jiao-fill px-5 text-lg font-semibold text-white hover:bg-jiao-deep sm:justify-self-start"
      >
        {t.submit}
      </button>
      <p className="text-sm text-ink-2">{t.wechat}</p>
    </Form>
  )
}

function RecentImports() {
  const { imports } = useLoaderData<typeof loader>()
  const t = useMessages(importMessages)
  const language = useLanguage()
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl">{t.recent}</h2>
      {imports.length === 0 && <p className="mt-3 rounded-2xl bg-sand p-4">{t.none}</p>}
      <ul className="mt-3 grid gap-3">
        {imports.map((job) => (
          <li key={job.jobId}>
            <Link
              to={paths.supply.importJob(job.jobId)}
              className="block rounded-2xl border border-line bg-card p-4 hover:border-line-strong"
            >
              <span className="flex flex-wrap items-baseline justify-between gap-x-3">
                <span className="font-semibold break-all">{job.fileName}</span>
                <span>{t.states[job.state]}</span>
              </span>
              <span className="block text-sm text-ink-2">
                {t.rows(job.rowCount)} · {t.by(job.person, formatInstant(job.createdAt, language))}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
