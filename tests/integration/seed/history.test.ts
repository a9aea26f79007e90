import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inTransaction } from '#app/platform/db.server.ts'
import { checkInvariants } from '#db/invariants/check-invariants.ts'
import { busyness, occasionOf } from '#db/seed/history/calendar.ts'
import type { PlannedDay, PlannedOrder } from '#db/seed/history/plan.ts'
import { planDays } from '#db/seed/history/plan-days.ts'
import { readWorld } from '#db/seed/history/read-world.server.ts'
import { seedHistoryPeople } from '#db/seed/history/seed-people.server.ts'
import type { HistoryWish, HistoryWorld } from '#db/seed/history/world.ts'
import { seedDemo } from '#db/seed.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'

/** Wednesday 25 November 2026, 17:00 in Shanghai. */
const NOW = new Date('2026-11-25T09:00:00Z')
const HISTORY = { ordersAYear: 500, onProgress: () => undefined }

let stores: TestDatabase[] = []
async function givenDatabase(): Promise<TestDatabase> {
  const store = await createTestDatabase()
  stores = [...stores, store]
  return store
}
afterAll(() => Promise.all(stores.map((each) => each.drop())))

async function breachesIn({ ownerDb }: TestDatabase) {
  const checks = await checkInvariants(ownerDb, NOW)
  return checks.flatMap(({ name, breaches }) => breaches.map((breach) => ({ name, ...breach })))
}

async function census({ db }: TestDatabase): Promise<Record<string, number>> {
  const { rows } = await sql<{ name: string; count: number }>`
    select name, count from (values ('orders', (select count(*) from "order")), ('people', (select count(*) from person)),
      ('events', (select count(*) from order_event)), ('counted', (select count(*) from recognized_purchase)),
      ('movements', (select count(*) from stock_movement)), ('lines in the books', (select sum(seq)::bigint from ledger_head)),
      ('slots taken', (select sum(taken) from pickup_slot))) as counted (name, count)
  `.execute(db)
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]))
}

describe('a planned history', () => {
  let world: HistoryWorld
  const wish: HistoryWish = { seed: 'one', orders: 900, from: '2026-01-01', until: NOW }
  const plan = (wished: HistoryWish) => [...planDays(world, wished)]
  const ordersOf = (days: readonly PlannedDay[]) => days.flatMap((day) => day.orders)

  beforeAll(async () => {
    const store = await givenDatabase()
    await seedDemo(store.ownerUrl, NOW)
    const people = { seed: 'one', orders: 900, year: 2026, at: NOW, passwordHash: '' }
    await inTransaction(store.ownerDb, (tx) => seedHistoryPeople(tx, people))
    world = await readWorld(store.db, { buyers: [], cooperative: '' })
  })

  it('is the same for the same seed, and another for another', () => {
    const [once, again, other] = [plan(wish), plan(wish), plan({ ...wish, seed: 'two' })]
    expect(again).toEqual(once)
    expect(ordersOf(other).map((order) => order.id)).not.toEqual(ordersOf(once).map((order) => order.id))
  })

  it('has as many orders as wished, in every month, and nothing after its end', () => {
    const orders = ordersOf(plan(wish))
    expect(orders.length).toBeGreaterThan(880)
    expect(orders.length).toBeLessThanOrEqual(900)
    expect(new Set(orders.map(({ placedAt }) => placedAt.getUTCMonth())).size).toBe(11)
    const instants = orders.flatMap(instantsOf)
    expect(instants.every((at) => at <= NOW)).toBe(true)
  })

  it('tells the books everything once, on its day', () => {
    const days = plan(wish)
    const facts = days.flatMap((day) => day.facts)
    const paid = ordersOf(days).filter((order) => order.payment)
    expect(facts.filter((fact) => fact.kind === 'paid')).toHaveLength(paid.length)
    expect(facts.filter((fact) => fact.kind === 'handedOver')).toHaveLength(
      ordersOf(days).reduce((sum, order) => sum + order.handOvers.length, 0),
    )
    const times = facts.map((fact) => fact.at.getTime())
    expect(times).toEqual([...times].sort((one, other) => one - other))
  })

  it('sells what is fresh in its season, gifts before feasts, and little in high summer', () => {
    const lines = ordersOf(plan({ ...wish, orders: 4_000 })).flatMap(({ placedAt, lines: bought }) =>
      bought.map(({ sku }) => ({ month: placedAt.getUTCMonth() + 1, sku })),
    )
    const fresh = lines.filter(({ sku }) => sku.categoryId === 'fruit')
    expect(fresh.length).toBeGreaterThan(500)
    expect(fresh.filter(({ sku, month }) => !sku.seasonMonths.includes(month)).length).toBeLessThan(fresh.length * 0.02)
    expect(lines.some(({ sku }) => sku.categoryId === 'canteen')).toBe(false)
    expect(busyness('2026-07-22')).toBeLessThan(busyness('2026-10-21') / 2)
    expect(['2026-02-10', '2026-06-15', '2026-09-20', '2026-10-17', '2026-03-10'].map(occasionOf)).toEqual([
      'spring',
      'dragonBoat',
      'midAutumn',
      'assistanceDay',
      undefined,
    ])
  })

  it('has orders that end in every way', () => {
    const orders = ordersOf(plan({ ...wish, orders: 4_000 }))
    const share = (is: (order: PlannedOrder) => boolean) => orders.filter(is).length / orders.length
    expect(share(({ unpaidEnd }) => unpaidEnd?.change === 'expired')).toBeGreaterThan(0.01)
    expect(share(({ unpaidEnd }) => unpaidEnd?.change === 'canceled')).toBeGreaterThan(0.002)
    expect(share(({ channel }) => channel === 'counter')).toBeGreaterThan(0.08)
    expect(share(({ cancellations }) => cancellations.some(({ reason }) => reason === 'short'))).toBeGreaterThan(0.005)
    expect(share(({ cancellations }) => cancellations.some(({ reason }) => reason === 'buyer'))).toBeGreaterThan(0.002)
    expect(share(({ refunds }) => refunds.some(({ parts }) => parts.some((part) => part.isAccepted)))).toBeGreaterThan(
      0.005,
    )
    expect(new Set(orders.map(({ payment }) => payment?.method))).toEqual(
      new Set(['wechat_pay', 'alipay', 'card', 'cash', undefined]),
    )
  })
})

/** Every instant of an order's life but those of what is still to come. */
function instantsOf(order: PlannedOrder): Date[] {
  const { payment, unpaidEnd, deliveredAt, complaint } = order
  const some = [order.placedAt, payment?.recordedAt, unpaidEnd?.at, deliveredAt, complaint?.askedAt]
  const parts = order.parts.flatMap((part) => [part.confirmedAt, part.shipment?.at, part.receivedAt])
  const refunds = order.refunds.flatMap((refund) => [refund.decidedAt, refund.executedAt])
  const ends = [...order.handOvers, ...order.cancellations].map((one) => one.at)
  return [...some, ...parts, ...refunds, ...ends].filter((at) => at !== undefined)
}

describe('the demo with its history', () => {
  let demo: TestDatabase
  beforeAll(async () => {
    demo = await givenDatabase()
    await seedDemo(demo.ownerUrl, NOW, HISTORY)
  })

  it('breaks no promise that the audit checks', async () => {
    expect(await breachesIn(demo)).toEqual([])
  })

  it('counts in all five channels', async () => {
    const { rows } = await sql<{ channel: string }>`
      select distinct channel from recognized_purchase where year = 2026 order by channel`.execute(demo.db)
    expect(rows.map((row) => row.channel)).toEqual(['agreement', 'counter', 'other', 'own_shop', 'platform_832'])
  })

  it('leaves the shelves as the shop opens with them', async () => {
    const plain = await givenDatabase()
    await seedDemo(plain.ownerUrl, NOW)
    const left = (store: TestDatabase) =>
      sql<{ code: string; left: number }>`
        select code, on_hand - reserved - allocated as left from sku join stock_level on sku_id = id
        where on_hand - reserved - allocated > 0 order by code`.execute(store.db)
    expect((await left(demo)).rows).toEqual((await left(plain)).rows)
  })

  it('has an order at every stage for the people whose accounts are shown', async () => {
    const { rows } = await sql<{ campus_number: string; statuses: string[] }>`
      select campus_number, array_agg(distinct o.status order by o.status) as statuses from "order" o
        join person on person.id = buyer_id
      where campus_number in ('T20150036', 'S2025010118') group by 1 order by 1`.execute(demo.db)
    const all = ['awaiting_payment', 'canceled', 'completed', 'expired', 'paid']
    expect(rows.map((row) => row.statuses)).toEqual([all, all])
  })

  it('has work for the cooperative whose account is shown: to confirm, to send, on the way', async () => {
    const { rows } = await sql<{ unconfirmed: number; to_send: number; sent: number }>`
      select count(*) filter (where confirmed_at is null) as unconfirmed,
        count(*) filter (where confirmed_at is not null and shipment.id is null) as to_send,
        count(*) filter (where shipment.id is not null) as sent
      from supplier_order part join "order" o on o.id = part.order_id join cooperative on cooperative.id = part.cooperative_id
        left join shipment on shipment.supplier_order_id = part.id
      where slug = 'famen-huajiao' and o.status = 'paid' and part.closed_at is null`.execute(demo.db)
    const [work] = rows
    expect(work?.unconfirmed).toBeGreaterThan(0)
    expect((work?.to_send ?? 0) + (work?.sent ?? 0)).toBeGreaterThan(0)
  })

  it('is left alone by the next start, also when the shop sells something else by then', async () => {
    const before = await census(demo)
    await sql`update sku set on_sale = false where code = 'FF-034-250G'`.execute(demo.ownerDb)
    await seedDemo(demo.ownerUrl, new Date(NOW.getTime() + 86_400_000), HISTORY)
    expect(await census(demo)).toEqual(before)
  })

  it('is completed by the next start when it was ended half-way', async () => {
    const half = await givenDatabase()
    await sql`
      create function end_here() returns trigger language plpgsql as $$
      begin
        if (select count(*) from recognized_purchase) > 400 then raise exception 'ended here'; end if;
        return null;
      end $$`.execute(half.ownerDb)
    await sql`create trigger end_here after insert on recognized_purchase execute function end_here()`.execute(
      half.ownerDb,
    )
    await expect(seedDemo(half.ownerUrl, NOW, HISTORY)).rejects.toThrow('ended here')
    await sql`drop trigger end_here on recognized_purchase`.execute(half.ownerDb)
    const ended = await census(half)
    await seedDemo(half.ownerUrl, new Date(NOW.getTime() + 3_600_000), HISTORY)
    expect(ended.orders).toBeGreaterThan(0)
    expect(await census(half)).toEqual(await census(demo))
    expect(await breachesIn(half)).toEqual([])
  })
})
