import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { CartId, SkuId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { type CartOwner, MAX_CART_LINES } from './cart.ts'
import { ownedBy } from './internal/cart-rows.server.ts'
import type { SetCartQuantityRefusal } from './set-cart-quantity.ts'

export interface SetCartQuantityCommand {
  owner: CartOwner
  skuId: SkuId
  /** What the line shall hold afterwards, not what is added: 0 to 999. Zero takes the line out. */
  quantity: number
  now: Date
}

/**
 * Sets how many of a SKU are in the owner's open cart, making the cart at first
 * need. One statement, and so one round trip. Writers of one cart queue at its
 * row; the last one's number stands. The limit of lines is counted before that
 * queue, so two tabs at the limit may pass it by one; nothing rests on it.
 */
export async function setCartQuantity(
  db: Db,
  command: SetCartQuantityCommand,
): Promise<Result<{ cartId: CartId | undefined }, SetCartQuantityRefusal>> {
  return command.quantity === 0 ? removeLine(db, command) : putLine(db, command)
}

async function putLine(db: Db, { owner, skuId, quantity, now }: SetCartQuantityCommand) {
  const ownership =
    'personId' in owner
      ? {
          column: sql`person_id`,
          value: sql`${owner.personId}::uuid`,
          conflict: sql`(person_id) where ordered_at is null`,
        }
      : { column: sql`token_hash`, value: sql`${owner.tokenHash}::bytea`, conflict: sql`(token_hash)` }
  const { rows } = await sql<{ max_per_order: number | null; cart_id: CartId | null }>`
    with wanted as (
      select sku.id, sku.max_per_order
      from sku join product on product.id = sku.product_id
      where sku.id = ${skuId} and sku.on_sale and product.state = 'published'
    ), present as (
      select count(*) as line_count, coalesce(bool_or(cart_line.sku_id = ${skuId}), false) as has_sku
      from cart join cart_line on cart_line.cart_id = cart.id
      where ${ownedBy(owner)} and cart.ordered_at is null
    ), allowed as (
      select wanted.id from wanted, present
      where ${quantity}::int <= wanted.max_per_order
        and (present.has_sku or present.line_count < ${sql.lit(MAX_CART_LINES)})
    ), written_cart as (
      insert into cart (id, ${ownership.column}, created_at, updated_at)
      select ${newId()}::uuid, ${ownership.value}, ${now}::timestamptz, ${now}::timestamptz from allowed
      on conflict ${ownership.conflict} do update set version = cart.version + 1, updated_at = excluded.updated_at
      returning id
    ), written_line as (
      insert into cart_line (cart_id, sku_id, quantity, added_at)
      select written_cart.id, allowed.id, ${quantity}::int, ${now}::timestamptz from written_cart, allowed
      on conflict (cart_id, sku_id) do update set quantity = excluded.quantity
    )
    select wanted.max_per_order, written_cart.id as cart_id
    from (select) as always left join wanted on true left join written_cart on true
  `.execute(db)
  const row = rows[0]
  if (row?.cart_id) return ok({ cartId: row.cart_id })
  if (row?.max_per_order == null) return refuse({ kind: 'notOnSale' } as const)
  return quantity > row.max_per_order
    ? refuse({ kind: 'aboveMaximum', max: row.max_per_order } as const)
    : refuse({ kind: 'tooManyLines', max: MAX_CART_LINES } as const)
}

async function removeLine(db: Db, { owner, skuId, now }: SetCartQuantityCommand) {
  const { rows } = await sql<{ id: CartId }>`
    with changed as (
      update cart set version = version + 1, updated_at = ${now}::timestamptz
      where ${ownedBy(owner)} and ordered_at is null
        and exists (select from cart_line where cart_id = cart.id and sku_id = ${skuId})
      returning id
    ), removed as (
      delete from cart_line using changed where cart_id = changed.id and sku_id = ${skuId}
    )
    select id from changed
  `.execute(db)
  return ok({ cartId: rows[0]?.id })
}
