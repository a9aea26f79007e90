import { brokenConstraint, type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import type { PersonId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { checkOther, type PeopleRefusal } from './manage-people.ts'
import type { Actor } from './permissions.ts'
import { type AuditEvent, recordAuditEvent } from './record-audit-event.server.ts'
import { revokeAllSessions } from './sessions.server.ts'

interface Step {
  administrator: Actor<'people:manage'>
  now: Date
}

type Done = Promise<Result<undefined, PeopleRefusal>>

/** Shuts somebody out at once, on every device. Their orders and entries stay theirs. */
export function suspendPerson(db: Db, { administrator, personId, now }: Step & { personId: PersonId }): Done {
  const refusal = checkOther(administrator.personId, personId)
  if (refusal) return Promise.resolve(refuse(refusal))
  return inTransaction(db, async (tx) => {
    const found = await lockPerson(tx, personId)
    if (!found) return refuse({ kind: 'unknown' } as const)
    if (found.status === 'suspended') return ok(undefined)
    await tx.updateTable('person').set({ status: 'suspended' }).where('id', '=', personId).execute()
    await revokeAllSessions(tx, personId, now)
    await record(tx, { administrator, now }, { verb: 'person.suspended', objectType: 'person', objectId: personId })
    return ok(undefined)
  })
}

/** Lets somebody in again with the roles they had, unless their account is another person's by now. */
export async function reinstatePerson(db: Db, { administrator, personId, now }: Step & { personId: PersonId }): Done {
  try {
    return await inTransaction(db, async (tx) => {
      const found = await lockPerson(tx, personId)
      if (!found) return refuse({ kind: 'unknown' } as const)
      if (found.status === 'active') return ok(undefined)
      await tx.updateTable('person').set({ status: 'active' }).where('id', '=', personId).execute()
      await record(tx, { administrator, now }, { verb: 'person.reinstated', objectType: 'person', objectId: personId })
      return ok(undefined)
    })
  } catch (error) {
    const constraint = brokenConstraint(error)
    if (constraint === 'person_phone' || constraint === 'person_campus_number') return refuse({ kind: 'accountTaken' })
    throw error
  }
}

/** Takes a role back from now on. What was done in it stays done. */
export function revokeGrant(db: Db, { administrator, grantId, now }: Step & { grantId: string }): Done {
  return inTransaction(db, async (tx) => {
    const grant = await tx
      .selectFrom('role_grant')
      .select(['person_id', 'role', 'cooperative_id', 'revoked_at'])
      .where('id', '=', grantId)
      .forUpdate()
      .executeTakeFirst()
    if (!grant) return refuse({ kind: 'unknown' } as const)
    const refusal = checkOther(administrator.personId, grant.person_id as PersonId)
    if (refusal) return refuse(refusal)
    if (grant.revoked_at) return ok(undefined)
    await tx.updateTable('role_grant').set({ revoked_at: now }).where('id', '=', grantId).execute()
    const detail = { personId: grant.person_id, role: grant.role, cooperativeId: grant.cooperative_id }
    await record(
      tx,
      { administrator, now },
      { verb: 'grant.revoked', objectType: 'role_grant', objectId: grantId, detail },
    )
    return ok(undefined)
  })
}

function lockPerson(tx: Tx, personId: PersonId) {
  return tx.selectFrom('person').select('status').where('id', '=', personId).forUpdate().executeTakeFirst()
}

interface GrantTold {
  personId: string
  role: string
  cooperativeId: string | null
}

function record(
  tx: Tx,
  { administrator, now }: Step,
  event: Pick<AuditEvent, 'verb' | 'objectType' | 'objectId'> & { detail?: GrantTold },
): Promise<void> {
  return recordAuditEvent(tx, { ...event, actorId: administrator.personId, now })
}
