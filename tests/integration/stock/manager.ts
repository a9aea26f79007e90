import type { Manager } from '#app/modules/identity/permissions.ts'
import type { Db } from '#app/platform/db.server.ts'
import type { CooperativeId } from '#app/shared/ids.ts'
import { createPerson } from '#tests/support/factories/people.ts'

/** Somebody who acts for the cooperative with this slug, as `requireManager` would give them. */
export async function createManager(db: Db, slug: 'north' | 'south' = 'north'): Promise<Manager> {
  const { id } = await db.selectFrom('cooperative').select('id').where('slug', '=', slug).executeTakeFirstOrThrow()
  const cooperativeId = id as CooperativeId
  const grants = [{ role: 'cooperative_manager' as const, cooperativeId }]
  const name = '郭秀兰'
  const { personId } = await createPerson(db, { kind: 'cooperative', name, grants })
  return {
    personId,
    name,
    kind: 'cooperative',
    roles: ['cooperative_manager'],
    permission: 'cooperative:own',
    cooperativeId,
  }
}
