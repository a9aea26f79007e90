import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { approveRefund, refuseRefund } from '#app/modules/aftersale/approve-refund.server.ts'
import { cancelAndRefund } from '#app/modules/aftersale/cancel-and-refund.server.ts'
import { decideRefund } from '#app/modules/aftersale/decide-refund.server.ts'
import { repeatRefund } from '#app/modules/aftersale/repeat-refund.server.ts'
import { lockOrder } from '#app/modules/ordering/change-order.server.ts'
import { executeRefunds } from '#app/modules/payments/execute-refunds.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import type { RefundDecisionId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { balanceOf, deliver, eventsAbout, type Shop, stockOf } from '#tests/integration/payments/shop.ts'
import {
  countedOf,
  decisionForm,
  expectCleanAudit,
  handOver,
  openDesk,
  type PaidOrder,
  paidOrder,
  refundsOf,
  wish,
} from './desk.ts'

let desk: Awaited<ReturnType<typeof openDesk>>
let shop: Shop
beforeAll(async () => {
  desk = await openDesk()
  shop = desk.shop
})
afterAll(() => shop.close())
beforeEach(() => shop.advance(60))
afterEach(() => expectCleanAudit(shop))

const execute = () => executeRefunds(shop.runtime, shop.clock.now)

async function payable(order: PaidOrder, line: number): Promise<number> {
  const lineId = order.lineIds[line]
  if (!lineId) throw new Error('no such line')
  const { cooperative_id } = await shop.db
    .selectFrom('order_line')
    .select('cooperative_id')
    .where('id', '=', lineId)
    .executeTakeFirstOrThrow()
  return -(await balanceOf(shop, `payable:cooperative:${cooperative_id}`))
}

function lineOf({ lineIds }: PaidOrder, index: number) {
  const lineId = lineIds[index]
  if (!lineId) throw new Error('no such line')
  return lineId
}

const short = (order: PaidOrder, quantity: number) =>
  inTransaction(shop.db, async (tx) =>
    cancelAndRefund(tx, await lockOrder(tx, order.orderId), {
      lines: [{ orderLineId: lineOf(order, 0), quantity }],
      reason: 'short',
      isRestocked: false,
      bearer: 'cooperative',
      now: shop.clock.now,
    }),
  )

async function decide(order: PaidOrder, form = decisionForm([wish(1, { acceptedPieces: 1 })]), officer = desk.officer) {
  return decideRefund(shop.db, { orderNo: order.orderNo, form, officer, now: shop.clock.now })
}

describe('cancelAndRefund', () => {
  it('gives back what a short piece cost, and the rest is handed over', async () => {
    const order = await paidOrder(shop)
    const advances = await balanceOf(shop, 'advances:buyers')
    expect(await short(order, 1)).toMatchObject({ ok: true, value: { amount: 1019 } })
    expect(await balanceOf(shop, 'advances:buyers')).toBe(advances + 1019)
    await handOver(shop, order, [2, 2])
    expect(await execute()).toBe(1)
    expect(await refundsOf(shop, order)).toMatchObject([{ amount_fen: 1019, reason: 'short', state: 'succeeded' }])
    expect(await countedOf(shop, order)).toEqual([2038, 1400])
    const { status } = await shop.db
      .selectFrom('order')
      .select('status')
      .where('id', '=', order.orderId)
      .executeTakeFirstOrThrow()
    expect(status).toBe('completed')
  })

  it('refuses pieces that are not open any more', async () => {
    const order = await paidOrder(shop)
    await handOver(shop, order, [2])
    expect(await short(order, 2)).toEqual({
      ok: false,
      refusal: { kind: 'tooMany', orderLineId: lineOf(order, 0), open: 1 },
    })
  })

  it('puts before people what a refund in the dashboard left too little for', async () => {
    const order = await paidOrder(shop)
    const refund = await shop.runtime.stripe.refunds.create({ payment_intent: order.paymentRef, amount: 3000 })
    await deliver(shop, lastRefundEvent(refund.id))
    const canceled = await short(order, 3)
    if (!canceled.ok) throw new Error(canceled.refusal.kind)
    expect(await refundsOf(shop, order)).toMatchObject([
      { amount_fen: 3000, reason: 'provider_dashboard' },
      { amount_fen: 4457 - 3000, reason: 'short' },
    ])
    expect(await incidentKinds(order)).toEqual(['refund_failed', 'unknown_payment'])
    await execute()
  })
})

it('takes what the dashboard sent for the rest of what is due, when the amounts agree', async () => {
  const order = await paidOrder(shop)
  const refund = await shop.runtime.stripe.refunds.create({ payment_intent: order.paymentRef, amount: 3000 })
  await deliver(shop, lastRefundEvent(refund.id))
  await inTransaction(shop.db, async (tx) =>
    cancelAndRefund(tx, await lockOrder(tx, order.orderId), {
      lines: order.lineIds.map((orderLineId, index) => ({ orderLineId, quantity: index === 0 ? 3 : 2 })),
      reason: 'not_collected',
      isRestocked: true,
      bearer: 'college',
      now: shop.clock.now,
    }),
  )
  await execute()
  expect((await refundsOf(shop, order)).map((one) => [one.amount_fen, one.state])).toEqual([
    [3000, 'succeeded'],
    [1457, 'succeeded'],
  ])
  expect(await incidentKinds(order)).toEqual([])
})

async function incidentKinds({ orderId }: PaidOrder): Promise<string[]> {
  const rows = await shop.db
    .selectFrom('incident')
    .select('kind')
    .where('order_id', '=', orderId)
    .where('closed_at', 'is', null)
    .orderBy('kind')
    .execute()
  return rows.map((row) => row.kind)
}

function lastRefundEvent(refundId: string) {
  const event = eventsAbout(shop)
    .filter((one) => (one.data.object as { id?: string }).id === refundId)
    .at(-1)
  if (!event) throw new Error(`nothing was told of ${refundId}`)
  return event
}

describe('a refund after acceptance', () => {
  it('takes the price from the cooperative, less the fee on it, and un-counts exactly that on its own day', async () => {
    const order = await paidOrder(shop)
    await handOver(shop, order, [3, 2])
    const [owed, fee] = [await payable(order, 0), await balanceOf(shop, 'income:service-fee')]
    expect(await decide(order)).toMatchObject({ ok: true, value: { state: 'approved' } })
    // 333 basis points of 3057 fen are 101, of the 2038 that stay 67.
    expect(await balanceOf(shop, 'income:service-fee')).toBe(fee + 34)
    expect(await payable(order, 0)).toBe(owed - (1019 - 34))
    expect(await countedOf(shop, order)).toEqual([3057, 1400, -1019])
    await execute()
    expect(await refundsOf(shop, order)).toMatchObject([{ amount_fen: 1019, state: 'succeeded' }])
    const notices = await shop.db.selectFrom('notice').select('data').where('kind', '=', 'refunded').execute()
    expect(notices.map((row) => row.data)).toContainEqual({ orderNo: order.orderNo, amountFen: 1019 })
  })

  it('costs the college its goodwill and the carriers their damage, not the cooperative', async () => {
    const order = await paidOrder(shop)
    await handOver(shop, order, [3, 2])
    const owed = await payable(order, 0)
    await decide(order, decisionForm([wish(1, { goodwill: fen(123) })], { reason: 'goodwill', bearer: 'college' }))
    await decide(order, decisionForm([wish(1, { acceptedPieces: 1 })], { bearer: 'carrier' }))
    expect(await payable(order, 0)).toBe(owed)
    expect(await balanceOf(shop, 'expense:goodwill')).toBe(123)
    expect(await balanceOf(shop, 'receivable:carriers')).toBe(1019)
    expect(await countedOf(shop, order)).toEqual([3057, 1400, -123, -1019])
    await execute()
  })

  it('puts pieces back on the shelf only when told to', async () => {
    const order = await paidOrder(shop)
    await handOver(shop, order, [3, 2])
    const { sku_id } = await shop.db
      .selectFrom('order_line')
      .select('sku_id')
      .where('id', '=', lineOf(order, 0))
      .executeTakeFirstOrThrow()
    const before = await stockOf(shop, sku_id as never)
    await decide(order)
    expect(await stockOf(shop, sku_id as never)).toEqual(before)
    await decide(order, decisionForm([wish(1, { acceptedPieces: 1, isRestocked: true })]))
    expect(await stockOf(shop, sku_id as never)).toEqual({ ...before, on_hand: before.on_hand + 1 })
    await execute()
  })

  it('refuses more than the line has left, and both pieces and an amount', async () => {
    const order = await paidOrder(shop)
    await handOver(shop, order, [2])
    const refused = async (lines: Parameters<typeof decisionForm>[0]) => {
      const result = await decide(order, decisionForm(lines))
      return result.ok ? 'decided' : result.refusal
    }
    expect(await refused([wish(1, { acceptedPieces: 3 })])).toEqual({ kind: 'tooMuch', lineNo: 1, left: 2038 })
    expect(await refused([wish(1, { goodwill: fen(2039) })])).toEqual({ kind: 'tooMuch', lineNo: 1, left: 2038 })
    expect(await refused([wish(1, { openPieces: 2 })])).toEqual({ kind: 'tooManyPieces', lineNo: 1, open: 1 })
    expect(await refused([wish(2, { goodwill: fen(1) })])).toEqual({ kind: 'tooMuch', lineNo: 2, left: 0 })
    expect(await refused([wish(1, { acceptedPieces: 1, goodwill: fen(1) })])).toEqual({
      kind: 'piecesAndGoodwill',
      lineNo: 1,
    })
    expect(await refused([wish(9, { openPieces: 1 })])).toEqual({ kind: 'lineUnknown' })
    expect(await refused([wish(1, {})])).toEqual({ kind: 'nothing' })
    expect(await refundsOf(shop, order)).toEqual([])
  })

  it('is refused by the database too when more would go back than was captured', async () => {
    const order = await paidOrder(shop)
    const payment = shop.db.updateTable('payment').set({ refunded_fen: 4458 }).where('order_id', '=', order.orderId)
    await expect(payment.execute()).rejects.toMatchObject({ constraint: 'payment_never_over_refunded' })
  })

  it('refuses what the payment has not left, and changes nothing', async () => {
    const order = await paidOrder(shop)
    await handOver(shop, order, [3])
    const refund = await shop.runtime.stripe.refunds.create({ payment_intent: order.paymentRef, amount: 4000 })
    await deliver(shop, lastRefundEvent(refund.id))
    expect(await decide(order)).toEqual({ ok: false, refusal: { kind: 'exceedsPayments', left: 457 } })
    const decisions = await shop.db
      .selectFrom('refund_decision')
      .select('id')
      .where('order_id', '=', order.orderId)
      .execute()
    expect(decisions).toEqual([])
  })
})

describe('four eyes', () => {
  const big = () => decisionForm([wish(1, { acceptedPieces: 20 })])

  async function bigOrder(): Promise<PaidOrder> {
    const order = await paidOrder(shop)
    await handOver(shop, order, [3, 2])
    await shop.store.ownerDb
      .insertInto('aftersale_policy')
      .values({
        valid_from: '2020-01-02',
        approval_limit_fen: 2000,
        quality_hours: 48,
        return_days: 7,
        not_collected_days: 3,
        auto_accept_days: 7,
        recorded_at: shop.clock.now,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    return order
  }

  it('let one person decide up to the limit, and no sum be cut into small ones', async () => {
    const order = await bigOrder()
    expect(await decide(order)).toMatchObject({ value: { state: 'approved' } })
    expect(await decide(order)).toMatchObject({ value: { state: 'proposed' } })
    await execute()
    expect(await refundsOf(shop, order)).toHaveLength(1)
  })

  it('keep requester and approver apart, and one approval is enough however often it is clicked', async () => {
    const order = await bigOrder()
    const form = decisionForm([wish(1, { acceptedPieces: 3 })])
    const proposed = await decide(order, form)
    if (!proposed.ok) throw new Error(proposed.refusal.kind)
    const { refundDecisionId } = proposed.value
    expect(await refundsOf(shop, order)).toEqual([])
    const now = shop.clock.now
    const self = { ...desk.approver, personId: desk.officer.personId }
    expect(await approveRefund(shop.db, { refundDecisionId, approver: self, now })).toEqual({
      ok: false,
      refusal: { kind: 'ownRequest' },
    })
    const buyer = { ...desk.approver, personId: shop.buyer.personId }
    expect(await approveRefund(shop.db, { refundDecisionId, approver: buyer, now })).toMatchObject({
      refusal: { kind: 'ownOrder' },
    })
    const approve = () => approveRefund(shop.db, { refundDecisionId, approver: desk.approver, now })
    expect(await Promise.all([approve(), approve()])).toEqual([
      { ok: true, value: undefined },
      { ok: true, value: undefined },
    ])
    await execute()
    expect(await refundsOf(shop, order)).toMatchObject([{ amount_fen: 3057, state: 'succeeded' }])
  })

  it('hold in the database', async () => {
    const order = await bigOrder()
    const proposed = await decide(order, decisionForm([wish(1, { acceptedPieces: 3 })]))
    if (!proposed.ok) throw new Error(proposed.refusal.kind)
    const alone = shop.db
      .updateTable('refund_decision')
      .set({ state: 'approved', settled_by: desk.officer.personId, settled_at: shop.clock.now })
      .where('id', '=', proposed.value.refundDecisionId)
    await expect(alone.execute()).rejects.toMatchObject({ constraint: 'refund_decision_four_eyes' })
  })

  it('may say no, and then nothing goes back', async () => {
    const order = await bigOrder()
    const proposed = await decide(order, decisionForm([wish(1, { acceptedPieces: 3 })]))
    if (!proposed.ok) throw new Error(proposed.refusal.kind)
    const command = { refundDecisionId: proposed.value.refundDecisionId, approver: desk.approver, now: shop.clock.now }
    expect(await refuseRefund(shop.db, { ...command, because: '照片不是这一单的' })).toMatchObject({ ok: true })
    expect(await approveRefund(shop.db, command)).toEqual({ ok: false, refusal: { kind: 'settled', state: 'refused' } })
    expect(await refundsOf(shop, order)).toEqual([])
  })

  it('refuse to approve what the order has not left any more', async () => {
    const order = await bigOrder()
    const proposed = await decide(order, decisionForm([wish(1, { acceptedPieces: 3 })]))
    if (!proposed.ok) throw new Error(proposed.refusal.kind)
    await decide(order)
    const command = { refundDecisionId: proposed.value.refundDecisionId, approver: desk.approver, now: shop.clock.now }
    expect(await approveRefund(shop.db, command)).toEqual({ ok: false, refusal: { kind: 'changedMeanwhile' } })
    await execute()
  })

  it('let nobody decide about their own purchase', async () => {
    const order = await bigOrder()
    const own = { ...desk.officer, personId: shop.buyer.personId }
    expect(await decide(order, big(), own)).toEqual({ ok: false, refusal: { kind: 'ownOrder' } })
  })

  it('take a form that was sent twice for one decision, and another content under its key for none', async () => {
    const order = await bigOrder()
    const form = decisionForm([wish(2, { acceptedPieces: 1 })])
    const [first, second] = await Promise.all([decide(order, form), decide(order, form)])
    expect(first).toEqual(second)
    expect(await decide(order, { ...form, bearer: 'college' })).toEqual({
      ok: false,
      refusal: { kind: 'otherContent' },
    })
    await execute()
    expect(await refundsOf(shop, order)).toHaveLength(1)
  })
})

describe('a refund that fails', () => {
  it('puts everything back where it was and counts again, and can be sent once more', async () => {
    const order = await paidOrder(shop)
    await handOver(shop, order, [3, 2])
    const before = { owed: await payable(order, 0), fee: await balanceOf(shop, 'income:service-fee') }
    const decided = await decide(order)
    if (!decided.ok) throw new Error(decided.refusal.kind)
    await execute()
    const [sent] = await refundsOf(shop, order)
    shop.advance(24 * 60)
    shop.stripeMsw.settleRefund(sent?.provider_ref ?? '', 'fail')
    await deliver(shop, lastRefundEvent(sent?.provider_ref ?? ''))
    expect(await refundsOf(shop, order)).toMatchObject([{ state: 'failed' }])
    expect(await payable(order, 0)).toBe(before.owed)
    expect(await balanceOf(shop, 'income:service-fee')).toBe(before.fee)
    expect(await countedOf(shop, order)).toEqual([3057, 1400, -1019, 1019])
    const days = await shop.db
      .selectFrom('recognized_purchase')
      .select('business_date')
      .where('order_line_id', '=', lineOf(order, 0))
      .where('source_type', '=', 'refund')
      .orderBy('journal_entry_id')
      .execute()
    expect(new Set(days.map((row) => row.business_date)).size).toBe(2)
    expect(await incidentKinds(order)).toEqual(['refund_failed'])
    await expectCleanAudit(shop)

    const { refundDecisionId } = decided.value
    const again = () => repeatRefund(shop.db, { refundDecisionId, officer: desk.officer, now: shop.clock.now })
    expect([await again(), await again()]).toEqual([
      { ok: true, value: undefined },
      { ok: false, refusal: { kind: 'nothingOwed' } },
    ])
    await execute()
    expect((await refundsOf(shop, order)).map((refund) => refund.state)).toEqual(['failed', 'succeeded'])
    expect(await countedOf(shop, order)).toEqual([3057, 1400, -1019, 1019, -1019])
  })

  it('before it left: Stripe refuses it, and the advance is the buyer’s again', async () => {
    const order = await paidOrder(shop)
    const advances = await balanceOf(shop, 'advances:buyers')
    await short(order, 1)
    const intent = await shop.runtime.stripe.paymentIntents.retrieve(order.paymentRef)
    shop.stripeMsw.dispute(String(intent.latest_charge))
    await execute()
    expect(await refundsOf(shop, order)).toMatchObject([{ state: 'failed', provider_ref: null }])
    expect(await balanceOf(shop, 'advances:buyers')).toBe(advances)
    expect(await incidentKinds(order)).toEqual(['refund_failed'])
  })

  it('on its way: what was to come is undone when the bank says no', async () => {
    const order = await paidOrder(shop)
    await handOver(shop, order, [3, 2])
    shop.stripeMsw.setFaults({ pendingRefund: 1 })
    await decide(order)
    await execute()
    shop.stripeMsw.setFaults({})
    const [sent] = await refundsOf(shop, order)
    expect(sent?.state).toBe('sent')
    shop.stripeMsw.settleRefund(sent?.provider_ref ?? '', 'fail')
    await deliver(shop, lastRefundEvent(sent?.provider_ref ?? ''))
    expect(await refundsOf(shop, order)).toMatchObject([{ state: 'failed' }])
    expect(await countedOf(shop, order)).toEqual([3057, 1400, -1019, 1019])
  })
})

describe('the provider’s dashboard', () => {
  it('clicked twice by two people and once in the dashboard, before ours is sent: one refund', async () => {
    const order = await paidOrder(shop)
    await handOver(shop, order, [3, 2])
    const form = decisionForm([wish(1, { acceptedPieces: 1 })])
    const [one, two] = await Promise.all([decide(order, form), decide(order, form)])
    expect([one.ok, two.ok]).toEqual([true, true])
    const byHand = await shop.runtime.stripe.refunds.create({ payment_intent: order.paymentRef, amount: 1019 })
    // Our job is quicker than the provider's message, and looks before it sends.
    await execute()
    await deliver(shop, lastRefundEvent(byHand.id))
    expect(await refundsOf(shop, order)).toMatchObject([
      { amount_fen: 1019, state: 'succeeded', provider_ref: byHand.id },
    ])
    expect(await incidentKinds(order)).toEqual([])
    expect((await shop.runtime.stripe.refunds.list({ payment_intent: order.paymentRef })).data).toHaveLength(1)
  })

  it('the message comes before our job: the same', async () => {
    const order = await paidOrder(shop)
    await short(order, 1)
    const byHand = await shop.runtime.stripe.refunds.create({ payment_intent: order.paymentRef, amount: 1019 })
    await deliver(shop, lastRefundEvent(byHand.id))
    await execute()
    expect(await refundsOf(shop, order)).toMatchObject([
      { amount_fen: 1019, state: 'succeeded', provider_ref: byHand.id },
    ])
    expect((await shop.runtime.stripe.refunds.list({ payment_intent: order.paymentRef })).data).toHaveLength(1)
  })

  it('first in the dashboard, decided here afterwards: the decision says what it was for', async () => {
    const order = await paidOrder(shop)
    await handOver(shop, order, [3, 2])
    const byHand = await shop.runtime.stripe.refunds.create({ payment_intent: order.paymentRef, amount: 1019 })
    await deliver(shop, lastRefundEvent(byHand.id))
    expect(await incidentKinds(order)).toEqual(['unknown_payment'])
    await expectCleanAudit(shop)
    const decided = await decide(order)
    if (!decided.ok) throw new Error(decided.refusal.kind)
    await execute()
    expect(await refundsOf(shop, order)).toMatchObject([
      { reason: 'provider_dashboard', state: 'succeeded', refund_decision_id: decided.value.refundDecisionId },
    ])
    expect(await incidentKinds(order)).toEqual([])
    expect(await countedOf(shop, order)).toEqual([3057, 1400, -1019])
    await expectCleanAudit(shop)
    // And when the bank sends it back, it is undone like any other.
    shop.stripeMsw.settleRefund(byHand.id, 'fail')
    await deliver(shop, lastRefundEvent(byHand.id))
    expect(await countedOf(shop, order)).toEqual([3057, 1400, -1019, 1019])
  })

  it('both went: the second is booked too, and a person told', async () => {
    const order = await paidOrder(shop)
    await short(order, 1)
    await execute()
    const byHand = await shop.runtime.stripe.refunds.create({ payment_intent: order.paymentRef, amount: 1019 })
    await deliver(shop, lastRefundEvent(byHand.id))
    expect((await refundsOf(shop, order)).map((refund) => refund.reason)).toEqual(['short', 'provider_dashboard'])
    expect(await incidentKinds(order)).toEqual(['unknown_payment'])
  })

  it('an unknown decision is refused', async () => {
    const refundDecisionId = '0193579e-0000-7000-8000-000000000001' as RefundDecisionId
    const command = { refundDecisionId, now: shop.clock.now }
    expect(await approveRefund(shop.db, { ...command, approver: desk.approver })).toMatchObject({
      refusal: { kind: 'unknownDecision' },
    })
    expect(await repeatRefund(shop.db, { ...command, officer: desk.officer })).toMatchObject({
      refusal: { kind: 'unknownDecision' },
    })
  })
})
