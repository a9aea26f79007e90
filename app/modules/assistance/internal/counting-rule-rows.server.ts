import { sql } from 'kysely'
import type { PurchaseChannel } from '#app/modules/ledger/accounts.ts'
import type { Db, Tx } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { CountingRuleId, CountyId, DocumentId, PersonId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import type { CountingRule, RuleFacts } from '../counting-rule.ts'

interface RuleRow {
  id: CountingRuleId
  valid_from: BusinessDate
  superseded_on: BusinessDate | null
  document_no: string
  title: string
  document_id: DocumentId | null
  file_name: string | null
  reserved_share_bp: number
  per_head_min_fen: number | null
  per_head_cap_fen: number | null
  measure_832_channels: PurchaseChannel[]
  notes: string
  recorded_by: string | null
  recorded_at: Date
  counties: { countyId: CountyId; on832List: boolean }[]
  categories: string[]
}

/** All rules with what they name, the latest first. There are few: one or two a year. */
export async function readRules(db: Db): Promise<CountingRule[]> {
  const { rows } = await sql<RuleRow>`
    select rule.id, valid_from, lead(valid_from) over (order by valid_from) as superseded_on, document_no, title,
      rule.document_id, document.file_name, reserved_share_bp, per_head_min_fen, per_head_cap_fen, measure_832_channels,
      notes, person.name as recorded_by, rule.recorded_at,
      (select coalesce(json_agg(json_build_object('countyId', county_id, 'on832List', named.on_832_list)
          order by sort_order, county_id), '[]')
        from counting_rule_county named join partner_county on partner_county.id = county_id where rule_id = rule.id) as counties,
      array(select category_id from counting_rule_category join category on category.id = category_id
        where rule_id = rule.id order by sort_order, category_id) as categories
    from counting_rule rule left join document on document.id = rule.document_id
      left join person on person.id = rule.recorded_by
    order by valid_from desc`.execute(db)
  return rows.map((row) => ({
    ruleId: row.id,
    validFrom: row.valid_from,
    supersededOn: row.superseded_on ?? undefined,
    documentNo: row.document_no,
    title: row.title,
    document: row.document_id ? { documentId: row.document_id, fileName: row.file_name ?? '' } : undefined,
    reservedShareBasisPoints: row.reserved_share_bp,
    perHeadMin: row.per_head_min_fen === null ? undefined : fen(row.per_head_min_fen),
    perHeadCap: row.per_head_cap_fen === null ? undefined : fen(row.per_head_cap_fen),
    measure832Channels: row.measure_832_channels,
    notes: row.notes,
    recordedBy: row.recorded_by ?? undefined,
    recordedAt: row.recorded_at,
    counties: row.counties,
    categories: row.categories,
  }))
}

export async function insertRule(
  tx: Tx,
  facts: RuleFacts,
  of: { ruleId: CountingRuleId; documentId: DocumentId; afterSeq: number; recordedBy: PersonId; now: Date },
): Promise<void> {
  const { ruleId } = of
  await tx
    .insertInto('counting_rule')
    .values({
      id: ruleId,
      valid_from: facts.validFrom,
      document_no: facts.documentNo,
      title: facts.title,
      document_id: of.documentId,
      reserved_share_bp: facts.reservedShareBasisPoints,
      per_head_min_fen: facts.perHeadMin ?? null,
      per_head_cap_fen: facts.perHeadCap ?? null,
      measure_832_channels: facts.measure832Channels,
      notes: facts.notes,
      after_seq: of.afterSeq,
      recorded_by: of.recordedBy,
      recorded_at: of.now,
    })
    .execute()
  const counties = facts.counties.map((one) => ({
    rule_id: ruleId,
    county_id: one.countyId,
    on_832_list: one.on832List,
  }))
  if (counties.length > 0) await tx.insertInto('counting_rule_county').values(counties).execute()
  const categories = facts.categories.map((categoryId) => ({ rule_id: ruleId, category_id: categoryId }))
  if (categories.length > 0) await tx.insertInto('counting_rule_category').values(categories).execute()
}

/** Which of the counties and kinds of goods a rule names there are. */
export async function countKnown(
  tx: Tx,
  { counties, categories }: { counties: readonly string[]; categories: readonly string[] },
): Promise<{ counties: number; categories: number }> {
  const { rows } = await sql<{ counties: number; categories: number }>`
    select (select count(*)::int from partner_county where id = any(${counties}::text[])) as counties,
      (select count(*)::int from category where id = any(${categories}::text[])) as categories`.execute(tx)
  return rows[0] ?? { counties: 0, categories: 0 }
}
