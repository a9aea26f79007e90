import { INCIDENT_KINDS, type IncidentKind } from '#app/modules/payments/incident.ts'
import { isUuid } from '#app/shared/ids.ts'

/** Which incidents an address asks for. */
export interface IncidentQuery {
  isClosed: boolean
  kind: IncidentKind | undefined
  owner: 'mine' | 'none' | undefined
  after: string | undefined
}

/** Reads `?show=&kind=&owner=&after=`; undefined for what no link or form of ours sends. */
export function parseIncidentQuery(params: URLSearchParams): IncidentQuery | undefined {
  const show = params.get('show') || 'open'
  const kind = params.get('kind') || undefined
  const owner = params.get('owner') || undefined
  const after = params.get('after') || undefined
  const known = INCIDENT_KINDS.find((one) => one === kind)
  if ((show !== 'open' && show !== 'closed') || (kind && !known) || (after && !isUuid(after))) return undefined
  if (owner !== undefined && owner !== 'mine' && owner !== 'none') return undefined
  return { isClosed: show === 'closed', kind: known, owner, after }
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
