import { type RawBuilder, sql } from 'kysely'
import type { FundType } from '#app/modules/ledger/accounts.ts'
import type { Db } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { ExternalPurchaseId } from '#app/shared/ids.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import type { ExternalChannel } from './purchase.ts'
import { type AgeBucket, MISSING, type Missing } from './worklist.ts'

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

/** What a purchase may lack, when it does, and from when on. The platform's purchases are reviewed, the others are not. Each has its index. */
const LACKS: Record<Missing, { when: RawBuilder<unknown>; since: RawBuilder<unknown> }> = {
  acceptance: { when: sql`accepted_on is null`, since: sql`ordered_on` },
  payment: { when: sql`accepted_on is not null and paid_on is null`, since: sql`accepted_on` },
  review: {
    when: sql`channel = 'platform_832' and accepted_on is not null and paid_on is not null and reviewed_on is null`,
    since: sql`greatest(accepted_on, paid_on)`,
  },
  invoice: { when: sql`accepted_on is not null and invoice_no = ''`, since: sql`accepted_on` },
  evidence: { when: sql`not has_evidence`, since: sql`coalesce(accepted_on, ordered_on)` },
}

/** Days of age, both inclusive. */
const AGES: Record<AgeBucket, { from: number; to: number }> = {
  week: { from: -100_000, to: 7 },
  month: { from: 8, to: 30 },
  two_months: { from: 31, to: 60 },
  older: { from: 61, to: 100_000 },
}

function bucketOf(today: BusinessDate, since: RawBuilder<unknown>): RawBuilder<unknown> {
  const days = sql`${today}::date - ${since}`
  return sql`case when ${days} <= 7 then 'week' when ${days} <= 30 then 'month' when ${days} <= 60 then 'two_months' else 'older' end`
}

interface WorklistWish {
  missing?: Missing | undefined
  bucket?: AgeBucket | undefined
  today: BusinessDate
  limit: number
}

/** The oldest purchases that lack one thing, as many as are asked for. */
function oldestOf(missing: Missing, { bucket, today, limit }: WorklistWish): RawBuilder<unknown> {
  const { when, since } = LACKS[missing]
  const age = bucket && AGES[bucket]
  const within = age
    ? sql`and ${since} between ${today}::date - ${age.to}::int and ${today}::date - ${age.from}::int`
    : sql``
  return sql`(select purchase.*, ${missing}::text as missing, ${since} as since from external_purchase purchase
    where state <> 'reversed' and ${when} ${within} order by ${since}, id limit ${limit})`
}

/** How much is missing, by what it is and how old. */
export async function countWorklist(db: Db, today: BusinessDate): Promise<WorklistCount[]> {
  const counts = MISSING.map(
    (missing) => sql`
    select ${missing}::text as missing, ${bucketOf(today, LACKS[missing].since)} as bucket, count(*) as count, sum(amount_fen)::bigint as amount
    from external_purchase where state <> 'reversed' and ${LACKS[missing].when} group by 2`,
  )
  const { rows } = await sql<{ missing: Missing; bucket: AgeBucket; count: number; amount: number }>`
    ${sql.join(counts, sql` union all `)}`.execute(db)
  return rows.map((row) => ({ ...row, amount: fen(row.amount) }))
}

/** What is missing, the oldest first. */
export async function listWorklist(db: Db, of: WorklistWish): Promise<WorklistLine[]> {
  const kinds = of.missing ? [of.missing] : MISSING
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
      unit.name_en as unit_en, lack.fund_type, since, ${of.today}::date - since as days
    from (${sql.join(
      kinds.map((missing) => oldestOf(missing, of)),
      sql` union all `,
    )}) lack join partner_county county on county.id = lack.county_id
      left join cooperative on cooperative.id = lack.cooperative_id left join org_unit unit on unit.id = lack.org_unit_id
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
