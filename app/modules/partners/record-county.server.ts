import type { Tx } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { CountyId } from '#app/shared/ids.ts'

export interface CountyRecord {
  id: CountyId
  nameZh: string
  nameEn: string
  storyZh: string
  storyEn: string
  /** Whether the county is among the 832 of the national list. */
  on832List: boolean
  pairedFrom: BusinessDate
  /** The first day on which it is not paired any more. */
  pairedTo?: BusinessDate | undefined
  sortOrder: number
}

/** Writes down a partner county as it is now said to be. Twice is harmless. */
export async function recordCounty(tx: Tx, { county }: { county: CountyRecord }): Promise<void> {
  const facts = {
    name_zh: county.nameZh,
    name_en: county.nameEn,
    story_zh: county.storyZh,
    story_en: county.storyEn,
    on_832_list: county.on832List,
    paired_from: county.pairedFrom,
    paired_to: county.pairedTo ?? null,
    sort_order: county.sortOrder,
  }
  await tx
    .insertInto('partner_county')
    .values({ id: county.id, ...facts })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(facts))
    .execute()
}
