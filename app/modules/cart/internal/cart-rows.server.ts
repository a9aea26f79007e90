import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { CartOwner } from '../cart.ts'

/**
 * Condition on `cart`: it is `owner`'s. A person's cart has no token (`mergeCarts` moves lines, not carts), so a guest's
 * token opens none; asking for `person_id is null` besides would tempt the planner to read every guest's cart.
 */
export function ownedBy(owner: CartOwner): RawBuilder<SqlBool> {
  return 'personId' in owner
    ? sql<SqlBool>`cart.person_id = ${owner.personId}`
    : sql<SqlBool>`cart.token_hash = ${owner.tokenHash}`
}
