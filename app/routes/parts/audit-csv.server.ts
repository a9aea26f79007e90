import { type AuditLogMessages, auditLogMessages } from '#app/messages/audit-log.ts'
import { readAuditDetail } from '#app/modules/identity/audit-detail.ts'
import { keyOfName } from '#app/modules/identity/audit-keys.ts'
import { type AuditNames, findAuditNames } from '#app/modules/identity/audit-names.server.ts'
import { type AuditLine, listAuditEvents } from '#app/modules/identity/audit-queries.server.ts'
import type { Db } from '#app/platform/db.server.ts'
import { writeCsv } from '#app/platform/spreadsheet.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import { formatClock } from '#app/shared/display-time.ts'
import type { Language } from '#app/shared/language.ts'
import type { AuditQuery } from './audit-query.ts'
import { actorWords, fieldWords, objectName, objectWords, valueWords, verbWords } from './audit-words.ts'

const AT_ONCE = 500
/** The mark that tells a program the encoding stands at the beginning of the file alone. */
const MARK_BYTES = 3

/** The log as CSV, read and written page by page: a row for each field that changed, or one for an event without any. */
export function streamAuditCsv(
  db: Db,
  { query, language }: { query: AuditQuery; language: Language },
): ReadableStream<Uint8Array> {
  const t = auditLogMessages[language]
  let { before } = query
  let isBegun = false
  return new ReadableStream({
    async pull(controller) {
      const page = await listAuditEvents(db, { ...query, before, limit: AT_ONCE })
      const names = await findAuditNames(db, page.lines, language)
      const rows = page.lines.flatMap((line) => rowsOf(line, { names, t }))
      if (!isBegun)
        rows.unshift([t.at, t.who, t.verb, t.objectType, t.objectId, t.objectName, t.field, t.before, t.after])
      const bytes = writeCsv(rows)
      if (rows.length > 0) controller.enqueue(new Uint8Array(isBegun ? bytes.subarray(MARK_BYTES) : bytes))
      isBegun = true
      before = page.next
      if (before === undefined) controller.close()
    },
  })
}

function rowsOf(line: AuditLine, { names, t }: { names: AuditNames; t: AuditLogMessages }): string[][] {
  const { objectType } = line
  const withKeys = Object.fromEntries(Object.entries(names).map(([at, name]) => [at, `${name} [${keyOfName(at)}]`]))
  const { changes, facts } = readAuditDetail(line.detail)
  const head = [
    `${businessDate(line.at)} ${formatClock(line.at, 'zh')}`,
    actorWords(line, t),
    verbWords(line.verb, t),
    objectWords(line.objectType, t),
    line.objectId,
    objectName(line, names) ?? '',
  ]
  const fields = [
    ...changes.map(({ field, before, after }) => [
      fieldWords(field, t),
      valueWords(before, { objectType, field, names: withKeys }, t),
      valueWords(after, { objectType, field, names: withKeys }, t),
    ]),
    ...facts.map(({ field, value }) => [
      fieldWords(field, t),
      '',
      valueWords(value, { objectType, field, names: withKeys }, t),
    ]),
  ]
  return fields.length === 0 ? [[...head, '', '', '']] : fields.map((field) => [...head, ...field])
}
