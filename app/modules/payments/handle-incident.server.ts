import type { Actor } from '#app/modules/identity/permissions.ts'
import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import type { CloseIncidentRefusal, TakeIncidentRefusal } from './handle-incident.ts'

interface Handling {
  incidentId: string
  handler: Actor<'incident:handle'>
  now: Date
}

/**
 * Takes an incident upon oneself, also from somebody else who is named on the page.
 * `seenOwner`: who the page said looks after it; when that has changed, nothing is taken.
 */
export async function takeIncident(
  db: Db,
  { incidentId, handler, seenOwner, now }: Handling & { seenOwner: string | undefined },
): Promise<Result<void, TakeIncidentRefusal>> {
  return inTransaction(db, async (tx): Promise<Result<void, TakeIncidentRefusal>> => {
    const incident = await lockIncident(tx, incidentId)
    if (!incident) return refuse({ kind: 'notFound' })
    if (incident.closed_at) return refuse({ kind: 'closed' })
    const before = incident.owner_id ?? undefined
    if (before === handler.personId) return ok(undefined)
    if (before !== seenOwner) return refuse({ kind: 'takenMeanwhile', by: incident.owner_name ?? '' })
    await tx
      .updateTable('incident')
      .set({ owner_id: handler.personId, owned_at: now })
      .where('id', '=', incidentId)
      .execute()
    const detail = { before: { owner: before ?? null }, after: { owner: handler.personId } }
    await recordAuditEvent(tx, { ...auditOf(incidentId, handler), verb: 'incident.taken', detail, now })
    return ok(undefined)
  })
}

/** Ends an incident with what was done about it. Its owner's business alone. */
export async function resolveIncident(
  db: Db,
  { incidentId, handler, resolution, now }: Handling & { resolution: string },
): Promise<Result<void, CloseIncidentRefusal>> {
  return inTransaction(db, async (tx): Promise<Result<void, CloseIncidentRefusal>> => {
    const incident = await lockIncident(tx, incidentId)
    if (!incident) return refuse({ kind: 'notFound' })
    if (incident.closed_at) return refuse({ kind: 'closed' })
    if (incident.owner_id !== handler.personId) return refuse({ kind: 'notOwner' })
    await tx
      .updateTable('incident')
      .set({ closed_at: now, closed_by: handler.personId, resolution })
      .where('id', '=', incidentId)
      .execute()
    const detail = { before: { state: 'open' }, after: { state: 'closed', resolution } }
    await recordAuditEvent(tx, { ...auditOf(incidentId, handler), verb: 'incident.closed', detail, now })
    return ok(undefined)
  })
}

function auditOf(incidentId: string, handler: Handling['handler']) {
  return { actorId: handler.personId, objectType: 'incident', objectId: incidentId } as const
}

async function lockIncident(tx: Tx, incidentId: string) {
  return tx
    .selectFrom('incident')
    .leftJoin('person', 'person.id', 'incident.owner_id')
    .select(['incident.closed_at', 'incident.owner_id', 'person.name as owner_name'])
    .where('incident.id', '=', incidentId)
    .forUpdate('incident')
    .executeTakeFirst()
}
