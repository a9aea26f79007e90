import { z } from 'zod'
import { isUuid, type OrderLineId } from '#app/shared/ids.ts'

const id = z.string({ error: 'unknown' }).refine(isUuid, { error: 'unknown' })

/** `left`: goods were left in the building, the recipient confirms. `signed`: the recipient had them from the clerk. */
export const deliverySchema = z.object({
  intent: z.enum(['left', 'signed']),
  requestId: id,
  orderNo: z.string().regex(/^\d{12,23}$/, { error: 'unknown' }),
  recipient: z.string().trim().max(60, { error: 'tooLong' }).optional(),
  note: z.string().trim().max(200, { error: 'tooLong' }).default(''),
})

export type DeliverRefusal =
  | { kind: 'notFound' }
  | { kind: 'notPaid' }
  /** Nothing of it is here, or all that is was delivered before. */
  | { kind: 'nothing' }
  | { kind: 'lineUnknown' }
  | { kind: 'tooMany'; orderLineId: OrderLineId; open: number }
  | { kind: 'requestReused' }

/** Pieces of a line that were left in a building and that nobody has confirmed. */
export function piecesDelivered(line: {
  delivered: number
  accepted: number
  quantity: number
  canceled: number
}): number {
  return Math.max(0, Math.min(line.delivered - line.accepted, line.quantity - line.accepted - line.canceled))
}
