import type { ReturnRule } from '#app/modules/catalog/product-draft.ts'
import type { Db } from '#app/platform/db.server.ts'
import type { CartId, CooperativeId, SkuId } from '#app/shared/ids.ts'
import { inLanguage, type Language } from '#app/shared/language.ts'
import { fen, multiplyFen } from '#app/shared/money.ts'
import {
  assembleCartView,
  type Cart,
  type CartLineWithCooperative,
  type CartOwner,
  type CartView,
  findLineProblem,
} from './cart.ts'
import { ownedBy } from './internal/cart-rows.server.ts'

/** The open cart of `owner`, lines oldest first; undefined when they have put nothing into one yet. */
export async function findCart(db: Db, owner: CartOwner): Promise<Cart | undefined> {
  const rows = await db
    .selectFrom('cart')
    .leftJoin('cart_line', 'cart_line.cart_id', 'cart.id')
    .select(['cart.id', 'cart.version', 'cart_line.sku_id', 'cart_line.quantity'])
    .where('cart.ordered_at', 'is', null)
    .where(ownedBy(owner))
    .orderBy('cart_line.added_at')
    .orderBy('cart_line.sku_id')
    .execute()
  const [first] = rows
  if (!first) return undefined
  const lines = rows.flatMap(({ sku_id, quantity }) =>
    sku_id === null || quantity === null ? [] : [{ skuId: sku_id as SkuId, quantity }],
  )
  return { id: first.id as CartId, version: first.version, lines }
}

/** Pieces in the open cart of `owner`. */
export async function countCartPieces(db: Db, owner: CartOwner): Promise<number> {
  const row = await db
    .selectFrom('cart')
    .innerJoin('cart_line', 'cart_line.cart_id', 'cart.id')
    .select((eb) => eb.fn.sum<number>('cart_line.quantity').as('pieces'))
    .where('cart.ordered_at', 'is', null)
    .where(ownedBy(owner))
    .executeTakeFirst()
  return row?.pieces ?? 0
}

/** What is in the open cart of `owner`, with today's prices and stock, by cooperative; undefined when there is nothing. One statement. */
export async function viewCart(db: Db, owner: CartOwner, language: Language): Promise<CartView | undefined> {
  const rows = await selectLines(db, owner)
  const [first] = rows
  if (!first) return undefined
  const lines = rows.map((row): CartLineWithCooperative => {
    const stocked = {
      quantity: row.quantity,
      maxPerOrder: row.max_per_order,
      left: Math.max(0, row.on_hand + row.oversell_limit - row.reserved - row.allocated),
      isOnSale: row.on_sale && row.state === 'published' && !row.is_closed,
    }
    const unitPrice = fen(row.price_fen)
    return {
      skuId: row.sku_id as SkuId,
      productSlug: row.slug,
      name: inLanguage(row.name_zh, row.name_en, language),
      spec: inLanguage(row.spec_zh, row.spec_en, language),
      pictureKind: row.picture_kind,
      netWeightGrams: row.net_weight_grams,
      returnRule: row.return_rule as ReturnRule,
      unitPrice,
      presaleReadyOn: row.presale_open ? (row.ready_on ?? undefined) : undefined,
      quantity: stocked.quantity,
      lineTotal: multiplyFen(unitPrice, stocked.quantity),
      maxPerOrder: stocked.maxPerOrder,
      left: stocked.left,
      problem: findLineProblem(stocked),
      cooperativeId: row.cooperative_id as CooperativeId,
      cooperativeSlug: row.cooperative_slug,
      cooperativeName: inLanguage(row.cooperative_zh, row.cooperative_en, language),
    }
  })
  return assembleCartView({ id: first.cart_id as CartId, version: first.version }, lines)
}

function selectLines(db: Db, owner: CartOwner) {
  return db
    .selectFrom('cart')
    .innerJoin('cart_line', 'cart_line.cart_id', 'cart.id')
    .innerJoin('sku', 'sku.id', 'cart_line.sku_id')
    .innerJoin('product', 'product.id', 'sku.product_id')
    .innerJoin('product_version', 'product_version.id', 'product.published_version_id')
    .innerJoin('cooperative', 'cooperative.id', 'product.cooperative_id')
    .leftJoin('stock_level', 'stock_level.sku_id', 'sku.id')
    .leftJoin('presale', 'presale.sku_id', 'sku.id')
    .where('cart.ordered_at', 'is', null)
    .where(ownedBy(owner))
    .orderBy('cart_line.added_at')
    .orderBy('cart_line.sku_id')
    .select((eb) => [
      'cart.id as cart_id',
      'cart.version',
      'cart_line.sku_id',
      'cart_line.quantity',
      'sku.spec_zh',
      'sku.spec_en',
      'sku.net_weight_grams',
      'sku.price_fen',
      'sku.max_per_order',
      'sku.on_sale',
      'product.slug',
      'product.state',
      'product.picture_kind',
      'product_version.name_zh',
      'product_version.name_en',
      'product_version.return_rule',
      'cooperative.id as cooperative_id',
      'cooperative.slug as cooperative_slug',
      'cooperative.name_zh as cooperative_zh',
      'cooperative.name_en as cooperative_en',
      'presale.ready_on',
      'stock_level.presale_open',
      eb
        .exists(
          eb
            .selectFrom('cooperative_closure')
            .select('cooperative_closure.id')
            .whereRef('cooperative_closure.cooperative_id', '=', 'cooperative.id')
            .where('cooperative_closure.state', '=', 'current'),
        )
        .as('is_closed'),
      eb.fn.coalesce('stock_level.on_hand', eb.lit(0)).as('on_hand'),
      eb.fn.coalesce('stock_level.oversell_limit', eb.lit(0)).as('oversell_limit'),
      eb.fn.coalesce('stock_level.reserved', eb.lit(0)).as('reserved'),
      eb.fn.coalesce('stock_level.allocated', eb.lit(0)).as('allocated'),
    ])
    .execute()
}
