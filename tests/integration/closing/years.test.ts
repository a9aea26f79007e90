import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decideRefund } from '#app/modules/aftersale/decide-refund.server.ts'
import { setTarget } from '#app/modules/assistance/set-target.server.ts'
import { monthToClose } from '#app/modules/closing/close-checklist.ts'
import { readPeriodPlace } from '#app/modules/closing/internal/period-rows.server.ts'
import { findLateRecognition, readLateFacts } from '#app/modules/closing/late-facts.server.ts'
import type { YearReport } from '#app/modules/closing/read-year.server.ts'
import { findClosedYear, listYears, readYear } from '#app/modules/closing/read-year.server.ts'
import { recordExternalPurchase } from '#app/modules/external/record-external-purchase.server.ts'
import { executeRefunds } from '#app/modules/payments/execute-refunds.server.ts'
import { readProgress } from '#app/modules/progress/progress-queries.server.ts'
import { fetchBalanceNow } from '#app/modules/reconciliation/fetch-balance.server.ts'
import { setRuntime } from '#app/platform/runtime.server.ts'
import { loader as progressLoader } from '#app/routes/shop/progress.tsx'
import type { CountyId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import {
  actor,
  decisionForm,
  expectCleanAudit,
  handOver,
  openDesk,
  paidOrder,
  wish,
} from '#tests/integration/aftersale/desk.ts'
import type { Shop } from '#tests/integration/payments/shop.ts'
import { type Closers, closeMonth, createClosers, reopenMonth } from '#tests/support/factories/periods.ts'
import { noonOf } from './books.ts'

const FUFENG = 'fufeng' as CountyId

let shop: Shop
let closers: Closers
let year: number
beforeAll(async () => {
  shop = (await openDesk()).shop
  closers = await createClosers(shop.db)
  year = shop.clock.now.getFullYear()
  await setTargetOf(year)
  shop.clock.now = noonOf(`${year}-12-30`)
})
afterAll(() => shop.close())

async function setTargetOf(of: number): Promise<void> {
  const decision = { year: of, documentNo: `院办〔${of}〕1号`, decidedOn: `${of}-01-05` }
  const lines = [{ part: { scope: 'college' } as const, amount: fen(1_000_000) }]
  const set = await setTarget(shop.db, {
    decision: { ...decision, lines },
    authority: 'reference_data',
    now: shop.clock.now,
  })
  if (!set.ok) throw new Error(set.refusal.kind)
}

async function buyElsewhere(reference: string, acceptedOn: string, amount: number): Promise<void> {
  const recorded = await recordExternalPurchase(shop.db, {
    reference,
    channel: 'platform_832',
    amount: fen(amount),
    acceptedOn,
    countyId: FUFENG,
    fundType: 'canteen',
    now: shop.clock.now,
  })
  if (!recorded.ok) throw new Error(recorded.refusal.kind)
}

async function closeYear(): Promise<void> {
  await fetchBalanceNow(shop.runtime, shop.clock.now)
  for (;;) {
    const next = monthToClose(await readPeriodPlace(shop.db, `${year}-12`))
    if (next === undefined || next > `${year}-12`) return
    await closeMonth(shop.db, next, { closers, now: shop.clock.now, reason: '合作社下月一并结算' })
  }
}

const figure = (report: YearReport, dimension: string, key: string) =>
  report.figures.find((one) => one.dimension === dimension && one.key === key)

async function entryOf(sourceType: string, sourceId: string): Promise<number> {
  const row = await shop.db
    .selectFrom('journal_entry')
    .select('id')
    .where('book', '=', 'assistance')
    .where('source_type', '=', sourceType)
    .where('source_id', 'like', `%${sourceId}%`)
    .executeTakeFirstOrThrow()
  return row.id
}

describe('a closed year', () => {
  it('shows what it was closed with for ever, and beside it what belongs to it as of today', async () => {
    const { db } = shop
    const order = await paidOrder(shop)
    await handOver(shop, order, [3, 2])
    await buyElsewhere('832-000001', `${year}-12-20`, 80_000)
    const sold = 3 * 1019 + 2 * 700
    expect(await findClosedYear(db, year)).toBeUndefined()
    expect(await readYear(db, { year, limit: 10 })).toMatchObject({ closed: undefined, attained: sold + 80_000 })

    shop.clock.now = noonOf(`${year + 1}-01-05`)
    await closeYear()
    const closed = await readYear(db, { year, limit: 10 })
    expect(closed).toMatchObject({
      closed: { attained: sold + 80_000, target: 1_000_000, round: 1, isReopened: false },
      attained: sold + 80_000,
      changeCount: 0,
    })

    shop.clock.now = noonOf(`${year + 1}-01-08`)
    await buyElsewhere('832-000002', `${year}-12-31`, 5_000)
    await buyElsewhere('832-000003', `${year + 1}-01-02`, 900)
    const officer = await actor(shop, 'refund:decide', 'finance_officer')
    const form = decisionForm([wish(1, { acceptedPieces: 1 })])
    const decided = await decideRefund(db, { orderNo: order.orderNo, form, officer, now: shop.clock.now })
    expect(decided).toMatchObject({ ok: true })
    await executeRefunds(shop.runtime, shop.clock.now)

    const today = await readYear(db, { year, limit: 10 })
    expect(today.closed?.attained).toBe(sold + 80_000)
    expect(today.attained).toBe(sold + 80_000 + 5_000 - 1019)
    expect(figure(today, 'measure', 'all')).toMatchObject({ closed: sold + 80_000, change: 5_000 - 1019 })
    expect(figure(today, 'measure', 'platform_832')).toMatchObject({ closed: 80_000, today: 85_000, change: 5_000 })
    expect(figure(today, 'channel', 'own_shop')).toMatchObject({ closed: sold, today: sold - 1019 })
    expect(figure(today, 'fund', 'canteen')).toMatchObject({ closed: 80_000, today: 85_000 })
    expect(
      today.changes.map(({ because, amount, belongsOn, bookedOn }) => [because, amount, belongsOn, bookedOn]),
    ).toEqual([
      ['refund', -1019, `${year}-12-30`, `${year + 1}-01-08`],
      ['booked_late', 5_000, `${year}-12-31`, `${year + 1}-01-08`],
    ])
    expect(await findClosedYear(db, year)).toMatchObject({ asClosed: sold + 80_000, asOfToday: sold + 83_981 })
    // The year in whose books it stands says how much of it belongs to the one before.
    const next = await readYear(db, { year: year + 1, limit: 10 })
    expect(next).toMatchObject({ attained: 900 + 5_000 - 1019, fromEarlier: 5_000 - 1019, changeCount: 0 })
    setRuntime(shop.runtime)
    const request = new Request(`http://shop.test/progress?year=${year}`)
    const page = await progressLoader({ request, params: {}, context: {} })
    setRuntime(undefined)
    expect(page.closed).toMatchObject({ asClosed: sold + 80_000, asOfToday: sold + 83_981 })
    const progress = await readProgress(db, { year, now: shop.clock.now })
    expect(progress.attained.all).toBe(sold + 80_000)
    expect(await listYears(db)).toMatchObject([
      { year: year + 1, asClosed: undefined },
      { year, asClosed: sold + 80_000, attained: sold + 83_981 },
    ])
  })

  it('links what came late both ways: from the month it belongs to, and from the entry', async () => {
    const { db } = shop
    const late = await readLateFacts(db, { month: `${year}-12`, limit: 10 })
    const entryId = await entryOf('external', '832-000002')
    expect(late).toMatchObject({
      count: 1,
      facts: [
        { entryId, book: 'assistance', amount: 3 * 5_000, happenedOn: `${year}-12-31`, bookedOn: `${year + 1}-01-08` },
      ],
    })
    expect(await readLateFacts(db, { month: `${year + 1}-01`, limit: 10 })).toEqual({ count: 0, facts: [] })
    expect(await findLateRecognition(db, entryId)).toEqual({ year, because: 'booked_late' })
    expect(await findLateRecognition(db, await entryOf('external', '832-000003'))).toBeUndefined()
    const refund = await shop.db
      .selectFrom('recognized_purchase')
      .select('journal_entry_id')
      .where('source_type', '=', 'refund')
      .executeTakeFirstOrThrow()
    expect(await findLateRecognition(db, refund.journal_entry_id)).toEqual({ year, because: 'refund' })
    await expectCleanAudit(shop)
  })

  it('is frozen anew when December was opened again, and both freezings stay', async () => {
    const { db } = shop
    shop.clock.now = noonOf(`${year + 1}-01-09`)
    await reopenMonth(db, `${year}-12`, { closers, now: shop.clock.now })
    expect(await findClosedYear(db, year)).toBeUndefined()
    expect((await readYear(db, { year, limit: 1 })).closed).toMatchObject({ isReopened: true })
    await buyElsewhere('832-000004', `${year}-12-24`, 60)
    shop.clock.now = noonOf(`${year + 1}-01-10`)
    await closeMonth(db, `${year}-12`, { closers, reason: '合作社下月一并结算', now: shop.clock.now })
    const report = await readYear(db, { year, limit: 1 })
    expect(report.closed).toMatchObject({ round: 2, isReopened: false })
    expect(figure(report, 'fund', 'canteen')).toMatchObject({ closed: 80_060, today: 85_060 })
    const kept = await db.selectFrom('year_close').select('round').where('year', '=', year).orderBy('round').execute()
    expect(kept.map(({ round }) => round)).toEqual([1, 2])
    for (const connection of [shop.db, shop.store.ownerDb])
      await expect(connection.updateTable('year_close_figure').set({ amount_fen: 1 }).execute()).rejects.toThrow()
    await expectCleanAudit(shop)
  })
})
