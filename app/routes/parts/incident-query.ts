import { INCIDENT_KINDS, type IncidentKind } from '#app/modules/payments/incident.ts'
import { isUuid } from '#app/shared/ids.ts'

const OWNERS = ['mine', 'none'] as const

/** Which incidents an address asks for. */
export interface IncidentQuery {
  isClosed: boolean
  kind: IncidentKind | undefined
  owner: (typeof OWNERS)[number] | undefined
  after: string | undefined
}

/** Reads `?show=&kind=&owner=&after=`; undefined for what no link or form of ours sends. */
export function parseIncidentQuery(params: URLSearchParams): IncidentQuery | undefined {
  const [show, kind, owner, after] = ['show', 'kind', 'owner', 'after'].map((name) => params.get(name) ?? '')
  const isClosed = show === 'closed'
  const known = {
    kind: INCIDENT_KINDS.find((one) => one === kind),
    owner: OWNERS.find((one) => one === owner),
    after: after && isUuid(after) ? after : undefined,
  }
  const isOurs =
    (isClosed || show === '' || show === 'open') && (known.kind ?? '') === kind && (known.owner ?? '') === owner
  return isOurs && (known.after ?? '') === after ? { isClosed, ...known } : undefined
}

/** The address of a list, without what is not asked for. */
export function formatIncidentQuery({ isClosed, kind, owner, after }: Partial<IncidentQuery>): string {
  const params = new URLSearchParams()
  if (isClosed) params.set('show', 'closed')
  if (kind) params.set('kind', kind)
  if (owner) params.set('owner', owner)
  if (after) params.set('after', after)
  return params.toString()
}
