import type { Db } from '#app/platform/db.server.ts'
import type { CategoryRule } from '../category-rule.ts'
import type { Allergen, CertificateKind, ReturnRule, TaxClass } from '../product-draft.ts'

/** The rules of the categories the college has, in its order. */
export async function selectRules(db: Db): Promise<CategoryRule[]> {
  const rows = await db
    .selectFrom('category_rule')
    .innerJoin('category', 'category.id', 'category_rule.category_id')
    .selectAll('category_rule')
    .orderBy('category.sort_order')
    .orderBy('category_rule.sort_order')
    .orderBy('category_rule.goods_kind')
    .execute()
  return rows.map((row) => ({
    categoryId: row.category_id,
    goodsKind: row.goods_kind,
    name: { zh: row.name_zh, en: row.name_en },
    allOf: row.all_of as CertificateKind[],
    anyOf: row.any_of as CertificateKind[],
    needsBatchCertificate: row.needs_batch_certificate,
    mustStateAllergens: row.must_state_allergens,
    sureAllergens: row.sure_allergens as Allergen[],
    requiredTexts: row.required_texts as ('storage' | 'shelfLife')[],
    returnRule: row.return_rule as ReturnRule,
    taxClass: row.tax_class as TaxClass,
  }))
}

export async function findRule(
  db: Db,
  goods: { categoryId: string; goodsKind: string },
): Promise<CategoryRule | undefined> {
  const rules = await selectRules(db)
  return rules.find((rule) => rule.categoryId === goods.categoryId && rule.goodsKind === goods.goodsKind)
}
