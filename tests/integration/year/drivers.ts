import { sql } from 'kysely'
import { decideRefund } from '#app/modules/aftersale/decide-refund.server.ts'
import { closeShift } from '#app/modules/counter/close-shift.server.ts'
import { openShift } from '#app/modules/counter/open-shift.server.ts'
import { payOutCash } from '#app/modules/counter/pay-out-cash.server.ts'
import { sellForCash } from '#app/modules/counter/sell-at-counter.server.ts'
import { recordExternalPurchase } from '#app/modules/external/record-external-purchase.server.ts'
import type { Actor, Clerk, Permission } from '#app/modules/identity/permissions.ts'
import { FUND_TYPES } from '#app/modules/ledger/accounts.ts'
import { addDays, type BusinessDate, startOfBusinessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, CountyId, PersonId, RefundId } from '#app/shared/ids.ts'
import { fen, multiplyFen, sumFen } from '#app/shared/money.ts'
import { drawBasket } from '#db/seed/history/demand.ts'
import type { Random } from '#db/seed/history/random.ts'
import type { HistoryWorld, WorldSku } from '#db/seed/history/world.ts'
import type { TestDatabase } from '#tests/support/database.ts'
import type { Dimensions, Operation } from './operation.ts'

export interface Driven {
  test: TestDatabase
  world: HistoryWorld
  random: Random
}

const EXTERNAL = ['platform_832', 'agreement', 'counter', 'other'] as const

/** Writes down some purchases made outside the shop in the days before `day`, most of them late. */
export async function buyOutside({ test, world, random }: Driven, day: BusinessDate): Promise<Operation[]> {
  const operations: Operation[] = []
  const now = new Date(startOfBusinessDate(day).getTime() + 10 * 3_600_000)
  for (let left = random.between(0, 4); left > 0; left -= 1) {
    const sku = random.pick(world.skus)
    const isOurs = random.chance(0.5)
    const channel = random.pick(EXTERNAL)
    const fundType = random.pick(FUND_TYPES)
    const acceptedOn = [addDays(day, -random.between(0, 40)), `${day.slice(0, 4)}-01-01`].sort().at(-1) ?? day
    const amount = fen(random.between(1, 3_000_000))
    const recorded = await recordExternalPurchase(test.db, {
      reference: `Y-${random.text(12)}`,
      channel,
      amount,
      acceptedOn,
      countyId: sku.countyId,
      ...(isOurs && { cooperativeId: sku.cooperativeId }),
      fundType,
      now,
    })
    if (!recorded.ok) throw new Error(`a purchase was refused: ${recorded.refusal.kind}`)
    const of = {
      countyId: sku.countyId,
      cooperativeId: isOurs ? sku.cooperativeId : '',
      channel,
      fundType,
      orgUnitId: '',
    }
    operations.push({ kind: 'external', day: acceptedOn, of, fen: amount })
  }
  return operations
}

/** A day at a counter through the shop's own doors: sales for cash, some given back whole or in part, a drawer that is off. */
export async function sellOverCounter(driven: Driven, day: BusinessDate): Promise<Operation[]> {
  const { test, world, random } = driven
  const pointId = world.points[0]?.id ?? ''
  const clerk = actorOf<'counter:hand-over'>(world.staff.clerkId, 'counter:hand-over')
  const at = (minutes: number) => new Date(startOfBusinessDate(day).getTime() + (12 * 60 + minutes) * 60_000)
  const opened = await openShift(test.db, { clerk, pickupPointId: pointId, cash: fen(10_000), now: at(0) })
  if (!opened.ok) throw new Error('no drawer')
  const counter = { ...driven, day, clerk, pointId, shiftId: opened.value.shiftId }
  const operations: Operation[] = []
  let cash = 10_000
  for (let sale = 1; sale <= 6; sale += 1) {
    const sold = await sellOnce(counter, at(sale * 4))
    operations.push(...sold.operations)
    cash += sold.cash
  }
  const difference = random.pick([0, -150, 70])
  const closing = { clerk, shiftId: opened.value.shiftId, cash: fen(cash + difference), note: '', now: at(80) }
  const closed = await closeShift(test.db, closing)
  if (!closed.ok || closed.value.difference !== difference) throw new Error('the drawer was reckoned otherwise')
  if (difference !== 0) operations.push({ kind: 'drawerOff', day, pointId, fen: difference })
  return operations
}

interface Counter extends Driven {
  day: BusinessDate
  clerk: Clerk
  pointId: string
  shiftId: string
}

async function sellOnce(counter: Counter, now: Date): Promise<{ operations: Operation[]; cash: number }> {
  const { test, random, day, clerk, pointId, shiftId } = counter
  const skus = await inStock(counter)
  const demand = skus.map((_, index) => index + 1)
  const basket = drawBasket(random, { skus, demand })
  const total = sumFen(basket.map(({ sku, quantity }) => multiplyFen(sku.unitPrice, quantity)))
  const fundType = random.pick(['staff', 'student', 'assisted_sale'] as const)
  const items = basket.map(({ sku, quantity }) => ({ skuId: sku.skuId, quantity }))
  const requestId = random.id(now)
  const wish = { clerk, shiftId, requestId, items, expectedTotal: total, fundType, campusNumber: undefined, now }
  const sold = await sellForCash(test.db, wish)
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
  const { test, world, random, day, clerk, pointId, shiftId } = counter
  const { orderNo, sku, fundType, now } = bought
  const bearer = random.pick(['cooperative', 'college', 'carrier'] as const)
  const { line_no: lineNo } = await test.db
    .selectFrom('order_line')
    .innerJoin('order', 'order.id', 'order_line.order_id')
    .select('line_no')
    .where('order_no', '=', orderNo)
    .where('sku_id', '=', sku.skuId)
    .executeTakeFirstOrThrow()
  const line = { lineNo, openPieces: 0, acceptedPieces: 1, goodwill: fen(0), isRestocked: false }
  const form = { requestId: random.id(now), reason: 'quality', bearer, note: '坏了一个', lines: [line] } as const
  const officer = actorOf(world.staff.officerId, 'refund:decide')
  const decided = await decideRefund(test.db, { orderNo, form: { ...form, lines: [line] }, officer, now })
  if (!decided.ok) throw new Error(`a refund was refused: ${decided.refusal.kind}`)
  const refunded: Operation = {
    kind: 'refundedAfter',
    day,
    of: dimensionsOf(sku, fundType),
    fen: sku.unitPrice,
    acceptedFen: sku.unitPrice * bought.quantity,
    feeBasisPoints: sku.serviceFeeBasisPoints,
    bearer,
  }
  if (random.chance(0.3)) return { operations: [refunded], cash: 0 }
  const refund = await test.db
    .selectFrom('refund')
    .select('id')
    .where('refund_decision_id', '=', decided.value.refundDecisionId)
    .executeTakeFirstOrThrow()
  const paid = await payOutCash(test.db, { clerk, shiftId, refundId: refund.id as RefundId, now })
  if (!paid.ok) throw new Error(`cash was not given back: ${paid.refusal.kind}`)
  const paidBack: Operation = { kind: 'paidBack', day, fen: sku.unitPrice, holder: `counter:${pointId}` }
  return { operations: [refunded, paidBack], cash: sku.unitPrice }
}

/** What a counter may sell just now, with pieces to spare. */
async function inStock({ test, world }: Driven): Promise<WorldSku[]> {
  const { rows } = await sql<{ id: string }>`
    select sku_id as id from stock_level where on_hand - reserved - allocated > 9`.execute(test.db)
  const ids = new Set(rows.map((row) => row.id))
  return world.skus.filter((sku) => ids.has(sku.skuId))
}

function dimensionsOf(sku: WorldSku, fundType: Dimensions['fundType']): Dimensions {
  const { countyId, cooperativeId }: { countyId: CountyId; cooperativeId: CooperativeId } = sku
  return { countyId, cooperativeId, channel: 'counter', fundType, orgUnitId: '' }
}

function actorOf<P extends Permission>(personId: PersonId, permission: P): Actor<P> {
  return { personId, name: '', kind: 'staff', roles: [], permission } as unknown as Actor<P>
}
