import { createHash } from 'node:crypto'
import { isBuyerKind } from '#app/modules/identity/permissions.ts'
import { takePickupSlot } from '#app/modules/pickup/pickup-slots.server.ts'
import { reserveStock } from '#app/modules/stock/reserve-stock.server.ts'
import { brokenConstraint, type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { faultPoint } from '#app/platform/fault-points.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { OrderId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { claimCart } from './internal/claim-cart.server.ts'
import { insertOrder, paymentDueAt } from './internal/insert-order.server.ts'
import {
  decideOrder,
  fundTypeOf,
  type PlacedOrder,
  type PlaceOrderCommand,
  type PlaceOrderRefusal,
  soldOut,
} from './place-order.ts'

type Placement = Result<PlacedOrder, PlaceOrderRefusal>

/** Carries a refusal out of a transaction that must not commit. */
class NotPlaced extends Error {
  readonly refusal: PlaceOrderRefusal
  constructor(refusal: PlaceOrderRefusal) {
    super(refusal.kind)
    this.refusal = refusal
  }
}

/**
 * Turns the buyer's cart into an order awaiting payment that holds its stock and
 * pickup place; nothing is left behind by a refusal. Six statements with begin and
 * commit, whatever the number of lines. The same request gives the same answer
 * again; the same request id with another content is refused. Rows are locked in
 * the order cart, slot, stock by SKU.
 */
export async function placeOrder(db: Db, command: PlaceOrderCommand): Promise<Placement> {
  if (!command.returnRuleAccepted) return refuse({ kind: 'returnRuleNotAccepted' })
  const requestHash = hashRequest(command)
  await faultPoint('place-order:before-begin')
  try {
    const placed = await inTransaction(db, (tx) => placeInTransaction(tx, command, requestHash))
    await faultPoint('place-order:after-commit')
    return placed ? ok(placed) : await answerAgain(db, command, requestHash)
  } catch (error) {
    if (error instanceof NotPlaced) return refuse(error.refusal)
    if (brokenConstraint(error) === 'order_buyer_id_request_id_key') return answerAgain(db, command, requestHash)
    throw error
  }
}

/** Undefined when there is no such open cart of the buyer's. */
async function placeInTransaction(
  tx: Tx,
  command: PlaceOrderCommand,
  requestHash: string,
): Promise<PlacedOrder | undefined> {
  const { buyer, cartId, fulfillment, now } = command
  const buildingId = fulfillment.kind === 'building' ? fulfillment.buildingId : undefined
  const cart = await claimCart(tx, { cartId, personId: buyer.personId, buildingId, now })
  if (!cart) return undefined
  const draft = mustBeAllowed(decideOrder(cart.lines, command.expectedTotal, newId))
  if (fulfillment.kind === 'building' && !cart.isBuildingOpen) throw new NotPlaced({ kind: 'buildingClosed' })
  if (fulfillment.kind === 'pickup') mustBeAllowed(await takePickupSlot(tx, fulfillment.slotId, now))

  const orderId = newId<OrderId>()
  const fundType = fundTypeOf(isBuyerKind(buyer.kind) ? buyer.kind : 'outside')
  const orderNo = await insertOrder(tx, { orderId, draft, fundType, requestHash, command })
  await faultPoint('place-order:after-order')
  const reserved = await reserveStock(tx, { orderId, lines: draft.lines, endsAt: paymentDueAt(now), now })
  if (!reserved.ok) throw new NotPlaced(soldOut(draft, reserved.refusal))
  await faultPoint('place-order:after-reserve')
  return { orderId, orderNo }
}

/** The answer this request was given before, or why there is none. */
async function answerAgain(db: Db, { buyer, requestId }: PlaceOrderCommand, requestHash: string): Promise<Placement> {
  const before = await db
    .selectFrom('order')
    .select(['id', 'order_no', 'request_hash'])
    .where('buyer_id', '=', buyer.personId)
    .where('request_id', '=', requestId)
    .executeTakeFirst()
  if (!before) return refuse({ kind: 'cartEmpty' })
  if (before.request_hash !== requestHash) return refuse({ kind: 'requestReused' })
  return ok({ orderId: before.id as OrderId, orderNo: before.order_no })
}

function mustBeAllowed<Value>(result: Result<Value, PlaceOrderRefusal>): Value {
  if (!result.ok) throw new NotPlaced(result.refusal)
  return result.value
}

/** Everything the buyer decided, in a fixed order. */
function hashRequest(command: PlaceOrderCommand): string {
  const { fulfillment } = command
  const where = fulfillment.kind === 'pickup' ? [fulfillment.slotId] : [fulfillment.buildingId, fulfillment.room]
  const body = [command.cartId, command.expectedTotal, fulfillment.kind, where]
  const said = [command.contactName, command.contactPhone, command.note]
  return createHash('sha256')
    .update(JSON.stringify([body, said]))
    .digest('hex')
}
