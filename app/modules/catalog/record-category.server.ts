import type { Tx } from '#app/platform/db.server.ts'
import type { Bilingual } from './product-draft.ts'

export interface CategoryRecord {
  id: string
  name: Bilingual
  pictureKind: string
  sortOrder: number
}

/** Writes down a category as it is now said to be. Twice is harmless. */
export async function recordCategory(tx: Tx, category: CategoryRecord): Promise<void> {
  const facts = {
    name_zh: category.name.zh,
    name_en: category.name.en,
    picture_kind: category.pictureKind,
    sort_order: category.sortOrder,
  }
  await tx
    .insertInto('category')
    .values({ id: category.id, ...facts })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(facts))
    .execute()
}
