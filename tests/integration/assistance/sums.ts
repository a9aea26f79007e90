import type { PaidOrder } from '#tests/integration/aftersale/desk.ts'
import type { Shop } from '#tests/integration/payments/shop.ts'

/** What of an order counts, net. */
export function countedFen(shop: Shop, order: PaidOrder): Promise<number> {
  return sum(shop, order, 'recognized_purchase')
}

/** What of an order was accepted and does not count, net. */
export function uncountedFen(shop: Shop, order: PaidOrder): Promise<number> {
  return sum(shop, order, 'uncounted_purchase')
}

async function sum(shop: Shop, order: PaidOrder, table: 'recognized_purchase' | 'uncounted_purchase'): Promise<number> {
  const rows = await shop.db
    .selectFrom(table)
    .select('amount_fen')
    .where('order_line_id', 'in', order.lineIds)
    .execute()
  return rows.reduce((total, row) => total + row.amount_fen, 0)
}
