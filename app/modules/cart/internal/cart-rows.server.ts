import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { CartOwner } from '../cart.ts'

/** Condition on `cart`: it is `owner`'s. A guest's token opens no cart that has become a person's. */
export function ownedBy(owner: CartOwner): RawBuilder<SqlBool> {
  return 'personId' in owner
    ? sql<SqlBool>`cart.person_id = ${owner.personId}`
    : sql<SqlBool>`cart.token_hash = ${owner.tokenHash} and cart.person_id is null`
}
