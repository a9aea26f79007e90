import { sql } from 'kysely'
import type { FundType, PurchaseChannel } from '#app/modules/ledger/accounts.ts'
import type { Db } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import type { Slice } from './attainment.ts'
import { sliceOf } from './pivot-queries.server.ts'

/** One purchase of a cell: what came to the stage that is asked for, on its day. */
export interface AttainmentLine {
  /** Key of the line, and the place after it. */
  lineId: string
  /** What counts for the task by this line; absent when nothing of it was accepted yet. */
  recognizedId: string | undefined
  date: BusinessDate
  stage: 'ordered' | 'paid' | 'accepted' | 'refunded'
  countyId: string
  channel: PurchaseChannel
  fundType: FundType
  orgUnitId: string | undefined
  cooperativeZh: string | undefined
  cooperativeEn: string | undefined
  productZh: string | undefined
  productEn: string | undefined
  /** Number of the order, or the name by which the outside document is known. */
  orderNo: string | undefined
  reference: string | undefined
  amount: Fen
  entryId: number | undefined
  evidenceCount: number
}

export interface LinesPage {
  lines: AttainmentLine[]
  /** Where the following page begins, if there is one. */
  next: string | undefined
}

interface PageWish extends Slice {
  /** The line after which the page begins. */
  after: string | undefined
  limit: number
}

interface LineRow {
  line_id: string
  recognized_id: string | null
  date: string
  stage: AttainmentLine['stage']
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
  amount: number
  entry_id: number | null
  evidence: number
}

/**
 * The lines a cell adds up, latest day first, `limit` at a time. The cell's sums say
 * from which accounts it is made; of each no more than one page is read from an index
 * in this order, so a page costs the same however many purchases there are.
 * Undefined when there is no line `after`.
 */
export async function listAttainmentLines(db: Db, wish: PageWish): Promise<LinesPage | undefined> {
  const isOrderStage = wish.amount === 'ordered' || wish.amount === 'paid'
  const rows = isOrderStage ? await readOrderLines(db, wish) : await readCountedLines(db, wish)
  if (!rows) return undefined
  const lines = rows.slice(0, wish.limit).map(toLine)
  return { lines, next: rows.length > wish.limit ? lines.at(-1)?.lineId : undefined }
}

async function readCountedLines(db: Db, wish: PageWish): Promise<LineRow[] | undefined> {
  const place = wish.after === undefined ? undefined : await findCountedPlace(db, wish.after)
  if (wish.after !== undefined && !place) return undefined
  const before = place ? sql`and (business_date, id) < (${place.date}::date, ${place.id}::uuid)` : sql``
  const { rows } = await sql<LineRow>`
    with cell as materialized (
      select county_id, channel, fund_type, org_unit_id, stage, make_date(${wish.year}, min(month), 1) as first_day,
        (make_date(${wish.year}, max(month), 1) + interval '1 month')::date as end_day
      from stage_amount where ${sliceOf(wish)} group by 1, 2, 3, 4, 5
    ), page as (
      select found.id, found.business_date from cell cross join lateral (
        select id, business_date from recognized_purchase
        where year = ${wish.year} and county_id = cell.county_id and channel = cell.channel and fund_type = cell.fund_type
          and coalesce(org_unit_id, '') = cell.org_unit_id
          and (case when source_type = 'refund' then 'refunded' else 'accepted' end) = cell.stage
          and business_date >= cell.first_day and business_date < cell.end_day ${before}
        order by business_date desc, id desc limit ${wish.limit + 1}) found
      order by 2 desc, 1 desc limit ${wish.limit + 1}
    )
    select counted.id as line_id, counted.id as recognized_id, counted.business_date::text as date,
      case when counted.source_type = 'refund' then 'refunded' else 'accepted' end as stage, counted.county_id, counted.channel,
      counted.fund_type, counted.org_unit_id, cooperative.name_zh as cooperative_zh, cooperative.name_en as cooperative_en,
      line.name_zh as product_zh, line.name_en as product_en, o.order_no,
      case when counted.source_type = 'external' then counted.source_id end as reference, counted.amount_fen as amount,
      counted.journal_entry_id as entry_id, coalesce(evidence.count, 0) as evidence
    from page join recognized_purchase counted on counted.id = page.id
      left join order_line line on line.id = counted.order_line_id left join "order" o on o.id = line.order_id
      left join cooperative on cooperative.id = counted.cooperative_id
      left join lateral (select count(*) from evidence_item where removed_at is null and (
          (subject_type = 'order' and subject_id = o.id::text) or
          (subject_type = 'external_purchase' and subject_id = counted.source_id))) evidence on true
    order by counted.business_date desc, counted.id desc
  `.execute(db)
  return rows
}

async function findCountedPlace(db: Db, id: string): Promise<{ date: string; id: string } | undefined> {
  return db
    .selectFrom('recognized_purchase')
    .select(['id', 'business_date as date'])
    .where('id', '=', id)
    .executeTakeFirst()
}

async function readOrderLines(db: Db, wish: PageWish): Promise<LineRow[] | undefined> {
  const at = wish.amount === 'paid' ? sql`o.paid_at` : sql`o.placed_at`
  const isThere = wish.amount === 'paid' ? sql`o.paid_at is not null` : sql`o.status not in ('canceled', 'expired')`
  const place = wish.after === undefined ? undefined : await findOrderPlace(db, wish.after, at)
  if (wish.after !== undefined && !place?.at) return undefined
  const before = place
    ? sql`and (${at}, o.id) <= (${place.at}::timestamptz, ${place.order_id}::uuid)
        and (o.id <> ${place.order_id}::uuid or line.line_no < ${place.line_no})`
    : sql``
  const { rows } = await sql<LineRow>`
    with cell as materialized (
      select county_id, channel, fund_type, org_unit_id,
        make_date(${wish.year}, min(month), 1)::timestamp at time zone 'Asia/Shanghai' as first_instant,
        (make_date(${wish.year}, max(month), 1) + interval '1 month') at time zone 'Asia/Shanghai' as end_instant
      from stage_amount where ${sliceOf(wish)} group by 1, 2, 3, 4
    ), page as (
      select found.* from cell cross join lateral (
        select line.id, ${at} as at, o.id as order_id, line.line_no
        from "order" o join order_line line on line.order_id = o.id and line.county_id = cell.county_id
        where o.channel = cell.channel and o.fund_type = cell.fund_type and coalesce(o.org_unit_id, '') = cell.org_unit_id
          and ${isThere} and ${at} >= cell.first_instant and ${at} < cell.end_instant ${before}
        order by ${at} desc, o.id desc, line.line_no desc limit ${wish.limit + 1}) found
      order by 2 desc, 3 desc, 4 desc limit ${wish.limit + 1}
    )
    select line.id as line_id, counted.id as recognized_id, (page.at at time zone 'Asia/Shanghai')::date::text as date,
      ${wish.amount} as stage, line.county_id, o.channel, o.fund_type, o.org_unit_id, cooperative.name_zh as cooperative_zh,
      cooperative.name_en as cooperative_en, line.name_zh as product_zh, line.name_en as product_en, o.order_no,
      null as reference, line.line_fen as amount, counted.journal_entry_id as entry_id,
      (select count(*) from evidence_item
        where removed_at is null and subject_type = 'order' and subject_id = o.id::text) as evidence
    from page join order_line line on line.id = page.id join "order" o on o.id = page.order_id
      join cooperative on cooperative.id = line.cooperative_id
      left join lateral (select id, journal_entry_id from recognized_purchase
        where order_line_id = line.id and source_type = 'acceptance' order by recorded_at desc limit 1) counted on true
    order by page.at desc, page.order_id desc, page.line_no desc
  `.execute(db)
  return rows
}

async function findOrderPlace(db: Db, lineId: string, at: ReturnType<typeof sql>) {
  const { rows } = await sql<{ at: string | null; order_id: string; line_no: number }>`
    select (${at})::text as at, o.id as order_id, line.line_no
    from order_line line join "order" o on o.id = line.order_id where line.id = ${lineId}::uuid
  `.execute(db)
  return rows[0]
}

function toLine(row: LineRow): AttainmentLine {
  return {
    lineId: row.line_id,
    recognizedId: row.recognized_id ?? undefined,
    date: row.date,
    stage: row.stage,
    countyId: row.county_id,
    channel: row.channel,
    fundType: row.fund_type,
    orgUnitId: row.org_unit_id ?? undefined,
    cooperativeZh: row.cooperative_zh ?? undefined,
    cooperativeEn: row.cooperative_en ?? undefined,
    productZh: row.product_zh ?? undefined,
    productEn: row.product_en ?? undefined,
    orderNo: row.order_no ?? undefined,
    reference: row.reference ?? undefined,
    amount: fen(row.amount),
    entryId: row.entry_id ?? undefined,
    evidenceCount: row.evidence,
  }
}
