import { sql } from 'kysely'
import type { Tx } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { CountingRuleId, CountyId, OrderLineId, ProductId } from '#app/shared/ids.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import { type UncountedReason, type Verdict, whyUncounted } from '../counting.ts'

export interface Judged extends Verdict {
  categoryId: string | undefined
  /** The last line of book assistance at that moment. */
  bookSeq: number
}

/**
 * Holds a purchase against the rule in force on the day of the purchase. Takes the head
 * of book `assistance`: no rule and no entry comes between the verdict and what the
 * transaction writes of it.
 */
export async function judgePurchase(
  tx: Tx,
  of: { happenedOn: BusinessDate; countyId: CountyId; productId?: ProductId; categoryId?: string | undefined },
): Promise<Judged> {
  const { rows } = await sql<{
    rule_id: CountingRuleId
    book_seq: number
    counties: string[]
    categories: string[]
    category_id: string | null
  }>`
    select rule.*, (select category_id from product where id = ${of.productId ?? null}::uuid) as category_id
    from take_counting_rule(${of.happenedOn}::date) rule`.execute(tx)
  const [rule] = rows
  if (!rule) throw new Error('a function gave no row')
  const categoryId = of.categoryId ?? rule.category_id ?? undefined
  const uncounted = whyUncounted(rule, { countyId: of.countyId, categoryId })
  return { countingRuleId: rule.rule_id, bookSeq: rule.book_seq, categoryId, uncounted }
}

/** What of a purchase counts and what does not, each with the rule that said so; one of them at least. */
export interface Outcome {
  counted?: { amount: Fen; countingRuleId: CountingRuleId } | undefined
  uncounted?: { amount: Fen; countingRuleId: CountingRuleId; reason: UncountedReason } | undefined
}

/** What a source has become, if it is known. */
export async function findOutcome(
  tx: Tx,
  { sourceType, sourceId }: { sourceType: string; sourceId: string },
): Promise<Outcome | undefined> {
  const { rows } = await sql<OutcomeRow>`
    select amount_fen, counting_rule_id, null as reason from recognized_purchase
      where source_type = ${sourceType} and source_id = ${sourceId}
    union all
    select amount_fen, counting_rule_id, reason from uncounted_purchase
      where source_type = ${sourceType} and source_id = ${sourceId}`.execute(tx)
  return outcomeOf(rows)
}

/** What a line's accepted money has become, net of what was taken back, each by the latest rule that said so. */
export async function findLineOutcome(tx: Tx, orderLineId: OrderLineId): Promise<Outcome | undefined> {
  const { rows } = await sql<OutcomeRow>`
    select sum(amount_fen)::bigint as amount_fen, null as reason,
      (array_agg(counting_rule_id order by recorded_at desc, id desc))[1] as counting_rule_id
      from recognized_purchase where order_line_id = ${orderLineId} having count(*) > 0
    union all
    select sum(amount_fen)::bigint, (array_agg(reason order by recorded_at desc, id desc))[1],
      (array_agg(counting_rule_id order by recorded_at desc, id desc))[1]
      from uncounted_purchase where order_line_id = ${orderLineId} having count(*) > 0`.execute(tx)
  return outcomeOf(rows)
}

interface OutcomeRow {
  amount_fen: number
  counting_rule_id: CountingRuleId
  /** Of what does not count. */
  reason: UncountedReason | null
}

function outcomeOf(rows: readonly OutcomeRow[]): Outcome | undefined {
  const outcome: Outcome = {}
  for (const row of rows) {
    const facts = { amount: fen(row.amount_fen), countingRuleId: row.counting_rule_id }
    if (row.reason === null) outcome.counted = facts
    else outcome.uncounted = { ...facts, reason: row.reason }
  }
  return rows.length === 0 ? undefined : outcome
}

/** Takes the head of book `assistance` and gives the place of its last line. */
export async function takeBook(tx: Tx): Promise<number> {
  const { rows } = await sql<{ seq: number }>`select book_position('assistance') as seq`.execute(tx)
  const [row] = rows
  if (!row) throw new Error('a function gave no row')
  return row.seq
}
