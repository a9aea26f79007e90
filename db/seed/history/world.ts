import type { BuyerKind } from '#app/modules/identity/permissions.ts'
import type { ClaimedLine, FundType } from '#app/modules/ordering/place-order.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, OrgUnitId, PersonId } from '#app/shared/ids.ts'

/** Something the shop sells, with everything an order line freezes. */
export interface WorldSku extends Omit<ClaimedLine, 'quantity' | 'isForSale' | 'maxPerOrder' | 'presaleReadyOn'> {
  code: string
  categoryId: string
  seasonMonths: readonly number[]
  /** Of its lots: days from harvest to the last good one. */
  shelfLifeDays: number
}

export interface WorldBuyer {
  personId: PersonId
  kind: BuyerKind
  fundType: FundType
  name: string
  phone: string
  orgUnitId: OrgUnitId | undefined
}

/** When a pickup point is open on a weekday (1 is Monday), in minutes after midnight. */
export interface WorldHours {
  weekday: number
  opensAt: number
  closesAt: number
  capacity: number
}

export interface WorldPoint {
  id: string
  hours: readonly WorldHours[]
}

/** Who acts for the college in the plan. */
export interface WorldStaff {
  clerkId: PersonId
  officerId: PersonId
  approverId: PersonId
}

/** All that a year is planned from; where it comes from is of no concern to the plan. */
export interface HistoryWorld {
  skus: readonly WorldSku[]
  buyers: readonly WorldBuyer[]
  /** Who answers for each cooperative. */
  managers: ReadonlyMap<CooperativeId, PersonId>
  points: readonly WorldPoint[]
  buildings: readonly string[]
  staff: WorldStaff
  /** Buyers whose accounts are shown to people, and something of the cooperative whose account is. */
  featured: readonly PersonId[]
  featuredSku: WorldSku | undefined
}

export interface HistoryWish {
  seed: string
  /** Shop and counter orders placed in the whole of it. */
  orders: number
  from: BusinessDate
  /** Nothing happens after it. */
  until: Date
}
