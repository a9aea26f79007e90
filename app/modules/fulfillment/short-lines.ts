import { z } from 'zod'
import { isUuid, type OrderLineId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import type { SupplyLine } from './supply-line.ts'
import { SHORTAGE_REASONS } from './supply-terms.ts'

const id = z.string({ error: 'unknown' }).refine(isUuid, { error: 'unknown' })

/** What the form of a shortage sends. Error texts are keys of the workspace's words. */
export const shortLinesSchema = z
  .object({
    requestId: id,
    orderLineId: id.transform((text) => text as OrderLineId),
    quantity: z
      .string({ error: 'quantityInvalid' })
      .regex(/^[1-9][0-9]{0,2}$/, { error: 'quantityInvalid' })
      .transform(Number),
    reason: z.enum(SHORTAGE_REASONS, { error: 'reasonMissing' }),
    note: z.string().trim().max(200, { error: 'noteTooLong' }).optional(),
  })
  .refine(({ reason, note }) => reason !== 'other' || note, { path: ['note'], error: 'noteMissing' })

export type ShortLinesFields = z.input<typeof shortLinesSchema>

/** Pieces of one line, above zero. */
export interface ShortPieces {
  orderLineId: OrderLineId
  quantity: number
}

export type ShortageRefusal =
  | { kind: 'nothing' }
  | { kind: 'lineUnknown'; orderLineId: OrderLineId }
  | { kind: 'tooMany'; orderLineId: OrderLineId; toShip: number }

/** Only what has still to leave the cooperative can be short. One wish a line. */
export function decideShortage(
  wished: readonly ShortPieces[],
  lines: readonly SupplyLine[],
): Result<readonly ShortPieces[], ShortageRefusal> {
  if (wished.length === 0) return refuse({ kind: 'nothing' })
  const seen = new Set<OrderLineId>()
  for (const { orderLineId, quantity } of wished) {
    const line = lines.find((one) => one.orderLineId === orderLineId)
    if (!line || seen.has(orderLineId)) return refuse({ kind: 'lineUnknown', orderLineId })
    seen.add(orderLineId)
    if (!Number.isSafeInteger(quantity) || quantity <= 0 || quantity > line.toShip)
      return refuse({ kind: 'tooMany', orderLineId, toShip: line.toShip })
  }
  return ok(wished)
}
