import { sql } from 'kysely'
import { FUND_TYPES } from '#app/modules/ledger/accounts.ts'
import type { Db } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { CountingRuleId, DocumentId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { readLine, type TargetRow } from './internal/target-decision-rows.server.ts'
import type { Attained } from './plan-target.ts'
import type { TargetLine } from './target-entries.ts'

/** A decision on a year's task as it stands on record. */
export interface DecisionView {
  decisionId: string
  documentNo: string
  decidedOn: BusinessDate
  recordedAt: Date
  /** Absent for the reference data a database starts with. */
  recordedBy: string | undefined
  rule: { ruleId: CountingRuleId; documentNo: string } | undefined
  document: { documentId: DocumentId; fileName: string } | undefined
  lines: TargetLine[]
}

interface DecisionRow {
  id: string
  document_no: string
  decided_on: BusinessDate
  recorded_at: Date
  recorder: string | null
  counting_rule_id: CountingRuleId | null
  rule_no: string | null
  document_id: DocumentId | null
  file_name: string | null
  lines: TargetRow[]
}

/** All decisions on a year's task, the one in force first; their parts in the college's order. */
export async function listDecisions(db: Db, year: number): Promise<DecisionView[]> {
  const { rows } = await sql<DecisionRow>`
    select decision.id, decision.document_no, decided_on, decision.recorded_at, person.name as recorder, counting_rule_id,
      rule.document_no as rule_no, decision.document_id, document.file_name,
      (select coalesce(json_agg(target order by array_position(array['college', 'county', 'fund', 'org_unit'], scope),
          coalesce(county.sort_order, unit.sort_order, array_position(array[${sql.join(FUND_TYPES)}]::text[], scope_id)), scope_id), '[]')
        from assistance_target target left join partner_county county on scope = 'county' and county.id = scope_id
          left join org_unit unit on scope = 'org_unit' and unit.id = scope_id
        where decision_id = decision.id) as lines
    from target_decision decision left join person on person.id = decision.recorded_by
      left join counting_rule rule on rule.id = decision.counting_rule_id
      left join document on document.id = decision.document_id
    where year = ${year} order by decided_on desc`.execute(db)
  return rows.map((row) => ({
    decisionId: row.id,
    documentNo: row.document_no,
    decidedOn: row.decided_on,
    recordedAt: row.recorded_at,
    recordedBy: row.recorder ?? undefined,
    rule: row.counting_rule_id ? { ruleId: row.counting_rule_id, documentNo: row.rule_no ?? '' } : undefined,
    document: row.document_id ? { documentId: row.document_id, fileName: row.file_name ?? '' } : undefined,
    lines: row.lines.map(readLine),
  }))
}

/** Years for which a task was decided, the latest first. */
export async function listTargetYears(db: Db): Promise<number[]> {
  const rows = await db.selectFrom('target_decision').select('year').distinct().orderBy('year', 'desc').execute()
  return rows.map((row) => row.year)
}

/** What was attained in `year` by all measures, net of refunds, by key of the part. Parts without purchases are not in it. */
export async function readAttainedByPart(db: Db, year: number): Promise<Attained> {
  const { rows } = await sql<{ part: string; amount: number }>`
    select case when grouping(county_id) = 0 then 'county:' || county_id when grouping(fund_type) = 0 then 'fund:' || fund_type
        when grouping(org_unit_id) = 0 then 'org_unit:' || org_unit_id else 'college' end as part,
      sum(amount_fen)::bigint as amount
    from stage_amount where year = ${year} and stage in ('accepted', 'refunded')
    group by grouping sets ((), (county_id), (fund_type), (org_unit_id))
    having grouping(org_unit_id) = 1 or org_unit_id <> ''`.execute(db)
  return Object.fromEntries(rows.filter((row) => row.amount !== null).map((row) => [row.part, fen(row.amount)]))
}
