import { type RawBuilder, sql } from 'kysely'
import type { FundType } from '#app/modules/ledger/accounts.ts'
import type { Db } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { ExternalPurchaseId } from '#app/shared/ids.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import type { ExternalChannel } from './purchase.ts'
import type { AgeBucket, Missing } from './worklist.ts'

export interface WorklistLine {
  purchaseId: ExternalPurchaseId
  missing: Missing
  channel: ExternalChannel
  externalNo: string
  lineNo: number
  countyZh: string
  countyEn: string
  supplierName: string
  amount: Fen
  /** Whose it is to bring: the unit, or whoever looks after the fund. */
  unitZh: string | null
  unitEn: string | null
  fundType: FundType
  /** From when it was missing. */
  since: BusinessDate
  days: number
}

export interface WorklistCount {
  missing: Missing
  bucket: AgeBucket
  count: number
  amount: Fen
}

/** What each purchase lacks: one row for each thing. The platform's purchases are reviewed, the others are not. */
const lacks = (today: BusinessDate) => sql`
  select purchase.*, lack.missing, lack.since, ${today}::date - lack.since as days
  from external_purchase purchase cross join lateral (
    select 'acceptance' as missing, ordered_on as since where accepted_on is null
    union all select 'payment', accepted_on where accepted_on is not null and paid_on is null
    union all select 'review', greatest(accepted_on, paid_on)
      where channel = 'platform_832' and accepted_on is not null and paid_on is not null and reviewed_on is null
    union all select 'invoice', accepted_on where accepted_on is not null and invoice_no = ''
    union all select 'evidence', coalesce(accepted_on, ordered_on) where not exists (select from evidence_item
      where subject_type = 'external_purchase' and subject_id = purchase.id::text and removed_at is null)
  ) lack
  where purchase.state <> 'reversed'`

const bucketOf: RawBuilder<AgeBucket> = sql`case when days <= 7 then 'week' when days <= 30 then 'month' when days <= 60 then 'two_months' else 'older' end`

/** How much is missing, by what it is and how old. */
export async function countWorklist(db: Db, today: BusinessDate): Promise<WorklistCount[]> {
  const { rows } = await sql<{ missing: Missing; bucket: AgeBucket; count: number; amount: number }>`
    select missing, ${bucketOf} as bucket, count(*) as count, sum(amount_fen)::bigint as amount
    from (${lacks(today)}) lack group by 1, 2`.execute(db)
  return rows.map((row) => ({ ...row, amount: fen(row.amount) }))
}

/** What is missing, the oldest first. */
export async function listWorklist(
  db: Db,
  of: { missing?: Missing | undefined; bucket?: AgeBucket | undefined; today: BusinessDate; limit: number },
): Promise<WorklistLine[]> {
  const { rows } = await sql<{
    id: ExternalPurchaseId
    missing: Missing
    channel: ExternalChannel
    external_no: string
    line_no: number
    county_zh: string
    county_en: string
    supplier: string
    amount_fen: number
    unit_zh: string | null
    unit_en: string | null
    fund_type: FundType
    since: BusinessDate
    days: number
  }>`
    select lack.id, missing, lack.channel, external_no, line_no, county.name_zh as county_zh, county.name_en as county_en,
      coalesce(nullif(supplier_name, ''), cooperative.name_zh, '') as supplier, amount_fen, unit.name_zh as unit_zh,
      unit.name_en as unit_en, lack.fund_type, since, days
    from (${lacks(of.today)}) lack join partner_county county on county.id = lack.county_id
      left join cooperative on cooperative.id = lack.cooperative_id left join org_unit unit on unit.id = lack.org_unit_id
    where ${of.missing ? sql`missing = ${of.missing}` : sql`true`} and ${of.bucket ? sql`${bucketOf} = ${of.bucket}` : sql`true`}
    order by since, lack.id, missing limit ${of.limit}`.execute(db)
  return rows.map((row) => ({
    purchaseId: row.id,
    missing: row.missing,
    channel: row.channel,
    externalNo: row.external_no,
    lineNo: row.line_no,
    countyZh: row.county_zh,
    countyEn: row.county_en,
    supplierName: row.supplier,
    amount: fen(row.amount_fen),
    unitZh: row.unit_zh,
    unitEn: row.unit_en,
    fundType: row.fund_type,
    since: row.since,
    days: row.days,
  }))
}
