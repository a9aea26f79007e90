import { sql } from 'kysely'
import type { Tx } from '#app/platform/db.server.ts'
import type { CooperativeId, OrgUnitId } from '#app/shared/ids.ts'
import { type PlannedPerson, planBuyers, planManager } from './plan-people.ts'
import { seededRandom } from './random.ts'
import { RowBag } from './row-bag.ts'

/** Buyers by orders: a few orders each. */
const ORDERS_A_BUYER = 4.5
const MOST_BUYERS = 20_000

/**
 * Registers the buyers of a history, and somebody for each cooperative nobody answers
 * for. They sign in with the password of `likePersonId`. Once: who is there stays.
 */
export async function seedHistoryPeople(
  tx: Tx,
  {
    seed,
    orders,
    year,
    at,
    passwordHash,
  }: { seed: string; orders: number; year: number; at: Date; passwordHash: string },
): Promise<void> {
  const units = await tx
    .selectFrom('org_unit')
    .select(['id', 'kind'])
    .where('is_active', '=', true)
    .orderBy('id')
    .execute()
  const count = Math.min(MOST_BUYERS, Math.max(10, Math.round(orders / ORDERS_A_BUYER)))
  const buyers = planBuyers({
    seed,
    count,
    year,
    units: units.map((unit) => ({ ...unit, id: unit.id as OrgUnitId })),
    at,
  })
  const bag = new RowBag()
  for (const buyer of buyers) addPerson(bag, buyer, passwordHash)
  for (const [index, cooperativeId] of (await listUnmanaged(tx)).entries()) {
    const manager = planManager({ seed, index, at })
    addPerson(bag, manager, passwordHash)
    const id = seededRandom(`grant ${manager.id}`).id(at)
    const grant = {
      id,
      person_id: manager.id,
      role: 'cooperative_manager',
      cooperative_id: cooperativeId,
      granted_at: at,
    }
    bag.add('role_grant', grant)
  }
  await bag.write(tx, ['person', 'role_grant'])
}

function addPerson(bag: RowBag, person: PlannedPerson, passwordHash: string): void {
  bag.add('person', {
    id: person.id,
    kind: person.kind,
    name: person.name,
    campus_number: person.campusNumber ?? null,
    phone: person.phone ?? null,
    password_hash: passwordHash,
    created_at: person.createdAt,
    org_unit_id: person.orgUnitId ?? null,
  })
}

async function listUnmanaged(tx: Tx): Promise<CooperativeId[]> {
  const { rows } = await sql<{ id: CooperativeId }>`
    select id from cooperative where not exists (
      select from role_grant where cooperative_id = cooperative.id and role = 'cooperative_manager' and revoked_at is null)
    order by slug
  `.execute(tx)
  return rows.map((row) => row.id)
}
