import { randomInt } from 'node:crypto'
import type { Buyer, BuyerKind, GrantedRole, PersonKind } from '#app/modules/identity/permissions.ts'
import { registerPerson } from '#app/modules/identity/register-person.server.ts'
import { openSession } from '#app/modules/identity/sessions.server.ts'
import { createToken, hashToken } from '#app/modules/identity/tokens.server.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import type { CooperativeId, PersonId } from '#app/shared/ids.ts'

/** Password of every person made here. Its hash is ready-made: hashing costs as much in tests as anywhere. */
export const TEST_PASSWORD = 'yuanshang-test-1'
const TEST_PASSWORD_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$0vy/xECk79ViZEY82sQeEw$fhvQz9kqlsKbuOOlZPu0zW5/+aVTOtMvzUiK7OAJhDk'

export const TEST_SESSION_SECRET = 'a secret for tests only, of more than 32 characters'

export interface PersonDraft {
  kind?: PersonKind
  name?: string
  phone?: string
  campusNumber?: string
  grants?: { role: GrantedRole; cooperativeId?: CooperativeId }[]
  now?: Date
}

/** Writes down a person: a member of staff with a random phone unless told otherwise. */
export async function createPerson(db: Db, draft: PersonDraft = {}): Promise<{ personId: PersonId; phone: string }> {
  const { kind = 'staff', name = '林秋实', phone = randomPhone(), now = new Date() } = draft
  const personId = await inTransaction(db, (tx) =>
    registerPerson(tx, { ...draft, kind, name, phone, now, passwordHash: TEST_PASSWORD_HASH }),
  )
  if (personId === undefined) throw new Error(`there is a person with the phone ${phone} or that campus number already`)
  return { personId, phone }
}

/** A person together with the evidence that they may buy, as `requireBuyer` would give it. */
export async function createBuyer(db: Db, kind: BuyerKind = 'staff'): Promise<Buyer> {
  const name = '林秋实'
  const { personId } = await createPerson(db, { kind, name })
  return { personId, name, kind, roles: [kind], permission: 'order:place' }
}

/** Opens a session for `personId` and gives its token; send it as the Cookie `sid=<token>`. */
export async function createSession(
  db: Db,
  personId: PersonId,
  { now = new Date(), secret = TEST_SESSION_SECRET } = {},
): Promise<string> {
  const token = createToken()
  await openSession(db, { tokenHash: hashToken(token, 'session', secret), personId, now })
  return token
}

function randomPhone(): string {
  return `139${String(randomInt(100_000_000)).padStart(8, '0')}`
}
