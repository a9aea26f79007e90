import type { BatchId, PersonId, SkuId } from '#app/shared/ids.ts'
import type { PlannedOrder, PlannedPart } from './plan.ts'
import { canceledPieces } from './plan-context.ts'
import type { RowBag } from './row-bag.ts'

export interface SupplyNames {
  clerkId: PersonId
  /** The lot from which pieces of a SKU are sent. */
  lotOf(skuId: SkuId): BatchId | undefined
}

/** Rows of what the cooperatives sent, could not send, and what came and changed hands. */
export function addSupplyRows(bag: RowBag, order: PlannedOrder, names: SupplyNames): void {
  for (const part of order.parts) {
    addShipment(bag, order, { part, names })
    addReceipt(bag, order, { part, names })
  }
  addCancellations(bag, order)
  addDelivery(bag, order, names)
  addHandOvers(bag, order)
}

interface Supplied {
  part: PlannedPart
  names: SupplyNames
}

function sentLines(order: PlannedOrder, part: PlannedPart) {
  return order.lines.flatMap((line) => {
    const quantity = line.quantity - canceledPieces(order, line)
    return line.part === part && quantity > 0 ? [{ line, quantity }] : []
  })
}

function addShipment(bag: RowBag, order: PlannedOrder, { part, names }: Supplied): void {
  const { shipment } = part
  if (!shipment) return
  const { trackingNumber } = shipment
  bag.add('shipment', {
    id: shipment.id,
    supplier_order_id: part.id,
    request_id: shipment.id,
    kind: trackingNumber ? 'carrier' : 'own_van',
    carrier: trackingNumber ? '顺丰速运' : null,
    tracking_number: trackingNumber ?? null,
    shipped_by: part.managerId,
    at: shipment.at,
  })
  for (const { line, quantity } of sentLines(order, part)) {
    bag.add('shipment_line', {
      id: line.id,
      shipment_id: shipment.id,
      order_line_id: line.id,
      quantity,
      batch_id: names.lotOf(line.sku.skuId) ?? null,
    })
  }
}

function addReceipt(bag: RowBag, order: PlannedOrder, { part, names }: Supplied): void {
  const { id, receivedAt } = part
  if (!receivedAt) return
  bag.add('receipt', { id, supplier_order_id: id, request_id: id, received_by: names.clerkId, at: receivedAt })
  for (const { line, quantity } of sentLines(order, part))
    bag.add('receipt_line', { id: line.id, receipt_id: id, order_line_id: line.id, quantity })
}

function addCancellations(bag: RowBag, order: PlannedOrder): void {
  for (const { id, line, quantity, reason, isRestocked, actorId, at, shortageId } of order.cancellations) {
    const gone = { id, order_line_id: line.id, quantity, reason, is_restocked: isRestocked, actor_id: actorId, at }
    bag.add('line_cancellation', gone)
    if (!shortageId) continue
    const short = {
      request_id: shortageId,
      order_line_id: line.id,
      quantity,
      reason: 'not_enough',
      actor_id: actorId,
      at,
    }
    bag.add('shortage', short)
  }
}

function addDelivery(bag: RowBag, order: PlannedOrder, { clerkId }: SupplyNames): void {
  const { deliveredAt } = order
  if (!deliveredAt) return
  const id = order.requestId
  bag.add('building_delivery', { id, order_id: order.id, request_id: id, delivered_by: clerkId, at: deliveredAt })
  for (const line of order.lines) {
    const quantity = line.quantity - canceledPieces(order, line)
    if (quantity > 0) bag.add('building_delivery_line', { building_delivery_id: id, order_line_id: line.id, quantity })
  }
}

function addHandOvers(bag: RowBag, order: PlannedOrder): void {
  const visits = new Set<string>()
  for (const { id, part, kind, visitId, requestId, actorId, at, pieces } of order.handOvers) {
    bag.add('hand_over', { id, supplier_order_id: part.id, kind, visit_id: visitId, actor_id: actorId, at })
    for (const { id: pieceId, line, quantity, amount } of pieces)
      bag.add('hand_over_line', { id: pieceId, hand_over_id: id, order_line_id: line.id, quantity, amount_fen: amount })
    if (kind !== 'pickup' || visits.has(visitId)) continue
    visits.add(visitId)
    const visit = {
      request_id: requestId,
      request_hash: requestId,
      order_id: order.id,
      visit_id: visitId,
      proof: 'code',
    }
    bag.add('counter_visit', { ...visit, clerk_id: actorId, at })
  }
}
