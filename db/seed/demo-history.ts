import { sql } from 'kysely'
import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { addDays, assistanceYear, type BusinessDate, startOfBusinessDate } from '#app/shared/business-date.ts'
import type { PersonId } from '#app/shared/ids.ts'
import { fillHistory } from './history/fill-history.server.ts'
import { readWorld } from './history/read-world.server.ts'
import { seedHistoryPeople } from './history/seed-people.server.ts'
import type { HistoryWish } from './history/world.ts'

/** Orders of a whole year; a shop that opens in November has about nine tenths of them behind it. */
const ORDERS_A_YEAR = 6_600
const SEED = '塬上集'
const FILLED = 'demo.history_filled'

/** The accounts a visitor signs in with, whose orders are worth looking at. */
const FEATURED = { buyers: ['T20150036', 'S2025010118'], cooperative: 'famen-huajiao' } as const

export interface DemoHistory {
  openedAt: Date
  /** Of a whole year, unless it is the demo's own number. */
  ordersAYear?: number | undefined
  /** Called now and then, with the day that is written next and how many orders are written. */
  onProgress: (day: BusinessDate, orders: number) => void
  /** What else happened before an instant of the history; called in its order. */
  recordOthers: (before: Date) => Promise<void>
}

/**
 * Fills the demo with the shop's year up to its opening, once. A history that was
 * ended half-way is completed; one that is complete is left alone, whatever the shop
 * has become since.
 */
export async function fillDemoHistory(db: Db, history: DemoHistory): Promise<void> {
  const { openedAt, onProgress, recordOthers, ordersAYear = ORDERS_A_YEAR } = history
  if (await isFilled(db)) return
  const year = assistanceYear(openedAt)
  const from = `${year}-01-01`
  const wish: HistoryWish = { seed: SEED, orders: ordersUntil(openedAt, { from, ordersAYear }), from, until: openedAt }
  await inTransaction(db, (tx) => registerPeople(tx, { ...wish, year }))
  const world = await readWorld(db, FEATURED)
  await fillHistory(db, { world, wish }, async (before, { orders }) => {
    onProgress(before, orders)
    await recordOthers(startOfBusinessDate(before))
  })
  await recordOthers(openedAt)
  await inTransaction(db, (tx) => noteFilled(tx, wish))
}

/** The share of a year's orders that fits into the part of the year that is over. */
function ordersUntil(openedAt: Date, { from, ordersAYear }: { from: BusinessDate; ordersAYear: number }): number {
  const days = (openedAt.getTime() - startOfBusinessDate(from).getTime()) / 86_400_000
  return Math.max(1, Math.round((ordersAYear * days) / 365))
}

async function isFilled(db: Db): Promise<boolean> {
  const row = await db.selectFrom('audit_event').select('id').where('verb', '=', FILLED).limit(1).executeTakeFirst()
  return row !== undefined
}

/** They are people of before the first order; whoever was registered by a seed that was ended stays. */
async function registerPeople(tx: Tx, { seed, orders, year, from }: HistoryWish & { year: number }): Promise<void> {
  const at = startOfBusinessDate(addDays(from, -30))
  const { rows: known } = await sql`select from person where created_at = ${at} limit 1`.execute(tx)
  if (known.length > 0) return
  const like = await tx
    .selectFrom('person')
    .select('password_hash')
    .where('campus_number', '=', FEATURED.buyers[0])
    .executeTakeFirstOrThrow()
  await seedHistoryPeople(tx, { seed, orders, year, at, passwordHash: like.password_hash })
}

async function noteFilled(tx: Tx, { orders, from, until: now }: HistoryWish): Promise<void> {
  const administrator = await tx
    .selectFrom('role_grant')
    .select('person_id')
    .where('role', '=', 'administrator')
    .orderBy('granted_at')
    .executeTakeFirstOrThrow()
  await recordAuditEvent(tx, {
    actorId: administrator.person_id as PersonId,
    verb: FILLED,
    objectType: 'shop',
    objectId: 'demo',
    detail: { orders, from },
    now,
  })
}
