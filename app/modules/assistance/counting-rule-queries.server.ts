import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { CountingRuleId, CountyId } from '#app/shared/ids.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import type { UncountedReason } from './counting.ts'
import type { CountingRule } from './counting-rule.ts'
import { readRules } from './internal/counting-rule-rows.server.ts'

/** All rules, the latest first. */
export function listCountingRules(db: Db): Promise<CountingRule[]> {
  return readRules(db)
}

/** A rule, the one before it, and what it has done so far. */
export interface RuleView {
  rule: CountingRule
  before: CountingRule | undefined
  counted: { amount: Fen; count: number }
  uncounted: { amount: Fen; count: number }
}

export async function findCountingRule(db: Db, ruleId: CountingRuleId): Promise<RuleView | undefined> {
  const rules = await readRules(db)
  const place = rules.findIndex((rule) => rule.ruleId === ruleId)
  const rule = rules[place]
  if (!rule) return undefined
  const { rows } = await sql<{ counted: number; counted_rows: number; uncounted: number; uncounted_rows: number }>`
    select * from
      (select coalesce(sum(amount_fen), 0)::bigint as counted, count(*) as counted_rows
        from recognized_purchase where counting_rule_id = ${ruleId}) as counted,
      (select coalesce(sum(amount_fen), 0)::bigint as uncounted, count(*) as uncounted_rows
        from uncounted_purchase where counting_rule_id = ${ruleId}) as uncounted`.execute(db)
  const [sums] = rows
  if (!sums) throw new Error('an aggregate gave no row')
  return {
    rule,
    before: rules[place + 1],
    counted: { amount: fen(sums.counted), count: sums.counted_rows },
    uncounted: { amount: fen(sums.uncounted), count: sums.uncounted_rows },
  }
}

/** An accepted purchase that did not count. */
export interface UncountedRow {
  businessDate: BusinessDate
  sourceType: 'acceptance' | 'refund' | 'external'
  sourceId: string
  orderNo: string | undefined
  countyId: CountyId
  categoryId: string | undefined
  reason: UncountedReason
  amount: Fen
}

/** What a rule did not count, the newest first, `limit` at the most. */
export async function listUncounted(db: Db, ruleId: CountingRuleId, limit: number): Promise<UncountedRow[]> {
  const rows = await db
    .selectFrom('uncounted_purchase')
    .leftJoin('order_line', 'order_line.id', 'uncounted_purchase.order_line_id')
    .leftJoin('order', 'order.id', 'order_line.order_id')
    .selectAll('uncounted_purchase')
    .select('order.order_no')
    .where('counting_rule_id', '=', ruleId)
    .orderBy('uncounted_purchase.business_date', 'desc')
    .orderBy('uncounted_purchase.id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    businessDate: row.business_date,
    sourceType: row.source_type as UncountedRow['sourceType'],
    sourceId: row.source_id,
    orderNo: row.order_no ?? undefined,
    countyId: row.county_id as CountyId,
    categoryId: row.category_id ?? undefined,
    reason: row.reason as UncountedReason,
    amount: fen(row.amount_fen),
  }))
}
