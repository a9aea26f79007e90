import type { BusinessDate } from '#app/shared/business-date.ts'

/** What part of the audit log an address asks for. */
export interface AuditQuery {
  verb: string | undefined
  objectType: string | undefined
  objectId: string | undefined
  person: string | undefined
  from: BusinessDate | undefined
  to: BusinessDate | undefined
  /** The event after which the page begins. */
  before: number | undefined
}

const TEXT_FIELDS = ['verb', 'objectType', 'objectId', 'person', 'from', 'to'] as const
const MAX_LENGTH = 100

/** Reads the fields of the log's form; absent and empty ones ask for everything. Undefined for what no link or form of ours sends. */
export function parseAuditQuery(params: URLSearchParams): AuditQuery | undefined {
  const [verb, objectType, objectId, person, from, to] = TEXT_FIELDS.map(
    (name) => params.get(name)?.trim() || undefined,
  )
  const place = params.get('before') || undefined
  const texts = [verb, objectType, objectId, person]
  if (texts.some((text) => text !== undefined && (text.length > MAX_LENGTH || text.includes('\0')))) return undefined
  if (![from, to].every((day) => day === undefined || isDate(day))) return undefined
  if (place !== undefined && !/^\d{1,15}$/.test(place)) return undefined
  return { verb, objectType, objectId, person, from, to, before: place === undefined ? undefined : Number(place) }
}

/** The address of a part of the log, without what is not asked for. */
export function formatAuditQuery(query: Partial<AuditQuery>): string {
  const params = new URLSearchParams()
  for (const name of TEXT_FIELDS) if (query[name]) params.set(name, query[name])
  if (query.before !== undefined) params.set('before', String(query.before))
  return params.toString()
}

/** Whether `text` is a day that exists, written as a date field sends it. */
function isDate(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`)
  return /^20\d\d-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}
