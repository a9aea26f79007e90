import { type RawBuilder, sql } from 'kysely'
import type { FundType } from '#app/modules/ledger/accounts.ts'
import type { Db } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { CountyId, ExternalPurchaseId } from '#app/shared/ids.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import type { ExternalChannel, PurchaseState } from './purchase.ts'

/** What part of the purchases is looked at; nothing said means all. */
export interface PurchaseFilter {
  channel?: ExternalChannel | undefined
  countyId?: CountyId | undefined
  fundType?: FundType | undefined
  state?: PurchaseState | undefined
  /** Of the order, as 'YYYY-MM'. */
  month?: string | undefined
  /** The other side's number of the order. */
  externalNo?: string | undefined
}

/** A place between two purchases of the list, which has the latest day first. */
export interface PurchasePlace {
  orderedOn: BusinessDate
  purchaseId: ExternalPurchaseId
}

export interface PurchaseLine extends PurchasePlace {
  channel: ExternalChannel
  externalNo: string
  lineNo: number
  countyZh: string
  countyEn: string
  supplierName: string
  product: string
  fundType: FundType
  state: PurchaseState
  amount: Fen
  refund: Fen
  isCounted: boolean
  isLinked: boolean
}

/** One page of purchases; `next` is where the following page begins, if there is one. */
export async function listPurchases(
  db: Db,
  { filter, after, limit }: { filter: PurchaseFilter; after?: PurchasePlace | undefined; limit: number },
): Promise<{ lines: PurchaseLine[]; next: PurchasePlace | undefined }> {
  const page = after
    ? sql`and (purchase.ordered_on, purchase.id) < (${after.orderedOn}::date, ${after.purchaseId}::uuid)`
    : sql``
  const { rows } = await sql<{
    id: ExternalPurchaseId
    channel: ExternalChannel
    external_no: string
    line_no: number
    county_zh: string
    county_en: string
    supplier: string
    product: string
    fund_type: FundType
    state: PurchaseState
    ordered_on: BusinessDate
    amount_fen: number
    refund_fen: number
    counted: boolean
    linked: boolean
  }>`
    select purchase.id, purchase.channel, external_no, line_no, county.name_zh as county_zh, county.name_en as county_en,
      coalesce(nullif(supplier_name, ''), cooperative.name_zh, '') as supplier, product, purchase.fund_type, state, ordered_on,
      purchase.amount_fen, refund_fen, counted.id is not null as counted, linked_order_id is not null as linked
    from external_purchase purchase join partner_county county on county.id = purchase.county_id
      left join cooperative on cooperative.id = purchase.cooperative_id
      left join recognized_purchase counted on counted.source_type = 'external' and counted.source_id = counted_source_id
    where ${conditionOf(filter)} ${page}
    order by purchase.ordered_on desc, purchase.id desc limit ${limit + 1}`.execute(db)
  const lines = rows.slice(0, limit).map((row) => ({
    purchaseId: row.id,
    channel: row.channel,
    externalNo: row.external_no,
    lineNo: row.line_no,
    countyZh: row.county_zh,
    countyEn: row.county_en,
    supplierName: row.supplier,
    product: row.product,
    fundType: row.fund_type,
    state: row.state,
    orderedOn: row.ordered_on,
    amount: fen(row.amount_fen),
    refund: fen(row.refund_fen),
    isCounted: row.counted,
    isLinked: row.linked,
  }))
  const last = lines.at(-1)
  const next = rows.length > limit && last ? { orderedOn: last.orderedOn, purchaseId: last.purchaseId } : undefined
  return { lines, next }
}

export interface PurchaseSums {
  count: number
  amount: Fen
  refund: Fen
  /** Accepted and paid, less what was returned, as the books count it. */
  counted: Fen
}

/**
 * Sums of everything the filter lets through, taken back ones left out unless they are
 * asked for. From sums by month that are kept with the purchases; what is accepted and
 * paid stands in the books, and only the few that do not count are looked up.
 */
export async function sumPurchases(db: Db, filter: PurchaseFilter): Promise<PurchaseSums> {
  const standing = filter.state ? sql`` : sql`and purchase.state <> 'reversed'`
  const { rows } = await sql<{ count: number; amount: number; refund: number; counted: number }>`
    select coalesce(sum(purchase_count), 0)::int as count, coalesce(sum(amount_fen), 0)::bigint as amount,
      coalesce(sum(refund_fen), 0)::bigint as refund,
      (coalesce(sum(amount_fen - refund_fen) filter (where state in ('paid', 'reviewed')), 0) - (
        select coalesce(sum(beside.amount_fen), 0) from uncounted_purchase beside
          join external_purchase purchase on purchase.counted_source_id = beside.source_id
        where beside.source_type = 'external' and ${conditionOf(filter)} ${standing}))::bigint as counted
    from (${filter.externalNo ? sumsOfNumber(filter) : sumsOfMonths(filter)}) purchase where true ${standing}`.execute(
    db,
  )
  const [row] = rows
  if (!row) throw new Error('an aggregate gave no row')
  return { count: row.count, amount: fen(row.amount), refund: fen(row.refund), counted: fen(row.counted) }
}

function sumsOfMonths({ month, ...filter }: PurchaseFilter): RawBuilder<unknown> {
  return sql`select state, purchase_count, amount_fen, refund_fen from external_purchase_month purchase
    where ${conditionOf(filter)} ${month ? sql`and month = ${`${month}-01`}::date` : sql``}`
}

/** One number has few lines. */
function sumsOfNumber(filter: PurchaseFilter): RawBuilder<unknown> {
  return sql`select state, 1 as purchase_count, amount_fen, refund_fen from external_purchase purchase where ${conditionOf(filter)}`
}

function conditionOf(filter: PurchaseFilter): RawBuilder<unknown> {
  const parts = [sql`true`]
  if (filter.channel) parts.push(sql`purchase.channel = ${filter.channel}`)
  if (filter.countyId) parts.push(sql`purchase.county_id = ${filter.countyId}`)
  if (filter.fundType) parts.push(sql`purchase.fund_type = ${filter.fundType}`)
  if (filter.state) parts.push(sql`purchase.state = ${filter.state}`)
  if (filter.externalNo) parts.push(sql`purchase.external_no = ${filter.externalNo}`)
  if (filter.month) {
    const first = `${filter.month}-01`
    parts.push(
      sql`purchase.ordered_on >= ${first}::date and purchase.ordered_on < (${first}::date + interval '1 month')::date`,
    )
  }
  return sql.join(parts, sql` and `)
}
