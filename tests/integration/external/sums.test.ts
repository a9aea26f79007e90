import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { EXTERNAL_CHANNELS, PURCHASE_STATES } from '#app/modules/external/purchase.ts'
import { type PurchaseFilter, type PurchaseSums, sumPurchases } from '#app/modules/external/purchase-list.server.ts'
import { correctPurchase, reversePurchase } from '#app/modules/external/record-purchase.server.ts'
import type { CountyId, ExternalPurchaseId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { bought, expectCleanAudit, FUFENG, NOW, openPurchases, type PurchaseWorld, record } from './world.ts'

let world: PurchaseWorld
beforeAll(async () => {
  world = await openPurchases()
})
afterAll(() => world.drop())

const COUNTIES = [FUFENG, 'xunyi' as CountyId]
const FUNDS = ['canteen', 'union'] as const
const MONTHS = ['2026-07', '2026-08', '2026-09']

/** The same sums from the purchases and from what counted of them, row by row. */
async function addUp(filter: PurchaseFilter): Promise<PurchaseSums> {
  const { rows } = await sql<{
    channel: string
    county_id: string
    fund_type: string
    state: string
    external_no: string
    month: string
    amount_fen: number
    refund_fen: number
    counted: number
  }>`
    select channel, county_id, fund_type, state, external_no, to_char(ordered_on, 'YYYY-MM') as month, amount_fen, refund_fen,
      coalesce((select amount_fen from recognized_purchase where source_type = 'external' and source_id = counted_source_id), 0) as counted
    from external_purchase`.execute(world.db)
  const found = rows.filter(
    (row) =>
      (filter.state ? row.state === filter.state : row.state !== 'reversed') &&
      (filter.channel ?? row.channel) === row.channel &&
      (filter.countyId ?? row.county_id) === row.county_id &&
      (filter.fundType ?? row.fund_type) === row.fund_type &&
      (filter.month ?? row.month) === row.month &&
      (filter.externalNo ?? row.external_no) === row.external_no,
  )
  const total = (of: (row: (typeof rows)[number]) => number) => fen(found.reduce((sum, row) => sum + of(row), 0))
  return {
    count: found.length,
    amount: total((row) => row.amount_fen),
    refund: total((row) => row.refund_fen),
    counted: total((row) => row.counted),
  }
}

function factsAt(place: number) {
  const month = MONTHS[place % MONTHS.length]
  return bought({
    channel: EXTERNAL_CHANNELS[place % EXTERNAL_CHANNELS.length] ?? 'other',
    countyId: COUNTIES[place % 2] ?? FUFENG,
    fundType: FUNDS[(place >> 1) % 2] ?? 'canteen',
    amount: fen(10_000 + place * 37),
    refund: fen(place % 5 === 0 ? 1_000 : 0),
    orderedOn: `${month}-05`,
    acceptedOn: place % 3 === 0 ? null : `${month}-06`,
    paidOn: place % 4 === 0 ? null : `${month}-07`,
  })
}

/** Recorded, then corrected to another month, county and state, then some of them taken back. */
async function live(place: number): Promise<void> {
  const facts = factsAt(place)
  const purchaseId = await record(world, facts)
  const author = { recordedBy: world.officer, now: NOW, reason: '更正' }
  if (place % 2 === 0) {
    const corrected = { ...factsAt(place + 7), channel: facts.channel, externalNo: facts.externalNo }
    expect(await correctPurchase(world.db, { ...author, purchaseId, revision: 1, facts: corrected })).toMatchObject({
      ok: true,
    })
  }
  if (place % 6 === 0) await takeBack(purchaseId)
}

async function takeBack(purchaseId: ExternalPurchaseId): Promise<void> {
  expect(
    await reversePurchase(world.db, { purchaseId, recordedBy: world.officer, now: NOW, reason: '记错' }),
  ).toMatchObject({ ok: true })
}

it('are those of the purchases for every filter, after many hands at once', async () => {
  await Promise.all(Array.from({ length: 36 }, (_, place) => live(place)))
  const said: PurchaseFilter[] = [{}, ...PURCHASE_STATES.map((state) => ({ state }))]
  const filters = said.flatMap((one): PurchaseFilter[] => [
    one,
    ...EXTERNAL_CHANNELS.map((channel) => ({ ...one, channel })),
    ...COUNTIES.map((countyId) => ({ ...one, countyId })),
    ...FUNDS.map((fundType) => ({ ...one, fundType })),
    ...MONTHS.flatMap((month) => [{ ...one, month }, ...COUNTIES.map((countyId) => ({ ...one, month, countyId }))]),
  ])
  const { external_no: externalNo } = await world.db
    .selectFrom('external_purchase')
    .select('external_no')
    .where('state', '=', 'paid')
    .executeTakeFirstOrThrow()
  for (const filter of [...filters, { externalNo }, { externalNo, state: 'pending' as const }, { externalNo: 'none' }])
    expect({ filter, sums: await sumPurchases(world.db, filter) }).toEqual({ filter, sums: await addUp(filter) })
  expect((await sumPurchases(world.db, {})).counted).toBeGreaterThan(0)
  await expectCleanAudit(world.db)
})
