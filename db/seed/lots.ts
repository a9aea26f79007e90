import { addDays, type BusinessDate, monthOf } from '#app/shared/business-date.ts'
import type { CatalogueRow } from './catalogue.ts'
import type { ProductText } from './product-text.ts'

/** When what lies on the shelf was picked or made. */
export interface Lot {
  harvestedOn: BusinessDate
  bestBeforeOn: BusinessDate
}

/** What does not keep for so long is picked again and again while its season lasts. */
const SHORT_LIFE_DAYS = 30

/**
 * The newest lot there can be on `today`. Made some days ago where there is no
 * harvest to wait for. Else of the last harvest: while the season lasts, what keeps
 * is sold from the cold store, and its time at home begins when it leaves that.
 */
export function newestLot(text: ProductText, row: CatalogueRow, today: BusinessDate): Lot {
  const { shortest, longest } = row.shelfLifeDays
  const madeLately = lotOf(addDays(today, -daysOnShelf(shortest)), longest)
  if (!text.harvest) return madeLately
  const harvest = lotOf(lastDay(text.harvest, today), longest)
  if (!lastsUntil(today, harvest.harvestedOn, text.months)) return harvest
  if (longest < SHORT_LIFE_DAYS) return madeLately
  const bestFromStoreOn = addDays(today, shortest - daysOnShelf(shortest))
  return { ...harvest, bestBeforeOn: later(harvest.bestBeforeOn, bestFromStoreOn) }
}

function lotOf(harvestedOn: BusinessDate, days: number): Lot {
  return { harvestedOn, bestBeforeOn: addDays(harvestedOn, days) }
}

/** Whether every month from the harvest to `today` is one of the season. */
function lastsUntil(today: BusinessDate, harvestedOn: BusinessDate, months: readonly number[]): boolean {
  const years = Number(today.slice(0, 4)) - Number(harvestedOn.slice(0, 4))
  const first = monthOf(harvestedOn)
  const count = years * 12 + monthOf(today) - first + 1
  return Array.from({ length: count }, (_, index) => ((first + index - 1) % 12) + 1).every((month) =>
    months.includes(month),
  )
}

function later(one: BusinessDate, other: BusinessDate): BusinessDate {
  return one > other ? one : other
}

/** Out of season: what the last harvest brought is past its time, and the shelf stays empty. */
export function isPast(lot: Lot, today: BusinessDate): boolean {
  return lot.bestBeforeOn <= today
}

/** The last 'MM-DD' that is not after `today`. */
function lastDay(monthAndDay: string, today: BusinessDate): BusinessDate {
  const year = Number(today.slice(0, 4))
  const thisYears = `${year}-${monthAndDay}`
  return thisYears <= today ? thisYears : `${year - 1}-${monthAndDay}`
}

/** A tenth of its life, three weeks at most. */
function daysOnShelf(shelfLifeDays: number): number {
  return Math.min(21, Math.floor(shelfLifeDays / 10))
}

/** Few left, so that the shop shows what it says then. By number in the catalogue. */
const SCARCE: Record<number, number> = { 27: 9, 28: 3, 45: 6, 58: 2 }
const CRATES = 60
/** Sold out although in season. */
const SOLD_OUT = ['XY-011-500G']

/** How many pieces of a SKU the demo's shelf starts with. */
export function startingStock(row: CatalogueRow, sku: { code: string; position: number }): number {
  if (SOLD_OUT.includes(sku.code)) return 0
  const first = SCARCE[row.no] ?? (row.categoryId === 'canteen' ? CRATES : 80 + ((row.no * 37) % 160))
  return sku.position === 0 ? first : Math.ceil(first / 3)
}
