import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { CooperativeId, PersonId } from '#app/shared/ids.ts'
import { isBuyerKind, isGrantedRole, type PersonKind, type Role, type Visitor } from './permissions.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const SESSION_ABSOLUTE_MS = 14 * DAY_MS
const SESSION_IDLE_MS = 3 * DAY_MS
const TOUCH_EVERY_MS = 5 * MINUTE_MS

/** A sign-in on one device, as its owner sees it. */
export interface SessionView {
  /** Names the session in a form; of no use as a token. */
  handle: string
  createdAt: Date
  lastSeenAt: Date
  isCurrent: boolean
}

/**
 * Opens a session under `tokenHash`, whose token must be new: a token known
 * before the sign-in must never be signed in. The person's sessions that can no
 * longer open anything are cleared away with it.
 */
export async function openSession(
  db: Db,
  { tokenHash, personId, now }: { tokenHash: Buffer; personId: PersonId; now: Date },
): Promise<void> {
  await db
    .with('cleared', (cleared) =>
      cleared.deleteFrom('session').where('person_id', '=', personId).where('expires_at', '<=', now),
    )
    .insertInto('session')
    .values({
      token_hash: tokenHash,
      person_id: personId,
      created_at: now,
      last_seen_at: now,
      expires_at: new Date(now.getTime() + SESSION_ABSOLUTE_MS),
    })
    .execute()
}

/**
 * Who holds the session under `tokenHash`, with status and roles as they are
 * now; undefined once it is revoked, 14 days old, unused for 3 days, or its
 * person suspended.
 */
export async function findVisitorBySession(db: Db, tokenHash: Buffer, now: Date): Promise<Visitor | undefined> {
  const row = await db
    .selectFrom('session')
    .innerJoin('person', 'person.id', 'session.person_id')
    .leftJoin('role_grant', (join) =>
      join.onRef('role_grant.person_id', '=', 'person.id').on('role_grant.revoked_at', 'is', null),
    )
    .select((eb) => [
      'person.id',
      'person.name',
      'person.kind',
      'session.last_seen_at',
      eb.fn<string[]>('array_remove', [eb.fn('array_agg', ['role_grant.role']), sql`null`]).as('granted'),
      sql<string | null>`min(role_grant.cooperative_id::text)`.as('cooperative_id'),
    ])
    .where('session.token_hash', '=', tokenHash)
    .where('session.revoked_at', 'is', null)
    .where('session.expires_at', '>', now)
    .where('session.last_seen_at', '>', new Date(now.getTime() - SESSION_IDLE_MS))
    .where('person.status', '=', 'active')
    .groupBy(['person.id', 'session.token_hash'])
    .executeTakeFirst()
  if (!row) return undefined
  if (now.getTime() - row.last_seen_at.getTime() > TOUCH_EVERY_MS) await touchSession(db, tokenHash, now)
  const kind = row.kind as PersonKind
  const roles: Role[] = [...(isBuyerKind(kind) ? [kind] : []), ...row.granted.filter(isGrantedRole)]
  const visitor: Visitor = { personId: row.id as PersonId, name: row.name, kind, roles }
  return row.cooperative_id === null ? visitor : { ...visitor, cooperativeId: row.cooperative_id as CooperativeId }
}

async function touchSession(db: Db, tokenHash: Buffer, now: Date): Promise<void> {
  await db
    .updateTable('session')
    .set({ last_seen_at: now })
    .where('token_hash', '=', tokenHash)
    .where('last_seen_at', '<', now)
    .execute()
}

/** The sessions of `personId` that still open, last used first. */
export async function listSessions(
  db: Db,
  { personId, currentHash, now }: { personId: PersonId; currentHash: Buffer | undefined; now: Date },
): Promise<SessionView[]> {
  const rows = await db
    .selectFrom('session')
    .select(['token_hash', 'created_at', 'last_seen_at'])
    .where('person_id', '=', personId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .where('last_seen_at', '>', new Date(now.getTime() - SESSION_IDLE_MS))
    .orderBy('last_seen_at', 'desc')
    .limit(50)
    .execute()
  return rows.map((row) => ({
    handle: handleOf(row.token_hash),
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    isCurrent: currentHash?.equals(row.token_hash) ?? false,
  }))
}

const HANDLE_BYTES = 12
const HANDLE_FORM = /^[A-Za-z0-9_-]{16}$/

function handleOf(tokenHash: Buffer): string {
  return tokenHash.subarray(0, HANDLE_BYTES).toString('base64url')
}

/** Ends the session under `tokenHash`; ending it twice is no different from once. */
export async function revokeSession(db: Db, tokenHash: Buffer, now: Date): Promise<void> {
  await revocation(db, now).where('token_hash', '=', tokenHash).execute()
}

/** Ends one session of `personId` by its handle. Says whether there was one: another person's session is not there. */
export async function revokeOwnSession(
  db: Db,
  { personId, handle, now }: { personId: PersonId; handle: string; now: Date },
): Promise<boolean> {
  if (!HANDLE_FORM.test(handle)) return false
  const revoked = await revocation(db, now)
    .where('person_id', '=', personId)
    .where(sql`substring(token_hash from 1 for ${sql.lit(HANDLE_BYTES)})`, '=', Buffer.from(handle, 'base64url'))
    .executeTakeFirst()
  return revoked.numUpdatedRows > 0n
}

/** Ends every session of `personId`, as after a changed password, a suspension or a lost phone. */
export async function revokeAllSessions(db: Db, personId: PersonId, now: Date): Promise<void> {
  await revocation(db, now).where('person_id', '=', personId).execute()
}

function revocation(db: Db, now: Date) {
  return db.updateTable('session').set({ revoked_at: now }).where('revoked_at', 'is', null)
}
