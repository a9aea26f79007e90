import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { CooperativeId, PersonId } from '#app/shared/ids.ts'
import type { GrantedRole, PersonKind } from './permissions.ts'

export interface NewPerson {
  kind: PersonKind
  name: string
  campusNumber?: string
  phone?: string
  /** Made by `hashPassword`. */
  passwordHash: string
  grants?: readonly { role: GrantedRole; cooperativeId?: CooperativeId }[]
  now: Date
}

/**
 * Writes down a person and their roles. Undefined when an active person has
 * the phone or campus number already.
 */
export async function registerPerson(tx: Tx, person: NewPerson): Promise<PersonId | undefined> {
  const written = await tx
    .insertInto('person')
    .values({
      id: newId(),
      kind: person.kind,
      name: person.name,
      campus_number: person.campusNumber ?? null,
      phone: person.phone ?? null,
      password_hash: person.passwordHash,
      created_at: person.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!written) return undefined
  const grants = person.grants ?? []
  if (grants.length > 0) {
    await tx
      .insertInto('role_grant')
      .values(
        grants.map(({ role, cooperativeId }) => ({
          id: newId(),
          person_id: written.id,
          role,
          cooperative_id: cooperativeId ?? null,
          granted_at: person.now,
        })),
      )
      .execute()
  }
  return written.id as PersonId
}
