import type { Tx } from '#app/platform/db.server.ts'
import type { PersonId } from '#app/shared/ids.ts'

export interface AuditEvent {
  /** Absent for what the system does by itself, e.g. the reference data a database starts with. */
  actorId: PersonId | null
  /** What was done: 'listing.published', 'person.suspended'. */
  verb: string
  objectType: string
  objectId: string
  /** Facts that the object itself will not keep. */
  detail?: Record<string, unknown>
  /** How it stood before and after, by field, for what changes money, targets or rules. Nothing personal. */
  before?: Record<string, unknown>
  after?: Record<string, unknown>
  now: Date
}

/** Writes down who did what to what, in the transaction that did it. Never changed afterwards. */
export async function recordAuditEvent(tx: Tx, event: AuditEvent): Promise<void> {
  const { before, after } = event
  await tx
    .insertInto('audit_event')
    .values({
      at: event.now,
      actor_id: event.actorId,
      verb: event.verb,
      object_type: event.objectType,
      object_id: event.objectId,
      detail: JSON.stringify({ ...event.detail, ...(before && { before }), ...(after && { after }) }),
    })
    .execute()
}
