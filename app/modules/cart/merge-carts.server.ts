import { sql } from 'kysely'
import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { PersonId } from '#app/shared/ids.ts'
import { MAX_CART_LINES } from './cart.ts'

/**
 * Moves what a guest collected into the cart of the person they turn out to be.
 * Where both hold a SKU the larger quantity stands, not the sum: the same wish
 * is often expressed twice. Never more than one order may hold of a SKU, and
 * never more lines than a cart may have; the person's own lines come first. The
 * guest's cart is gone afterwards, so doing this twice changes nothing.
 */
export async function mergeCarts(
  tx: Tx,
  { tokenHash, personId, now }: { tokenHash: Buffer; personId: PersonId; now: Date },
): Promise<void> {
  // The guest's cart is locked before the person's; nobody locks both the other way round.
  const guest = await tx
    .selectFrom('cart')
    .select('id')
    .where('token_hash', '=', tokenHash)
    .where('ordered_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!guest) return
  const own = await tx
    .insertInto('cart')
    .values({ id: newId(), person_id: personId, created_at: now, updated_at: now })
    .onConflict((conflict) =>
      conflict
        .column('person_id')
        .where('ordered_at', 'is', null)
        .doUpdateSet({ version: sql`cart.version + 1`, updated_at: now }),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  await sql`
    with own as (select sku_id from cart_line where cart_id = ${own.id}),
    wished as (
      select guest.sku_id, guest.added_at, guest.quantity, sku.max_per_order, own.sku_id is not null as is_present,
        row_number() over (partition by own.sku_id is not null order by guest.added_at, guest.sku_id) as place
      from cart_line guest
      join sku on sku.id = guest.sku_id
      left join own on own.sku_id = guest.sku_id
      where guest.cart_id = ${guest.id}
    )
    insert into cart_line (cart_id, sku_id, quantity, added_at)
    select ${own.id}::uuid, sku_id, least(quantity, max_per_order), added_at
    from wished
    where is_present or place <= ${sql.lit(MAX_CART_LINES)} - (select count(*) from own)
    on conflict (cart_id, sku_id) do update set quantity = greatest(cart_line.quantity, excluded.quantity)
  `.execute(tx)
  await tx.deleteFrom('cart').where('id', '=', guest.id).execute()
}
