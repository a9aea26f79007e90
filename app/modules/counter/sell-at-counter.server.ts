import { createHash } from 'node:crypto'
import { type Clerk, isBuyerKind } from '#app/modules/identity/permissions.ts'
import { acceptLines } from '#app/modules/ordering/accept-lines.server.ts'
import { lockOrder } from '#app/modules/ordering/change-order.server.ts'
import { placeCounterOrder } from '#app/modules/ordering/place-counter-order.server.ts'
import { fundTypeOf, type PlacedOrder } from '#app/modules/ordering/place-order.ts'
import { takeCash } from '#app/modules/payments/take-cash.server.ts'
import { brokenConstraint, type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { OrderId, PersonId } from '#app/shared/ids.ts'
import type { Fen } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { readCounterLines } from './internal/counter-lines.server.ts'
import { holdShift, type OpenShift } from './internal/shift-rows.server.ts'
import type { SALE_FUNDS, SaleItem } from './sale-items.ts'
import type { SellRefusal } from './sell-at-counter.ts'

export interface SellCommand {
  clerk: Clerk
  shiftId: string
  requestId: string
  items: readonly SaleItem[]
  /** The total that was on the screen. */
  expectedTotal: Fen
  fundType: (typeof SALE_FUNDS)[number]
  /** Of the buyer, when they want it in their own orders. */
  campusNumber: string | undefined
  now: Date
}

type Sale = Result<PlacedOrder, SellRefusal>

/**
 * Sells goods for notes and coins, in one transaction: stock, payment, drawer,
 * hand-over, books and task. Sold for a web order at the same moment, the last piece
 * is one of theirs. The same form twice is one sale. Locks the shift, then the
 * goods' stock, and posts.
 */
export function sellForCash(db: Db, command: SellCommand): Promise<Sale> {
  return sellOnce(db, command, async (tx, { orderId, shift }) => {
    const { clerk, now } = command
    const order = await lockOrder(tx, orderId)
    // The goods' stock is held since they were reserved: nothing waits for it after the entry.
    const paymentId = await takeCash(tx, order, { pickupPointId: shift.pickupPointId, now })
    await tx
      .insertInto('cash_movement')
      .values({
        id: newId(),
        counter_shift_id: shift.shiftId,
        kind: 'sale',
        amount_fen: order.total,
        payment_id: paymentId,
        at: now,
      })
      .execute()
    const lines = (await readCounterLines(tx, orderId)).map(({ orderLineId, quantity }) => ({ orderLineId, quantity }))
    const paid = await lockOrder(tx, orderId)
    const accepted = await acceptLines(tx, paid, { lines, kind: 'counter_sale', actorId: clerk.personId, now })
    if (!accepted.ok) throw new Error(`a sale could not be handed over: ${accepted.refusal.kind}`)
  })
}

/**
 * Holds goods for somebody who pays by telephone: the order waits for payment like
 * one of the shop, and is handed over when it is paid. The same form twice is one.
 */
export function beginPaidByPhone(db: Db, command: SellCommand): Promise<Sale> {
  return sellOnce(db, command, async () => undefined)
}

async function sellOnce(
  db: Db,
  command: SellCommand,
  goOn: (tx: Tx, sale: { orderId: OrderId; shift: OpenShift }) => Promise<void>,
): Promise<Sale> {
  const requestHash = hashSale(command)
  const before = await findSale(db, command.requestId, requestHash)
  if (before) return before
  try {
    return await inTransaction(db, async (tx): Promise<Sale> => {
      const shift = await holdShift(tx, command.shiftId, command.clerk.personId)
      if (!shift) return refuse({ kind: 'noShift' })
      const buyer = await findBuyer(tx, command)
      if (!buyer.ok) return buyer
      const { clerk, items: lines, ...said } = command
      const placed = await placeCounterOrder(tx, {
        ...said,
        lines,
        clerkId: clerk.personId,
        shiftId: shift.shiftId,
        buyerId: buyer.value,
        requestHash,
      })
      if (placed.ok) await goOn(tx, { orderId: placed.value.orderId, shift })
      return placed
    })
  } catch (error) {
    if (brokenConstraint(error) !== 'order_counter_request') throw error
    return (await findSale(db, command.requestId, requestHash)) ?? refuse({ kind: 'requestReused' })
  }
}

/** What this form came to before, if it was sent before. */
async function findSale(db: Db, requestId: string, requestHash: string): Promise<Sale | undefined> {
  const row = await db
    .selectFrom('order')
    .select(['id', 'order_no', 'request_hash'])
    .where('request_id', '=', requestId)
    .where('channel', '=', 'counter')
    .executeTakeFirst()
  if (!row) return undefined
  if (row.request_hash !== requestHash) return refuse({ kind: 'requestReused' })
  return ok({ orderId: row.id as OrderId, orderNo: row.order_no })
}

async function findBuyer(
  tx: Tx,
  { campusNumber, fundType }: SellCommand,
): Promise<Result<PersonId | undefined, SellRefusal>> {
  if (!campusNumber) return ok(undefined)
  const person = await tx
    .selectFrom('person')
    .select(['id', 'kind'])
    .where('campus_number', '=', campusNumber)
    .where('status', '=', 'active')
    .executeTakeFirst()
  if (!person || !isBuyerKind(person.kind)) return refuse({ kind: 'buyerUnknown' })
  return fundTypeOf(person.kind) === fundType ? ok(person.id as PersonId) : refuse({ kind: 'otherFund' })
}

function hashSale({ clerk, items, expectedTotal, fundType, campusNumber }: SellCommand): string {
  const goods = items.map((item) => [item.skuId, item.quantity])
  return createHash('sha256')
    .update(JSON.stringify([clerk.personId, expectedTotal, fundType, campusNumber ?? '', goods]))
    .digest('hex')
}
