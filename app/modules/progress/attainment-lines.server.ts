import { sql } from 'kysely'
import type { FundType, PurchaseChannel } from '#app/modules/ledger/accounts.ts'
import type { Db } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import { type LineRow, type PageWish, readOrderLines } from './internal/order-lines.server.ts'
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
  /** It takes back what a purchase elsewhere counted before it was corrected. */
  isTakenBack: boolean
  amount: Fen
  entryId: number | undefined
  evidenceCount: number
}

export interface LinesPage {
  lines: AttainmentLine[]
  /** Where the following page begins, if there is one. */
  next: string | undefined
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
      counted.fund_type, counted.org_unit_id, coalesce(cooperative.name_zh, nullif(outside.facts ->> 'supplierName', '')) as cooperative_zh,
      coalesce(cooperative.name_en, nullif(outside.facts ->> 'supplierName', '')) as cooperative_en,
      coalesce(line.name_zh, nullif(outside.facts ->> 'product', '')) as product_zh,
      coalesce(line.name_en, nullif(outside.facts ->> 'product', '')) as product_en, o.order_no,
      case when counted.source_type = 'external' then counted.source_id end as reference, counted.amount_fen as amount,
      counted.source_id like '%/reversed' as is_taken_back, counted.journal_entry_id as entry_id, coalesce(evidence.count, 0) as evidence
    from page join recognized_purchase counted on counted.id = page.id
      left join order_line line on line.id = counted.order_line_id left join "order" o on o.id = line.order_id
      left join cooperative on cooperative.id = counted.cooperative_id
      left join lateral (select regexp_match(counted.source_id, '^[^:]+:([^:]+):(\\d+):(\\d+)') as key) said on counted.source_type = 'external'
      left join external_purchase_revision outside on outside.channel = counted.channel and outside.external_no = said.key[1]
        and outside.line_no = said.key[2]::int and outside.revision = said.key[3]::int
      left join lateral (select count(*) from evidence_item where removed_at is null and (
          (subject_type = 'order' and subject_id = o.id::text) or
          (subject_type = 'external_purchase' and subject_id = outside.purchase_id::text))) evidence on true
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
    isTakenBack: row.is_taken_back,
    amount: fen(row.amount),
    entryId: row.entry_id ?? undefined,
    evidenceCount: row.evidence,
  }
}
