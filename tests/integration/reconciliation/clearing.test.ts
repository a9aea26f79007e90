import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { readClearing, sumApart, tieOutClearing } from '#app/modules/reconciliation/clearing-queries.server.ts'
import { explainLine, explainMovement } from '#app/modules/reconciliation/explain-difference.server.ts'
import { fetchBalanceNow } from '#app/modules/reconciliation/fetch-balance.server.ts'
import { reconciliationChecks } from '#app/modules/reconciliation/reconciliation-checks.server.ts'
import { addDays, businessDate } from '#app/shared/business-date.ts'
import { checkInvariants } from '#db/invariants/check-invariants.ts'
import { balanceOf, deliver, eventsAbout, openShop, type Shop } from '#tests/integration/payments/shop.ts'
import { shutMonthsThrough } from '#tests/support/factories/periods.ts'
import { createMatcher, heldByProvider, payOrder, tellingAll } from './balance.ts'

let shop: Shop
let officer: Actor<'reconciliation:match'>
let began: string

beforeAll(async () => {
  shop = await openShop()
  began = businessDate(shop.clock.now)
  officer = await createMatcher(shop.db)
})
afterAll(() => shop.close())

const today = () => businessDate(shop.clock.now)
const fetchAll = () => fetchBalanceNow(shop.runtime, shop.clock.now)
const world = () => shop.stripeMsw.world.state
const pick = <Item>(items: readonly Item[], chance: number): Item | undefined =>
  items[chance % Math.max(items.length, 1)]

/** One thing that can happen to money at the provider, told to the shop or not. */
type Step = (isTold: boolean, chance: number) => Promise<unknown> | unknown

const STEPS: Record<string, Step> = {
  pay: (isTold, chance) => payOrder(shop, 1 + (chance % 9), { isTold }),
  async refund(isTold, chance) {
    const charge = pick(world().charges.all(), chance)
    if (!charge || charge.disputed || charge.amount_refunded + 300 > charge.amount) return
    const wish = { payment_intent: charge.payment_intent, amount: 300 }
    await tellingAll(shop, isTold, () => shop.runtime.stripe.refunds.create(wish))
  },
  async failRefund(isTold, chance) {
    const refund = pick(
      world()
        .refunds.all()
        .filter((one) => one.status !== 'failed'),
      chance,
    )
    if (refund) await tellingAll(shop, isTold, () => shop.stripeMsw.settleRefund(refund.id, 'fail'))
  },
  async dispute(isTold, chance) {
    const charge = pick(
      world()
        .charges.all()
        .filter((one) => !one.disputed && one.amount_refunded === 0),
      chance,
    )
    if (charge) await tellingAll(shop, isTold, () => shop.stripeMsw.dispute(charge.id))
  },
  async closeDispute(isTold, chance) {
    const open = pick(
      world()
        .disputes.all()
        .filter((one) => one.status === 'needs_response'),
      chance,
    )
    const outcome = chance % 2 === 0 ? 'won' : 'lost'
    if (open) await tellingAll(shop, isTold, () => shop.stripeMsw.closeDispute(open.id, outcome))
  },
  payOut: () => shop.stripeMsw.payOut(),
  settlePayout(_isTold, chance) {
    const open = pick(
      world()
        .payouts.all()
        .filter((one) => one.status !== 'failed'),
      chance,
    )
    const outcome = chance % 3 === 0 || open?.status === 'paid' ? 'fail' : 'succeed'
    if (open) shop.stripeMsw.settlePayout(open.id, outcome)
  },
  async tell() {
    for (const event of [...eventsAbout(shop)].reverse()) await deliver(shop, event)
  },
  fetch: fetchAll,
  wait: (_isTold, chance) => shop.advance(30 + (chance % 2_000)),
  async explain(_isTold, chance) {
    const rows = await shop.db
      .selectFrom('balance_transaction')
      .select('id')
      .where('state', '=', 'provider_only')
      .execute()
    const row = pick(rows, chance)
    if (row) await explainLine(shop.db, { lineId: row.id, officer, reason: '先记为无主收款', now: shop.clock.now })
  },
}

async function expectExplainedEveryDay(): Promise<void> {
  for (let day = addDays(began, -1); day <= today(); day = addDays(day, 1)) {
    const tied = await tieOutClearing(shop.db, day)
    expect({ day, difference: tied.difference }).toEqual({ day, difference: tied.listed })
  }
  const { ours } = await readClearing(shop.db, { from: began, to: today() })
  expect(ours.closing).toBe(await balanceOf(shop, 'clearing:stripe'))
  expect(ours.opening + Object.values(ours.parts).reduce((sum, part) => sum + part, 0)).toBe(ours.closing)
}

describe('the clearing account', () => {
  test('property: is explained to the fen at the end of every day, whatever happened and whoever was told', async () => {
    const step = fc.record({
      name: fc.constantFrom(...Object.keys(STEPS)),
      isTold: fc.boolean(),
      chance: fc.nat(10_000),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 30 }), async (steps) => {
        for (const { name, isTold, chance } of steps) await STEPS[name]?.(isTold, chance)
        await fetchAll()
        await expectExplainedEveryDay()
        const { theirs } = await readClearing(shop.db, { from: began, to: today() })
        expect(theirs.closing).toBe(heldByProvider(shop))
      }),
      { numRuns: 4, endOnFailure: true },
    )
    await STEPS.tell?.(true, 0)
    for (let day = 0; day < 3; day += 1) {
      shop.advance(24 * 60)
      await fetchAll()
    }
    expect(await sumApart(shop.db, today())).toEqual({ count: 0, amount: 0 })
    expect(await balanceOf(shop, 'clearing:stripe')).toBe(heldByProvider(shop))
    const checked = await checkInvariants(shop.store.ownerDb, shop.clock.now)
    // The shelves of these tests are filled by hand.
    expect(checked.filter((one) => one.breaches.length > 0 && !one.name.startsWith('stock.'))).toEqual([])
  }, 240_000)

  test('stays explained when fees of a closed month are booked into the open one', async () => {
    await payOrder(shop, 4)
    const paidOn = today()
    shop.advance(40 * 24 * 60)
    await shutMonthsThrough(shop.store.ownerDb, paidOn.slice(0, 7))
    await fetchAll()
    const tied = await tieOutClearing(shop.db, paidOn)
    expect(tied.difference).toBe(-136)
    expect(tied.listed).toBe(-136)
    expect((await tieOutClearing(shop.db, today())).difference).toBe(0)
  })
})

describe('a difference', () => {
  test('on their side is booked as nobody’s, and taken back when its payment is recorded', async () => {
    const { orderId } = await payOrder(shop, 6, { isTold: false })
    await fetchAll()
    shop.advance(25 * 60)
    await fetchAll()
    const line = await shop.db
      .selectFrom('balance_transaction')
      .select('id')
      .where('state', '=', 'provider_only')
      .executeTakeFirstOrThrow()
    const before = await balanceOf(shop, 'unallocated-receipts')
    const given = { lineId: line.id, officer, reason: '等网页通知，先挂账', now: shop.clock.now }
    const both = await Promise.all([explainLine(shop.db, given), explainLine(shop.db, given)])
    expect(both.map((one) => one.ok).sort()).toEqual([false, true])
    expect(await balanceOf(shop, 'unallocated-receipts')).toBe(before - 6_000)
    expect((await tieOutClearing(shop.db, today())).difference).toBe(0)
    await STEPS.tell?.(true, 0)
    shop.advance(7 * 60)
    await fetchAll()
    expect(await balanceOf(shop, 'unallocated-receipts')).toBe(before)
    const payment = await shop.db.selectFrom('payment').select('id').where('order_id', '=', orderId).executeTakeFirst()
    const found = await shop.db
      .selectFrom('balance_transaction')
      .select(['state', 'payment_id'])
      .where('id', '=', line.id)
      .executeTakeFirst()
    expect(found).toEqual({ state: 'matched', payment_id: payment?.id })
    await expectExplainedEveryDay()
  })

  test('on our side is taken out of the clearing account, once, with its reason in the audit log', async () => {
    await payOrder(shop, 3)
    const movement = await shop.db
      .selectFrom('clearing_movement')
      .select(['entry_id', 'amount_fen'])
      .where('provider_ref', 'is', null)
      .executeTakeFirstOrThrow()
    const given = { entryId: movement.entry_id, officer, reason: '测试收款，机构没有', now: shop.clock.now }
    expect((await explainMovement(shop.db, given)).ok).toBe(true)
    expect(await explainMovement(shop.db, given)).toEqual({ ok: false, refusal: { kind: 'notOpen' } })
    expect(await explainMovement(shop.db, { ...given, entryId: 99_999_999 })).toMatchObject({
      refusal: { kind: 'unknown' },
    })
    const audited = await shop.db
      .selectFrom('audit_event')
      .select(['verb', 'object_id', 'detail'])
      .orderBy('id', 'desc')
      .executeTakeFirst()
    expect(audited).toEqual({
      verb: 'balance.explained',
      object_id: String(movement.entry_id),
      detail: { before: { state: 'ours_only' }, after: { state: 'explained', reason: given.reason } },
    })
    await expectExplainedEveryDay()
  })
})

test('the checks of a month count what is open up to its end', async () => {
  await payOrder(shop, 2, { isTold: false })
  await fetchAll()
  const month = `${today().slice(0, 8)}01`
  const checks = await reconciliationChecks(shop.db, month)
  expect(checks.pending).toBeGreaterThan(0)
  expect(checks.notReadSince).toBe(1)
  expect(await reconciliationChecks(shop.db, '2020-01-01')).toEqual({
    providerOnly: 0,
    oursOnly: 0,
    amountDiffers: 0,
    pending: 0,
    payoutsUnexplained: 0,
    openDisputes: 0,
    billsOpen: 0,
    paymentsWithoutBill: 0,
    openIncidents: 0,
    notReadSince: 0,
  })
})
