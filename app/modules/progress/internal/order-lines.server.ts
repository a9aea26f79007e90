import { type RawBuilder, sql } from 'kysely'
import type { FundType, PurchaseChannel } from '#app/modules/ledger/accounts.ts'
import type { Db } from '#app/platform/db.server.ts'
import type { Slice } from '../attainment.ts'
import { sliceOf } from '../pivot-queries.server.ts'
import type { Stage } from '../progress.ts'

export interface PageWish extends Slice {
  /** The line after which the page begins. */
  after: string | undefined
  limit: number
}

export interface LineRow {
  line_id: string
  recognized_id: string | null
  date: string
  stage: Stage
  county_id: string
  channel: PurchaseChannel
  fund_type: FundType
  org_unit_id: string | null
  cooperative_zh: string | null
  cooperative_en: string | null
  product_zh: string | null
  product_en: string | null
  order_no: string | null
  reference: string | null
  is_taken_back: boolean
  amount: number
  entry_id: number | null
  evidence: number
}

/** A county with fewer lines than this is read whole, by its own index: scanning orders for it would find too little. */
const RARE_LINES = 20_000

/** One line more than a page of what was ordered or paid; undefined when there is no line `after`. */
export async function readOrderLines(db: Db, wish: PageWish): Promise<LineRow[] | undefined> {
  const { countyId } = wish.filter
  const [place, countyLines] = await Promise.all([
    wish.after === undefined ? undefined : findPlace(db, wish),
    countyId === undefined ? undefined : countLines(db, countyId),
  ])
  if (wish.after !== undefined && !place?.at) return undefined
  const { rows } = await sql<LineRow>`
    with cell as materialized (${cellsOf(wish)}), own as (${pageOf(wish, { place, countyLines })}),
    page as (
      select * from own union all (${pageOfOutside(wish, place)}) order by at desc, order_id desc, line_no desc
      limit ${wish.limit + 1})
    select page.id as line_id, counted.id as recognized_id, (page.at at time zone 'Asia/Shanghai')::date::text as date,
      ${wish.amount} as stage, coalesce(line.county_id, outside.county_id) as county_id,
      coalesce(o.channel, outside.channel) as channel, coalesce(o.fund_type, outside.fund_type) as fund_type,
      coalesce(o.org_unit_id, outside.org_unit_id) as org_unit_id,
      coalesce(cooperative.name_zh, nullif(outside.supplier_name, '')) as cooperative_zh,
      coalesce(cooperative.name_en, nullif(outside.supplier_name, '')) as cooperative_en,
      coalesce(line.name_zh, nullif(outside.product, '')) as product_zh,
      coalesce(line.name_en, nullif(outside.product, '')) as product_en, o.order_no,
      outside.channel || ':' || outside.external_no as reference, false as is_taken_back, coalesce(line.line_fen, outside.amount_fen) as amount,
      counted.journal_entry_id as entry_id,
      (select count(*) from evidence_item where removed_at is null and (
        (subject_type = 'order' and subject_id = o.id::text) or
        (subject_type = 'external_purchase' and subject_id = outside.id::text))) as evidence
    from page left join order_line line on line.id = page.id left join "order" o on o.id = line.order_id
      left join external_purchase outside on outside.id = page.id
      left join cooperative on cooperative.id = coalesce(line.cooperative_id, outside.cooperative_id)
      left join lateral (select id, journal_entry_id from recognized_purchase
        where (order_line_id = line.id and source_type = 'acceptance') or
          (source_type = 'external' and source_id = outside.counted_source_id)
        order by recorded_at desc limit 1) counted on true
    order by page.at desc, page.order_id desc, page.line_no desc
  `.execute(db)
  return rows
}

interface Place {
  at: string | null
  order_id: string
  line_no: number
}

async function findPlace(db: Db, wish: PageWish): Promise<Place | undefined> {
  const { rows } = await sql<Place>`
    select (${instantOf(wish)})::text as at, o.id as order_id, line.line_no
    from order_line line join "order" o on o.id = line.order_id where line.id = ${wish.after}::uuid
    union all
    select (${dayOf(wish)}::timestamp at time zone 'Asia/Shanghai')::text, id, 0 from external_purchase
    where id = ${wish.after}::uuid
  `.execute(db)
  return rows[0]
}

async function countLines(db: Db, countyId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select coalesce(sum(line_count), 0)::bigint as count from stage_amount where stage = 'ordered' and county_id = ${countyId}
  `.execute(db)
  return rows[0]?.count ?? 0
}

/** The moment at which an order came to the stage. */
function instantOf({ amount }: Slice): RawBuilder<unknown> {
  return amount === 'paid' ? sql`o.paid_at` : sql`o.placed_at`
}

/** The day on which a purchase made elsewhere came to the stage. */
function dayOf({ amount }: Slice): RawBuilder<unknown> {
  return amount === 'paid' ? sql`paid_on` : sql`ordered_on`
}

/** From which kinds of orders the slice is made, and in which span of months. */
function cellsOf(wish: PageWish): RawBuilder<unknown> {
  return sql`
    select channel, fund_type, org_unit_id,
      make_date(${wish.year}, min(month), 1)::timestamp at time zone 'Asia/Shanghai' as first_instant,
      (make_date(${wish.year}, max(month), 1) + interval '1 month') at time zone 'Asia/Shanghai' as end_instant
    from stage_amount where ${sliceOf(wish)} group by 1, 2, 3`
}

function pageOf(
  wish: PageWish,
  known: { place: Place | undefined; countyLines: number | undefined },
): RawBuilder<unknown> {
  const { place, countyLines } = known
  if (countyLines === undefined) return pageOfOrders(wish, place)
  return countyLines < RARE_LINES ? pageOfRareCounty(wish, place) : pageOfCounty(wish, place)
}

/** Whether an order is of a cell of the slice, not the same as one of the platform, and not after the place. */
function ofCell(wish: PageWish, place: Place | undefined): RawBuilder<unknown> {
  const at = instantOf(wish)
  const isThere = wish.amount === 'paid' ? sql`o.paid_at is not null` : sql`o.status not in ('canceled', 'expired')`
  const notAfter = place ? sql`and (${at}, o.id) <= (${place.at}::timestamptz, ${place.order_id}::uuid)` : sql``
  return sql`o.channel = cell.channel and o.fund_type = cell.fund_type and coalesce(o.org_unit_id, '') = cell.org_unit_id
    and ${isThere} and not exists (select from external_link link where link.order_id = o.id and link.unlinked_at is null)
    and ${at} >= cell.first_instant and ${at} < cell.end_instant ${notAfter}`
}

/** Of the place's own order, the lines after it. */
function ofPlace(place: Place | undefined, orderId: RawBuilder<unknown>): RawBuilder<unknown> {
  return place ? sql`(${orderId} <> ${place.order_id}::uuid or line.line_no < ${place.line_no})` : sql`true`
}

/** Of all counties: as many orders as a page has lines, and then their lines. */
function pageOfOrders(wish: PageWish, place: Place | undefined): RawBuilder<unknown> {
  const at = instantOf(wish)
  // The place's own order may have no line left.
  const orders = wish.limit + 2
  return sql`
    select line.id, chosen.at, chosen.order_id, line.line_no from (
      select found.* from cell cross join lateral (
        select o.id as order_id, ${at} as at from "order" o where ${ofCell(wish, place)}
        order by ${at} desc, o.id desc limit ${orders}) found
      order by 2 desc, 1 desc limit ${orders}) chosen
    join order_line line on line.order_id = chosen.order_id
    where ${ofPlace(place, sql`chosen.order_id`)}
    order by 2 desc, 3 desc, 4 desc limit ${wish.limit + 1}`
}

/** Of one county: orders are looked through until a page of its lines is found. */
function pageOfCounty(wish: PageWish, place: Place | undefined): RawBuilder<unknown> {
  const at = instantOf(wish)
  return sql`
    select found.* from cell cross join lateral (
      select line.id, ${at} as at, o.id as order_id, line.line_no
      from "order" o join order_line line on line.order_id = o.id and line.county_id = ${wish.filter.countyId}
      where ${ofCell(wish, place)} and ${ofPlace(place, sql`o.id`)}
      order by ${at} desc, o.id desc, line.line_no desc limit ${wish.limit + 1}) found
    order by 2 desc, 3 desc, 4 desc limit ${wish.limit + 1}`
}

/** Of a county with few lines: all of them, sorted. */
function pageOfRareCounty(wish: PageWish, place: Place | undefined): RawBuilder<unknown> {
  const at = instantOf(wish)
  return sql`
    select line.id, ${at} as at, o.id as order_id, line.line_no
    from (select id, order_id, line_no from order_line where county_id = ${wish.filter.countyId} offset 0) line
      join "order" o on o.id = line.order_id join cell on ${ofCell(wish, place)}
    where ${ofPlace(place, sql`o.id`)}
    order by 2 desc, 3 desc, 4 desc limit ${wish.limit + 1}`
}

/** Bought elsewhere: each purchase is one line, at the beginning of its day. Nothing of that is in the shop's own channel. */
function pageOfOutside(wish: PageWish, place: Place | undefined): RawBuilder<unknown> {
  if (wish.filter.channel === 'own_shop')
    return sql`select null::uuid as id, null::timestamptz as at, null::uuid as order_id, 0 as line_no where false`
  const before = place ? sql`and (at, id) < (${place.at}::timestamptz, ${place.order_id}::uuid)` : sql``
  return sql`
    select id, at, id as order_id, 0 as line_no from (
      select id, county_id, channel, fund_type, coalesce(org_unit_id, '') as org_unit_id, ${wish.amount} as stage,
        extract(year from ${dayOf(wish)})::int as year, extract(month from ${dayOf(wish)})::int as month,
        ${dayOf(wish)} as day, ${dayOf(wish)}::timestamp at time zone 'Asia/Shanghai' as at
      from external_purchase
      where state <> 'reversed' and ${dayOf(wish)} between make_date(${wish.year}, 1, 1) and make_date(${wish.year}, 12, 31)) elsewhere
    where ${sliceOf(wish)} ${before}
    order by day desc, id desc limit ${wish.limit + 1}`
}
