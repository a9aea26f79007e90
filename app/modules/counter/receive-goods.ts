import { z } from 'zod'
import type { LinePieces } from '#app/modules/ordering/line-counters.ts'
import type { OrderLineId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { type CounterLine, isAllHere, piecesToCome } from './pieces.ts'

const pieces = z.coerce.number('countInvalid').int('countInvalid').min(0, 'countInvalid').max(999, 'countInvalid')

/** One line of the receiving form. Empty fields are zero. */
export const receivedLineSchema = z.object({
  orderLineId: z.uuid(),
  quantity: pieces.default(0),
  weightGrams: z.coerce
    .number('weightInvalid')
    .int('weightInvalid')
    .min(1, 'weightInvalid')
    .max(2_000_000, 'weightInvalid')
    .optional(),
  defectQuantity: pieces.default(0),
  missingQuantity: pieces.default(0),
  defectNote: z.string().trim().max(200, 'tooLong').default(''),
})

export interface ReceivedLine {
  orderLineId: OrderLineId
  /** Good pieces. */
  quantity: number
  /** Of the good pieces together, when they were weighed. */
  weightGrams?: number | undefined
  /** Damaged pieces: they are canceled and refunded. */
  defectQuantity: number
  /** Pieces that will not come: they are canceled and refunded. */
  missingQuantity: number
  defectNote: string
  defectPhotoKey?: string | undefined
}

export type ReceiveGoodsRefusal =
  | { kind: 'notFound' }
  | { kind: 'notPaid' }
  | { kind: 'nothing' }
  | { kind: 'lineUnknown' }
  /** More than is still to come of a line. */
  | { kind: 'tooMany'; orderLineId: OrderLineId; toCome: number }

export interface ReceiptPlan {
  lines: ReceivedLine[]
  arrived: LinePieces[]
  canceled: LinePieces[]
  /** `lost`: something came damaged; `short`: it only did not come. */
  reason: 'lost' | 'short'
  /** All that is outstanding of the order will be here. */
  isAllHere: boolean
}

/** Decides what a receipt means, given every line of the order. Lines of which nothing is said are left out. */
export function decideReceipt(
  order: readonly CounterLine[],
  said: readonly ReceivedLine[],
): Result<ReceiptPlan, ReceiveGoodsRefusal> {
  const lines = said.filter((line) => line.quantity + line.defectQuantity + line.missingQuantity > 0)
  if (lines.length === 0) return refuse({ kind: 'nothing' })
  const after = new Map(order.map((line) => [line.orderLineId, { ...line }]))
  if (new Set(lines.map((line) => line.orderLineId)).size < lines.length) return refuse({ kind: 'lineUnknown' })
  for (const { orderLineId, quantity, defectQuantity, missingQuantity } of lines) {
    const line = after.get(orderLineId)
    if (!line) return refuse({ kind: 'lineUnknown' })
    const toCome = piecesToCome(line)
    if (quantity + defectQuantity + missingQuantity > toCome) return refuse({ kind: 'tooMany', orderLineId, toCome })
    line.received += quantity
    line.canceled += defectQuantity + missingQuantity
  }
  return ok({
    lines: lines.map((line) => (line.defectQuantity > 0 ? line : { ...line, defectPhotoKey: undefined })),
    arrived: lines.flatMap(({ orderLineId, quantity }) => (quantity > 0 ? [{ orderLineId, quantity }] : [])),
    canceled: lines.flatMap(({ orderLineId, defectQuantity, missingQuantity }) => {
      const quantity = defectQuantity + missingQuantity
      return quantity > 0 ? [{ orderLineId, quantity }] : []
    }),
    reason: lines.some((line) => line.defectQuantity > 0) ? 'lost' : 'short',
    isAllHere: isAllHere([...after.values()]),
  })
}
