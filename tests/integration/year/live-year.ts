import { sql } from 'kysely'
import { executeRefunds } from '#app/modules/payments/execute-refunds.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { addDays, type BusinessDate } from '#app/shared/business-date.ts'
import { fillHistory } from '#db/seed/history/fill-history.server.ts'
import { planDays } from '#db/seed/history/plan-days.ts'
import { seededRandom } from '#db/seed/history/random.ts'
import { readWorld } from '#db/seed/history/read-world.server.ts'
import { seedHistoryPeople } from '#db/seed/history/seed-people.server.ts'
import { seedDemo } from '#db/seed.ts'
import type { TestDatabase } from '#tests/support/database.ts'
import { type Bank, bringStatement, deposit } from './bank.ts'
import { sellOverCounter } from './counter.ts'
import { at, type Desk, openDesk } from './desk.ts'
import { isDone, refundLate } from './late-refunds.ts'
import { closeMonth, reopenMonth } from './months.ts'
import { type Bought, buyOutside, linkOwnOrder, unlink } from './outside.ts'
import { type NotedOrder, noteDay } from './plan-operations.ts'
import { bringCorrected, bringExport, type PlatformFile } from './platform-files.ts'
import { fetchProvider, linesOf, newProvider, type Provider, refundLine } from './provider.ts'
import { recompute } from './recompute.ts'
import { installRuntime, type Sent } from './runtime.ts'
import { recordAccounts, settleMonth } from './settle.ts'

export const YEAR = 2026
const OPENED_AT = new Date('2025-12-31T16:30:00Z')
const FIRST_DAY = `${YEAR}-01-01`
/** The month that is opened again after its close. */
const REOPENED = `${YEAR}-07`

export interface Wish {
  seed: string
  orders: number
}

/** Called with everything done so far, before and after each close, and at the end. */
export type Look = (desk: Desk, at: { moment: 'before' | 'after' | 'end'; month: string; now: Date }) => Promise<void>

interface Life {
  desk: Desk
  wish: Wish
  bought: Bought[]
  done: NotedOrder[]
  provider: Provider
  bank: Bank
  file: PlatformFile | undefined
  sent: Sent[]
  /** Decided to go back to who paid by telephone or card, by payment. */
  due: Map<string, number>
}

/**
 * Lives the year in a database: orders by the writer of histories, everything else by
 * the doors of the shop and of finance. Each month is worked off and closed on the sixth
 * of the next; what happened is noted beside it.
 */
export async function liveAYear(test: TestDatabase, wish: Wish, look: Look): Promise<Desk> {
  const { sent } = installRuntime(test)
  const desk = await prepare(test, wish)
  const [provider, bank] = [newProvider(), { unknown: [], openFrom: FIRST_DAY }]
  const life: Life = { desk, wish, bought: [], done: [], provider, bank, file: undefined, sent, due: new Map() }
  let from: BusinessDate = FIRST_DAY
  for (let month = 1; month <= 12; month += 1) {
    const name = `${YEAR}-${String(month).padStart(2, '0')}`
    const day = month === 12 ? `${YEAR + 1}-01-06` : `${YEAR}-${String(month + 1).padStart(2, '0')}-06`
    await sellUntil(test, life, { from, last: addDays(day, -1), seed: `${wish.seed} ${name}` })
    await workOff(life, name, day)
    await close(life, { month: name, day, look })
    from = day
  }
  await buyLate(life, from, 4)
  for (const noted of life.done.splice(0, 3)) await complain(life, noted, from)
  await sendBack(life, from)
  await look(desk, { moment: 'end', month: `${YEAR + 1}-01`, now: at(from, 22) })
  return desk
}

async function prepare(test: TestDatabase, { seed, orders }: Wish): Promise<Desk> {
  await seedDemo(test.ownerUrl, OPENED_AT)
  await sql`insert into org_unit (id, name_zh, name_en, kind, sort_order) values
    ('year-arts', '文学院', 'Arts', 'college', 901), ('year-office', '后勤处', 'Logistics', 'office', 902)`.execute(
    test.ownerDb,
  )
  await inTransaction(test.ownerDb, (tx) =>
    seedHistoryPeople(tx, { seed, orders, year: YEAR, at: OPENED_AT, passwordHash: '' }),
  )
  const world = await readWorld(test.db, { buyers: [], cooperative: '' })
  const desk = await openDesk({ db: test.db, world, random: seededRandom(`${seed} desk`), firstDay: FIRST_DAY })
  await recordAccounts(desk, FIRST_DAY)
  // The shop comes with the year before, whose task was set in the December before it; all that is closed when this begins.
  await closeMonth(desk, { month: `${YEAR - 2}-12`, day: FIRST_DAY })
  for (let month = 1; month <= 12; month += 1)
    await closeMonth(desk, { month: `${YEAR - 1}-${String(month).padStart(2, '0')}`, day: FIRST_DAY })
  return desk
}

/** The shop sells from one day to another, as a plan that ends then; purchases elsewhere are told of in between. */
async function sellUntil(
  test: TestDatabase,
  { desk, wish, bought, done, provider }: Life,
  of: { from: BusinessDate; last: BusinessDate; seed: string },
): Promise<void> {
  const { world, notebook } = desk
  const plan = { seed: of.seed, orders: Math.round(wish.orders / 12), from: of.from, until: at(of.last, 23, 59) }
  await fillHistory(test.ownerDb, { world, wish: plan }, (day) => buyOutside(desk, bought, day))
  for (const planned of planDays(world, plan)) {
    const { noted, drawers } = noteDay(planned)
    notebook.push(...noted.flatMap((one) => one.operations), ...drawers)
    done.push(...noted.filter(isDone))
    provider.held.push(...linesOf(noted.map(({ order }) => order)))
  }
}

/** The sixth of a month: everything that finance does about the month before, and what came late. */
async function workOff(life: Life, month: string, day: BusinessDate): Promise<void> {
  const { desk, bought, bank, provider } = life
  const { random } = desk
  const payouts = await fetchProvider(desk, provider, day)
  await sellOverCounter(desk, day)
  const deposits = await depositAll(desk, day)
  await answerComplaints(life, day)
  await linkSome(life, day)
  await sendBack(life, day)
  const linked = bought.filter((one) => one.link)
  if (linked.length > 1 && random.chance(0.4)) await unlink(desk, random.pick(linked), day)
  if (life.file) await bringCorrected(desk, life.file, day)
  life.file = await bringExport(desk, { day, size: 8 })
  const payments = await settleMonth(desk, { month, day })
  await bringStatement(desk, bank, { day, payouts, deposits, payments })
}

async function depositAll(desk: Desk, day: BusinessDate) {
  const { figures } = recompute(desk.notebook)
  const made = []
  for (const { id: pointId } of desk.world.points) {
    let held = 0
    for (const [key, fen] of figures) if (key.endsWith(`money held counter:${pointId}`)) held += fen
    made.push(...(await deposit(desk, { held, pointId, day })))
  }
  return made
}

async function answerComplaints(life: Life, day: BusinessDate): Promise<void> {
  const { desk, done } = life
  for (let left = desk.random.between(1, 4); left > 0; left -= 1) {
    const noted = done[desk.random.between(0, done.length - 1)]
    if (!noted) return
    done.splice(done.indexOf(noted), 1)
    await complain(life, noted, day)
  }
}

async function complain({ desk, due }: Life, noted: NotedOrder, day: BusinessDate): Promise<void> {
  const amount = await refundLate(desk, noted, day)
  const { payment } = noted.order
  if (payment && payment.method !== 'cash' && amount > 0) due.set(payment.providerRef, amount)
}

/** What was decided goes out through the provider, which tells of it in the next month. */
async function sendBack({ desk, due, sent, provider }: Life, day: BusinessDate): Promise<void> {
  while ((await executeRefunds(getRuntime(), at(day, 12))) > 0);
  for (const { refundRef, paymentRef, amount } of sent.splice(0)) {
    const fen = due.get(paymentRef)
    if (fen !== amount) throw new Error(`${amount} was sent to ${paymentRef} instead of ${fen}`)
    due.delete(paymentRef)
    desk.notebook.push({ kind: 'paidBack', day, fen, holder: 'provider' })
    provider.held.push(refundLine({ refundRef, paymentRef, amount, createdAt: at(day, 12) }))
  }
  if (due.size > 0) throw new Error(`${[...due.keys()].join(', ')} wait for their money`)
}

async function linkSome(life: Life, day: BusinessDate): Promise<void> {
  const { desk, done, bought } = life

  const own = done.filter(({ order }) => order.channel === 'own_shop')
  for (let left = desk.random.between(1, 3); left > 0; left -= 1) {
    const order = own[desk.random.between(0, own.length - 1)]
    if (!order || !done.includes(order)) continue
    done.splice(done.indexOf(order), 1)
    await linkOwnOrder(desk, bought, { order, day })
    // The buyer may still come with a complaint about it.
    if (desk.random.chance(0.3)) await complain(life, order, day)
  }
}

async function close(
  life: Life,
  { month, day, look }: { month: string; day: BusinessDate; look: Look },
): Promise<void> {
  const { desk } = life
  const now = at(day, 22)
  await look(desk, { moment: 'before', month, now })
  await closeMonth(desk, { month, day })
  await look(desk, { moment: 'after', month, now })
  await buyLate(life, day, 2)
  if (month !== REOPENED) return
  await reopenMonth(desk, { month, day })
  await buyLate(life, day, 2)
  await look(desk, { moment: 'before', month, now })
  await closeMonth(desk, { month, day })
  await look(desk, { moment: 'after', month, now })
}

async function buyLate({ desk, bought }: Life, day: BusinessDate, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await buyOutside(desk, bought, day)
}
