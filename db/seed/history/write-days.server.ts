import { sql } from 'kysely'
import { countingYear } from '#app/modules/assistance/recognition-entries.ts'
import { postEntries } from '#app/modules/ledger/post-entries.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import type { PersonId } from '#app/shared/ids.ts'
import { type Counted, countedBy, moneyEntryOf } from './book-facts.ts'
import { addEventRows } from './event-rows.ts'
import { addOrderRows } from './order-rows.ts'
import type { Fact, PlannedDay, PlannedOrder, PlannedSlot } from './plan.ts'
import { seededRandom } from './random.ts'
import { addRefundRows } from './refund-rows.ts'
import { RowBag } from './row-bag.ts'
import { addShiftRows } from './shift-rows.ts'
import { StockPlan } from './stock-plan.ts'
import { addSupplyRows } from './supply-rows.ts'

/** In the order in which they refer to each other. */
const TABLES = [
  'batch',
  'counter_shift',
  'cart',
  'order',
  'supplier_order',
  'order_line',
  'stock_movement',
  'stock_reservation',
  'payment_attempt',
  'payment',
  'shipment',
  'shipment_line',
  'receipt',
  'receipt_line',
  'line_cancellation',
  'shortage',
  'building_delivery',
  'building_delivery_line',
  'hand_over',
  'hand_over_line',
  'counter_visit',
  'refund_request',
  'refund_decision',
  'refund_decision_line',
  'refund',
  'refund_line',
  'cash_movement',
  'order_event',
] as const

/**
 * Writes everything that was ordered on some days, as it stands at the end of the
 * plan, with a statement a table. The books are told by `bookFacts`, day by day.
 */
export async function writeDays(tx: Tx, days: readonly PlannedDay[], clerkId: PersonId): Promise<void> {
  const orders = days.flatMap((day) => day.orders)
  const stock = new StockPlan(orders, days[0]?.day ?? '')
  const [numbers, slots] = [await drawNumbers(tx, orders.length), await takeSlots(tx, orders)]
  const bag = new RowBag()
  stock.addLotRows(bag)
  for (const [index, order] of orders.entries()) {
    const orderNo = `${businessDate(order.placedAt).replaceAll('-', '')}${numbers[index]}`
    const slotId = order.place.kind === 'pickup' ? slots.get(slotKey(order.place.slot)) : undefined
    addOrderRows(bag, order, { orderNo, slotId })
    addSupplyRows(bag, order, { clerkId, lotOf: (skuId) => stock.lotOf(skuId) })
    addRefundRows(bag, order)
    addEventRows(bag, order, clerkId)
    stock.addOrderRows(bag, order)
  }
  for (const shift of days.flatMap((day) => day.shifts)) addShiftRows(bag, shift)
  await raiseShelves(tx, stock)
  await bag.write(tx, TABLES)
  await endUnpaid(tx, orders)
}

/** Running numbers from the shop's own sequence: no order to come has one of them. */
async function drawNumbers(tx: Tx, count: number): Promise<number[]> {
  const { rows } = await sql<{ number: number }>`
    select nextval('order_number') as number from generate_series(1, ${count}::int)`.execute(tx)
  return rows.map((row) => row.number)
}

function slotKey({ pointId, startsAt }: PlannedSlot): string {
  return `${pointId} ${startsAt.getTime()}`
}

/** Makes the slots that are missing and takes the orders' places in them; slots of a year ago may be fuller than they were large. */
async function takeSlots(tx: Tx, orders: readonly PlannedOrder[]): Promise<Map<string, string>> {
  const wanted = new Map<string, PlannedSlot & { id: string; taken: number }>()
  for (const { place, unpaidEnd } of orders) {
    if (place.kind !== 'pickup') continue
    const { slot } = place
    const key = slotKey(slot)
    const known = wanted.get(key) ?? { ...slot, id: seededRandom(`slot ${key}`).id(slot.startsAt), taken: 0 }
    if (!unpaidEnd) known.taken += 1
    wanted.set(key, known)
  }
  const rows = [...wanted].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, slot]) => slot)
  const { rows: taken } = await sql<{ id: string; pickup_point_id: string; starts_at: Date }>`
    insert into pickup_slot (id, pickup_point_id, starts_at, ends_at, capacity, taken)
    select id, "pointId", "startsAt", "endsAt", greatest(capacity, taken), taken
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as wanted (id uuid, "pointId" text, "startsAt" timestamptz, "endsAt" timestamptz, capacity int, taken int)
    on conflict (pickup_point_id, starts_at) do update set taken = pickup_slot.taken + excluded.taken,
      capacity = greatest(pickup_slot.capacity, pickup_slot.taken + excluded.taken)
    returning id, pickup_point_id, starts_at
  `.execute(tx)
  return new Map(taken.map((row) => [`${row.pickup_point_id} ${row.starts_at.getTime()}`, row.id]))
}

async function raiseShelves(tx: Tx, stock: StockPlan): Promise<void> {
  await sql`
    insert into stock_level (sku_id, on_hand, reserved, allocated)
    select sku_id, on_hand, reserved, allocated from json_to_recordset(${JSON.stringify(stock.levels())}::json)
      as change (sku_id uuid, on_hand int, reserved int, allocated int)
    on conflict (sku_id) do update set on_hand = stock_level.on_hand + excluded.on_hand,
      reserved = stock_level.reserved + excluded.reserved, allocated = stock_level.allocated + excluded.allocated
  `.execute(tx)
}

/** Unpaid orders end as they do in the shop, by a change: what was ordered with them is taken off again. */
async function endUnpaid(tx: Tx, orders: readonly PlannedOrder[]): Promise<void> {
  const rows = orders.flatMap(({ id, unpaidEnd }) => (unpaidEnd ? [{ id, ...unpaidEnd }] : []))
  await sql`
    update "order" set status = ended.change, ended_at = ended.at
    from json_to_recordset(${JSON.stringify(rows)}::json) as ended (id uuid, change text, at timestamptz)
    where "order".id = ended.id
  `.execute(tx)
}

/** Tells the books what happened, in this order; `money` before `assistance`, as everywhere. */
export async function bookFacts(tx: Tx, facts: readonly Fact[]): Promise<void> {
  await postEntries(tx, facts.map(moneyEntryOf))
  const counted = facts.flatMap((fact) => countedBy(fact).map((one) => ({ ...one, at: fact.at })))
  const entryIds = await postEntries(
    tx,
    counted.map((one) => one.entry),
  )
  const ruleIds = await rulesOf(tx, counted)
  const bag = new RowBag()
  for (const [index, one] of counted.entries())
    addRecognized(bag, one, { entryId: entryIds[index], ruleId: ruleIds[index], at: one.at })
  await bag.write(tx, ['recognized_purchase'])
}

/** By which rule each amount counts: an acceptance by the one of its day, what takes it back by the same. */
async function rulesOf(tx: Tx, counted: readonly Counted[]): Promise<string[]> {
  const rules = await tx
    .selectFrom('counting_rule')
    .select(['id', 'valid_from'])
    .orderBy('valid_from', 'desc')
    .execute()
  const ofLine = await readLineRules(tx, counted)
  return counted.map(({ recognition, line }) => {
    const known = recognition.sourceType === 'refund' ? ofLine.get(line.id) : undefined
    const rule = rules.find(({ valid_from }) => valid_from <= recognition.businessDate) ?? rules.at(-1)
    const ruleId = known ?? rule?.id
    if (!ruleId) throw new Error('a database starts with a rule')
    if (!ofLine.has(line.id)) ofLine.set(line.id, ruleId)
    return ruleId
  })
}

/** Of the lines of which something is taken back: the rule they were counted by, as far as they were counted before. */
async function readLineRules(tx: Tx, counted: readonly Counted[]): Promise<Map<string, string>> {
  const lineIds = counted.filter(({ recognition }) => recognition.sourceType === 'refund').map(({ line }) => line.id)
  if (lineIds.length === 0) return new Map()
  const rows = await tx
    .selectFrom('recognized_purchase')
    .select(['order_line_id', 'counting_rule_id'])
    .where('order_line_id', 'in', lineIds)
    .where('source_type', '=', 'acceptance')
    .orderBy('recorded_at', 'desc')
    .execute()
  return new Map(rows.map((row) => [row.order_line_id ?? '', row.counting_rule_id]))
}

function addRecognized(
  bag: RowBag,
  { recognition, line }: Counted,
  of: { entryId: number | undefined; ruleId: string | undefined; at: Date },
): void {
  bag.add('recognized_purchase', {
    id: seededRandom(recognition.sourceId).id(of.at),
    source_type: recognition.sourceType,
    source_id: recognition.sourceId,
    order_line_id: line.id,
    amount_fen: recognition.amount,
    year: countingYear(recognition.businessDate),
    business_date: recognition.businessDate,
    county_id: recognition.countyId,
    cooperative_id: recognition.cooperativeId,
    product_id: line.sku.productId,
    channel: recognition.channel,
    fund_type: recognition.fundType,
    org_unit_id: recognition.orgUnitId ?? null,
    journal_entry_id: of.entryId,
    counting_rule_id: of.ruleId,
    recorded_at: of.at,
  })
}
