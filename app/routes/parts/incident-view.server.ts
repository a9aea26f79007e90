import { badRequest, notFound } from '#app/http/responses.server.ts'
import type { Visitor } from '#app/modules/identity/permissions.ts'
import {
  countOpenIncidents,
  findIncident,
  findIncidentMoney,
  listIncidents,
} from '#app/modules/payments/incident-queries.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { isUuid } from '#app/shared/ids.ts'
import { readEvidence } from './evidence-steps.server.ts'
import { parseIncidentQuery } from './incident-query.ts'

const PAGE = 50
const DAY_MS = 24 * 60 * 60 * 1000

/** The list an address asks for, with how old each is. Throws 400 for what is none of ours. */
export async function readIncidentList(request: Request, reader: Visitor) {
  const query = parseIncidentQuery(new URL(request.url).searchParams)
  if (!query) throw badRequest()
  const [{ db }, now] = [getRuntime(), clock.now()]
  const owner = query.owner === 'mine' ? reader.personId : query.owner
  const [found, kinds] = await Promise.all([
    listIncidents(db, { ...query, owner, limit: PAGE + 1 }),
    countOpenIncidents(db),
  ])
  const incidents = found
    .slice(0, PAGE)
    .map((incident) => ({ ...incident, ageDays: Math.floor((now.getTime() - incident.openedAt.getTime()) / DAY_MS) }))
  const next = found.length > PAGE ? incidents.at(-1)?.incidentId : undefined
  return { query, incidents, kinds, next }
}

/** One incident with the money and the evidence behind it. Throws 404 when there is none. */
export async function readIncidentPage(params: { incidentId?: string | undefined }) {
  const { db } = getRuntime()
  const incidentId = params.incidentId ?? ''
  const incident = isUuid(incidentId) ? await findIncident(db, incidentId) : undefined
  if (!incident) throw notFound()
  const [money, evidence] = await Promise.all([
    findIncidentMoney(db, incident.sourceId),
    readEvidence({ subject: 'incident', subjectId: incidentId }),
  ])
  return { incident, ...money, evidence }
}
