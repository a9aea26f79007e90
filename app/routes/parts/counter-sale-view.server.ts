import { parseSaleItems, type SaleItem, withSaleItem } from '#app/modules/counter/sale-items.ts'
import { findSaleGoods, readSaleGoods, type SaleGoods } from '#app/modules/counter/sale-queries.server.ts'
import { listOpenShifts } from '#app/modules/counter/shift-queries.server.ts'
import type { Db } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { PersonId } from '#app/shared/ids.ts'
import { multiplyFen, sumFen } from '#app/shared/money.ts'
import { saleAddress } from './counter-sell.ts'

/**
 * The page of a sale: what was looked for, what is on the counter at today's prices,
 * and in which drawer it would go. A scanned code of something to be had is put on
 * the counter at once: `scanned` is the address of the page with it.
 */
export async function viewSale(db: Db, clerkId: PersonId, search: URLSearchParams) {
  const query = (search.get('q') ?? '').slice(0, 60)
  const wished = parseSaleItems(search.get('items') ?? '')
  const [found, goods, shifts] = await Promise.all([
    findSaleGoods(db, query),
    readSaleGoods(
      db,
      wished.map((item) => item.skuId),
    ),
    listOpenShifts(db, clerkId),
  ])
  const lines = goods.map((one) => ({
    goods: one,
    quantity: wished.find((item) => item.skuId === one.skuId)?.quantity ?? 0,
  }))
  return {
    query,
    found,
    lines,
    items: lines.map((line) => ({ skuId: line.goods.skuId, quantity: line.quantity })),
    scanned: addressAfterScan(query, found, wished),
    total: sumFen(lines.map((line) => multiplyFen(line.goods.price, line.quantity))),
    shifts,
    requestId: newId(),
  }
}

function addressAfterScan(code: string, found: readonly SaleGoods[], items: readonly SaleItem[]): string | undefined {
  const [goods, ...others] = found
  if (!goods || others.length > 0 || goods.code !== code.trim() || !goods.isForSale) return undefined
  const more = (items.find((item) => item.skuId === goods.skuId)?.quantity ?? 0) + 1
  return more > goods.left ? undefined : saleAddress(withSaleItem(items, goods.skuId, more))
}
