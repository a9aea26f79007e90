import { addDays, type BusinessDate, startOfBusinessDate } from '#app/shared/business-date.ts'
import type { BatchId, SkuId } from '#app/shared/ids.ts'
import { conformityNumber } from '../certificates.ts'
import type { PlannedOrder } from './plan.ts'
import { openPieces } from './plan-context.ts'
import { seededRandom } from './random.ts'
import type { RowBag } from './row-bag.ts'
import type { WorldSku } from './world.ts'

const WITHOUT_CERTIFICATE = 0.05

interface Lot {
  id: BatchId
  sku: WorldSku
  quantity: number
}

interface Level {
  onHand: number
  reserved: number
  allocated: number
}

/**
 * What some days did to the shelves. Each SKU gets a lot of just the pieces that
 * these days' orders took or still hold, so that what is left to sell is what it was.
 */
export class StockPlan {
  readonly #lots = new Map<SkuId, Lot>()
  readonly #levels = new Map<SkuId, Level>()
  readonly #firstDay: BusinessDate

  constructor(orders: readonly PlannedOrder[], firstDay: BusinessDate) {
    this.#firstDay = firstDay
    for (const order of orders) for (const line of order.lines) this.#need(line.sku, neededPieces(order, line))
  }

  lotOf(skuId: SkuId): BatchId | undefined {
    return this.#lots.get(skuId)?.id
  }

  addLotRows(bag: RowBag): void {
    const at = startOfBusinessDate(this.#firstDay)
    for (const { id, sku, quantity } of this.#lots.values()) {
      const lotCode = `${sku.code}-${this.#firstDay.replaceAll('-', '').slice(2)}H`
      const until = addDays(this.#firstDay, Math.max(2, sku.shelfLifeDays))
      const days = { harvested_on: this.#firstDay, best_before_on: until }
      const paper = { certificate_number: this.#certificateOf(sku) }
      bag.add('batch', { id, sku_id: sku.skuId, lot_code: lotCode, ...days, quantity, ...paper, created_at: at })
      this.#move(bag, { sku, kind: 'received', onHand: quantity, cause: ['batch', id], at })
    }
  }

  /** A few lots come without. */
  #certificateOf({ code, countyId }: WorldSku): string | null {
    if (seededRandom(`certificate ${code} ${this.#firstDay}`).chance(WITHOUT_CERTIFICATE)) return null
    return conformityNumber({ countyId, harvestedOn: this.#firstDay, serial: code.slice(3, 6) })
  }

  /** The movements and reservations of an order. */
  addOrderRows(bag: RowBag, order: PlannedOrder): void {
    const cause = ['order', order.id] as const
    for (const line of order.lines) {
      const { sku, quantity } = line
      this.#move(bag, { sku, kind: 'reserved', reserved: quantity, cause, at: order.placedAt })
      if (order.payment) {
        const at = order.payment.recordedAt
        this.#move(bag, { sku, kind: 'allocated', reserved: -quantity, allocated: quantity, cause, at })
      } else if (order.unpaidEnd) {
        this.#move(bag, { sku, kind: 'released', reserved: -quantity, cause, at: order.unpaidEnd.at })
      }
      const settled = quantity - openPieces(order, line)
      const end = order.attempt?.startedAt ?? order.placedAt
      const held = { order_id: order.id, sku_id: sku.skuId, quantity, ends_at: end, settled_quantity: settled }
      bag.add('stock_reservation', { ...held, state: reservationState(order, quantity - settled) })
    }
    for (const { id, at, pieces } of order.handOvers)
      for (const { line, quantity } of pieces)
        this.#move(bag, {
          sku: line.sku,
          kind: 'handed_over',
          onHand: -quantity,
          allocated: -quantity,
          cause: ['hand_over', id],
          at,
        })
    for (const { id, at, line, quantity, isRestocked } of order.cancellations) {
      const gone = isRestocked
        ? ({ kind: 'deallocated', onHand: 0 } as const)
        : ({ kind: 'written_off', onHand: -quantity } as const)
      this.#move(bag, { sku: line.sku, ...gone, allocated: -quantity, cause: ['line_cancellation', id], at })
    }
  }

  /** What each shelf holds more or less than before, of all three kinds. */
  levels(): { sku_id: SkuId; on_hand: number; reserved: number; allocated: number }[] {
    return [...this.#levels]
      .map(([skuId, { onHand, reserved, allocated }]) => ({ sku_id: skuId, on_hand: onHand, reserved, allocated }))
      .sort((one, other) => (one.sku_id < other.sku_id ? -1 : 1))
  }

  #need(sku: WorldSku, quantity: number): void {
    if (quantity === 0) return
    const known = this.#lots.get(sku.skuId)
    const random = seededRandom(`lot ${sku.code} ${this.#firstDay}`)
    const id = known?.id ?? random.id<BatchId>(startOfBusinessDate(this.#firstDay))
    this.#lots.set(sku.skuId, { id, sku, quantity: (known?.quantity ?? 0) + quantity })
  }

  #move(
    bag: RowBag,
    move: {
      sku: WorldSku
      kind: string
      onHand?: number
      reserved?: number
      allocated?: number
      cause: readonly [type: string, id: string]
      at: Date
    },
  ): void {
    const { sku, kind, onHand = 0, reserved = 0, allocated = 0, cause, at } = move
    const [causeType, causeId] = cause
    const deltas = { delta_on_hand: onHand, delta_reserved: reserved, delta_allocated: allocated }
    bag.add('stock_movement', { sku_id: sku.skuId, kind, ...deltas, cause_type: causeType, cause_id: causeId, at })
    const level = this.#levels.get(sku.skuId) ?? { onHand: 0, reserved: 0, allocated: 0 }
    this.#levels.set(sku.skuId, {
      onHand: level.onHand + onHand,
      reserved: level.reserved + reserved,
      allocated: level.allocated + allocated,
    })
  }
}

function neededPieces(order: PlannedOrder, line: PlannedOrder['lines'][number]): number {
  if (order.unpaidEnd) return 0
  const restocked = order.cancellations.filter((gone) => gone.line === line && gone.isRestocked)
  return line.quantity - restocked.reduce((sum, gone) => sum + gone.quantity, 0)
}

function reservationState(order: PlannedOrder, open: number): string {
  if (order.payment) return open > 0 ? 'allocated' : 'settled'
  return order.unpaidEnd ? 'released' : 'held'
}
