import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decideRefund } from '#app/modules/aftersale/decide-refund.server.ts'
import { linkOrder, unlinkOrder } from '#app/modules/external/link-order.server.ts'
import { purchaseFacts } from '#app/modules/external/purchase.ts'
import { correctPurchase, recordPurchase, reversePurchase } from '#app/modules/external/record-purchase.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import type { CountyId, ExternalPurchaseId, PersonId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { expectCleanAudit, handOver, openDesk, type PaidOrder, paidOrder } from '#tests/integration/aftersale/desk.ts'
import type { Shop } from '#tests/integration/payments/shop.ts'

let shop: Shop
let officer: Awaited<ReturnType<typeof openDesk>>['officer']
beforeAll(async () => {
  const desk = await openDesk()
  shop = desk.shop
  officer = desk.officer
})
afterAll(() => shop.close())

/** What an order of the desk costs: three at 10.19 and two at 7 yuan. */
const ORDER_FEN = 3 * 1019 + 2 * 700

async function handedOver(): Promise<PaidOrder> {
  const order = await paidOrder(shop)
  await handOver(shop, order, [3, 2])
  return order
}

async function onPlatform(externalNo: string, amounts: number[]): Promise<ExternalPurchaseId[]> {
  const today = businessDate(shop.clock.now)
  const ids: ExternalPurchaseId[] = []
  for (const [index, amount] of amounts.entries()) {
    const facts = factsOf(externalNo, index + 1, amount)
    const recorded = await recordPurchase(shop.db, {
      facts: { ...facts, orderedOn: today },
      recordedBy: officer.personId,
      now: shop.clock.now,
    })
    if (!recorded.ok) throw new Error(recorded.refusal.kind)
    ids.push(recorded.value)
  }
  return ids
}

function factsOf(externalNo: string, lineNo: number, amount: number) {
  const today = businessDate(shop.clock.now)
  return purchaseFacts({
    channel: 'platform_832',
    externalNo,
    lineNo,
    countyId: 'fufeng' as CountyId,
    amount: fen(amount),
    fundType: 'canteen',
    orderedOn: today,
    acceptedOn: today,
    paidOn: today,
  })
}

const step = () => ({ actorId: officer.personId as PersonId, now: shop.clock.now })
const link = (externalNo: string, { orderNo }: PaidOrder) => linkOrder(shop.db, { externalNo, orderNo, ...step() })
const unlink = (externalNo: string) => unlinkOrder(shop.db, { externalNo, reason: '关联错了', ...step() })

async function totals() {
  const counted = await shop.db
    .selectFrom('recognized_purchase')
    .select((eb) => ['channel', eb.fn.sum<string>('amount_fen').as('amount')])
    .groupBy('channel')
    .execute()
  const stages = await shop.db
    .selectFrom('stage_amount')
    .select((eb) => ['stage', eb.fn.sum<string>('amount_fen').as('amount')])
    .groupBy('stage')
    .execute()
  return {
    ...Object.fromEntries(counted.map(({ channel, amount }) => [channel, Number(amount)])),
    ...Object.fromEntries(stages.map(({ stage, amount }) => [stage, Number(amount)])),
  } as Record<string, number>
}

function difference(after: Record<string, number>, before: Record<string, number>) {
  const keys = [...new Set([...Object.keys(after), ...Object.keys(before)])]
  return Object.fromEntries(
    keys.map((key) => [key, (after[key] ?? 0) - (before[key] ?? 0)]).filter(([, amount]) => amount !== 0),
  )
}

describe('an own order that is an order of the platform', () => {
  it('counts once, through the platform, and again by itself when it is unlinked', async () => {
    const start = await totals()
    const order = await handedOver()
    await onPlatform('832-A', [3057, 1400])
    expect(difference(await totals(), start)).toMatchObject({ own_shop: ORDER_FEN, platform_832: ORDER_FEN })
    const twice = await totals()
    const answers = await Promise.all([link('832-A', order), link('832-A', order)])
    expect(answers).toEqual([
      { ok: true, value: undefined },
      { ok: true, value: undefined },
    ])
    expect(difference(await totals(), start)).toEqual({
      platform_832: ORDER_FEN,
      ordered: ORDER_FEN,
      paid: ORDER_FEN,
      accepted: ORDER_FEN,
    })
    await expectCleanAudit(shop)
    expect(await unlink('832-A')).toEqual({ ok: true, value: undefined })
    expect(await unlink('832-A')).toMatchObject({ refusal: { kind: 'notLinked' } })
    expect(difference(await totals(), twice)).toEqual({})
    await expectCleanAudit(shop)
    expect(await link('832-A', order)).toMatchObject({ ok: true })
    expect(difference(await totals(), start)).toMatchObject({ platform_832: ORDER_FEN, accepted: ORDER_FEN })
    await expectCleanAudit(shop)
  })

  it('is not corrected in its figures and not taken back while it is linked', async () => {
    const order = await handedOver()
    const [purchaseId] = await onPlatform('832-B', [ORDER_FEN])
    await link('832-B', order)
    const of = { purchaseId: purchaseId as ExternalPurchaseId, recordedBy: officer.personId, now: shop.clock.now }
    const facts = factsOf('832-B', 1, ORDER_FEN)
    const correct = (changed: typeof facts) =>
      correctPurchase(shop.db, { ...of, revision: 1, facts: changed, reason: '更正' })
    expect(await correct({ ...facts, amount: fen(1) })).toMatchObject({ refusal: { kind: 'linked' } })
    expect(await reversePurchase(shop.db, { ...of, reason: '更正' })).toMatchObject({ refusal: { kind: 'linked' } })
    expect(await correct({ ...facts, invoiceNo: '2461' })).toMatchObject({ ok: true })
    await expectCleanAudit(shop)
  })

  it('loses what is refunded later, once', async () => {
    const order = await handedOver()
    await onPlatform('832-C', [ORDER_FEN])
    const before = await totals()
    await link('832-C', order)
    const form = {
      requestId: crypto.randomUUID(),
      reason: 'quality',
      bearer: 'cooperative',
      note: '碰伤',
      lines: [{ lineNo: 1, openPieces: 0, acceptedPieces: 1, goodwill: fen(0), isRestocked: false }],
    } as const
    const decided = await decideRefund(shop.db, { orderNo: order.orderNo, form, officer, now: shop.clock.now } as never)
    expect(decided).toMatchObject({ ok: true })
    expect(difference(await totals(), before)).toMatchObject({ own_shop: -ORDER_FEN - 1019, refunded: -1019 })
    await expectCleanAudit(shop)
  })

  it('is refused when amounts differ, when goods are still to come, when either is linked, or is not there', async () => {
    const order = await handedOver()
    await onPlatform('832-D', [ORDER_FEN + 1])
    expect(await link('832-D', order)).toEqual({
      ok: false,
      refusal: { kind: 'amountsDiffer', platform: ORDER_FEN + 1, own: ORDER_FEN },
    })
    const open = await paidOrder(shop)
    await handOver(shop, open, [3])
    await onPlatform('832-E', [3057])
    expect(await link('832-E', open)).toMatchObject({ refusal: { kind: 'orderNotAccepted' } })
    expect(await link('832-none', order)).toMatchObject({ refusal: { kind: 'noSuchNumber' } })
    expect(await link('832-D', { ...order, orderNo: 'none' })).toMatchObject({ refusal: { kind: 'noSuchOrder' } })
    await onPlatform('832-F', [ORDER_FEN])
    await onPlatform('832-G', [ORDER_FEN])
    expect(await link('832-F', order)).toMatchObject({ ok: true })
    expect(await link('832-G', order)).toMatchObject({ refusal: { kind: 'orderLinked' } })
    expect(await link('832-F', await handedOver())).toMatchObject({ refusal: { kind: 'numberLinked' } })
    await expectCleanAudit(shop)
  })

  it('takes one of two orders that claim one number at once', async () => {
    const [first, second] = [await handedOver(), await handedOver()]
    await onPlatform('832-H', [ORDER_FEN])
    const answers = await Promise.all([link('832-H', first), link('832-H', second)])
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
    await expectCleanAudit(shop)
  })
})
