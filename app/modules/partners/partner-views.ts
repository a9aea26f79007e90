import type { BusinessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, CountyId } from '#app/shared/ids.ts'

const COOPERATIVE_KINDS = ['cooperative', 'union', 'enterprise', 'family_farm', 'beekeeper', 'breeder'] as const
export type CooperativeKind = (typeof COOPERATIVE_KINDS)[number]

export interface CountyView {
  countyId: CountyId
  nameZh: string
  nameEn: string
  storyZh: string
  storyEn: string
  pairedFrom: BusinessDate
}

export interface CooperativeView {
  cooperativeId: CooperativeId
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
  creditCode: string
  householdCount: number
}
