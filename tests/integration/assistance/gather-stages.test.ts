import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gatherStages } from '#app/modules/assistance/gather-stages.server.ts'
import { endUnpaidOrder, lockOrder } from '#app/modules/ordering/change-order.server.ts'
import { settleSession } from '#app/modules/payments/settle-attempt.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { assistanceYear } from '#app/shared/business-date.ts'
import { checkInvariants } from '#db/invariants/check-invariants.ts'
import { expectCleanAudit } from '#tests/integration/aftersale/desk.ts'
import { makeCleanWorld } from '#tests/integration/audit/clean-world.ts'
import { openOrder, openShop, type Shop } from '#tests/integration/payments/shop.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
  await makeCleanWorld(shop)
})
afterAll(() => shop.close())

/** Every amount a reader sees, by everything that divides it. */
async function seen() {
  const { rows } = await sql`
    select year, month, stage, county_id, channel, fund_type, org_unit_id, sum(amount_fen)::bigint as amount,
      sum(line_count)::int as lines
    from stage_amount group by 1, 2, 3, 4, 5, 6, 7 having sum(amount_fen) <> 0 order by 1, 2, 3, 4, 5, 6, 7`.execute(
    shop.db,
  )
  return rows
}

async function waiting(): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) from stage_delta`.execute(shop.db)
  return rows[0]?.count ?? 0
}

async function addDeltas(count: number): Promise<void> {
  await sql`
    insert into stage_delta (year, month, stage, county_id, channel, fund_type, org_unit_id, amount_fen, line_count)
    select 2030, 1 + number % 12, (array['ordered', 'paid', 'accepted', 'refunded'])[1 + number % 4], 'fufeng', 'own_shop',
      (array['staff', 'student'])[1 + number % 2], (array['', 'union'])[1 + number % 2], number, 1
    from generate_series(1, ${count}::int) as number`.execute(shop.db)
}

async function sumOf2030(): Promise<number> {
  const { rows } = await sql<{ amount: number }>`
    select coalesce(sum(amount_fen), 0)::bigint as amount from stage_amount where year = 2030`.execute(shop.db)
  return rows[0]?.amount ?? 0
}

async function stageBreaches() {
  const checks = await checkInvariants(shop.db, shop.clock.now)
  return checks.find(({ name }) => name === 'assistance.stages')?.breaches
}

describe('gathering the stages', () => {
  it('leaves every sum as readers saw it, and nothing to gather', async () => {
    const [before, count] = [await seen(), await waiting()]
    expect(count).toBeGreaterThan(20)
    expect(await gatherStages(shop.db)).toBe(count)
    expect(await waiting()).toBe(0)
    expect(await seen()).toEqual(before)
    expect(await gatherStages(shop.db)).toBe(0)
    await expectCleanAudit(shop)
  })

  it('loses and doubles nothing when several gather while more is added and somebody reads', async () => {
    await addDeltas(4000)
    const whole = (4000 * 4001) / 2
    let isDone = false
    const readings: number[] = []
    const reading = (async () => {
      while (!isDone) readings.push(await sumOf2030())
    })()
    const moved = await Promise.all(Array.from({ length: 6 }, () => gatherStages(shop.db)))
    isDone = true
    await reading
    expect(moved.reduce((sum, one) => sum + one, 0)).toBe(4000)
    expect(new Set(readings)).toEqual(new Set([whole]))
    const rounds = Array.from({ length: 4 }, (_, round) => [addDeltas(500 + round), gatherStages(shop.db)]).flat()
    await Promise.all(rounds)
    await gatherStages(shop.db)
    expect(await sumOf2030()).toBe(whole + [500, 501, 502, 503].reduce((sum, n) => sum + (n * (n + 1)) / 2, 0))
    await sql`delete from stage_month where year = 2030`.execute(shop.store.ownerDb)
  })
})

describe('an order that ended unpaid', () => {
  it('counts as ordered again when its money comes after all', async () => {
    const ordered = async () => {
      const { rows } = await sql<{ amount: number }>`
        select sum(amount_fen)::bigint as amount from stage_amount
        where stage = 'ordered' and year = ${assistanceYear(shop.clock.now)}`.execute(shop.db)
      return rows[0]?.amount ?? 0
    }
    const { orderId, sessionId } = await openOrder(shop)
    const before = await ordered()
    await inTransaction(shop.db, async (tx) => {
      await endUnpaidOrder(tx, await lockOrder(tx, orderId), { change: 'expire', now: shop.clock.now })
    })
    expect(before - (await ordered())).toBe(2000)
    shop.stripeMsw.pay(sessionId)
    await settleSession(shop.runtime, sessionId, shop.clock.now)
    const order = await shop.db.selectFrom('order').select('status').where('id', '=', orderId).executeTakeFirstOrThrow()
    expect(order.status).toBe('paid')
    expect(await ordered()).toBe(before)
    expect(await stageBreaches()).toEqual([])
  })
})
