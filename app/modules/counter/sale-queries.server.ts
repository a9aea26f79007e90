import { sql } from 'kysely'
import { searchProducts } from '#app/modules/catalog/search-products.server.ts'
import type { OrderStatus } from '#app/modules/ordering/order-state.ts'
import type { Db } from '#app/platform/db.server.ts'
import type { OrderId, SkuId } from '#app/shared/ids.ts'
import { type Fen, fen } from '#app/shared/money.ts'

const MAX_FOUND = 12

/** A SKU as a clerk sells it. */
export interface SaleGoods {
  skuId: SkuId
  code: string
  nameZh: string
  nameEn: string
  specZh: string
  specEn: string
  pictureKind: string
  productSlug: string
  price: Fen
  /** Pieces that could be sold now, never below zero. */
  left: number
  isForSale: boolean
}

interface GoodsRow {
  sku_id: SkuId
  code: string
  name_zh: string
  name_en: string
  spec_zh: string
  spec_en: string
  picture_kind: string
  slug: string
  price_fen: number
  left_over: number
  is_for_sale: boolean
}

/**
 * What a clerk scanned or typed: the SKU whose code it is, else every SKU of the
 * products found by words or pinyin.
 */
export async function findSaleGoods(db: Db, text: string): Promise<SaleGoods[]> {
  const typed = text.trim()
  if (typed === '') return []
  const byCode = await selectGoods(db, { code: typed })
  if (byCode.length > 0) return byCode
  const { cards } = await searchProducts(db, typed, MAX_FOUND)
  if (cards.length === 0) return []
  return selectGoods(db, { productIds: cards.map((card) => card.productId) })
}

/** SKUs by their keys, in the order given; those that do not exist are left out. */
export async function readSaleGoods(db: Db, skuIds: readonly SkuId[]): Promise<SaleGoods[]> {
  if (skuIds.length === 0) return []
  const goods = new Map((await selectGoods(db, { skuIds })).map((one) => [one.skuId, one]))
  return skuIds.flatMap((skuId) => goods.get(skuId) ?? [])
}

async function selectGoods(
  db: Db,
  by: { code?: string; productIds?: readonly string[]; skuIds?: readonly SkuId[] },
): Promise<SaleGoods[]> {
  const { rows } = await sql<GoodsRow>`
    select sku.id as sku_id, sku.code, version.name_zh, version.name_en, sku.spec_zh, sku.spec_en, product.picture_kind,
      product.slug, sku.price_fen,
      greatest(coalesce(level.on_hand + level.oversell_limit - level.reserved - level.allocated, 0), 0) as left_over,
      sku.on_sale and product.state = 'published' and cooperative.status = 'active' as is_for_sale
    from sku
      join product on product.id = sku.product_id
      join product_version version on version.id = product.published_version_id
      join cooperative on cooperative.id = product.cooperative_id
      left join stock_level level on level.sku_id = sku.id
    where sku.code = ${by.code ?? null} or sku.id = any(${by.skuIds ?? []}::uuid[])
      or (product.id = any(${by.productIds ?? []}::uuid[]) and sku.on_sale)
    order by array_position(${by.productIds ?? []}::uuid[], product.id), sku.sort_order, sku.id
    limit ${sql.lit(MAX_FOUND * 4)}
  `.execute(db)
  return rows.map((row) => ({
    skuId: row.sku_id,
    code: row.code,
    nameZh: row.name_zh,
    nameEn: row.name_en,
    specZh: row.spec_zh,
    specEn: row.spec_en,
    pictureKind: row.picture_kind,
    productSlug: row.slug,
    price: fen(row.price_fen),
    left: row.left_over,
    isForSale: row.is_for_sale,
  }))
}

export interface SaleView {
  orderId: OrderId
  orderNo: string
  status: OrderStatus
  total: Fen
  placedAt: Date
  pointZh: string
  pointEn: string
  clerk: string
  isCash: boolean
  isHandedOver: boolean
  /** The payment page that is open now, to be shown as a QR. */
  checkoutUrl: string | undefined
  lines: {
    lineNo: number
    nameZh: string
    nameEn: string
    specZh: string
    specEn: string
    quantity: number
    unitPrice: Fen
    lineTotal: Fen
  }[]
}

/** A sale over a counter; undefined when there is none of that number. */
export async function readSale(db: Db, orderNo: string): Promise<SaleView | undefined> {
  const row = await db
    .selectFrom('order')
    .innerJoin('counter_shift', 'counter_shift.id', 'order.counter_shift_id')
    .innerJoin('pickup_point', 'pickup_point.id', 'counter_shift.pickup_point_id')
    .innerJoin('person', 'person.id', 'counter_shift.clerk_id')
    .select(['order.id', 'order.status', 'order.total_fen', 'order.placed_at', 'person.name'])
    .select(['pickup_point.name_zh', 'pickup_point.name_en'])
    .where('order.order_no', '=', orderNo)
    .executeTakeFirst()
  if (!row) return undefined
  const [lines, attempt, cash] = await Promise.all([
    db.selectFrom('order_line').selectAll().where('order_id', '=', row.id).orderBy('line_no').execute(),
    db
      .selectFrom('payment_attempt')
      .select('checkout_url')
      .where('order_id', '=', row.id)
      .where('state', '=', 'open')
      .executeTakeFirst(),
    db
      .selectFrom('payment')
      .select('id')
      .where('order_id', '=', row.id)
      .where('method', '=', 'cash')
      .executeTakeFirst(),
  ])
  return {
    orderId: row.id as OrderId,
    orderNo,
    status: row.status as OrderStatus,
    total: fen(row.total_fen),
    placedAt: row.placed_at,
    pointZh: row.name_zh,
    pointEn: row.name_en,
    clerk: row.name,
    isCash: cash !== undefined,
    isHandedOver: row.status === 'completed',
    checkoutUrl: attempt?.checkout_url ?? undefined,
    lines: lines.map((line) => ({
      lineNo: line.line_no,
      nameZh: line.name_zh,
      nameEn: line.name_en,
      specZh: line.spec_zh,
      specEn: line.spec_en,
      quantity: line.quantity,
      unitPrice: fen(line.unit_price_fen),
      lineTotal: fen(line.line_fen),
    })),
  }
}
