import { sql } from 'kysely'
import type { Db, Tx } from '#app/platform/db.server.ts'
import type { CooperativeId, InvitationId, PersonId } from '#app/shared/ids.ts'
import type { AccountName } from '../account-name.ts'
import type { KnownPerson } from '../invitation.ts'
import { type GrantedRole, isGrantedRole } from '../permissions.ts'

export interface InvitationRow {
  invitationId: InvitationId
  role: GrantedRole
  cooperativeId: CooperativeId | undefined
  personId: PersonId | undefined
  name: string | undefined
  phone: string | undefined
  invitedBy: PersonId
  acceptedAt: Date | null
  revokedAt: Date | null
  expiresAt: Date
}

export async function findInvitation(db: Db, tokenHash: Buffer): Promise<InvitationRow | undefined> {
  const row = await selection(db).where('token_hash', '=', tokenHash).executeTakeFirst()
  return row && readInvitation(row)
}

/** As `findInvitation`, holding it until the transaction ends. */
export async function lockInvitation(tx: Tx, tokenHash: Buffer): Promise<InvitationRow | undefined> {
  const row = await selection(tx).where('token_hash', '=', tokenHash).forUpdate().executeTakeFirst()
  return row && readInvitation(row)
}

function selection(db: Db) {
  return db.selectFrom('invitation').selectAll()
}

function readInvitation(
  row: NonNullable<Awaited<ReturnType<ReturnType<typeof selection>['executeTakeFirst']>>>,
): InvitationRow {
  return {
    invitationId: row.id as InvitationId,
    role: row.role as GrantedRole,
    cooperativeId: (row.cooperative_id as CooperativeId | null) ?? undefined,
    personId: (row.person_id as PersonId | null) ?? undefined,
    name: row.name ?? undefined,
    phone: row.phone ?? undefined,
    invitedBy: row.invited_by as PersonId,
    acceptedAt: row.accepted_at,
    revokedAt: row.revoked_at,
    expiresAt: row.expires_at,
  }
}

/** The active person with this account, with the roles they hold; held until the transaction ends. */
export async function lockKnownPerson(
  tx: Tx,
  by: { account: AccountName } | { personId: PersonId },
): Promise<(KnownPerson & { name: string }) | undefined> {
  let query = tx.selectFrom('person').select(['id', 'name', 'campus_number']).where('status', '=', 'active')
  if ('personId' in by) query = query.where('id', '=', by.personId)
  else if (by.account.kind === 'phone') query = query.where('phone', '=', by.account.phone)
  else query = query.where('campus_number', '=', by.account.campusNumber)
  const person = await query.forNoKeyUpdate().executeTakeFirst()
  if (!person) return undefined
  const grants = await tx
    .selectFrom('role_grant')
    .select(['role', 'cooperative_id'])
    .where('person_id', '=', person.id)
    .where('revoked_at', 'is', null)
    .execute()
  return {
    personId: person.id as PersonId,
    name: person.name,
    hasCampusNumber: person.campus_number !== null,
    grants: grants.flatMap(({ role, cooperative_id }) =>
      isGrantedRole(role) ? [{ role, cooperativeId: (cooperative_id as CooperativeId | null) ?? undefined }] : [],
    ),
  }
}

/** Counts as said: an invitation is used once. */
export async function markAccepted(
  tx: Tx,
  { invitationId, personId, now }: { invitationId: InvitationId; personId: PersonId; now: Date },
): Promise<void> {
  await tx
    .updateTable('invitation')
    .set({ accepted_at: now, accepted_by: personId })
    .where('id', '=', invitationId)
    .execute()
}

/** Whether the cooperative is there and active. */
export async function isActiveCooperative(db: Db, cooperativeId: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from cooperative where id = ${cooperativeId} and status = 'active'
  `.execute(db)
  return rows.length > 0
}
