import { listGoodsChoices } from '#app/modules/catalog/listing-queries.server.ts'
import type { Db } from '#app/platform/db.server.ts'
import type { Language } from '#app/shared/language.ts'
import type { GoodsOption } from './listing-fields.ts'
import type { GoodsNames } from './listing-words.ts'

/** The kinds of goods to choose from, and their names for a diff, in one language. */
export async function readGoods(db: Db, language: Language): Promise<{ options: GoodsOption[]; names: GoodsNames }> {
  const choices = await listGoodsChoices(db)
  const options = choices.map((choice) => ({
    value: `${choice.categoryId}:${choice.goodsKind}`,
    name: choice.name[language],
    category: choice.category[language],
    allOf: choice.allOf,
    anyOf: choice.anyOf,
    isPerBatch: choice.needsBatchCertificate,
  }))
  return {
    options,
    names: {
      categories: Object.fromEntries(choices.map((choice) => [choice.categoryId, choice.category[language]])),
      kinds: Object.fromEntries(choices.map((choice) => [choice.goodsKind, choice.name[language]])),
    },
  }
}
