import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LineRecognition } from '#app/modules/assistance/recognize-purchase.server.ts'
import { recognizePurchase } from '#app/modules/assistance/recognize-purchase.server.ts'
import { setTarget } from '#app/modules/assistance/set-target.server.ts'
import type { TargetLine } from '#app/modules/assistance/target-entries.ts'
import {
  type ReferencePurchase,
  recordExternalPurchase,
} from '#app/modules/external/record-external-purchase.server.ts'
import { readTrialBalance } from '#app/modules/ledger/ledger-queries.server.ts'
import { findEntrySource } from '#app/modules/progress/entry-source.server.ts'
import {
  readBuyerContribution,
  readProductContribution,
  readProgress,
} from '#app/modules/progress/progress-queries.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import type { CooperativeId, CountyId, OrderLineId, ProductId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { checkInvariants } from '#db/invariants/check-invariants.ts'
import { makeCleanWorld } from '#tests/integration/audit/clean-world.ts'
import { insertGround } from '#tests/integration/cart/goods.ts'
import { openShop, type Shop } from '#tests/integration/payments/shop.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'

const NOW = new Date('2026-11-24T08:00:00Z')
const FUFENG = 'fufeng' as CountyId

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
  await insertGround(test.ownerDb)
})
afterAll(() => test.drop())

async function balance(code: string): Promise<number> {
  const rows = await readTrialBalance(test.db, 'assistance')
  return rows.find((row) => row.code === code)?.balance ?? 0
}

async function assistanceBreaches(): Promise<string[]> {
  const checks = await checkInvariants(test.db, NOW)
  return checks.flatMap(({ name, breaches }) => breaches.map((breach) => `${name}: ${breach.culprit} ${breach.detail}`))
}

describe('setting a target', () => {
  const decide = (documentNo: string, decidedOn: string, lines: TargetLine[]) =>
    setTarget(test.db, {
      decision: { year: 2030, documentNo, decidedOn, lines },
      authority: 'reference_data',
      now: NOW,
    })
  const college = (amount: number): TargetLine => ({ part: { scope: 'college' }, amount: fen(amount) })

  it('puts a later decision in the place of the one before, and both stay in the book', async () => {
    expect(await decide('院办〔2026〕1号', '2026-01-05', [college(1_000_000)])).toMatchObject({ ok: true })
    expect(await decide('院办〔2026〕2号', '2026-06-05', [college(1_300_000)])).toMatchObject({ ok: true })
    expect(await balance('task:2030:college')).toBe(1_300_000)
    expect(await balance('decided:2030:college')).toBe(-1_300_000)
    const progress = await readProgress(test.db, { year: 2030, now: NOW })
    expect(progress).toMatchObject({
      target: 1_300_000,
      decision: { documentNo: '院办〔2026〕2号', decidedOn: '2026-06-05' },
    })
    expect(await assistanceBreaches()).toEqual([])
  })

  it('refuses a decision that is not later, a document number that is known, and a repetition', async () => {
    expect(await decide('院办〔2026〕3号', '2026-06-05', [college(1)])).toEqual({
      ok: false,
      refusal: { kind: 'notAfterDecisionInForce', decidedOn: '2026-06-05' },
    })
    expect(await decide('院办〔2026〕2号', '2026-07-01', [college(1)])).toEqual({
      ok: false,
      refusal: { kind: 'documentKnown' },
    })
  })

  it('takes one of many decisions made at once on one day', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => decide(`同日〔${index}〕号`, '2026-08-01', [college(1_000 + index)])),
    )
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
    expect(await assistanceBreaches()).toEqual([])
  })
})

describe('recording a purchase made elsewhere', () => {
  const purchase: ReferencePurchase = {
    reference: '832-0001',
    channel: 'platform_832',
    amount: fen(50_000),
    acceptedOn: '2026-11-20',
    countyId: FUFENG,
    fundType: 'canteen',
    now: NOW,
  }

  it('counts a document once, however often and by however many it is entered', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => recordExternalPurchase(test.db, purchase)))
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
    expect(await recordExternalPurchase(test.db, { ...purchase, amount: fen(1) })).toMatchObject({
      ok: false,
      refusal: { kind: 'alreadyRecorded', acceptedOn: '2026-11-20', amount: 50_000 },
    })
    expect((await readProgress(test.db, { year: 2026, now: NOW })).attained).toEqual({
      all: 50_000,
      platform832: 50_000,
    })
  })

  it('keeps agreements out of the 832 measure', async () => {
    await recordExternalPurchase(test.db, {
      ...purchase,
      channel: 'agreement',
      reference: '购销2026-7'.replace(/[^\w-]/g, ''),
    })
    expect((await readProgress(test.db, { year: 2026, now: NOW })).attained).toEqual({
      all: 100_000,
      platform832: 50_000,
    })
  })

  it.each([
    ['inFuture', { acceptedOn: '2026-11-25' }],
    ['notAmount', { amount: fen(0) }],
    ['refundTooLarge', { refund: fen(50_001) }],
  ])('refuses with %s', async (problem, changes) => {
    const refused = await recordExternalPurchase(test.db, { ...purchase, reference: 'other', ...changes })
    expect(refused).toMatchObject({ refusal: { kind: 'impossible' } })
    expect(JSON.stringify(refused)).toContain(problem)
  })
})

describe('recognizing a line', () => {
  let line: LineRecognition
  let shop: Shop
  beforeAll(async () => {
    shop = await openShop()
    await makeCleanWorld(shop)
    const row = await shop.db
      .selectFrom('recognized_purchase')
      .selectAll()
      .where('order_line_id', 'is not', null)
      .executeTakeFirstOrThrow()
    line = {
      sourceType: 'acceptance',
      sourceId: row.source_id,
      orderLineId: row.order_line_id as OrderLineId,
      amount: fen(row.amount_fen),
      businessDate: row.business_date,
      countyId: row.county_id as CountyId,
      cooperativeId: row.cooperative_id as CooperativeId,
      productId: row.product_id as ProductId,
      channel: 'own_shop',
      fundType: 'staff',
      now: shop.clock.now,
    }
  })
  afterAll(() => shop.close())

  const recognize = (of: LineRecognition) => inTransaction(shop.db, (tx) => recognizePurchase(tx, of))

  it('does nothing the second time, and throws for another amount', async () => {
    expect(await recognize({ ...line, now: new Date() })).toEqual({ isNew: false })
    await expect(recognize({ ...line, amount: fen(1) })).rejects.toThrow('another content')
  })

  it('moves every public figure by exactly its amount, and a refund moves it back on its own day', async () => {
    const year = Number(line.businessDate.slice(0, 4))
    const read = () => readProgress(shop.db, { year, now: shop.clock.now })
    const [before, product] = [await read(), await readProductContribution(shop.db, line.productId)]
    const mine = await readBuyerContribution(shop.db, shop.buyer.personId, year)
    const { rows } = await sql<{ mine: number }>`
      select sum(amount_fen)::bigint as mine from recognized_purchase
        join order_line on order_line.id = order_line_id join "order" o on o.id = order_id
      where o.buyer_id = ${shop.buyer.personId} and year = ${year}`.execute(shop.db)
    expect(mine).toBeGreaterThan(0)
    expect(mine).toBe(rows[0]?.mine)
    await recognize({ ...line, sourceType: 'refund', sourceId: 'refund-1', amount: fen(-300) })
    const after = await read()
    expect(before.attained.all - after.attained.all).toBe(300)
    expect(before.attained.platform832 - after.attained.platform832).toBe(0)
    expect(after.ownShop).toMatchObject({
      accepted: before.ownShop.accepted,
      refunded: before.ownShop.refunded + 300,
      net: before.ownShop.net - 300,
    })
    expect(product - (await readProductContribution(shop.db, line.productId))).toBe(300)
    expect(await readBuyerContribution(shop.db, shop.buyer.personId, year)).toBe(mine - 300)
    expect(await readBuyerContribution(shop.db, shop.buyer.personId, year - 1)).toBe(0)
  })

  it('leads from each entry to the document behind it', async () => {
    const { rows } = await sql<{ book: 'money' | 'assistance'; sourceType: string; sourceId: string }>`
      select distinct on (book, source_type) book, source_type as "sourceType", source_id as "sourceId" from journal_entry
      order by book, source_type, id`.execute(shop.db)
    const kinds = await Promise.all(
      rows.map(async (row) => [`${row.book} ${row.sourceType}`, (await findEntrySource(shop.db, row))?.kind]),
    )
    expect(Object.fromEntries(kinds)).toEqual({
      'assistance acceptance': 'order',
      'assistance external': 'external',
      'assistance refund': 'order',
      'assistance target_decision': 'decision',
      'money acceptance': 'order',
      'money bank_link': 'bankLink',
      'money capture': 'order',
      'money cash_deposit': 'deposit',
      'money cash_difference': 'shift',
      'money cash_receipt': 'order',
      'money correction': undefined,
      'money dispute_lost': 'order',
      'money dispute_opened': 'order',
      'money dispute_won': undefined,
      'money late_payment': 'order',
      'money payout': undefined,
      'money payout_failed': undefined,
      'money provider_fee': 'order',
      'money refund_attributed': 'order',
      'money refund_decided': 'order',
      'money refund_executed': 'order',
      'money refund_failed': 'order',
      'money reversal': undefined,
      'money settlement_correction': 'statement',
      'money statement_payment': 'statement',
      'money statement_payment_returned': 'statement',
    })
  })
})
