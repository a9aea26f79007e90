import { viewCart } from '#app/modules/cart/cart-queries.server.ts'
import { type Buyer, isBuyerKind } from '#app/modules/identity/permissions.ts'
import { readLastPhone } from '#app/modules/ordering/order-queries.server.ts'
import { fundTypeOf } from '#app/modules/ordering/place-order.ts'
import {
  listPickupChoices,
  type PickupChoices,
  type PickupPointChoice,
} from '#app/modules/pickup/pickup-queries.server.ts'
import type { Db } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { formatClock, formatDay } from '#app/shared/display-time.ts'
import { inLanguage, type Language } from '#app/shared/language.ts'

/** Times of one day at one pickup point. */
interface PickupDay {
  day: string
  slots: { slotId: string; time: string; left: number }[]
}

export interface PickupPointOnScreen {
  pointId: string
  name: string
  place: string
  hours: string
  hasPlaces: boolean
  days: PickupDay[]
}

export interface BuildingOnScreen {
  buildingId: string
  name: string
}

/** Everything the checkout page says, in the reader's language; times as text, so that no browser's zone matters. */
export async function viewCheckout(db: Db, { buyer, language, now }: { buyer: Buyer; language: Language; now: Date }) {
  const [view, choices, contactPhone] = await Promise.all([
    viewCart(db, { personId: buyer.personId }, language),
    listPickupChoices(db, now),
    readLastPhone(db, buyer.personId),
  ])
  if (!view) return { kind: 'empty' } as const
  const points = choices.points.map((point) => describePoint(point, language))
  return {
    kind: 'open',
    /** New with each rendering: a form sent twice orders once, and a form shown anew may order anew. */
    requestId: newId(),
    cart: view,
    fundType: fundTypeOf(isBuyerKind(buyer.kind) ? buyer.kind : 'outside'),
    points,
    buildings: describeBuildings(choices, language),
    prefill: {
      fulfillment: points.some((point) => point.hasPlaces) ? ('pickup' as const) : ('building' as const),
      contactName: buyer.name,
      contactPhone,
    },
  } as const
}

export type CheckoutOnScreen = Extract<Awaited<ReturnType<typeof viewCheckout>>, { kind: 'open' }>

function describePoint(point: PickupPointChoice, language: Language): PickupPointOnScreen {
  const days = new Map<string, PickupDay>()
  for (const { slotId, startsAt, endsAt, left } of point.slots) {
    const day = formatDay(startsAt, language)
    const onDay = days.get(day) ?? { day, slots: [] }
    days.set(day, onDay)
    onDay.slots.push({ slotId, left, time: `${formatClock(startsAt, language)}–${formatClock(endsAt, language)}` })
  }
  return {
    pointId: point.pointId,
    name: inLanguage(point.nameZh, point.nameEn, language),
    place: inLanguage(point.placeZh, point.placeEn, language),
    hours: inLanguage(point.hoursZh, point.hoursEn, language),
    hasPlaces: point.slots.some((slot) => slot.left > 0),
    days: [...days.values()],
  }
}

function describeBuildings({ buildings }: PickupChoices, language: Language): BuildingOnScreen[] {
  return buildings.map(({ buildingId, nameZh, nameEn }) => ({ buildingId, name: inLanguage(nameZh, nameEn, language) }))
}
