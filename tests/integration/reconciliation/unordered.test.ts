import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BalanceLine, PayoutFacts, PayoutState } from '#app/modules/reconciliation/balance.ts'
import { closeItems, recordItems, recordPayout } from '#app/modules/reconciliation/fetch-payouts.server.ts'
import { matchBalance } from '#app/modules/reconciliation/match-balance.server.ts'
import { recordLines } from '#app/modules/reconciliation/record-lines.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import { fen } from '#app/shared/money.ts'
import { balanceOf, openShop, type Shop } from '#tests/integration/payments/shop.ts'
import { payOrder } from './balance.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

function payout(payoutId: string, state: PayoutState, amount: number): PayoutFacts {
  const { now } = shop.clock
  const facts = { payoutId, amount: fen(amount), state, createdAt: now, arrivesAt: now, failureCode: undefined }
  return { ...facts, isItemizable: true, raw: JSON.stringify({ automatic: true, reconciliation_status: 'completed' }) }
}

function line(
  lineId: string,
  given: Pick<BalanceLine, 'type' | 'amount' | 'fee' | 'sourceRef' | 'paymentRef'>,
): BalanceLine {
  const { now } = shop.clock
  return { lineId, ...given, createdAt: now, availableOn: businessDate(now), raw: '{}' }
}

describe('news in any order and any number', () => {
  test('come to the same books: the lines of a payout before the lines, the failure before the payment', async () => {
    const order = await payOrder(shop, 5)
    const { now } = shop.clock
    const charge = line('txn_a', {
      type: 'charge',
      amount: fen(5_000),
      fee: fen(30),
      sourceRef: order.chargeId,
      paymentRef: order.paymentRef,
    })
    await recordPayout(shop.db, payout('po_a', 'paid', 4_970), now)
    for (let times = 0; times < 2; times += 1) {
      await inTransaction(shop.db, (tx) => recordItems(tx, { payoutId: 'po_a', lines: [charge], now }))
      await inTransaction(shop.db, (tx) => closeItems(tx, { payoutId: 'po_a', now }))
      expect(await inTransaction(shop.db, (tx) => recordLines(tx, [charge], now))).toBe(0)
      await matchBalance(shop.db, now)
      await recordPayout(shop.db, payout('po_a', 'paid', 4_970), now)
    }
    expect(await balanceOf(shop, 'clearing:stripe')).toBe(0)
    expect(await balanceOf(shop, 'bank:transit')).toBe(4_970)
    await recordPayout(shop.db, payout('po_a', 'failed', 4_970), now)
    await recordPayout(shop.db, payout('po_a', 'paid', 4_970), now)
    expect(await balanceOf(shop, 'bank:transit')).toBe(0)
    const kept = await shop.db.selectFrom('provider_payout').select(['state', 'item_net_fen']).executeTakeFirst()
    expect(kept).toEqual({ state: 'failed', item_net_fen: 4_970 })
  })

  test('two at once book a payout once', async () => {
    const { now } = shop.clock
    const before = await balanceOf(shop, 'bank:transit')
    await Promise.all([1, 2, 3].map(() => recordPayout(shop.db, payout('po_b', 'paid', 100), now)))
    expect(await balanceOf(shop, 'bank:transit')).toBe(before + 100)
  })

  test('a line once written is not changed', async () => {
    const change = shop.db.updateTable('balance_transaction').set({ amount_fen: 1 }).where('id', '=', 'txn_a').execute()
    await expect(change).rejects.toThrow('is not changed')
    await expect(shop.store.ownerDb.deleteFrom('balance_transaction').execute()).rejects.toThrow()
  })
})
