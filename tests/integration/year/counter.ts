import { sql } from 'kysely'
import { decideRefund } from '#app/modules/aftersale/decide-refund.server.ts'
import { closeShift } from '#app/modules/counter/close-shift.server.ts'
import { openShift } from '#app/modules/counter/open-shift.server.ts'
import { payOutCash } from '#app/modules/counter/pay-out-cash.server.ts'
import { sellForCash } from '#app/modules/counter/sell-at-counter.server.ts'
import type { Clerk } from '#app/modules/identity/permissions.ts'
import { type BusinessDate, startOfBusinessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, CountyId, RefundId } from '#app/shared/ids.ts'
import { fen, multiplyFen, sumFen } from '#app/shared/money.ts'
import { drawBasket } from '#db/seed/history/demand.ts'
import type { WorldSku } from '#db/seed/history/world.ts'
import { actorOf, as, type Desk } from './desk.ts'
import type { Dimensions, Operation } from './operation.ts'

/** A day at a counter through the shop's own doors: sales for cash, some given back whole or in part, a drawer that is off. */
export async function sellOverCounter(desk: Desk, day: BusinessDate): Promise<void> {
  const { db, world, random } = desk
  const pointId = world.points[0]?.id ?? ''
  const clerk = as(actorOf(world.staff.clerkId), 'counter:hand-over')
  const at = (minutes: number) => new Date(startOfBusinessDate(day).getTime() + (12 * 60 + minutes) * 60_000)
  const opened = await openShift(db, { clerk, pickupPointId: pointId, cash: fen(10_000), now: at(0) })
  if (!opened.ok) throw new Error('no drawer')
  const counter = { ...desk, day, clerk, pointId, shiftId: opened.value.shiftId }
  const operations: Operation[] = []
  let cash = 10_000
  for (let sale = 1; sale <= 6; sale += 1) {
    const sold = await sellOnce(counter, at(sale * 4))
    operations.push(...sold.operations)
    cash += sold.cash
  }
  const difference = random.pick([0, -150, 70])
  const closing = { clerk, shiftId: opened.value.shiftId, cash: fen(cash + difference), note: '', now: at(80) }
  const closed = await closeShift(db, closing)
  if (!closed.ok || closed.value.difference !== difference) throw new Error('the drawer was reckoned otherwise')
  if (difference !== 0) operations.push({ kind: 'drawerOff', day, pointId, fen: difference })
  desk.notebook.push(...operations)
}

interface Counter extends Desk {
  day: BusinessDate
  clerk: Clerk
  pointId: string
  shiftId: string
}

async function sellOnce(counter: Counter, now: Date): Promise<{ operations: Operation[]; cash: number }> {
  const { db, random, day, clerk, pointId, shiftId } = counter
  const skus = await inStock(counter)
  const demand = skus.map((_, index) => index + 1)
  const basket = drawBasket(random, { skus, demand })
  const total = sumFen(basket.map(({ sku, quantity }) => multiplyFen(sku.unitPrice, quantity)))
  const fundType = random.pick(['staff', 'student', 'assisted_sale'] as const)
  const items = basket.map(({ sku, quantity }) => ({ skuId: sku.skuId, quantity }))
  const requestId = random.id(now)
  const wish = { clerk, shiftId, requestId, items, expectedTotal: total, fundType, campusNumber: undefined, now }
  const sold = await sellForCash(db, wish)
  if (!sold.ok) throw new Error(`a sale was refused: ${sold.refusal.kind}`)
  const holder = `counter:${pointId}` as const
  const operations = basket.flatMap(({ sku, quantity }): Operation[] => {
    const [of, amount] = [dimensionsOf(sku, fundType), sku.unitPrice * quantity]
    return [
      { kind: 'ordered', day, of, fen: amount },
      { kind: 'paid', day, of, fen: amount, holder },
      { kind: 'accepted', day, of, fen: amount, feeBasisPoints: sku.serviceFeeBasisPoints },
    ]
  })
  const [first] = basket
  if (!first || first.sku.unitPrice > 15_000 || !random.chance(0.5)) return { operations, cash: total }
  const back = await giveBack(counter, { ...sold.value, ...first, fundType, now })
  return { operations: [...operations, ...back.operations], cash: total - back.cash }
}

interface Bought {
  orderNo: string
  sku: WorldSku
  quantity: number
  fundType: Dimensions['fundType']
  now: Date
}

/** One piece of a sale was bad; most buyers wait for their money. */
async function giveBack(counter: Counter, bought: Bought): Promise<{ operations: Operation[]; cash: number }> {
  const { db, world, random, day, clerk, pointId, shiftId } = counter
  const { orderNo, sku, fundType, now } = bought
  const bearer = random.pick(['cooperative', 'college', 'carrier'] as const)
  const { line_no: lineNo } = await db
    .selectFrom('order_line')
    .innerJoin('order', 'order.id', 'order_line.order_id')
    .select('line_no')
    .where('order_no', '=', orderNo)
    .where('sku_id', '=', sku.skuId)
    .executeTakeFirstOrThrow()
  const line = { lineNo, openPieces: 0, acceptedPieces: 1, goodwill: fen(0), isRestocked: false }
  const form = { requestId: random.id(now), reason: 'quality', bearer, note: '坏了一个', lines: [line] } as const
  const officer = as(actorOf(world.staff.officerId), 'refund:decide')
  const decided = await decideRefund(db, { orderNo, form: { ...form, lines: [line] }, officer, now })
  if (!decided.ok) throw new Error(`a refund was refused: ${decided.refusal.kind}`)
  const refunded: Operation = {
    kind: 'refundedAfter',
    day,
    of: dimensionsOf(sku, fundType),
    fen: sku.unitPrice,
    acceptedFen: sku.unitPrice * bought.quantity,
    acceptedOn: day,
    feeBasisPoints: sku.serviceFeeBasisPoints,
    bearer,
  }
  if (random.chance(0.3)) return { operations: [refunded], cash: 0 }
  const refund = await db
    .selectFrom('refund')
    .select('id')
    .where('refund_decision_id', '=', decided.value.refundDecisionId)
    .executeTakeFirstOrThrow()
  const paid = await payOutCash(db, { clerk, shiftId, refundId: refund.id as RefundId, now })
  if (!paid.ok) throw new Error(`cash was not given back: ${paid.refusal.kind}`)
  const paidBack: Operation = { kind: 'paidBack', day, fen: sku.unitPrice, holder: `counter:${pointId}` }
  return { operations: [refunded, paidBack], cash: sku.unitPrice }
}

/** What a counter may sell just now, with pieces to spare. */
async function inStock({ db, world }: Desk): Promise<WorldSku[]> {
  const { rows } = await sql<{ id: string }>`
    select sku_id as id from stock_level where on_hand - reserved - allocated > 9`.execute(db)
  const ids = new Set(rows.map((row) => row.id))
  return world.skus.filter((sku) => ids.has(sku.skuId))
}

function dimensionsOf(sku: WorldSku, fundType: Dimensions['fundType']): Dimensions {
  const { countyId, cooperativeId }: { countyId: CountyId; cooperativeId: CooperativeId } = sku
  return { countyId, cooperativeId, channel: 'counter', fundType, orgUnitId: '' }
}
