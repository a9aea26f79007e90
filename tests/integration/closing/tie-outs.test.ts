import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TIE_OUT_SOURCES } from '#app/modules/closing/internal/tie-out-sources.server.ts'
import { checkNow, tieOutNightly } from '#app/modules/closing/run-tie-outs.server.ts'
import { readLastRun, readResults, type TieOutResult } from '#app/modules/closing/tie-out-queries.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { startOfBusinessDate } from '#app/shared/business-date.ts'
import { makeCleanWorld } from '#tests/integration/audit/clean-world.ts'
import { openShop, type Shop } from '#tests/integration/payments/shop.ts'
import { type Closers, createClosers } from '#tests/support/factories/periods.ts'

const HOUR_MS = 60 * 60 * 1000

let shop: Shop
let closers: Closers
beforeAll(async () => {
  shop = await openShop()
  closers = await createClosers(shop.db)
  await makeCleanWorld(shop)
}, 120_000)
afterAll(() => shop.close())

async function check(): Promise<TieOutResult[]> {
  const run = await checkNow(shop.db, { asker: closers.approver, now: shop.clock.now })
  return readResults(shop.db, run.runId)
}
const offIn = (results: readonly TieOutResult[]) => results.filter((one) => one.offAmount !== 0).map((one) => one.name)

const openTieOuts = () =>
  shop.db
    .selectFrom('incident')
    .select(['source_id', 'detail'])
    .where('kind', '=', 'tie_out')
    .where('closed_at', 'is', null)
    .execute()

describe('tie-outs', () => {
  it('all hold in a shop with one of everything, each with both its sides', async () => {
    const results = await check()
    expect(offIn(results)).toEqual([])
    const byName = new Map(results.map((one) => [one.name, one]))
    for (const name of [
      'clearing',
      'provider',
      'bank',
      'transit',
      'owed',
      'advances',
      'payable',
      'unallocated',
      'cash',
      'recognized',
      'stages',
      'books',
      'sums',
    ])
      expect(byName.get(name)?.leftAmount, name).not.toBe(undefined)
    for (const name of ['clearing', 'provider', 'advances', 'payable', 'owed', 'recognized', 'books', 'stock'])
      expect(byName.get(name)?.leftAmount, name).toBeGreaterThan(0)
    expect(byName.get('payable')?.parts.length).toBeGreaterThan(1)
    const figuresOf = (name: string) => byName.get(name)?.parts[0]?.figures ?? {}
    for (const name of ['clearing', 'transit', 'unallocated'])
      expect(Object.values(figuresOf(name)).reduce((sum, one) => sum + one, 0)).toBe(byName.get(name)?.rightAmount)
    for (const part of ['captured', 'refunded', 'fees', 'disputes', 'paid_out'])
      expect(figuresOf('clearing')[part], part).not.toBe(0)
    expect(figuresOf('unallocated').unclaimed).toBe(2_500)
    expect(figuresOf('bank').not_linked).toBe(77)
    const drawers = byName.get('cash')?.parts.map(({ figures }) => figures.deposited ?? 0) ?? []
    expect(drawers.reduce((sum, one) => sum + one, 0)).toBe(-500)
    expect(await openTieOuts()).toEqual([])
  })

  const faults: [name: string, off: string[], plant: ReturnType<typeof sql>][] = [
    [
      'a payment of another amount',
      ['clearing'],
      sql`update payment set amount_fen = amount_fen + 7 where method <> 'cash' and disposition = 'order'
      and id = (select min(id::text)::uuid from payment where method <> 'cash' and disposition = 'order')`,
    ],
    [
      'a line that says less was accepted',
      ['advances'],
      sql`update order_line set accepted_quantity = accepted_quantity - 1
      where id = (select min(id::text)::uuid from order_line where accepted_quantity > 0 and returned_fen = 0)`,
    ],
    [
      'a hand-over of more than was booked',
      ['owed'],
      sql`update hand_over_line set amount_fen = amount_fen + 1000
      where id = (select min(id::text)::uuid from hand_over_line)`,
    ],
    [
      'a refund that was sent and says it was not',
      ['clearing', 'refunds_due'],
      sql`update refund set state = 'sent'
      where id = (select min(refund.id::text)::uuid from refund join payment on payment.id = refund.payment_id
        where state = 'succeeded' and method <> 'cash')`,
    ],
    [
      'a receipt of an order that is nobody’s now',
      ['unallocated'],
      sql`update payment set disposition = 'unallocated'
      where id = (select min(id::text)::uuid from payment where disposition = 'order' and method <> 'cash')`,
    ],
    [
      'a drawer movement of another amount',
      ['cash'],
      sql`update cash_movement set amount_fen = amount_fen + 1
      where id = (select min(id::text)::uuid from cash_movement)`,
    ],
    [
      'a purchase that counts for more',
      ['recognized', 'stages'],
      sql`update recognized_purchase set amount_fen = amount_fen + 1
      where id = (select min(id::text)::uuid from recognized_purchase)`,
    ],
    [
      'an amount by month that nobody made',
      ['stages'],
      sql`insert into stage_delta (year, month, stage, county_id, channel, fund_type, amount_fen, line_count)
      select year, 1, 'accepted', county_id, channel, fund_type, 5, 1 from recognized_purchase limit 1`,
    ],
    [
      'a fee that the provider never kept',
      ['clearing'],
      sql`update balance_transaction set fee_fen = fee_fen + 5, net_fen = net_fen - 5 where id = (select min(id) from balance_transaction
        where kind = 'charge' and fee_booked_on is not null)`,
    ],
    [
      'a line that the provider’s days do not have',
      ['provider'],
      sql`update balance_day set amount_fen = amount_fen + 5 where kind = 'charge'
        and day = (select min(day) from balance_day where kind = 'charge')`,
    ],
    [
      'a payout of another amount',
      ['clearing', 'provider', 'transit'],
      sql`update provider_payout set amount_fen = amount_fen + 5 where booked_on is not null and returned_on is null`,
    ],
    [
      'a statement line that says more is owed',
      ['payable'],
      sql`update statement_line set gross_fen = gross_fen + 5, net_fen = net_fen + 5 where id = (select min(line.id) from statement_line line
        join settlement_statement statement on statement.id = line.statement_id where statement.state = 'draft')`,
    ],
    [
      'a payment to a cooperative that nobody booked',
      ['transit', 'owed'],
      sql`update statement_payment set amount_fen = amount_fen + 1 where returned_at is null`,
    ],
    [
      'a bank line that forgot its link',
      ['bank'],
      sql`update bank_line set bank_link_id = null where id = (select min(id::text)::uuid from bank_line where bank_link_id is not null)`,
    ],
    [
      'a rest at the bank that is not what was booked',
      ['unallocated'],
      sql`update bank_link_part set amount_fen = amount_fen + 5 where kind = 'claim'`,
    ],
    ['a deposit of another amount', ['transit', 'cash'], sql`update cash_deposit set amount_fen = amount_fen + 5`],
    [
      'a sum that is not its postings’',
      ['clearing', 'provider', 'books', 'sums'],
      sql`update account_day set debit_fen = debit_fen + 3
      where account_code = 'clearing:stripe' and source_type = 'capture'`,
    ],
    [
      'a shelf and another that make up for each other',
      ['stock'],
      sql`update stock_level set on_hand = on_hand + case
        when sku_id = (select min(sku_id::text)::uuid from stock_level) then 1 else -1 end
      where sku_id in (select min(sku_id::text)::uuid from stock_level union select max(sku_id::text)::uuid from stock_level)`,
    ],
  ]
  it.each(faults)('find %s', async (_name, off, plant) => {
    const found: string[][] = []
    await expect(
      shop.store.ownerDb.transaction().execute(async (tx) => {
        await sql`set local session_replication_role = replica`.execute(tx)
        await plant.execute(tx)
        for (const { name, read } of TIE_OUT_SOURCES) {
          const rows = await read(tx, shop.clock.now)
          if (rows.some((row) => row.off_amount !== 0)) found.push([name])
        }
        throw new Error('undone')
      }),
    ).rejects.toThrow('undone')
    expect(found.flat()).toEqual(off)
  })

  it('put what does not hold before people, once until somebody has seen to it', async () => {
    const spoil = (by: number) =>
      shop.store.ownerDb.transaction().execute(async (tx) => {
        await sql`set local session_replication_role = replica`.execute(tx)
        await sql`update refund set amount_fen = amount_fen + ${by} where id = (select min(id::text)::uuid from refund where state = 'decided')`.execute(
          tx,
        )
      })
    await spoil(9)
    const before = (await readLastRun(shop.db))?.runId ?? 0
    await check()
    await check()
    expect(await openTieOuts()).toMatchObject([
      { source_id: expect.stringMatching(/^refunds_due@/), detail: { offAmount: 9 } },
    ])
    const run = await readLastRun(shop.db)
    expect(run).toMatchObject({ kind: 'asked', askedBy: '林秋实', offCount: 1, runId: before + 2 })
    await inTransaction(shop.db, (tx) =>
      tx.updateTable('incident').set({ closed_at: shop.clock.now }).where('kind', '=', 'tie_out').execute(),
    )
    await check()
    expect(await openTieOuts()).toHaveLength(1)
    await spoil(-9)
    expect(offIn(await check())).toEqual([])
  })

  it('are not edited by anybody', async () => {
    for (const db of [shop.db, shop.store.ownerDb])
      for (const edit of [sql`update tie_out_run set off_count = 0`, sql`delete from tie_out_result`])
        await expect(edit.execute(db)).rejects.toThrow()
  })
})

describe('the nightly tie-outs', () => {
  const at = (hours: number) => new Date(startOfBusinessDate('2027-03-05').getTime() + hours * HOUR_MS)
  const run = (now: Date) => tieOutNightly(shop.runtime, now)

  it('run from two o’clock in Shanghai, once a day over all processes', async () => {
    expect(await run(at(1.99))).toBe(0)
    const made = await Promise.all(Array.from({ length: 4 }, () => run(at(2))))
    expect(made.reduce((sum, one) => sum + one, 0)).toBe(1)
    expect(await run(at(23))).toBe(0)
    expect(await run(at(25))).toBe(0)
    expect(await run(at(26))).toBe(1)
    const runs = await shop.db
      .selectFrom('tie_out_run')
      .select('day')
      .where('kind', '=', 'nightly')
      .orderBy('day')
      .execute()
    expect(runs.map(({ day }) => day)).toEqual(['2027-03-05', '2027-03-06'])
  })
})
