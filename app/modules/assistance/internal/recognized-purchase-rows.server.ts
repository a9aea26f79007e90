import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { AgreementId, CountingRuleId, OrderLineId, ProductId } from '#app/shared/ids.ts'
import type { UncountedReason } from '../counting.ts'
import { countingYear, type Recognition } from '../recognition-entries.ts'

/** A recognition with everything its row says beside its entry. */
export interface PurchaseFacts extends Recognition {
  orderLineId?: OrderLineId
  productId?: ProductId
  agreementId?: AgreementId | undefined
}

/** Writes what counts, beside the entry that books it. */
export async function insertRecognizedPurchase(
  tx: Tx,
  of: PurchaseFacts,
  { entryId, countingRuleId, now }: { entryId: number; countingRuleId: CountingRuleId; now: Date },
): Promise<void> {
  await tx
    .insertInto('recognized_purchase')
    .values({ ...factsOf(of), counting_rule_id: countingRuleId, journal_entry_id: entryId, recorded_at: now })
    .execute()
}

/** Writes what was accepted and does not count, with the rule and the reason. */
export async function insertUncountedPurchase(
  tx: Tx,
  of: PurchaseFacts,
  verdict: {
    countingRuleId: CountingRuleId
    uncounted: UncountedReason
    categoryId?: string | undefined
    bookSeq: number
    now: Date
  },
): Promise<void> {
  await tx
    .insertInto('uncounted_purchase')
    .values({
      ...factsOf(of),
      happened_on: of.happenedOn ?? of.businessDate,
      category_id: verdict.categoryId ?? null,
      counting_rule_id: verdict.countingRuleId,
      reason: verdict.uncounted,
      book_seq: verdict.bookSeq,
      recorded_at: verdict.now,
    })
    .execute()
}

function factsOf(of: PurchaseFacts) {
  return {
    id: newId(),
    source_type: of.sourceType,
    source_id: of.sourceId,
    order_line_id: of.orderLineId ?? null,
    amount_fen: of.amount,
    year: countingYear(of.businessDate),
    business_date: of.businessDate,
    county_id: of.countyId,
    cooperative_id: of.cooperativeId ?? null,
    product_id: of.productId ?? null,
    channel: of.channel,
    fund_type: of.fundType,
    org_unit_id: of.orgUnitId ?? null,
    agreement_id: of.agreementId ?? null,
  }
}
