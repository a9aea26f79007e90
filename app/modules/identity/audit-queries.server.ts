import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import { addDays, type BusinessDate, startOfBusinessDate } from '#app/shared/business-date.ts'
import { isUuid } from '#app/shared/ids.ts'

export interface AuditFilter {
  verb?: string | undefined
  /** A kind of object, alone or with which one. */
  objectType?: string | undefined
  objectId?: string | undefined
  /** A person's key, or a part of a name. */
  person?: string | undefined
  /** Days in Shanghai, both inclusive. */
  from?: BusinessDate | undefined
  to?: BusinessDate | undefined
}

export interface AuditLine {
  eventId: number
  at: Date
  actorId: string | undefined
  /** Absent for what the system did by itself. */
  actorName: string | undefined
  verb: string
  objectType: string
  objectId: string
  detail: unknown
}

/** One page of the audit log, newest first; `next` is the event the following page begins after, if there is one. */
export async function listAuditEvents(
  db: Db,
  { before, limit, ...filter }: AuditFilter & { before?: number | undefined; limit: number },
): Promise<{ lines: AuditLine[]; next: number | undefined }> {
  const actors = filter.person === undefined ? undefined : await findActors(db, filter.person)
  if (actors?.length === 0) return { lines: [], next: undefined }
  let query = db
    .selectFrom('audit_event as event')
    .leftJoin('person', 'person.id', 'event.actor_id')
    .select(['event.id', 'event.at', 'event.actor_id', 'person.name', 'verb', 'object_type', 'object_id', 'detail'])
    .where((eb) => eb.and(equalities(filter).map(([column, value]) => eb(column, '=', value))))
    .orderBy('event.at', 'desc')
    .orderBy('event.id', 'desc')
    .limit(limit + 1)
  if (before !== undefined)
    query = query.where(sql<boolean>`(event.at, event.id) < (select at, id from audit_event where id = ${before})`)
  if (actors) query = query.where('event.actor_id', 'in', actors)
  if (filter.from) query = query.where('event.at', '>=', startOfBusinessDate(filter.from))
  if (filter.to) query = query.where('event.at', '<', startOfBusinessDate(addDays(filter.to, 1)))
  const rows = await query.execute()
  const lines = rows.slice(0, limit).map((row) => ({
    eventId: row.id,
    at: row.at,
    actorId: row.actor_id ?? undefined,
    actorName: row.name ?? undefined,
    verb: row.verb,
    objectType: row.object_type,
    objectId: row.object_id,
    detail: row.detail,
  }))
  return { lines, next: rows.length > limit ? lines.at(-1)?.eventId : undefined }
}

function equalities({ verb, objectType, objectId }: AuditFilter) {
  const wanted = [
    ['verb', verb],
    ['object_type', objectType],
    ['object_id', objectId],
  ] as const
  return wanted.flatMap(([column, value]) => (value ? [[column, value] as const] : []))
}

/** Every verb and every kind of object that the log knows, to choose from. */
export async function listAuditTerms(db: Db): Promise<{ verbs: string[]; objectTypes: string[] }> {
  // Steps from one value to the next in the index: the log is long, and its terms are few.
  const distinct = (column: 'verb' | 'object_type') => sql<{ term: string }>`
    with recursive step as (
      (select min(${sql.ref(column)}) as term from audit_event)
      union all
      select (select min(${sql.ref(column)}) from audit_event where ${sql.ref(column)} > step.term) from step where step.term is not null
    )
    select term from step where term is not null`
  const [verbs, objectTypes] = await Promise.all([distinct('verb').execute(db), distinct('object_type').execute(db)])
  return { verbs: verbs.rows.map((row) => row.term), objectTypes: objectTypes.rows.map((row) => row.term) }
}

const MOST_NAMESAKES = 100

async function findActors(db: Db, person: string): Promise<string[]> {
  if (isUuid(person)) return [person]
  const rows = await db
    .selectFrom('person')
    .select('id')
    .where('name', 'like', `%${person.replaceAll(/[\\%_]/g, '\\$&')}%`)
    .limit(MOST_NAMESAKES)
    .execute()
  return rows.map((row) => row.id)
}
