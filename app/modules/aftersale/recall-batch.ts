import { z } from 'zod'

/** The form of an administrator. */
export const recallBatchSchema = z.object({
  lotCode: z.string('missing').trim().min(1, 'missing').max(64, 'tooLong'),
  reason: z.string('missing').trim().min(1, 'missing').max(300, 'tooLong'),
  confirmed: z.literal('on', 'confirm'),
})
export type RecallBatchForm = z.output<typeof recallBatchSchema>

export type RecallBatchRefusal = { kind: 'unknownLot' } | { kind: 'recalledAlready'; batchRecallId: string }

/**
 * Pieces of a line that must not be handed over: of those not handed over yet, as many
 * as came from the lot. Which of a line's pieces were given first, nobody wrote down, so
 * all that may be from the lot stay.
 */
export function piecesToHold(of: { fromLot: number; open: number }): number {
  return Math.min(of.fromLot, of.open)
}
