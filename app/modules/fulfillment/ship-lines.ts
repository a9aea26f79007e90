import { z } from 'zod'
import type { BusinessDate } from '#app/shared/business-date.ts'
import { type BatchId, isUuid, type OrderLineId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import type { Lot, LotPieces, SupplyLine } from './supply-line.ts'
import { SHIPMENT_KINDS } from './supply-terms.ts'

/** Whole pieces from 0 to 999 in plain digits. */
const PIECES = /^(?:0|[1-9][0-9]{0,2})$/
const id = z.string({ error: 'unknown' }).refine(isUuid, { error: 'unknown' })

const lineSchema = z.object({
  orderLineId: id.transform((text) => text as OrderLineId),
  quantity: z.string({ error: 'quantityInvalid' }).regex(PIECES, { error: 'quantityInvalid' }).transform(Number),
  batchId: id.transform((text) => text as BatchId).optional(),
})

/** What the form of a shipment sends. Error texts are keys of the workspace's words. */
export const shipLinesSchema = z
  .object({
    requestId: id,
    kind: z.enum(SHIPMENT_KINDS, { error: 'kindMissing' }),
    carrier: z.string().trim().max(40, { error: 'carrierTooLong' }).optional(),
    trackingNumber: z
      .string()
      .trim()
      .regex(/^[A-Za-z0-9-]{4,40}$/, { error: 'trackingInvalid' })
      .optional(),
    lines: z.array(lineSchema).max(99),
  })
  .superRefine(({ kind, carrier, trackingNumber }, context) => {
    if (kind === 'own_van') return
    if (!carrier) context.addIssue({ code: 'custom', path: ['carrier'], message: 'carrierMissing' })
    if (!trackingNumber) context.addIssue({ code: 'custom', path: ['trackingNumber'], message: 'trackingMissing' })
  })

export type ShipLinesFields = z.input<typeof shipLinesSchema>

export type Transport = { kind: 'own_van' } | { kind: 'carrier'; carrier: string; trackingNumber: string }

/** How a valid form says that the goods travel. */
export function transportOf({ kind, carrier, trackingNumber }: z.output<typeof shipLinesSchema>): Transport {
  if (kind === 'own_van') return { kind }
  return { kind, carrier: carrier ?? '', trackingNumber: trackingNumber ?? '' }
}

export type ShipmentRefusal =
  | { kind: 'nothing' }
  | { kind: 'lineUnknown'; orderLineId: OrderLineId }
  | { kind: 'tooMany'; orderLineId: OrderLineId; toShip: number }
  | { kind: 'lotUnknown'; orderLineId: OrderLineId }
  | { kind: 'lotExpired'; lotCode: string; bestBefore: BusinessDate }
  | { kind: 'lotRecalled'; lotCode: string }

/** `requestReused`: the same form was sent before with another content. */
export type ShipLinesRefusal = ShipmentRefusal | { kind: 'notFound' } | { kind: 'requestReused' }

/**
 * Decides what leaves: no more of a line than is still to ship, over all its lots;
 * only lots of the line's own SKU, none past its date or called back. Pieces of one line and lot
 * are added up. Rows without pieces do not count.
 */
export function decideShipment(
  wished: readonly LotPieces[],
  { lines, lots, today }: { lines: readonly SupplyLine[]; lots: readonly Lot[]; today: BusinessDate },
): Result<LotPieces[], ShipmentRefusal> {
  const pieces = addUp(wished.filter(({ quantity }) => quantity !== 0))
  if (pieces.length === 0) return refuse({ kind: 'nothing' })
  for (const { orderLineId, batchId } of pieces) {
    const line = lines.find((one) => one.orderLineId === orderLineId)
    if (!line) return refuse({ kind: 'lineUnknown', orderLineId })
    const leaving = pieces.filter((one) => one.orderLineId === orderLineId)
    const total = leaving.reduce((sum, { quantity }) => sum + quantity, 0)
    if (leaving.some(({ quantity }) => quantity < 0) || !Number.isSafeInteger(total) || total > line.toShip)
      return refuse({ kind: 'tooMany', orderLineId, toShip: line.toShip })
    if (batchId === undefined) continue
    const lot = lots.find((one) => one.batchId === batchId && one.skuId === line.skuId)
    if (!lot) return refuse({ kind: 'lotUnknown', orderLineId })
    if (lot.isRecalled) return refuse({ kind: 'lotRecalled', lotCode: lot.lotCode })
    if (lot.bestBefore < today) return refuse({ kind: 'lotExpired', lotCode: lot.lotCode, bestBefore: lot.bestBefore })
  }
  return ok(pieces)
}

function addUp(wished: readonly LotPieces[]): LotPieces[] {
  const sums = new Map<string, LotPieces>()
  for (const { orderLineId, batchId, quantity } of wished) {
    const key = `${orderLineId}/${batchId ?? ''}`
    const before = sums.get(key)?.quantity ?? 0
    sums.set(key, { orderLineId, quantity: before + quantity, ...(batchId && { batchId }) })
  }
  return [...sums.values()]
}

/** Whether two shipments hold the same pieces of the same lots. */
export function isSameLoad(one: readonly LotPieces[], other: readonly LotPieces[]): boolean {
  const keysOf = (pieces: readonly LotPieces[]) =>
    addUp(pieces.filter(({ quantity }) => quantity !== 0))
      .map(({ orderLineId, batchId, quantity }) => `${orderLineId}/${batchId ?? ''}/${quantity}`)
      .sort()
      .join()
  return keysOf(one) === keysOf(other)
}
