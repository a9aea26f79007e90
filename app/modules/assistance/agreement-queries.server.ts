import { sql } from 'kysely'
import type { FundType } from '#app/modules/ledger/accounts.ts'
import type { Db } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { AgreementId, CooperativeId } from '#app/shared/ids.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import type { AgreementView } from './agreement.ts'
import type { UncountedReason } from './counting.ts'

interface AgreementRow {
  id: AgreementId
  agreement_no: string
  title: string
  starts_on: BusinessDate
  ends_on: BusinessDate
  signed_on: BusinessDate
  unit_zh: string | null
  unit_en: string | null
  cooperative_id: CooperativeId | null
  supplier_name: string
  supplier_credit_code: string
  county_zh: string
  county_en: string
  fund_type: FundType
  committed_fen: number
  price_rule: string
  payment_term_days: number
  recorder: string
  recorded_at: Date
  terminated_on: BusinessDate | null
  termination_reason: string | null
  terminator: string | null
  terminated_at: Date | null
  counted_fen: number
  uncounted_fen: number
}

const AGREEMENTS = sql`
  select agreement.*, unit.name_zh as unit_zh, unit.name_en as unit_en, county.name_zh as county_zh,
    county.name_en as county_en, recorder.name as recorder, terminator.name as terminator,
    (select coalesce(sum(amount_fen), 0)::bigint from recognized_purchase where agreement_id = agreement.id) as counted_fen,
    (select coalesce(sum(amount_fen), 0)::bigint from uncounted_purchase where agreement_id = agreement.id) as uncounted_fen
  from purchase_agreement agreement join partner_county county on county.id = agreement.county_id
    join person recorder on recorder.id = agreement.recorded_by
    left join person terminator on terminator.id = agreement.terminated_by
    left join org_unit unit on unit.id = agreement.org_unit_id`

/** Agreements whose term touches `year`, those that end first before the others. */
export async function listAgreements(db: Db, year: number): Promise<AgreementView[]> {
  const { rows } = await sql<AgreementRow>`${AGREEMENTS}
    where starts_on <= ${`${year}-12-31`}::date and ends_on >= ${`${year}-01-01`}::date
    order by ends_on, agreement_no limit 500`.execute(db)
  return rows.map(viewOf)
}

export async function findAgreement(db: Db, agreementId: AgreementId): Promise<AgreementView | undefined> {
  const { rows } = await sql<AgreementRow>`${AGREEMENTS} where agreement.id = ${agreementId}`.execute(db)
  return rows[0] && viewOf(rows[0])
}

/** Running agreements that end within `days` of `today`, the first to end first. */
export async function listExpiringAgreements(
  db: Db,
  { today, days }: { today: BusinessDate; days: number },
): Promise<AgreementView[]> {
  const { rows } = await sql<AgreementRow>`${AGREEMENTS}
    where terminated_on is null and starts_on <= ${today}::date and ends_on between ${today}::date and ${today}::date + ${days}::int
    order by ends_on, agreement_no`.execute(db)
  return rows.map(viewOf)
}

/** Years in which agreements run, the latest first. */
export async function listAgreementYears(db: Db): Promise<number[]> {
  const { rows } = await sql<{ year: number }>`
    select distinct generate_series(extract(year from starts_on)::int, extract(year from ends_on)::int) as year
    from purchase_agreement order by year desc`.execute(db)
  return rows.map((row) => row.year)
}

/** A purchase under an agreement. */
export interface AgreementPurchase {
  businessDate: BusinessDate
  sourceId: string
  amount: Fen
  /** Its entry in the books; absent for what does not count. */
  entryId: number | undefined
  uncounted: UncountedReason | undefined
}

/** What was bought under an agreement, the newest first, `limit` at the most. */
export async function listAgreementPurchases(
  db: Db,
  agreementId: AgreementId,
  limit: number,
): Promise<AgreementPurchase[]> {
  const { rows } = await sql<{
    business_date: BusinessDate
    source_id: string
    amount_fen: number
    journal_entry_id: number | null
    reason: UncountedReason | null
  }>`
    select business_date, source_id, amount_fen, journal_entry_id, null as reason from recognized_purchase
      where agreement_id = ${agreementId}
    union all
    select business_date, source_id, amount_fen, null, reason from uncounted_purchase where agreement_id = ${agreementId}
    order by business_date desc, source_id desc limit ${limit}`.execute(db)
  return rows.map((row) => ({
    businessDate: row.business_date,
    sourceId: row.source_id,
    amount: fen(row.amount_fen),
    entryId: row.journal_entry_id ?? undefined,
    uncounted: row.reason ?? undefined,
  }))
}

function viewOf(row: AgreementRow): AgreementView {
  return {
    agreementId: row.id,
    agreementNo: row.agreement_no,
    title: row.title,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    signedOn: row.signed_on,
    orgUnit: row.unit_zh === null ? undefined : { zh: row.unit_zh, en: row.unit_en ?? row.unit_zh },
    cooperativeId: row.cooperative_id ?? undefined,
    supplierName: row.supplier_name,
    supplierCreditCode: row.supplier_credit_code,
    county: { zh: row.county_zh, en: row.county_en },
    fundType: row.fund_type,
    committed: fen(row.committed_fen),
    priceRule: row.price_rule,
    paymentTermDays: row.payment_term_days,
    recordedBy: row.recorder,
    recordedAt: row.recorded_at,
    terminatedOn: row.terminated_on ?? undefined,
    termination: row.terminated_at
      ? { reason: row.termination_reason ?? '', by: row.terminator ?? '', at: row.terminated_at }
      : undefined,
    counted: fen(row.counted_fen),
    uncounted: fen(row.uncounted_fen),
  }
}
