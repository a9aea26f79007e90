import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  findVisitorBySession,
  listSessions,
  openSession,
  revokeAllSessions,
  revokeOwnSession,
  revokeSession,
} from '#app/modules/identity/sessions.server.ts'
import { createToken, hashToken } from '#app/modules/identity/tokens.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { PersonId } from '#app/shared/ids.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createPerson, TEST_SESSION_SECRET } from '#tests/support/factories/people.ts'

const DAY = 24 * 60 * 60 * 1000
const now = new Date('2026-11-24T02:00:00Z')
let base: TestDatabase

beforeAll(async () => {
  base = await createTestDatabase()
})
afterAll(() => base.drop())

function later(milliseconds: number): Date {
  return new Date(now.getTime() + milliseconds)
}

async function open(personId: PersonId): Promise<Buffer> {
  const tokenHash = hashToken(createToken(), 'session', TEST_SESSION_SECRET)
  await openSession(base.db, { tokenHash, personId, now })
  return tokenHash
}

describe('a session', () => {
  test('tells who holds it, with the roles of this moment', async () => {
    const { personId } = await createPerson(base.db, {
      grants: [{ role: 'finance_officer' }, { role: 'pickup_clerk' }],
    })
    const hash = await open(personId)
    const visitor = await findVisitorBySession(base.db, hash, now)
    expect(visitor).toMatchObject({ personId, name: '林秋实', kind: 'staff' })
    expect([...(visitor?.roles ?? [])].sort()).toEqual(['finance_officer', 'pickup_clerk', 'staff'])
    await base.db
      .updateTable('role_grant')
      .set({ revoked_at: now })
      .where('person_id', '=', personId)
      .where('role', '=', 'finance_officer')
      .execute()
    expect((await findVisitorBySession(base.db, hash, now))?.roles).not.toContain('finance_officer')
  })

  test('of somebody suspended opens nothing from that moment', async () => {
    const { personId } = await createPerson(base.db)
    const hash = await open(personId)
    await base.db.updateTable('person').set({ status: 'suspended' }).where('id', '=', personId).execute()
    expect(await findVisitorBySession(base.db, hash, now)).toBeUndefined()
  })

  test('ends after three days without use', async () => {
    const hash = await open((await createPerson(base.db)).personId)
    expect(await findVisitorBySession(base.db, hash, later(3 * DAY - 1))).toBeDefined()
    expect(await findVisitorBySession(base.db, hash, later(5 * DAY))).toBeDefined()
    expect(await findVisitorBySession(base.db, hash, later(8 * DAY))).toBeUndefined()
  })

  test('ends after fourteen days however much it is used', async () => {
    const hash = await open((await createPerson(base.db)).personId)
    for (let day = 2; day < 14; day += 2)
      expect(await findVisitorBySession(base.db, hash, later(day * DAY))).toBeDefined()
    expect(await findVisitorBySession(base.db, hash, later(14 * DAY - 1))).toBeDefined()
    expect(await findVisitorBySession(base.db, hash, later(14 * DAY))).toBeUndefined()
  })

  test('notes its use at most every five minutes', async () => {
    const hash = await open((await createPerson(base.db)).personId)
    const lastSeen = async () =>
      (
        await base.db
          .selectFrom('session')
          .select('last_seen_at')
          .where('token_hash', '=', hash)
          .executeTakeFirstOrThrow()
      ).last_seen_at
    await findVisitorBySession(base.db, hash, later(4 * 60_000))
    expect(await lastSeen()).toEqual(now)
    await findVisitorBySession(base.db, hash, later(6 * 60_000))
    expect(await lastSeen()).toEqual(later(6 * 60_000))
  })

  test('can be ended by itself, by its owner from another device, or with all others', async () => {
    const { personId } = await createPerson(base.db)
    const [one, two, three, four] = [
      await open(personId),
      await open(personId),
      await open(personId),
      await open(personId),
    ]
    await revokeSession(base.db, one, now)
    expect(await findVisitorBySession(base.db, one, now)).toBeUndefined()
    const sessions = await listSessions(base.db, { personId, currentHash: three, now })
    expect(sessions.filter((session) => session.isCurrent)).toHaveLength(1)
    expect(sessions).toHaveLength(3)
    for (const { handle, isCurrent } of sessions) {
      if (!isCurrent) expect(await revokeOwnSession(base.db, { personId, handle, now })).toBe(true)
    }
    expect(await findVisitorBySession(base.db, two, now)).toBeUndefined()
    expect(await findVisitorBySession(base.db, three, now)).toBeDefined()
    await revokeAllSessions(base.db, personId, now)
    expect(await findVisitorBySession(base.db, three, now)).toBeUndefined()
    expect(await findVisitorBySession(base.db, four, now)).toBeUndefined()
  })

  test('cannot be ended by another person, nor by a handle that is none', async () => {
    const [owner, other] = [await createPerson(base.db), await createPerson(base.db)]
    const hash = await open(owner.personId)
    const [session] = await listSessions(base.db, { personId: owner.personId, currentHash: undefined, now })
    for (const handle of [session?.handle ?? '', '', 'x', '\0', newId()]) {
      expect(await revokeOwnSession(base.db, { personId: other.personId, handle, now })).toBe(false)
    }
    expect(await findVisitorBySession(base.db, hash, now)).toBeDefined()
  })

  test('is kept under a hash that the token alone does not give', async () => {
    const token = createToken()
    const hashes = [
      hashToken(token, 'session', 'a'.repeat(32)),
      hashToken(token, 'session', 'b'.repeat(32)),
      hashToken(token, 'cart', 'a'.repeat(32)),
    ]
    expect(new Set(hashes.map((hash) => hash.toString('hex'))).size).toBe(3)
  })
})
