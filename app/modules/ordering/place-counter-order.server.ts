import { reserveStock } from '#app/modules/stock/reserve-stock.server.ts'
import { type StockDemand, sumDemand } from '#app/modules/stock/stock.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { CounterShiftId, OrderId, PersonId } from '#app/shared/ids.ts'
import type { Fen } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { readGoods } from './internal/claim-cart.server.ts'
import { paymentDueAt } from './internal/insert-order.server.ts'
import { insertSale } from './internal/insert-sale.server.ts'
import { decideOrder, type FundType, type PlaceCounterOrderRefusal, type PlacedOrder, soldOut } from './place-order.ts'

export interface PlaceCounterOrderCommand {
  clerkId: PersonId
  shiftId: CounterShiftId
  /** Only when somebody was named. */
  buyerId: PersonId | undefined
  fundType: FundType
  lines: readonly StockDemand[]
  /** The total that was on the screen. */
  expectedTotal: Fen
  requestId: string
  requestHash: string
  now: Date
}

/**
 * Goods on the counter become an order awaiting payment that holds its stock. A
 * refusal leaves nothing written. The same request twice breaks the constraint
 * `order_counter_request`, and the caller answers from what is there. Locks the
 * goods' stock, by SKU.
 */
export async function placeCounterOrder(
  tx: Tx,
  command: PlaceCounterOrderCommand,
): Promise<Result<PlacedOrder, PlaceCounterOrderRefusal>> {
  const { expectedTotal, now } = command
  const lines = sumDemand(command.lines)
  const decided = decideOrder(await readGoods(tx, lines), expectedTotal, newId)
  if (!decided.ok) return decided
  const orderId = newId<OrderId>()
  const reserved = await reserveStock(tx, { orderId, lines, endsAt: paymentDueAt(now), now })
  if (!reserved.ok) return refuse(soldOut(decided.value, reserved.refusal))
  const orderNo = await insertSale(tx, { ...command, orderId, draft: decided.value })
  return ok({ orderId, orderNo })
}
