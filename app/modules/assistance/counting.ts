import type { CountingRuleId, CountyId } from '#app/shared/ids.ts'

/** Why a purchase that was accepted does not count. */
export type UncountedReason = 'county' | 'category' | 'category_unknown'

/** What a rule lets count. Nothing named means everything. */
export interface CountedGoods {
  counties: readonly string[]
  categories: readonly string[]
}

/** The rule a purchase was held against, and why it does not count by it, if it does not. */
export interface Verdict {
  countingRuleId: CountingRuleId
  uncounted?: UncountedReason | undefined
}

/**
 * Why `rule` does not count a purchase; undefined when it does. A rule that names
 * kinds of goods does not count goods whose kind nobody stated.
 */
export function whyUncounted(
  rule: CountedGoods,
  purchase: { countyId: CountyId; categoryId?: string | undefined },
): UncountedReason | undefined {
  if (rule.counties.length > 0 && !rule.counties.includes(purchase.countyId)) return 'county'
  if (rule.categories.length === 0) return undefined
  if (purchase.categoryId === undefined) return 'category_unknown'
  return rule.categories.includes(purchase.categoryId) ? undefined : 'category'
}
