import { type Db, inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { CooperativeId, InvitationId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { isActiveCooperative, lockKnownPerson } from './internal/invitation-rows.server.ts'
import { decideInvitation, INVITATION_DAYS, type Invitee, type InviteForm, type InviteRefusal } from './invitation.ts'
import type { Actor } from './permissions.ts'
import { recordAuditEvent } from './record-audit-event.server.ts'

const DAY_MS = 24 * 60 * 60 * 1000

export interface InviteCommand {
  administrator: Actor<'people:manage'>
  form: InviteForm
  /** Of a token made for this invitation; who has the token accepts. */
  tokenHash: Buffer
  now: Date
}

/**
 * Offers a role by a link that works once and for seven days. Whoever has an account
 * accepts signed in, so the link gives an administrator nobody's account.
 */
export function invitePerson(
  db: Db,
  { administrator, form, tokenHash, now }: InviteCommand,
): Promise<Result<{ invitationId: InvitationId; invitee: Invitee; expiresAt: Date }, InviteRefusal>> {
  const inviterId = administrator.personId
  return inTransaction(db, async (tx) => {
    const person = await lockKnownPerson(tx, { account: form.account })
    const decided = decideInvitation(form, { inviterId, person })
    if (!decided.ok) return decided
    const cooperativeId = form.role === 'cooperative_manager' ? (form.cooperativeId as CooperativeId) : null
    if (cooperativeId && !(await isActiveCooperative(tx, cooperativeId)))
      return refuse({ kind: 'cooperativeUnknown' } as const)
    const invitee = decided.value
    const [invitationId, expiresAt] = [newId<InvitationId>(), new Date(now.getTime() + INVITATION_DAYS * DAY_MS)]
    await tx
      .insertInto('invitation')
      .values({
        id: invitationId,
        token_hash: tokenHash,
        role: form.role,
        cooperative_id: cooperativeId,
        person_id: invitee.kind === 'known' ? invitee.personId : null,
        name: invitee.kind === 'newcomer' ? invitee.name : null,
        phone: invitee.kind === 'newcomer' ? invitee.phone : null,
        invited_by: inviterId,
        created_at: now,
        expires_at: expiresAt,
      })
      .execute()
    await recordAuditEvent(tx, {
      actorId: inviterId,
      verb: 'person.invited',
      objectType: 'invitation',
      objectId: invitationId,
      detail: { role: form.role, cooperativeId, personId: invitee.kind === 'known' ? invitee.personId : null },
      now,
    })
    return ok({ invitationId, invitee, expiresAt })
  })
}

/** Takes an invitation back before it is accepted. Says whether it was still open. */
export function revokeInvitation(
  db: Db,
  {
    administrator,
    invitationId,
    now,
  }: { administrator: Actor<'people:manage'>; invitationId: InvitationId; now: Date },
): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('invitation')
      .set({ revoked_at: now })
      .where('id', '=', invitationId)
      .where('accepted_at', 'is', null)
      .where('revoked_at', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return false
    await recordAuditEvent(tx, {
      actorId: administrator.personId,
      verb: 'invitation.revoked',
      objectType: 'invitation',
      objectId: invitationId,
      now,
    })
    return true
  })
}
