import type Stripe from 'stripe'
import {
  type Actor,
  asActor,
  type GrantedRole,
  type Manager,
  type Permission,
  type PersonKind,
  type Role,
  type Visitor,
} from '#app/modules/identity/permissions.ts'
import type { Db } from '#app/platform/db.server.ts'
import type { CooperativeId, PersonId } from '#app/shared/ids.ts'
import type { Result } from '#app/shared/result.ts'

/** The payment provider as a history tells it: see `ProviderHistory`. */
export interface Provider {
  openStripe(): Stripe
  tellUntil(db: Db, until: Date): Promise<void>
}

/** The finance office of the demo: who works there, and what they work with. */
export interface Desk {
  db: Db
  openedAt: Date
  provider: Provider
  stripe: Stripe
  as<P extends Permission>(role: GrantedRole, permission: P): Actor<P>
  managerOf(cooperativeId: CooperativeId): Manager
  cooperatives: readonly DeskCooperative[]
}

export interface DeskCooperative {
  cooperativeId: CooperativeId
  slug: string
  name: string
}

export async function openDesk(db: Db, { openedAt, provider }: { openedAt: Date; provider: Provider }): Promise<Desk> {
  const holders = await readHolders(db)
  const rows = await db.selectFrom('cooperative').select(['id', 'slug', 'name_zh']).orderBy('slug').execute()
  return {
    db,
    openedAt,
    provider,
    stripe: provider.openStripe(),
    cooperatives: rows.map((row) => ({ cooperativeId: row.id as CooperativeId, slug: row.slug, name: row.name_zh })),
    as(role, permission) {
      const holder = holders.find((each) => each.roles.includes(role))
      const actor = holder && asActor(holder, permission)
      if (!actor) throw new Error(`no ${role} may ${permission}`)
      return actor
    },
    managerOf(cooperativeId) {
      const manager = holders.find((each) => each.cooperativeId === cooperativeId)
      const actor = manager && asActor(manager, 'cooperative:own')
      if (!actor) throw new Error(`nobody manages ${cooperativeId}`)
      return { ...actor, cooperativeId }
    },
  }
}

async function readHolders(db: Db): Promise<Visitor[]> {
  const rows = await db
    .selectFrom('role_grant')
    .innerJoin('person', 'person.id', 'role_grant.person_id')
    .select(['person.id', 'person.name', 'person.kind', 'role_grant.role', 'role_grant.cooperative_id'])
    .where('revoked_at', 'is', null)
    .orderBy('role_grant.granted_at')
    .orderBy('person.id')
    .execute()
  return rows.map((row) => ({
    personId: row.id as PersonId,
    name: row.name,
    kind: row.kind as PersonKind,
    roles: [row.role as Role],
    ...(row.cooperative_id && { cooperativeId: row.cooperative_id as CooperativeId }),
  }))
}

/** What a use case answered, when nothing else may be. */
export function taken<Value>(result: Result<Value, { kind: string }>, what: string): Value {
  if (result.ok) return result.value
  throw new Error(`${what} was refused: ${JSON.stringify(result.refusal)}`)
}

/** As `taken`, where a seed that goes on finds it done. */
export function takenOrDone<Value>(
  result: Result<Value, { kind: string }>,
  what: string,
  done: readonly string[],
): Value | undefined {
  if (!result.ok && done.includes(result.refusal.kind)) return undefined
  return taken(result, what)
}
