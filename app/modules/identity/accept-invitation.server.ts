import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { CooperativeId, PersonId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import {
  findInvitation,
  type InvitationRow,
  lockInvitation,
  lockKnownPerson,
  markAccepted,
} from './internal/invitation-rows.server.ts'
import { type AcceptForm, type AcceptRefusal, findClash, type InvitationState, invitationState } from './invitation.ts'
import { hashingTurn, hashPassword } from './passwords.server.ts'
import type { GrantedRole, PersonKind } from './permissions.ts'
import { recordAuditEvent } from './record-audit-event.server.ts'
import { registerPerson } from './register-person.server.ts'

/** An invitation as the page behind its link shows it. */
export interface InvitationView {
  state: InvitationState
  role: GrantedRole
  cooperative: { zh: string; en: string } | undefined
  expiresAt: Date
  /** For somebody with an account, or for a newcomer of this name. */
  for: { kind: 'known'; personId: PersonId } | { kind: 'newcomer'; name: string }
}

/** Undefined when no such link was ever given out. */
export async function readInvitation(db: Db, tokenHash: Buffer, now: Date): Promise<InvitationView | undefined> {
  const found = await findInvitation(db, tokenHash)
  if (!found) return undefined
  const cooperative =
    found.cooperativeId &&
    (await db
      .selectFrom('cooperative')
      .select(['name_zh as zh', 'name_en as en'])
      .where('id', '=', found.cooperativeId)
      .executeTakeFirst())
  return {
    state: invitationState(found, now),
    role: found.role,
    cooperative: cooperative || undefined,
    expiresAt: found.expiresAt,
    for: found.personId ? { kind: 'known', personId: found.personId } : { kind: 'newcomer', name: found.name ?? '' },
  }
}

/** What accepting has given. */
export interface Accepted {
  personId: PersonId
  role: GrantedRole
  cooperativeId: CooperativeId | undefined
}

interface Acceptance {
  tokenHash: Buffer
  now: Date
}

/**
 * A newcomer becomes a person with a password of their own choice and the role. Hashing
 * happens before anything is held; a link that is used twice at once is used once.
 */
export async function acceptAsNewcomer(
  db: Db,
  { form, tokenHash, now, onAccepted }: Acceptance & { form: AcceptForm; onAccepted: AfterAcceptance },
): Promise<Result<Accepted, AcceptRefusal>> {
  const early = await findInvitation(db, tokenHash)
  const refusal = early ? checkFor(early, { now, isNewcomer: true }) : ({ kind: 'unknown' } as const)
  if (refusal) return refuse(refusal)
  if (early?.phone && form.password.includes(early.phone)) return refuse({ kind: 'passwordHasPhone' })
  const passwordHash = await hashingTurn(() => hashPassword(form.password))
  return inTransaction(db, async (tx) => {
    const invitation = await lockInvitation(tx, tokenHash)
    if (!invitation) return refuse({ kind: 'unknown' } as const)
    const late = checkFor(invitation, { now, isNewcomer: true })
    if (late) return refuse(late)
    const personId = await registerNewcomer(tx, { invitation, name: form.name, passwordHash, now })
    if (personId === undefined) return refuse({ kind: 'phoneTaken' } as const)
    return ok(await finish(tx, { invitation, personId, now, onAccepted }))
  })
}

/** Somebody with an account takes the role on, signed in as who was invited. */
export function acceptAsKnown(
  db: Db,
  { personId, tokenHash, now, onAccepted }: Acceptance & { personId: PersonId; onAccepted: AfterAcceptance },
): Promise<Result<Accepted, AcceptRefusal>> {
  return inTransaction(db, async (tx) => {
    const invitation = await lockInvitation(tx, tokenHash)
    if (!invitation) return refuse({ kind: 'unknown' } as const)
    const refusal = checkFor(invitation, { now, isNewcomer: false })
    if (refusal) return refuse(refusal)
    if (invitation.personId !== personId) return refuse({ kind: 'forSomebodyElse' } as const)
    const person = await lockKnownPerson(tx, { personId })
    // Roles may have come since the invitation was written.
    const clashing = person && findClash(invitation.role, person.grants)
    if (clashing) return refuse({ kind: 'rolesClash', with: clashing } as const)
    await insertGrant(tx, { invitation, personId, now })
    return ok(await finish(tx, { invitation, personId, now, onAccepted }))
  })
}

/** Told in the same transaction, so that what follows of it is true or not with it. */
export type AfterAcceptance = (tx: Tx, accepted: Accepted) => Promise<void>

function checkFor(
  invitation: InvitationRow,
  { now, isNewcomer }: { now: Date; isNewcomer: boolean },
): AcceptRefusal | undefined {
  const state = invitationState(invitation, now)
  if (state !== 'open') return { kind: 'notOpen', state }
  if (isNewcomer && invitation.personId) return { kind: 'signInFirst' }
  return !isNewcomer && !invitation.personId ? { kind: 'forSomebodyElse' } : undefined
}

interface Newcomer {
  invitation: InvitationRow
  name: string
  passwordHash: string
  now: Date
}

async function registerNewcomer(tx: Tx, { invitation, name, passwordHash, now }: Newcomer) {
  const { role, cooperativeId, phone } = invitation
  const kind: PersonKind = role === 'cooperative_manager' ? 'cooperative' : 'outside'
  const grants = [{ role, ...(cooperativeId && { cooperativeId }) }]
  return registerPerson(tx, { kind, name, ...(phone !== undefined && { phone }), passwordHash, grants, now })
}

async function insertGrant(
  tx: Tx,
  { invitation, personId, now }: { invitation: InvitationRow; personId: PersonId; now: Date },
): Promise<void> {
  await tx
    .insertInto('role_grant')
    .values({
      id: newId(),
      person_id: personId,
      role: invitation.role,
      cooperative_id: invitation.cooperativeId ?? null,
      granted_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

interface Finish {
  invitation: InvitationRow
  personId: PersonId
  now: Date
  onAccepted: AfterAcceptance
}

async function finish(tx: Tx, { invitation, personId, now, onAccepted }: Finish): Promise<Accepted> {
  const { invitationId, role, cooperativeId } = invitation
  await markAccepted(tx, { invitationId, personId, now })
  await recordAuditEvent(tx, {
    actorId: personId,
    verb: 'invitation.accepted',
    objectType: 'invitation',
    objectId: invitationId,
    detail: { role, cooperativeId: cooperativeId ?? null, invitedBy: invitation.invitedBy },
    now,
  })
  const accepted = { personId, role, cooperativeId }
  await onAccepted(tx, accepted)
  return accepted
}
