import type { Tx } from '#app/platform/db.server.ts'
import type { CartId, PersonId, SkuId } from '#app/shared/ids.ts'
import type { Cart } from './cart.ts'

/**
 * Locks the open cart of `personId` until the transaction ends and reads its
 * lines by SKU, the order in which stock is locked. Undefined when the cart is
 * another's, or was ordered already.
 */
export async function lockCart(
  tx: Tx,
  { cartId, personId }: { cartId: CartId; personId: PersonId },
): Promise<Cart | undefined> {
  const cart = await tx
    .selectFrom('cart')
    .select('version')
    .where('id', '=', cartId)
    .where('person_id', '=', personId)
    .where('ordered_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!cart) return undefined
  const lines = await tx
    .selectFrom('cart_line')
    .select(['sku_id', 'quantity'])
    .where('cart_id', '=', cartId)
    .orderBy('sku_id')
    .execute()
  return {
    id: cartId,
    version: cart.version,
    lines: lines.map((line) => ({ skuId: line.sku_id as SkuId, quantity: line.quantity })),
  }
}

/** Closes a locked cart: it has become an order, and its owner's next line opens a new one. */
export async function closeCart(tx: Tx, cartId: CartId, now: Date): Promise<void> {
  await tx
    .updateTable('cart')
    .set({ ordered_at: now, updated_at: now })
    .where('id', '=', cartId)
    .where('ordered_at', 'is', null)
    .executeTakeFirstOrThrow()
}
