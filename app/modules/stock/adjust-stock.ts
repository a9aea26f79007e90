import { z } from 'zod'
import { isUuid } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { CHANGE_REASONS, type ChangeReason } from './adjustment-reasons.ts'
import { MAX_PIECES, type Shelf } from './shelf.ts'

/**
 * What is said of a shelf: that so many lie there, where the page had shown another
 * number, or that so many were taken away or found.
 */
export type AdjustmentWish =
  | { reason: 'count'; counted: number; seenOnHand: number }
  | { reason: ChangeReason; quantity: number }

export type AdjustmentRefusal =
  /** Goods came or were handed over since the page was shown. */
  | { kind: 'levelChanged'; seen: number; now: number }
  /** The shelf must hold at least `least`: that many are sold and promised from it. */
  | { kind: 'belowSold'; least: number }
  | { kind: 'notThatMany'; onHand: number }
  | { kind: 'tooMany'; max: number }

/** How many pieces are added to the shelf. */
export function decideAdjustment(shelf: Shelf, wish: AdjustmentWish): Result<number, AdjustmentRefusal> {
  if (wish.reason === 'count' && wish.seenOnHand !== shelf.onHand)
    return refuse({ kind: 'levelChanged', seen: wish.seenOnHand, now: shelf.onHand })
  const delta = deltaOf(shelf, wish)
  const onHand = shelf.onHand + delta
  if (onHand < 0) return refuse({ kind: 'notThatMany', onHand: shelf.onHand })
  if (onHand > MAX_PIECES) return refuse({ kind: 'tooMany', max: MAX_PIECES })
  const least = shelf.reserved + shelf.allocated - shelf.oversellLimit
  if (delta < 0 && onHand < least) return refuse({ kind: 'belowSold', least })
  return ok(delta)
}

function deltaOf(shelf: Shelf, wish: AdjustmentWish): number {
  if (wish.reason === 'count') return wish.counted - shelf.onHand
  return wish.reason === 'found' ? wish.quantity : -wish.quantity
}

const id = z.string({ error: 'unknown' }).refine(isUuid, { error: 'unknown' })
const typed = (text: unknown) => (typeof text === 'string' ? text.normalize('NFKC').trim() : text)
/** Whole pieces in plain digits; digits of another width are the same digits. */
export const piecesSchema = z.preprocess(
  typed,
  z
    .string({ error: 'piecesInvalid' })
    .regex(/^(?:0|[1-9][0-9]{0,5})$/, { error: 'piecesInvalid' })
    .transform(Number),
)
const somePieces = piecesSchema.refine((count) => count > 0, { error: 'piecesInvalid' })
const note = z.string().trim().max(200, { error: 'noteTooLong' }).default('')

/** The two forms of a shelf: counting what lies there, and writing down what came or went. Errors are keys of its words. */
export const countStockSchema = z.object({ requestId: id, seenOnHand: piecesSchema, counted: piecesSchema, note })
export const changeStockSchema = z.object({
  requestId: id,
  reason: z.enum(CHANGE_REASONS, { error: 'reasonMissing' }),
  quantity: somePieces,
  note,
})

/** `requestReused`: the same form was sent before with another content. */
export type AdjustStockRefusal = AdjustmentRefusal | { kind: 'notFound' } | { kind: 'requestReused' }
