import { type RawBuilder, sql } from 'kysely'
import type { StockDemand } from '#app/modules/stock/stock.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { type BusinessDate, businessDate } from '#app/shared/business-date.ts'
import type { CartId, CooperativeId, CountyId, PersonId, ProductId, ProductVersionId, SkuId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import type { ClaimedLine } from '../place-order.ts'

interface FrozenRow {
  sku_id: SkuId
  quantity: number
  price_fen: number
  max_per_order: number
  is_for_sale: boolean
  product_id: ProductId
  product_version_id: ProductVersionId
  product_slug: string
  cooperative_id: CooperativeId
  county_id: CountyId
  name_zh: string
  name_en: string
  spec_zh: string
  spec_en: string
  picture_kind: string
  net_weight_grams: number | null
  return_rule: string
  tax_class: string
  service_fee_basis_points: number
}

type ClaimRow = Omit<FrozenRow, 'sku_id'> & {
  claimed_version: number
  seen_version: number
  building_open: boolean
  /** Null: the cart is empty. */
  sku_id: SkuId | null
  /** The cooperative sells nothing on this day. */
  is_closed: boolean
  presale_ready_on: BusinessDate | null
}

export interface ClaimedCart {
  lines: ClaimedLine[]
  isBuildingOpen: boolean
}

export interface ClaimCartCommand {
  cartId: CartId
  personId: PersonId
  buildingId: string | undefined
  now: Date
}

/**
 * Closes the buyer's open cart and reads, in the same statement, everything its
 * lines will freeze. Undefined when the cart is another's or was ordered before.
 * The row stays locked; a refusal afterwards rolls the claim back.
 */
export async function claimCart(tx: Tx, command: ClaimCartCommand): Promise<ClaimedCart | undefined> {
  const { cartId, personId, now } = command
  const closing = sql`
    update cart set ordered_at = ${now}::timestamptz, updated_at = ${now}::timestamptz
    where id = ${cartId} and person_id = ${personId} and ordered_at is null returning id, version`
  const rows = await selectClaimed(tx, command, closing)
  const [first] = rows
  if (!first) return undefined
  // We waited for someone who was changing this cart: the statement saw the lines from before, so look once more.
  const current =
    first.claimed_version === first.seen_version
      ? rows
      : await selectClaimed(tx, command, sql`select id, version from cart where id = ${cartId}`)
  return { isBuildingOpen: first.building_open, lines: current.flatMap(readLine) }
}

async function selectClaimed(tx: Tx, command: ClaimCartCommand, claim: RawBuilder<unknown>): Promise<ClaimRow[]> {
  const { rows } = await sql<ClaimRow>`
    with claimed as (${claim})
    select claimed.version as claimed_version, cart.version as seen_version,
      exists (select from campus_building where id = ${command.buildingId ?? null}::text and open) as building_open,
      line.sku_id, line.quantity, ${frozenColumns},
      exists (
        select from cooperative_closure closure where closure.cooperative_id = product.cooperative_id
          and closure.state in ('planned', 'current') and ${businessDate(command.now)}::date between closure.from_on and closure.to_on
      ) as is_closed,
      (
        select presale.ready_on from presale join stock_level level on level.sku_id = presale.sku_id and level.presale_open
        where presale.sku_id = line.sku_id
      ) as presale_ready_on
    from claimed
    join cart on cart.id = claimed.id
    left join (
      cart_line line
      join sku on sku.id = line.sku_id
      join product on product.id = sku.product_id
      join product_version version on version.id = product.published_version_id
      join cooperative on cooperative.id = product.cooperative_id
    ) on line.cart_id = claimed.id
    order by line.added_at, line.sku_id
  `.execute(tx)
  return rows
}

function readLine({ sku_id: skuId, ...row }: ClaimRow): ClaimedLine[] {
  if (skuId === null) return []
  const goods = readFrozen({ ...row, sku_id: skuId })
  return [{ ...goods, isForSale: goods.isForSale && !row.is_closed, presaleReadyOn: row.presale_ready_on }]
}

/** Goods as they are at this moment, for an order that has no cart. Those that do not exist are left out. */
export async function readGoods(tx: Tx, wished: readonly StockDemand[]): Promise<ClaimedLine[]> {
  const { rows } = await sql<FrozenRow>`
    select sku.id as sku_id, wanted.quantity, ${frozenColumns}
    from unnest(${wished.map((line) => line.skuId)}::uuid[], ${wished.map((line) => line.quantity)}::int[])
        with ordinality as wanted (sku_id, quantity, place)
      join sku on sku.id = wanted.sku_id
      join product on product.id = sku.product_id
      join product_version version on version.id = product.published_version_id
      join cooperative on cooperative.id = product.cooperative_id
    order by wanted.place
  `.execute(tx)
  return rows.map(readFrozen)
}

/** What an order line freezes, of the tables sku, product, version and cooperative. */
const frozenColumns = sql`
  sku.price_fen, sku.max_per_order,
  sku.on_sale and product.state = 'published' and cooperative.status = 'active' as is_for_sale,
  product.id as product_id, version.id as product_version_id, product.slug as product_slug,
  product.cooperative_id, product.county_id, version.name_zh, version.name_en, sku.spec_zh, sku.spec_en,
  product.picture_kind, sku.net_weight_grams, version.return_rule, version.tax_class, cooperative.service_fee_basis_points`

function readFrozen(row: FrozenRow): ClaimedLine {
  return {
    skuId: row.sku_id,
    quantity: row.quantity,
    maxPerOrder: row.max_per_order,
    isForSale: row.is_for_sale,
    unitPrice: fen(row.price_fen),
    productId: row.product_id,
    productVersionId: row.product_version_id,
    productSlug: row.product_slug,
    cooperativeId: row.cooperative_id,
    countyId: row.county_id,
    nameZh: row.name_zh,
    nameEn: row.name_en,
    specZh: row.spec_zh,
    specEn: row.spec_en,
    pictureKind: row.picture_kind,
    netWeightGrams: row.net_weight_grams,
    returnRule: row.return_rule,
    taxClass: row.tax_class,
    serviceFeeBasisPoints: row.service_fee_basis_points,
    presaleReadyOn: null,
  }
}
