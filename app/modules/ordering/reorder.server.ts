import { setCartQuantity } from '#app/modules/cart/set-cart-quantity.server.ts'
import type { Buyer } from '#app/modules/identity/permissions.ts'
import type { Db } from '#app/platform/db.server.ts'
import type { SkuId } from '#app/shared/ids.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'

/** What differs from last time, in the words of the order page. */
export type ReorderNote = { nameZh: string; nameEn: string } & (
  | { kind: 'gone' }
  | { kind: 'fewer'; quantity: number }
  | { kind: 'price'; before: Fen; now: Fen }
)

/**
 * Puts the lines of one of the buyer's orders into their open cart, each at the
 * quantity of then or as many as can be had, and says what differs. Prices are
 * today's. Refused when the order is not theirs.
 */
export async function reorder(
  db: Db,
  { buyer, orderNo, now }: { buyer: Buyer; orderNo: string; now: Date },
): Promise<Result<{ notes: ReorderNote[] }, { kind: 'notFound' }>> {
  const lines = await selectPastLines(db, buyer, orderNo)
  if (lines.length === 0) return refuse({ kind: 'notFound' })
  const notes: ReorderNote[] = []
  for (const line of lines) {
    const name = { nameZh: line.name_zh, nameEn: line.name_en }
    const left = line.on_hand + line.oversell_limit - line.reserved - line.allocated
    const quantity = line.on_sale && line.state === 'published' ? Math.min(line.quantity, line.max_per_order, left) : 0
    if (quantity <= 0) {
      notes.push({ ...name, kind: 'gone' })
      continue
    }
    const owner = { personId: buyer.personId }
    const set = await setCartQuantity(db, { owner, skuId: line.sku_id as SkuId, quantity, now })
    if (!set.ok) {
      notes.push({ ...name, kind: 'gone' })
      continue
    }
    if (quantity < line.quantity) notes.push({ ...name, kind: 'fewer', quantity })
    if (line.price_fen !== line.unit_price_fen)
      notes.push({ ...name, kind: 'price', before: fen(line.unit_price_fen), now: fen(line.price_fen) })
  }
  return ok({ notes })
}

function selectPastLines(db: Db, buyer: Buyer, orderNo: string) {
  return db
    .selectFrom('order')
    .innerJoin('order_line', 'order_line.order_id', 'order.id')
    .innerJoin('sku', 'sku.id', 'order_line.sku_id')
    .innerJoin('product', 'product.id', 'sku.product_id')
    .innerJoin('stock_level', 'stock_level.sku_id', 'sku.id')
    .select([
      'order_line.sku_id',
      'order_line.name_zh',
      'order_line.name_en',
      'order_line.quantity',
      'order_line.unit_price_fen',
      'sku.price_fen',
      'sku.max_per_order',
      'sku.on_sale',
      'product.state',
      'stock_level.on_hand',
      'stock_level.oversell_limit',
      'stock_level.reserved',
      'stock_level.allocated',
    ])
    .where('order.order_no', '=', orderNo)
    .where('order.buyer_id', '=', buyer.personId)
    .orderBy('order_line.line_no')
    .execute()
}
