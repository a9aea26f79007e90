import type { Tx } from '#app/platform/db.server.ts'
import type { PersonId } from '#app/shared/ids.ts'

export interface AuditEvent {
  actorId: PersonId
  /** What was done: 'listing.published', 'person.suspended'. */
  verb: string
  objectType: string
  objectId: string
  /** Facts that the object itself will not keep. */
  detail?: Record<string, unknown>
  now: Date
}

/** Writes down who did what to what, in the transaction that did it. Never changed afterwards. */
export async function recordAuditEvent(tx: Tx, event: AuditEvent): Promise<void> {
  await tx
    .insertInto('audit_event')
    .values({
      at: event.now,
      actor_id: event.actorId,
      verb: event.verb,
      object_type: event.objectType,
      object_id: event.objectId,
      detail: JSON.stringify(event.detail ?? {}),
    })
    .execute()
}
