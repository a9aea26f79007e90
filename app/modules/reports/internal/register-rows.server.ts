import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import { isUuid } from '#app/shared/ids.ts'
import type { ReportQuery } from '../report-query.ts'
import { all } from './booked.server.ts'

/** One amount that counts, with all that is kept of the purchase behind it. */
export interface RegisterRow {
  id: string
  source_type: 'acceptance' | 'refund' | 'external'
  source_id: string
  amount_fen: number
  year: number
  business_date: BusinessDate
  channel: string
  fund_type: string
  journal_entry_id: number
  is_reversed: boolean
  county_zh: string
  county_en: string
  township_zh: string | null
  township_en: string | null
  village_zh: string | null
  village_en: string | null
  unit_zh: string | null
  unit_en: string | null
  supplier_zh: string | null
  supplier_en: string | null
  supplier_kind: string | null
  credit_code: string | null
  product_zh: string | null
  product_en: string | null
  category_zh: string | null
  category_en: string | null
  spec_zh: string | null
  spec_en: string | null
  pieces: number | null
  unit_price_fen: number | null
  ordered_on: BusinessDate | null
  paid_on: BusinessDate | null
  accepted_on: BusinessDate | null
  completed_on: BusinessDate | null
  order_no: string | null
  payment_ref: string | null
  /** Of the invoice that stands. */
  fapiao_no: string | null
  acceptor: string | null
  evidence_count: number
}

/** Of `recognized_purchase`, under the name `counted`. By days alone: of years besides, the planner would sort them all for a page. */
export function registerCondition(query: ReportQuery): RawBuilder<unknown> {
  const { from, to, county, fund, channel, unit, cooperative, product, measure } = query
  return all([
    sql`counted.business_date between ${from}::date and ${to}::date`,
    ...(county ? [sql`counted.county_id = ${county}`] : []),
    ...(fund ? [sql`counted.fund_type = ${fund}`] : []),
    ...(channel ? [sql`counted.channel = ${channel}`] : []),
    ...(unit ? [sql`counted.org_unit_id = ${unit}`] : []),
    ...(cooperative ? [sql`counted.cooperative_id = ${cooperative}`] : []),
    ...(product ? [sql`counted.product_id = ${product}`] : []),
    ...(measure === 'platform832' ? [sql`counted.channel = 'platform_832'`] : []),
  ])
}

/** In the order of counting: `(business_date, id)`. */
export async function readRegisterRows(db: Db, query: ReportQuery, limit: number): Promise<RegisterRow[]> {
  const [day, id] = query.after?.split('.') ?? []
  const after =
    day && id && isUuid(id) ? sql`and (counted.business_date, counted.id) > (${day}::date, ${id}::uuid)` : sql``
  const { rows } = await sql<RegisterRow>`
    with page as materialized (
      select * from recognized_purchase counted where ${registerCondition(query)} ${after}
      order by counted.business_date, counted.id limit ${limit}
    )
    select page.id, page.source_type, page.source_id, page.amount_fen, page.year, page.business_date, page.channel,
      page.fund_type, page.journal_entry_id, reversal.id is not null as is_reversed,
      county.name_zh as county_zh, county.name_en as county_en,
      coalesce(nullif(version.township_zh, ''), supplier.township_zh) as township_zh,
      coalesce(nullif(version.township_en, ''), supplier.township_en) as township_en,
      coalesce(nullif(version.village_zh, ''), supplier.village_zh) as village_zh,
      coalesce(nullif(version.village_en, ''), supplier.village_en) as village_en,
      unit.name_zh as unit_zh, unit.name_en as unit_en, supplier.name_zh as supplier_zh, supplier.name_en as supplier_en,
      supplier.kind as supplier_kind, supplier.credit_code, line.name_zh as product_zh, line.name_en as product_en,
      category.name_zh as category_zh, category.name_en as category_en, line.spec_zh, line.spec_en,
      piece.quantity as pieces, line.unit_price_fen, (o.placed_at at time zone 'Asia/Shanghai')::date as ordered_on,
      (o.paid_at at time zone 'Asia/Shanghai')::date as paid_on,
      coalesce((given.at at time zone 'Asia/Shanghai')::date,
        case page.source_type when 'external' then page.business_date end) as accepted_on,
      case o.status when 'completed' then (o.ended_at at time zone 'Asia/Shanghai')::date end as completed_on,
      o.order_no, paid.provider_ref as payment_ref, coalesce(invoice.number, nullif(bought.invoice_no, '')) as fapiao_no, coalesce(given.proxy_name, taker.name) as acceptor,
      (select count(*) from evidence_item item where item.removed_at is null
        and (item.subject_type, item.subject_id) in (('order', o.id::text), ('external_purchase', page.source_id))) as evidence_count
    from page
      join partner_county county on county.id = page.county_id
      left join journal_entry reversal on reversal.reverses_entry_id = page.journal_entry_id
      left join org_unit unit on unit.id = page.org_unit_id
      left join cooperative supplier on supplier.id = page.cooperative_id
      left join order_line line on line.id = page.order_line_id
      left join product_version version on version.id = line.product_version_id
      left join product on product.id = page.product_id
      left join category on category.id = product.category_id
      left join "order" o on o.id = line.order_id
      left join lateral (
        select provider_ref from payment where payment.order_id = o.id and disposition = 'order' order by captured_at limit 1
      ) paid on true
      left join fapiao invoice on invoice.supplier_order_id = line.supplier_order_id and invoice.state = 'issued'
      left join external_purchase bought on page.source_type = 'external' and bought.counted_source_id = page.source_id
      left join hand_over_line piece on page.source_type = 'acceptance' and piece.id = uuid_of(page.source_id)
      left join hand_over given on given.id = piece.hand_over_id
      left join person taker on taker.id = given.actor_id
    order by page.business_date, page.id`.execute(db)
  return rows
}
