import { type RawBuilder, sql } from 'kysely'
import type { FundType, PurchaseChannel } from '#app/modules/ledger/accounts.ts'
import type { Db } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import { type Completeness, completenessOf, PROOFS, type Proof } from '../completeness.ts'
import type { EvidenceScope } from '../evidence-scope.ts'

/** One amount that counts, with what proves it. */
export interface EvidenceLine extends Completeness {
  recognizedId: string
  sourceType: 'acceptance' | 'refund' | 'external'
  day: BusinessDate
  amount: Fen
  countyId: string
  countyZh: string
  countyEn: string
  channel: PurchaseChannel
  fundType: FundType
  orgUnitId: string
  supplier: string
  product: string
  orderNo: string
  externalNo: string
  agreementNo: string
  entryId: number
}

export interface LinePlace {
  day: BusinessDate
  recognizedId: string
}

interface LineRow {
  id: string
  source_type: EvidenceLine['sourceType']
  business_date: BusinessDate
  amount_fen: number
  county_id: string
  county_zh: string
  county_en: string
  channel: PurchaseChannel
  fund_type: FundType
  org_unit_id: string | null
  supplier: string
  product: string
  order_no: string
  external_no: string
  agreement_no: string
  journal_entry_id: number
  is_own: boolean
  is_standing: boolean
  agreement: boolean
  order: boolean
  shipment: boolean
  acceptance: boolean
  invoice: boolean
  payment: boolean
  certificate: boolean
}

/** Of `recognized_purchase`, under the name `counted`. */
export function scopeCondition({ from, to, countyId, agreementId }: EvidenceScope): RawBuilder<unknown> {
  const conditions = [
    sql`counted.business_date between ${from}::date and ${to}::date`,
    ...(countyId ? [sql`counted.county_id = ${countyId}`] : []),
    ...(agreementId ? [sql`counted.agreement_id = ${agreementId}`] : []),
  ]
  return sql.join(conditions, sql` and `)
}

const hasItem = (
  kind: string,
) => sql`exists (select from evidence_item item where item.removed_at is null and item.kind = ${kind}
  and (item.subject_type, item.subject_id) in (('order', o.id::text), ('external_purchase', bought.id::text),
    ('agreement', page.agreement_id::text)))`

/**
 * Amounts of a scope in the order of counting, after a place. What a kept fact proves
 * (an order, its shipment, its hand-over, its payment, a bank line) needs no paper; everything else
 * is there when a document of its kind was attached.
 */
export async function readEvidenceLines(
  db: Db,
  { scope, after, limit }: { scope: EvidenceScope; after: LinePlace | undefined; limit: number },
): Promise<EvidenceLine[]> {
  const place = after
    ? sql`and (counted.business_date, counted.id) > (${after.day}::date, ${after.recognizedId}::uuid)`
    : sql``
  const { rows } = await sql<LineRow>`
    with page as materialized (
      select counted.* from recognized_purchase counted where ${scopeCondition(scope)} ${place}
      order by counted.business_date, counted.id limit ${limit}
    )
    select page.id, page.source_type, page.business_date, page.amount_fen, page.county_id, county.name_zh as county_zh,
      county.name_en as county_en, page.channel, page.fund_type, page.org_unit_id, page.journal_entry_id,
      coalesce(supplier.name_zh, nullif(bought.supplier_name, ''), '') as supplier,
      coalesce(line.name_zh || ' ' || line.spec_zh, bought.product, '') as product, coalesce(o.order_no, '') as order_no,
      coalesce(bought.external_no, case page.source_type when 'external' then page.source_id end, '') as external_no,
      coalesce(deal.agreement_no, bought.agreement_no, '') as agreement_no, page.order_line_id is not null as is_own,
      page.amount_fen > 0 and entry.reverses_entry_id is null and reversal.id is null as is_standing,
      page.agreement_id is not null and ${hasItem('agreement')} as agreement,
      o.id is not null or ${hasItem('order')} as "order",
      exists (select from shipment_line sent where sent.order_line_id = line.id)
        or exists (select from receipt_line got where got.order_line_id = line.id) or ${hasItem('shipment')} as shipment,
      exists (select from hand_over_line given where given.order_line_id = line.id) or ${hasItem('acceptance')} as acceptance,
      -- With a limit, or the planner reads all invoices that were ever issued for these few.
      ${hasItem('invoice')} or coalesce((select true from fapiao where fapiao.supplier_order_id = line.supplier_order_id
        and fapiao.state = 'issued' limit 1), false) as invoice,
      exists (select from payment where payment.order_id = o.id and payment.disposition = 'order')
        or exists (select from bank_link_part paid join bank_link link on link.id = paid.bank_link_id and link.undone_at is null
          where paid.kind = 'purchase' and paid.ref_id = bought.id::text) or ${hasItem('payment')} as payment,
      ${hasItem('certificate')} or exists (select from shipment_line sent join batch on batch.id = sent.batch_id
        where sent.order_line_id = line.id and batch.certificate_number is not null)
        or exists (select from batch where batch.sku_id = line.sku_id and batch.certificate_number is not null
          and batch.created_at <= o.placed_at) as certificate
    from page
      join partner_county county on county.id = page.county_id
      left join cooperative supplier on supplier.id = page.cooperative_id
      left join order_line line on line.id = page.order_line_id
      left join "order" o on o.id = line.order_id
      left join journal_entry entry on entry.id = page.journal_entry_id
      left join journal_entry reversal on reversal.reverses_entry_id = page.journal_entry_id
      left join lateral (select * from external_purchase where page.source_type = 'external'
        and counted_source_id = page.source_id limit 1) bought on true
      left join purchase_agreement deal on deal.id = page.agreement_id
    order by page.business_date, page.id`.execute(db)
  return rows.map(readLine)
}

function readLine(row: LineRow): EvidenceLine {
  const present = new Set<Proof>(PROOFS.filter((proof) => row[proof]))
  return {
    recognizedId: row.id,
    sourceType: row.source_type,
    day: row.business_date,
    amount: fen(row.amount_fen),
    countyId: row.county_id,
    countyZh: row.county_zh,
    countyEn: row.county_en,
    channel: row.channel,
    fundType: row.fund_type,
    orgUnitId: row.org_unit_id ?? '',
    supplier: row.supplier,
    product: row.product,
    orderNo: row.order_no,
    externalNo: row.external_no,
    agreementNo: row.agreement_no,
    entryId: row.journal_entry_id,
    ...completenessOf({ channel: row.channel, isOwn: row.is_own, isStanding: row.is_standing }, present),
  }
}
