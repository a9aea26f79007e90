import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { CooperativeId, CountyId } from '#app/shared/ids.ts'
import type { CooperativeKind } from './partner-views.ts'

export interface CooperativeDraft {
  slug: string
  countyId: CountyId
  kind: CooperativeKind
  nameZh: string
  nameEn: string
  townshipZh: string
  townshipEn: string
  villageZh: string
  villageEn: string
  storyZh: string
  storyEn: string
  /** Unified social credit code; one supplier each. */
  creditCode: string
  householdCount: number
  /** What the college keeps of each accepted line; none when absent. */
  serviceFeeBasisPoints?: number
  now: Date
}

/** Writes down an active cooperative. Throws when its slug or credit code is another's. */
export async function registerCooperative(tx: Tx, draft: CooperativeDraft): Promise<CooperativeId> {
  const id = newId<CooperativeId>()
  await tx
    .insertInto('cooperative')
    .values({
      id,
      slug: draft.slug,
      county_id: draft.countyId,
      kind: draft.kind,
      name_zh: draft.nameZh,
      name_en: draft.nameEn,
      township_zh: draft.townshipZh,
      township_en: draft.townshipEn,
      village_zh: draft.villageZh,
      village_en: draft.villageEn,
      story_zh: draft.storyZh,
      story_en: draft.storyEn,
      credit_code: draft.creditCode,
      household_count: draft.householdCount,
      service_fee_basis_points: draft.serviceFeeBasisPoints ?? 0,
      created_at: draft.now,
    })
    .execute()
  return id
}
