import type { Tx } from '#app/platform/db.server.ts'

export interface CampusBuildingDraft {
  id: string
  nameZh: string
  nameEn: string
  sortOrder: number
}

/** Writes down a building we deliver to. One that is there stays as it is. */
export async function recordCampusBuilding(tx: Tx, building: CampusBuildingDraft): Promise<void> {
  await tx
    .insertInto('campus_building')
    .values({
      id: building.id,
      name_zh: building.nameZh,
      name_en: building.nameEn,
      sort_order: building.sortOrder,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
