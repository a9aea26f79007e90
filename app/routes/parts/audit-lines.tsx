import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { auditLogMessages } from '#app/messages/audit-log.ts'
import { type AuditDetail, readAuditDetail } from '#app/modules/identity/audit-detail.ts'
import type { AuditNames } from '#app/modules/identity/audit-names.server.ts'
import type { AuditLine } from '#app/modules/identity/audit-queries.server.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { formatAuditQuery } from './audit-query.ts'
import { actorWords, fieldWords, objectName, objectPath, objectWords, valueWords, verbWords } from './audit-words.ts'
import { LINK } from './refund-controls.tsx'

/** Events as they happened: who did what to what, and each field before and after. */
export function AuditLines({ lines, names }: { lines: readonly AuditLine[]; names: AuditNames }) {
  const t = useMessages(auditLogMessages)
  const language = useLanguage()
  return (
    <ol className="mt-6 divide-y divide-line rounded-2xl border border-line bg-card px-4">
      {lines.map((line) => (
        <li key={line.eventId} className="py-3">
          <p className="flex flex-wrap items-baseline gap-x-3">
            <span className="font-semibold">{verbWords(line.verb, t)}</span>
            <span>{actorWords(line, t)}</span>
            <time dateTime={line.at.toISOString()} className="text-sm text-ink-2 tabular-nums">
              {formatInstant(line.at, language)}
            </time>
          </p>
          <p className="text-sm text-ink-2">
            {objectWords(line.objectType, t)}{' '}
            {objectName(line, names) ?? <span className="font-mono text-xs break-all">{line.objectId}</span>}
          </p>
          <Changes objectType={line.objectType} detail={readAuditDetail(line.detail)} names={names} />
          <Ways line={line} />
        </li>
      ))}
    </ol>
  )
}

interface ChangesProps {
  objectType: string
  detail: AuditDetail
  names: AuditNames
}

function Changes({ objectType, detail, names }: ChangesProps) {
  const t = useMessages(auditLogMessages)
  const { changes, facts } = detail
  if (changes.length === 0 && facts.length === 0) return null
  return (
    <dl className="mt-2 grid gap-x-4 gap-y-1 text-sm sm:grid-cols-[minmax(8rem,auto)_1fr]">
      {changes.map(({ field, before, after }) => (
        <div key={`changed ${field}`} className="contents">
          <dt className="text-ink-2">{fieldWords(field, t)}</dt>
          <dd className="min-w-0 break-words tabular-nums">
            <span className="sr-only">{t.before} </span>
            <del className="text-ink-2 no-underline">{valueWords(before, { objectType, field, names }, t)}</del>
            <span aria-hidden="true"> → </span>
            <span className="sr-only">{t.after} </span>
            <ins className="font-semibold no-underline">{valueWords(after, { objectType, field, names }, t)}</ins>
          </dd>
        </div>
      ))}
      {facts.map(({ field, value }) => (
        <div key={`fact ${field}`} className="contents">
          <dt className="text-ink-2">{fieldWords(field, t)}</dt>
          <dd className="min-w-0 break-words tabular-nums">{valueWords(value, { objectType, field, names }, t)}</dd>
        </div>
      ))}
    </dl>
  )
}

function Ways({ line }: { line: AuditLine }) {
  const t = useMessages(auditLogMessages)
  const { objectType, objectId, actorId } = line
  const page = objectPath(line)
  return (
    <p className="flex flex-wrap gap-x-4 text-sm print:hidden">
      {page && (
        <Link className={LINK} to={page}>
          {t.open}
        </Link>
      )}
      <Link className={LINK} to={paths.finance.audit(formatAuditQuery({ objectType, objectId }))}>
        {t.onlyThis}
      </Link>
      {actorId !== undefined && (
        <Link className={LINK} to={paths.finance.audit(formatAuditQuery({ person: actorId }))}>
          {t.onlyPerson}
        </Link>
      )}
    </p>
  )
}
