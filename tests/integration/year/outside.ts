import { linkOrder, unlinkOrder } from '#app/modules/external/link-order.server.ts'
import { type PurchaseFacts, purchaseFacts } from '#app/modules/external/purchase.ts'
import { correctPurchase, recordPurchase, reversePurchase } from '#app/modules/external/record-purchase.server.ts'
import { FUND_TYPES } from '#app/modules/ledger/accounts.ts'
import { addDays, type BusinessDate, businessDate } from '#app/shared/business-date.ts'
import type { ExternalPurchaseId, OrgUnitId } from '#app/shared/ids.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import { at, type Desk, must } from './desk.ts'
import type { Counted, Dimensions, Operation } from './operation.ts'
import { countedOf, type NotedOrder } from './plan-operations.ts'

/** A purchase made elsewhere as the notebook has it. */
export interface Bought {
  purchaseId: ExternalPurchaseId | undefined
  revision: number
  facts: PurchaseFacts
  counted: Counted | undefined
  link?: Link
}

interface Link {
  order: NotedOrder
  taken: Counted[]
}

const CHANNELS = ['platform_832', 'agreement', 'counter', 'other'] as const
const UNITS = ['year-arts', 'year-office', null] as const

/** Some purchases are written down on `day`, most of them late; some are corrected, and a few were a mistake. */
export async function buyOutside(desk: Desk, bought: Bought[], day: BusinessDate): Promise<void> {
  const { db, random, people } = desk
  const [recordedBy, now] = [people.officer.personId, at(day, 10)]
  for (let left = random.between(0, 3); left > 0; left -= 1) {
    const facts = drawFacts(desk, day)
    const purchaseId = must(await recordPurchase(db, { facts, recordedBy, now }))
    bought.push({ purchaseId, revision: 1, facts, counted: note(desk, facts, day) })
  }
  const loose = bought.filter((one) => one.purchaseId && !one.link)
  if (loose.length > 4 && random.chance(0.4)) await correct(desk, random.pick(loose), day)
  if (loose.length > 8 && random.chance(0.15)) {
    const gone = random.pick(loose)
    const purchaseId = gone.purchaseId as ExternalPurchaseId
    must(await reversePurchase(db, { purchaseId, reason: '重复登记', recordedBy, now }))
    takeBack(desk, gone, day)
    bought.splice(bought.indexOf(gone), 1)
  }
}

function drawFacts({ random, world, firstDay }: Desk, day: BusinessDate): PurchaseFacts {
  const sku = random.pick(world.skus)
  const orderedOn = laterOf(addDays(day, -random.between(5, 50)), firstDay)
  const step = (from: BusinessDate | null, share: number) =>
    from && random.chance(share) ? earlierOf(addDays(from, random.between(0, 12)), day) : null
  const acceptedOn = step(orderedOn, 0.93)
  return purchaseFacts({
    channel: random.pick(CHANNELS),
    externalNo: `Y-${random.text(12)}`,
    countyId: sku.countyId,
    cooperativeId: random.chance(0.5) ? sku.cooperativeId : null,
    amount: fen(random.between(1, 3_000_000)),
    fundType: random.pick(FUND_TYPES),
    orgUnitId: random.pick(UNITS) as OrgUnitId | null,
    orderedOn,
    acceptedOn,
    paidOn: step(orderedOn, 0.93),
  })
}

async function correct(desk: Desk, one: Bought, day: BusinessDate): Promise<void> {
  const { db, random, people } = desk
  const { purchaseId, revision, facts } = one
  const now = at(day, 10)
  const amount = fen(random.between(2, 3_000_000))
  const changed: PurchaseFacts = random.chance(0.3)
    ? { ...facts, amount, refund: fen(random.between(0, amount)), paidOn: facts.paidOn ?? day }
    : { ...facts, amount, refund: fen(0), acceptedOn: facts.acceptedOn ?? day, paidOn: facts.paidOn ?? day }
  if (JSON.stringify(changed) === JSON.stringify(facts)) return
  const command = { facts: changed, reason: '金额录错', recordedBy: people.colleague.personId, now }
  must(await correctPurchase(db, { ...command, purchaseId: purchaseId as ExternalPurchaseId, revision }))
  replace(desk, one, { facts: changed, recordedOn: day })
}

/** What the notebook says of a purchase that is new on `recordedOn`; gives what counts. */
export function note(desk: Desk, facts: PurchaseFacts, recordedOn: BusinessDate): Counted | undefined {
  noteStages(desk, facts, 1)
  const [day, amount] = [countsFrom(facts), netOf(facts)]
  if (day === null || amount === 0) return undefined
  const counted: Counted = { kind: 'outside', day, recordedOn, of: dimensionsOf(facts), fen: amount }
  desk.notebook.push(counted)
  return counted
}

export function replace(
  desk: Desk,
  one: Bought,
  { facts, recordedOn }: { facts: PurchaseFacts; recordedOn: BusinessDate },
): void {
  const isCountedAnew =
    netOf(one.facts) !== netOf(facts) ||
    countsFrom(one.facts) !== countsFrom(facts) ||
    one.facts.countyId !== facts.countyId
  if (isCountedAnew) {
    takeBack(desk, one, recordedOn)
    one.counted = note(desk, facts, recordedOn)
  } else {
    noteStages(desk, one.facts, -1)
    noteStages(desk, facts, 1)
  }
  one.facts = facts
  one.revision += 1
}

export function takeBack(desk: Desk, { facts, counted }: Bought, recordedOn: BusinessDate): void {
  noteStages(desk, facts, -1)
  if (counted) desk.notebook.push({ kind: 'countedBack', undoes: counted, recordedOn })
}

function noteStages(desk: Desk, facts: PurchaseFacts, sign: 1 | -1): void {
  const { orderedOn, paidOn, amount } = facts
  const stage = { kind: 'stage', of: dimensionsOf(facts), fen: sign * amount } as const
  desk.notebook.push({ ...stage, stage: 'ordered', day: orderedOn })
  if (paidOn !== null) desk.notebook.push({ ...stage, stage: 'paid', day: paidOn })
}

function dimensionsOf({ countyId, cooperativeId, channel, fundType, orgUnitId }: PurchaseFacts): Dimensions {
  return { countyId, cooperativeId: cooperativeId ?? '', channel, fundType, orgUnitId: orgUnitId ?? '' }
}

/** Finds out that an own order is an order of the platform: written down there, and linked. */
export async function linkOwnOrder(desk: Desk, bought: Bought[], of: { order: NotedOrder; day: BusinessDate }) {
  const { db, random, people } = desk
  const { order, day } = of
  const [actorId, now] = [people.officer.personId, at(day, 11)]
  const own = order.order
  const acceptedOn = businessDate(own.handOvers.at(-1)?.at ?? own.placedAt)
  const facts = purchaseFacts({
    channel: 'platform_832',
    externalNo: `L-${random.text(12)}`,
    countyId: own.lines[0]?.sku.countyId ?? ('' as never),
    amount: countedOf(order).reduce<Fen>((sum, one) => fen(sum + signed(one)), fen(0)),
    fundType: own.fundType,
    orderedOn: businessDate(own.placedAt),
    acceptedOn,
    paidOn: acceptedOn,
  })
  const purchaseId = must(await recordPurchase(db, { facts, recordedBy: actorId, now }))
  const purchase: Bought = { purchaseId, revision: 1, facts, counted: note(desk, facts, day) }
  must(await linkOrder(db, { externalNo: facts.externalNo, orderNo: await orderNoOf(desk, order), actorId, now }))
  purchase.link = { order, taken: takeOwnBack(desk, { order, counted: countedOf(order), day, sign: -1 }) }
  bought.push(purchase)
}

/** The link was wrong: both count by themselves again. */
export async function unlink(desk: Desk, purchase: Bought, day: BusinessDate): Promise<void> {
  const { link, facts } = purchase
  if (!link) return
  const of = { externalNo: facts.externalNo, reason: '对错了订单', actorId: desk.people.colleague.personId }
  must(await unlinkOrder(desk.db, { ...of, now: at(day, 11) }))
  takeOwnBack(desk, { order: link.order, counted: link.taken, day, sign: 1 })
  delete purchase.link
}

function takeOwnBack(
  { notebook }: Desk,
  of: { order: NotedOrder; counted: readonly Counted[]; day: BusinessDate; sign: 1 | -1 },
): Counted[] {
  for (const one of of.order.operations)
    if (one.kind === 'ordered' || one.kind === 'paid')
      notebook.push({ kind: 'stage', stage: one.kind, day: one.day, of: one.of, fen: of.sign * one.fen })
  const taken = of.counted.map((undoes): Counted => ({ kind: 'countedBack', undoes, recordedOn: of.day }))
  notebook.push(...(taken as Operation[]))
  return taken
}

export async function orderNoOf({ db }: Desk, { order }: NotedOrder): Promise<string> {
  const row = await db.selectFrom('order').select('order_no').where('id', '=', order.id).executeTakeFirstOrThrow()
  return row.order_no
}

function signed(one: Counted): number {
  if (one.kind === 'countedBack') return -signed(one.undoes)
  return one.kind === 'refundedAfter' ? -one.fen : one.fen
}

/** When both acceptance and payment had come; said here once more, apart from the shop's own rule. */
function countsFrom({ acceptedOn, paidOn }: PurchaseFacts): BusinessDate | null {
  return acceptedOn === null || paidOn === null ? null : laterOf(acceptedOn, paidOn)
}

const netOf = ({ amount, refund }: PurchaseFacts) => amount - refund
const laterOf = (one: BusinessDate, other: BusinessDate) => (one > other ? one : other)
const earlierOf = (one: BusinessDate, other: BusinessDate) => (one < other ? one : other)
