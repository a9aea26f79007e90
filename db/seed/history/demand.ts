import { type BusinessDate, monthOf } from '#app/shared/business-date.ts'
import { type Occasion, occasionOf } from './calendar.ts'
import { drawIndex, type Random, runningSums } from './random.ts'
import type { WorldBuyer, WorldSku } from './world.ts'

/** Bought by canteens, not by people. */
const WHOLESALE = 'canteen'
/** Not to be had out of season. */
const FRESH = ['fruit', 'fruit-gift', 'vegetable']
const LIKING: Record<string, number> = {
  fruit: 3.2,
  'fruit-gift': 0.8,
  spice: 1.2,
  'grain-oil': 1.3,
  honey: 1,
  dried: 1,
  'meat-eggs': 1.6,
  vegetable: 1,
  'noodles-bakery': 1.4,
  'snack-drink': 1.9,
}
const GIFTS = ['fruit-gift', 'honey', 'dried']
const FEASTS: Record<Occasion, readonly string[]> = {
  spring: [...GIFTS, 'meat-eggs', 'grain-oil'],
  dragonBoat: ['honey', 'grain-oil', 'meat-eggs'],
  midAutumn: GIFTS,
  assistanceDay: ['fruit', 'spice', 'grain-oil'],
}

/** How likely each SKU is bought on `day`, as running sums in the order of `skus`. */
export function demandOn(skus: readonly WorldSku[], day: BusinessDate): number[] {
  const occasion = occasionOf(day)
  return runningSums(skus.map((sku) => likelihood(sku, monthOf(day), occasion)))
}

function likelihood({ categoryId, seasonMonths, unitPrice }: WorldSku, month: number, occasion: Occasion | undefined) {
  if (categoryId === WHOLESALE) return 0
  const isInSeason = seasonMonths.includes(month)
  if (!isInSeason && FRESH.includes(categoryId)) return 0
  const season = isInSeason ? 1 : 0.6
  const feast = occasion && FEASTS[occasion].includes(categoryId) ? 2.4 : 1
  // Cheap things sell more often than dear ones.
  return (LIKING[categoryId] ?? 1) * season * feast * Math.sqrt(4_000 / unitPrice)
}

const LINE_SUMS = runningSums([55, 27, 12, 6])
const QUANTITY_SUMS = runningSums([78, 17, 5])

/** What somebody puts into a bag: one to four different things. */
export function drawBasket(
  random: Random,
  { skus, demand }: { skus: readonly WorldSku[]; demand: readonly number[] },
): { sku: WorldSku; quantity: number }[] {
  const wanted = 1 + drawIndex(random, LINE_SUMS)
  const basket = new Map<WorldSku, number>()
  // A thing drawn twice is drawn again, a few times at most: in winter there may not be four to choose from.
  for (let draw = 0; draw < wanted * 3 && basket.size < wanted; draw += 1) {
    const sku = skus[drawIndex(random, demand)]
    if (sku && !basket.has(sku)) basket.set(sku, 1 + drawIndex(random, QUANTITY_SUMS))
  }
  return [...basket].map(([sku, quantity]) => ({ sku, quantity }))
}

/** Some buy often and most now and then. */
export function drawBuyer(random: Random, buyers: readonly WorldBuyer[]): WorldBuyer {
  const buyer = buyers[Math.floor(random.next() ** 1.6 * buyers.length)]
  if (!buyer) throw new Error('nobody to buy')
  return buyer
}
