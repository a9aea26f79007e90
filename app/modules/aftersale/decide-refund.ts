import { z } from 'zod'
import { BEARERS } from '#app/modules/payments/split-refund.ts'
import type { OrderLineId } from '#app/shared/ids.ts'
import { addFen, type Fen, multiplyFen, parseYuan, subtractFen, ZERO_FEN } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { DECIDED_REASONS, type DecisionLine } from './refund-decision.ts'

/** An order line as it stands: where its pieces are and what of its money went back. */
export interface RefundableLine {
  orderLineId: OrderLineId
  lineNo: number
  unitPrice: Fen
  quantity: number
  accepted: number
  canceled: number
  /** Refunded of what had been accepted. */
  returned: Fen
}

/** What somebody wants to give back of one line. */
export interface LineWish {
  lineNo: number
  /** Pieces not handed over yet; they never will be. */
  openPieces: number
  /** Pieces the buyer had. */
  acceptedPieces: number
  /** Or an amount, for pieces the buyer had and keeps. */
  goodwill: Fen
  isRestocked: boolean
}

export type PlanRefundRefusal =
  | { kind: 'nothing' }
  | { kind: 'lineUnknown' }
  | { kind: 'piecesAndGoodwill'; lineNo: number }
  | { kind: 'tooManyPieces'; lineNo: number; open: number }
  /** More than is left of what was paid for the accepted pieces. */
  | { kind: 'tooMuch'; lineNo: number; left: Fen }

/** Pieces that may still be canceled. */
export function openPiecesOf({ quantity, accepted, canceled }: RefundableLine): number {
  return quantity - accepted - canceled
}

/** What may still go back for the pieces the buyer had. */
export function acceptedMoneyLeft({ unitPrice, accepted, returned }: RefundableLine): Fen {
  return subtractFen(multiplyFen(unitPrice, accepted), returned)
}

/** Turns wishes into the lines of a decision, at the price that was paid, never for more than the line has left. */
export function planRefund(
  lines: readonly RefundableLine[],
  wishes: readonly LineWish[],
): Result<DecisionLine[], PlanRefundRefusal> {
  const planned: DecisionLine[] = []
  for (const wish of wishes) {
    const line = lines.find((one) => one.lineNo === wish.lineNo)
    if (!line || wishes.some((other) => other !== wish && other.lineNo === wish.lineNo))
      return refuse({ kind: 'lineUnknown' })
    const parts = planLine(line, wish)
    if (!parts.ok) return parts
    planned.push(...parts.value)
  }
  return planned.length > 0 ? ok(planned) : refuse({ kind: 'nothing' })
}

function planLine(line: RefundableLine, wish: LineWish): Result<DecisionLine[], PlanRefundRefusal> {
  const { lineNo, openPieces, acceptedPieces, goodwill, isRestocked } = wish
  const { orderLineId, unitPrice } = line
  if (acceptedPieces > 0 && goodwill > 0) return refuse({ kind: 'piecesAndGoodwill', lineNo })
  const open = openPiecesOf(line)
  if (openPieces > open) return refuse({ kind: 'tooManyPieces', lineNo, open })
  const left = acceptedMoneyLeft(line)
  const takenBack = addFen(multiplyFen(unitPrice, acceptedPieces), goodwill)
  if (takenBack > left) return refuse({ kind: 'tooMuch', lineNo, left })
  const parts: DecisionLine[] = []
  if (openPieces > 0) {
    const amount = multiplyFen(unitPrice, openPieces)
    parts.push({ orderLineId, quantity: openPieces, amount, isAccepted: false, isRestocked })
  }
  if (takenBack > 0) {
    const isBack = isRestocked && acceptedPieces > 0
    parts.push({ orderLineId, quantity: acceptedPieces, amount: takenBack, isAccepted: true, isRestocked: isBack })
  }
  return ok(parts)
}

/**
 * Whether a decision stands alone or waits for a second person. Counted with all
 * that was decided alone about the order, so that no sum is cut into small ones.
 */
export function standingOf(of: { amount: Fen; decidedAlone: Fen; limit: Fen }): {
  state: 'approved' | 'proposed'
  alone: Fen
} {
  const alone = addFen(of.decidedAlone, of.amount)
  return { state: alone <= of.limit ? 'approved' : 'proposed', alone }
}

const pieces = z
  .string()
  .regex(/^\d{0,3}$/, 'notPieces')
  .default('')
  .transform((text) => Number(text || '0'))
const yuan = z
  .string()
  .default('')
  .transform((text, context) => {
    if (text.trim() === '') return ZERO_FEN
    const amount = parseYuan(text)
    if (amount !== undefined) return amount
    context.addIssue({ code: 'custom', message: 'notMoney' })
    return z.NEVER
  })

const lineWishSchema = z.object({
  lineNo: z.coerce.number().int().positive(),
  openPieces: pieces,
  acceptedPieces: pieces,
  goodwill: yuan,
  isRestocked: z
    .literal('on')
    .optional()
    .transform((tick) => tick !== undefined),
})

/** The form of finance. */
export const decideRefundSchema = z.object({
  requestId: z.uuid(),
  reason: z.enum(DECIDED_REASONS, 'choose'),
  bearer: z.enum(BEARERS, 'choose'),
  note: z.string('missing').trim().min(1, 'missing').max(300, 'tooLong'),
  lines: z.array(lineWishSchema).max(100),
})
export type DecideRefundForm = z.output<typeof decideRefundSchema>
