import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form, Link, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { badRequest } from '#app/http/responses.server.ts'
import { auditLogMessages } from '#app/messages/audit-log.ts'
import { findAuditNames } from '#app/modules/identity/audit-names.server.ts'
import { listAuditEvents, listAuditTerms } from '#app/modules/identity/audit-queries.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { AuditLines } from '#app/routes/parts/audit-lines.tsx'
import { formatAuditQuery, parseAuditQuery } from '#app/routes/parts/audit-query.ts'
import { objectWords, verbWords } from '#app/routes/parts/audit-words.ts'
import { LINK, SECONDARY } from '#app/routes/parts/refund-controls.tsx'
import { Field } from '#app/ui/field.tsx'
import { useMessages } from '#app/ui/language.tsx'

const PAGE_LENGTH = 50

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, 'ledger:read')
  const query = parseAuditQuery(new URL(request.url).searchParams)
  if (!query) throw badRequest()
  const { db } = getRuntime()
  const [log, terms] = await Promise.all([listAuditEvents(db, { ...query, limit: PAGE_LENGTH }), listAuditTerms(db)])
  const { language } = readPreferences(request)
  const names = await findAuditNames(db, log.lines, language)
  return { title: auditLogMessages[language].title, query, log, names, terms }
}

export default function AuditPage() {
  const { query, log, names } = useLoaderData<typeof loader>()
  const t = useMessages(auditLogMessages)
  return (
    <div>
      <h1 className="font-serif text-2xl font-bold">{t.title}</h1>
      <p className="mt-2 max-w-[680px] text-ink-2">{t.lead}</p>
      <Filter />
      {log.lines.length === 0 && <p className="mt-6 rounded-2xl bg-sand p-4">{t.none}</p>}
      {log.lines.length > 0 && <AuditLines lines={log.lines} names={names} />}
      <p className="mt-2 flex flex-wrap gap-x-6 print:hidden">
        {log.next !== undefined && (
          <Link className={LINK} to={paths.finance.audit(formatAuditQuery({ ...query, before: log.next }))}>
            {t.older}
          </Link>
        )}
        {query.before !== undefined && (
          <Link className={LINK} to={paths.finance.audit(formatAuditQuery({ ...query, before: undefined }))}>
            {t.newest}
          </Link>
        )}
        <a className={LINK} href={paths.finance.auditCsv(formatAuditQuery({ ...query, before: undefined }))}>
          {t.csv}
        </a>
      </p>
    </div>
  )
}

function Filter() {
  const { query, terms } = useLoaderData<typeof loader>()
  const t = useMessages(auditLogMessages)
  return (
    <Form
      key={formatAuditQuery(query)}
      method="get"
      className="mt-4 grid gap-3 rounded-2xl border border-line bg-card p-4 sm:grid-cols-2 xl:grid-cols-3 print:hidden"
    >
      <Choice
        name="verb"
        label={t.verb}
        chosen={query.verb}
        options={terms.verbs.map((verb) => [verb, verbWords(verb, t)])}
      />
      <Choice
        name="objectType"
        label={t.objectType}
        chosen={query.objectType}
        options={terms.objectTypes.map((type) => [type, objectWords(type, t)])}
      />
      <Field label={t.objectId} name="objectId" maxLength={100} defaultValue={query.objectId} />
      <Field label={t.person} name="person" maxLength={60} defaultValue={query.person} />
      <Field label={t.from} name="from" type="date" defaultValue={query.from} />
      <Field label={t.to} name="to" type="date" defaultValue={query.to} />
      <div>
        <button type="submit" className={SECONDARY}>
          {t.filter}
        </button>
      </div>
    </Form>
  )
}

interface ChoiceProps {
  name: string
  label: string
  chosen: string | undefined
  options: [value: string, words: string][]
}

function Choice({ name, label, chosen, options }: ChoiceProps) {
  const t = useMessages(auditLogMessages)
  return (
    <Field label={label} name={name}>
      {(control) => (
        <select {...control} defaultValue={chosen ?? ''}>
          <option value="">{t.any}</option>
          {options.map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
