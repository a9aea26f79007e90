import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { tieOutClearing } from '#app/modules/reconciliation/clearing-queries.server.ts'
import { explainLine } from '#app/modules/reconciliation/explain-difference.server.ts'
import { fetchBalance, fetchBalanceNow } from '#app/modules/reconciliation/fetch-balance.server.ts'
import { matchBalance } from '#app/modules/reconciliation/match-balance.server.ts'
import { armFaultPoints } from '#app/platform/fault-points.server.ts'
import { ObjectShelf } from '#app/sandbox/stripe/object-shelf.ts'
import { businessDate } from '#app/shared/business-date.ts'
import { balanceOf, deliver, eventsAbout, openOrder, openShop, type Shop } from '#tests/integration/payments/shop.ts'
import { createMatcher, heldByProvider, payOrder } from './balance.ts'

let shop: Shop

beforeEach(async () => {
  shop = await openShop()
})
afterEach(async () => {
  armFaultPoints(undefined)
  await shop.close()
})

const paidOrder = (quantity?: number) => payOrder(shop, quantity)
const fetchAll = () => fetchBalanceNow(shop.runtime, shop.clock.now)

async function lines() {
  return shop.db
    .selectFrom('balance_transaction')
    .select(['type', 'kind', 'amount_fen', 'fee_fen', 'state', 'payout_id'])
    .orderBy('created_on')
    .orderBy('kind')
    .orderBy('amount_fen')
    .execute()
}

async function incidents() {
  return shop.db.selectFrom('incident').select(['kind', 'source_id', 'closed_at']).orderBy('opened_at').execute()
}

/** Looks again and has an officer book as nobody's what the provider alone has. */
async function explainMissingLines(): Promise<void> {
  await matchBalance(shop.db, shop.clock.now)
  const officer = await createMatcher(shop.db)
  const missing = shop.db.selectFrom('balance_transaction').select('id').where('state', '=', 'provider_only')
  for (const { id: lineId } of await missing.execute())
    await explainLine(shop.db, { lineId, officer, reason: '先记为无主退款', now: shop.clock.now })
}

const expectTied = async () => expect(await balanceOf(shop, 'clearing:stripe')).toBe(heldByProvider(shop))

describe('a charge', () => {
  test('finds its payment, and its fee is booked once', async () => {
    await paidOrder(2)
    expect(await fetchAll()).toEqual({ ok: true, value: { newLines: 1 } })
    expect(await lines()).toEqual([
      { type: 'charge', kind: 'charge', amount_fen: 2000, fee_fen: 68, state: 'matched', payout_id: null },
    ])
    shop.advance(30)
    expect(await fetchAll()).toEqual({ ok: true, value: { newLines: 0 } })
    expect(await balanceOf(shop, 'expense:provider-fees')).toBe(68)
    expect(await incidents()).toEqual([])
    await expectTied()
  })

  test('whose news has not come waits, is missed after a day, and found when it comes', async () => {
    const order = await openOrder(shop, { quantity: 3 })
    shop.stripeMsw.pay(order.sessionId)
    await fetchAll()
    expect(await lines()).toMatchObject([{ state: 'pending' }])
    shop.advance(25 * 60)
    await matchBalance(shop.db, shop.clock.now)
    expect(await lines()).toMatchObject([{ state: 'provider_only' }])
    expect(await incidents()).toMatchObject([{ kind: 'unmatched_balance', closed_at: null }])
    for (const event of eventsAbout(shop)) await deliver(shop, event)
    shop.advance(7 * 60)
    await matchBalance(shop.db, shop.clock.now)
    expect(await lines()).toMatchObject([{ state: 'matched' }])
    const kinds = (await incidents()).filter((incident) => incident.kind === 'unmatched_balance')
    expect(kinds).toEqual([expect.objectContaining({ closed_at: expect.any(Date) })])
    await expectTied()
  })

  test('whose news came a minute after it was looked at is found by the next reading somebody asks for', async () => {
    const order = await openOrder(shop, { quantity: 3 })
    shop.stripeMsw.pay(order.sessionId)
    await fetchAll()
    expect(await lines()).toMatchObject([{ state: 'pending' }])
    for (const event of eventsAbout(shop)) await deliver(shop, event)
    shop.advance(1)
    await fetchAll()
    expect(await lines()).toMatchObject([{ state: 'matched' }])
    await expectTied()
  })

  test('of another amount than our books have is shown as such', async () => {
    await paidOrder(2)
    const line = shop.stripeMsw.world.state.balanceTransactions.all().at(-1)
    if (line) Object.assign(line, { amount: 1900, net: 1900 - line.fee })
    await fetchAll()
    expect(await lines()).toMatchObject([{ state: 'amount_differs', amount_fen: 1900 }])
    const [incident] = await shop.db.selectFrom('incident').select(['kind', 'detail']).execute()
    expect(incident).toMatchObject({ kind: 'unmatched_balance', detail: { amountFen: 1900, bookedFen: 2000 } })
  })
})

describe('a refund', () => {
  test('finds its execution, and its failure after that', async () => {
    const { paymentRef } = await paidOrder(4)
    const before = eventsAbout(shop).length
    const refund = await shop.runtime.stripe.refunds.create({ payment_intent: paymentRef, amount: 1500 })
    for (const event of eventsAbout(shop).slice(before)) await deliver(shop, event)
    await fetchAll()
    expect((await lines()).map((line) => [line.kind, line.state])).toEqual([
      ['charge', 'matched'],
      ['refund', 'matched'],
    ])
    shop.advance(60)
    const again = eventsAbout(shop).length
    shop.stripeMsw.settleRefund(refund.id, 'fail')
    for (const event of eventsAbout(shop).slice(again)) await deliver(shop, event)
    await fetchAll()
    expect((await lines()).map((line) => line.state)).toEqual(['matched', 'matched', 'matched'])
    await expectTied()
  })

  test('that failed before anybody looked comes to nothing in both', async () => {
    const { paymentRef } = await paidOrder(4)
    await fetchAll()
    const before = eventsAbout(shop).length
    const refund = await shop.runtime.stripe.refunds.create({ payment_intent: paymentRef, amount: 700 })
    shop.stripeMsw.settleRefund(refund.id, 'fail')
    for (const event of eventsAbout(shop).slice(before)) await deliver(shop, event)
    await fetchAll()
    expect((await lines()).map((line) => line.state)).toEqual(['matched', 'matched', 'matched'])
    await expectTied()
  })

  test.each([
    ['is waited for', 5],
    ['was explained long ago', 40 * 24 * 60],
  ])('untold, whose line %s, comes to nothing the moment it fails', async (_case, minutes) => {
    const { paymentRef } = await paidOrder(4)
    const before = eventsAbout(shop).length
    const refund = await shop.runtime.stripe.refunds.create({ payment_intent: paymentRef, amount: 700 })
    await fetchAll()
    shop.advance(minutes)
    await explainMissingLines()
    shop.stripeMsw.settleRefund(refund.id, 'fail')
    for (const event of eventsAbout(shop).slice(before)) await deliver(shop, event)
    await fetchAll()
    const refunds = (await lines()).filter((line) => line.kind === 'refund')
    expect(refunds.map((line) => line.state)).toEqual(['matched', 'matched'])
    await expectTied()
    const tied = await tieOutClearing(shop.db, businessDate(shop.clock.now))
    expect([tied.difference, tied.listed]).toEqual([0, 0])
  })

  test('that the provider does not know is missed after a day, one incident a day of business', async () => {
    await paidOrder(2)
    await paidOrder(3)
    shop.stripeMsw.world.state.balanceTransactions = new ObjectShelf()
    await fetchAll()
    expect(await incidents()).toEqual([])
    shop.advance(25 * 60)
    await fetchAll()
    shop.advance(60)
    await fetchAll()
    expect(await incidents()).toMatchObject([
      { kind: 'unmatched_balance', source_id: expect.stringMatching(/^ours:\d{4}-\d{2}-\d{2}$/) },
    ])
  })
})

describe('a payout', () => {
  test('is booked when it arrives, and itemized to the fen', async () => {
    await paidOrder(5)
    await paidOrder(7)
    const payoutId = shop.stripeMsw.payOut() ?? ''
    await fetchAll()
    expect(await balanceOf(shop, 'bank:transit')).toBe(0)
    expect((await lines()).map((line) => [line.kind, line.state, line.payout_id === payoutId])).toEqual([
      ['charge', 'matched', true],
      ['charge', 'matched', true],
      ['payout', 'matched', true],
    ])
    shop.stripeMsw.settlePayout(payoutId, 'succeed')
    await fetchAll()
    const net = 12_000 - 170 - 238
    expect(await balanceOf(shop, 'bank:transit')).toBe(net)
    expect(await balanceOf(shop, 'clearing:stripe')).toBe(0)
    const payout = await shop.db.selectFrom('provider_payout').selectAll().executeTakeFirstOrThrow()
    expect(payout).toMatchObject({ id: payoutId, state: 'paid', amount_fen: net, item_net_fen: net })
    await expectTied()
  })

  test('that comes back is taken back in the books, and somebody is told; the next one takes its money along', async () => {
    await paidOrder(5)
    const first = shop.stripeMsw.payOut() ?? ''
    shop.stripeMsw.settlePayout(first, 'succeed')
    await fetchAll()
    shop.advance(60)
    shop.stripeMsw.settlePayout(first, 'fail')
    await fetchAll()
    expect(await balanceOf(shop, 'bank:transit')).toBe(0)
    expect(await incidents()).toMatchObject([{ kind: 'payout_failed', source_id: first }])
    await expectTied()
    const second = shop.stripeMsw.payOut() ?? ''
    shop.stripeMsw.settlePayout(second, 'succeed')
    shop.advance(60)
    await fetchAll()
    expect(await balanceOf(shop, 'bank:transit')).toBe(5_000 - 170)
    expect((await incidents()).length).toBe(1)
    await expectTied()
  })

  test('that never arrived was never booked', async () => {
    await paidOrder(5)
    const payoutId = shop.stripeMsw.payOut() ?? ''
    shop.stripeMsw.settlePayout(payoutId, 'fail')
    await fetchAll()
    expect(await balanceOf(shop, 'bank:transit')).toBe(0)
    expect(await incidents()).toMatchObject([{ kind: 'payout_failed' }])
    await expectTied()
  })

  test('whose lines do not come to its amount is put before people', async () => {
    await paidOrder(5)
    const payoutId = shop.stripeMsw.payOut() ?? ''
    const payout = shop.stripeMsw.world.state.payouts.find(payoutId)
    shop.stripeMsw.world.state.linesOfPayout.set(payoutId, payout ? [payout.balance_transaction] : [])
    await fetchAll()
    expect(await incidents()).toMatchObject([{ kind: 'unmatched_balance', source_id: payoutId }])
  })
})

describe('a dispute', () => {
  test.each([
    ['won', 0, 0],
    ['lost', 0, 2_000],
  ] as const)('that is %s leaves %i disputed and %i lost', async (outcome, disputed, lost) => {
    const { chargeId, orderId } = await paidOrder(2)
    shop.stripeMsw.dispute(chargeId)
    const dispute = shop.stripeMsw.world.state.disputes.all().at(-1)
    await fetchAll()
    expect(await balanceOf(shop, 'receivable:disputes')).toBe(2_000)
    await expectTied()
    const [incident] = await shop.db.selectFrom('incident').select(['kind', 'order_id']).execute()
    expect(incident).toEqual({ kind: 'dispute', order_id: orderId })
    shop.stripeMsw.closeDispute(dispute?.id ?? '', outcome)
    shop.advance(7 * 60)
    await fetchAll()
    shop.advance(7 * 60)
    await fetchAll()
    expect(await balanceOf(shop, 'receivable:disputes')).toBe(disputed)
    expect(await balanceOf(shop, 'expense:disputes')).toBe(lost)
    await expectTied()
  })
})

describe('reading', () => {
  test('goes on where a crash broke it off, and stores nothing twice', async () => {
    for (let order = 0; order < 3; order += 1) await paidOrder(1)
    let crashes = 0
    armFaultPoints((point) => {
      if (point !== (crashes === 0 ? 'balance:before-store' : 'balance:after-store') || crashes === 2) return
      crashes += 1
      throw new Error('the process is gone')
    })
    await expect(fetchBalance(shop.runtime, shop.clock.now)).rejects.toThrow('gone')
    expect(await lines()).toEqual([])
    shop.advance(2)
    await expect(fetchBalance(shop.runtime, shop.clock.now)).rejects.toThrow('gone')
    shop.advance(16)
    await fetchBalance(shop.runtime, shop.clock.now)
    expect((await lines()).map((line) => line.state)).toEqual(['matched', 'matched', 'matched'])
    await expectTied()
  })

  test('is done by one at a time, and asks again only when it is time or a payout was announced', async () => {
    await paidOrder(1)
    const all = await Promise.all(Array.from({ length: 6 }, () => fetchAll()))
    expect(all.some((one) => one.ok)).toBe(true)
    expect(all.find((one) => !one.ok)).toEqual({ ok: false, refusal: { kind: 'busy' } })
    shop.advance(1)
    await paidOrder(1)
    expect(await fetchBalance(shop.runtime, shop.clock.now)).toBe(0)
    const before = eventsAbout(shop).length
    shop.stripeMsw.payOut()
    shop.advance(1)
    for (const event of eventsAbout(shop).slice(before)) await deliver(shop, event)
    expect(await fetchBalance(shop.runtime, shop.clock.now)).toBe(2)
  })

  test('matches two at once without booking a fee twice', async () => {
    for (let order = 0; order < 4; order += 1) await paidOrder(1)
    await fetchAll()
    await shop.db.updateTable('balance_transaction').set({ look_at: shop.clock.now }).execute()
    await Promise.all([matchBalance(shop.db, shop.clock.now), matchBalance(shop.db, shop.clock.now)])
    expect(await balanceOf(shop, 'expense:provider-fees')).toBe(4 * 34)
  })

  test('says so when the provider is silent, and tries again later', async () => {
    await paidOrder(1)
    shop.stripeMsw.setFaults({ nextApi: [{ on: 'GET /v1/balance_transactions', fault: 'error_before' }] })
    expect(await fetchAll()).toEqual({ ok: false, refusal: { kind: 'providerSilent' } })
    expect(await fetchAll()).toEqual({ ok: false, refusal: { kind: 'busy' } })
    shop.advance(2)
    expect(await fetchAll()).toEqual({ ok: true, value: { newLines: 1 } })
  })

  test('takes no fen for money of another currency and puts it before people', async () => {
    await paidOrder(1)
    const line = shop.stripeMsw.world.state.balanceTransactions.all().at(-1)
    if (line) Object.assign(line, { currency: 'usd' })
    await fetchAll()
    expect(await lines()).toEqual([])
    expect(await incidents()).toMatchObject([{ kind: 'unmatched_balance', source_id: line?.id }])
  })
})
