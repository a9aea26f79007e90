import type { Tx } from '#app/platform/db.server.ts'
import type { PersonId } from '#app/shared/ids.ts'
import type { Worded, WordedDetail } from './audit-fields.ts'
import type { AuditObject, AuditVerb } from './audit-terms.ts'

export interface AuditEvent {
  /** Absent for what the system does by itself, e.g. the reference data a database starts with. */
  actorId: PersonId | null
  /** What was done: 'listing.published', 'person.suspended'. */
  verb: AuditVerb
  objectType: AuditObject
  objectId: string
  now: Date
}

interface Told<Detail, Before, After> {
  /** Facts that the object itself will not keep. */
  detail?: Detail & WordedDetail<Detail>
  /** How it stood before and after, by field, for what changes money, targets or rules. Nothing personal. */
  before?: Before & Worded<Before>
  after?: After & Worded<After>
}

/** Writes down who did what to what, in the transaction that did it. Never changed afterwards. */
export async function recordAuditEvent<
  const Detail extends object = Record<never, never>,
  const Before extends object = Record<never, never>,
  const After extends object = Record<never, never>,
>(tx: Tx, event: AuditEvent & Told<Detail, Before, After>): Promise<void> {
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
