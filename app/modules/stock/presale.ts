import { z } from 'zod'
import { addDays, type BusinessDate, isRealDate } from '#app/shared/business-date.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { piecesSchema } from './adjust-stock.ts'
import { type Shelf, soldBeyondShelf } from './shelf.ts'

const MAX_PRESALE_CAP = 100_000
/** Nobody promises further ahead than a year. */
const MAX_DAYS_AHEAD = 366

/** What may be sold before it is there. Both days of the window are included. */
export interface Presale {
  opensOn: BusinessDate
  closesOn: BusinessDate
  /** The day from which it can be collected, promised to whoever orders while the pre-sale is open. */
  readyOn: BusinessDate
  /** Pieces that may be sold beyond the shelf. */
  cap: number
}

export type PresaleRefusal =
  | { kind: 'datesOutOfOrder' }
  | { kind: 'tooFarAhead'; days: number }
  | { kind: 'closesInPast' }
  /** More is sold beyond the shelf than the cap would allow. */
  | { kind: 'capBelowSold'; sold: number }

/** Whether it is open on `today`. */
export function isPresaleOpen({ opensOn, closesOn }: Presale, today: BusinessDate): boolean {
  return opensOn <= today && today <= closesOn
}

/** Decides whether a pre-sale may be as it is wished. What was sold under another promise keeps that promise. */
export function decidePresale(shelf: Shelf, wish: Presale, today: BusinessDate): Result<Presale, PresaleRefusal> {
  const { opensOn, closesOn, readyOn, cap } = wish
  if (closesOn < opensOn || readyOn < closesOn) return refuse({ kind: 'datesOutOfOrder' })
  if (closesOn < today) return refuse({ kind: 'closesInPast' })
  if (readyOn > addDays(today, MAX_DAYS_AHEAD)) return refuse({ kind: 'tooFarAhead', days: MAX_DAYS_AHEAD })
  const sold = soldBeyondShelf(shelf)
  return cap < sold ? refuse({ kind: 'capBelowSold', sold }) : ok(wish)
}

const dateSchema = z.string({ error: 'dateInvalid' }).refine(isRealDate, { error: 'dateInvalid' })

/** What the form of a pre-sale sends. Errors are keys of the stock page's words. */
export const presaleSchema = z.object({
  opensOn: dateSchema,
  closesOn: dateSchema,
  readyOn: dateSchema,
  cap: piecesSchema.refine((count) => count >= 1 && count <= MAX_PRESALE_CAP, { error: 'capInvalid' }),
})

export type SetPresaleRefusal = PresaleRefusal | { kind: 'notFound' }
/** `soldBeyondShelf`: those pieces are promised, so the pre-sale ends by its closing day or by what arrives. */
export type EndPresaleRefusal = { kind: 'notFound' } | { kind: 'soldBeyondShelf'; sold: number }
