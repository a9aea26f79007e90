import type { Manager } from '#app/modules/identity/permissions.ts'
import { countShipped, type LeavingPieces, noteConfirmed } from '#app/modules/ordering/supply-progress.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import type { BatchId, OrderLineId, ShipmentId, SupplierOrderId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { holdLots, readLots, readSupplyLines } from './internal/supply-line-rows.server.ts'
import { lockSupplierOrder } from './lock-supplier-order.server.ts'
import { decideShipment, isSameLoad, type ShipLinesRefusal, type Transport } from './ship-lines.ts'
import type { LotPieces, SupplyLine } from './supply-line.ts'

export interface ShipLinesCommand {
  manager: Manager
  supplierOrderId: SupplierOrderId
  requestId: string
  transport: Transport
  lines: readonly LotPieces[]
  now: Date
}

type Shipping = Result<{ shipmentId: ShipmentId }, ShipLinesRefusal>

/**
 * Pieces of a supplier order leave the cooperative, all or some, by carrier or own
 * van, lot by lot. A supplier order that was not confirmed is confirmed with it.
 * The same request twice is one shipment.
 */
export async function shipLines(db: Db, command: ShipLinesCommand): Promise<Shipping> {
  const { manager, supplierOrderId, lines: wished, now } = command
  return inTransaction(db, async (tx): Promise<Shipping> => {
    const part = await lockSupplierOrder(tx, manager.cooperativeId, supplierOrderId)
    if (!part) return refuse({ kind: 'notFound' })
    const before = await findShipment(tx, command)
    if (before) {
      const isSame = isSameLoad(before.lines, wished) && isSameTransport(before.transport, command.transport)
      return isSame ? ok({ shipmentId: before.shipmentId }) : refuse({ kind: 'requestReused' })
    }
    const lines = await readSupplyLines(tx, supplierOrderId)
    await holdLots(
      tx,
      wished.flatMap(({ batchId }) => batchId ?? []),
    )
    const lots = await readLots(
      tx,
      lines.map(({ skuId }) => skuId),
    )
    const decided = decideShipment(wished, { lines, lots, today: businessDate(now) })
    if (!decided.ok) return decided
    const shipmentId = await insertShipment(tx, command, decided.value)
    const step = { supplierOrderId, actorId: manager.personId, now }
    if (!part.isConfirmed) await noteConfirmed(tx, part.order, step)
    await countShipped(tx, part.order, { ...step, pieces: perLine(decided.value, lines) })
    return ok({ shipmentId })
  })
}

async function findShipment(tx: Tx, { supplierOrderId, requestId }: ShipLinesCommand) {
  const row = await tx
    .selectFrom('shipment')
    .select(['id', 'carrier', 'tracking_number'])
    .where('supplier_order_id', '=', supplierOrderId)
    .where('request_id', '=', requestId)
    .executeTakeFirst()
  if (!row) return undefined
  const lines = await tx
    .selectFrom('shipment_line')
    .select(['order_line_id', 'quantity', 'batch_id'])
    .where('shipment_id', '=', row.id)
    .execute()
  const { carrier, tracking_number: trackingNumber } = row
  const transport: Transport =
    carrier !== null && trackingNumber !== null ? { kind: 'carrier', carrier, trackingNumber } : { kind: 'own_van' }
  return {
    shipmentId: row.id as ShipmentId,
    transport,
    lines: lines.map(
      (line): LotPieces => ({
        orderLineId: line.order_line_id as OrderLineId,
        quantity: line.quantity,
        ...(line.batch_id !== null && { batchId: line.batch_id as BatchId }),
      }),
    ),
  }
}

function isSameTransport(one: Transport, other: Transport): boolean {
  if (one.kind === 'own_van' || other.kind === 'own_van') return one.kind === other.kind
  return one.carrier === other.carrier && one.trackingNumber === other.trackingNumber
}

async function insertShipment(
  tx: Tx,
  { manager, supplierOrderId, requestId, transport, now }: ShipLinesCommand,
  pieces: readonly LotPieces[],
): Promise<ShipmentId> {
  const shipmentId = newId<ShipmentId>()
  const isCarrier = transport.kind === 'carrier'
  await tx
    .insertInto('shipment')
    .values({
      id: shipmentId,
      supplier_order_id: supplierOrderId,
      request_id: requestId,
      kind: transport.kind,
      carrier: isCarrier ? transport.carrier : null,
      tracking_number: isCarrier ? transport.trackingNumber : null,
      shipped_by: manager.personId,
      at: now,
    })
    .execute()
  await tx
    .insertInto('shipment_line')
    .values(
      pieces.map(({ orderLineId, quantity, batchId }) => ({
        id: newId(),
        shipment_id: shipmentId,
        order_line_id: orderLineId,
        quantity,
        batch_id: batchId ?? null,
      })),
    )
    .execute()
  return shipmentId
}

function perLine(pieces: readonly LotPieces[], lines: readonly SupplyLine[]): LeavingPieces[] {
  const sums = new Map<OrderLineId, number>()
  for (const { orderLineId, quantity } of pieces) sums.set(orderLineId, (sums.get(orderLineId) ?? 0) + quantity)
  return lines.flatMap(({ orderLineId, left }) => {
    const quantity = sums.get(orderLineId)
    return quantity === undefined ? [] : [{ orderLineId, quantity, left }]
  })
}
