import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recallBatch } from '#app/modules/aftersale/recall-batch.server.ts'
import { shortLines } from '#app/modules/aftersale/short-lines.server.ts'
import { receiveGoods } from '#app/modules/counter/receive-goods.server.ts'
import { confirmSupplierOrder } from '#app/modules/fulfillment/confirm-supplier-order.server.ts'
import { shipLines } from '#app/modules/fulfillment/ship-lines.server.ts'
import { readSupplierOrder } from '#app/modules/fulfillment/supplier-order-queries.server.ts'
import type { Manager } from '#app/modules/identity/permissions.ts'
import { acceptLines } from '#app/modules/ordering/accept-lines.server.ts'
import { lockOrder } from '#app/modules/ordering/change-order.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { addDays, businessDate } from '#app/shared/business-date.ts'
import type { OrderLineId } from '#app/shared/ids.ts'
import { createClerk, said } from '#tests/integration/counter/counter.ts'
import { openShop, type Shop } from '#tests/integration/payments/shop.ts'
import {
  breachesOf,
  countersOf,
  createManager,
  insertLot,
  type PaidPart,
  paidPart,
  stepsOf,
  stockedSku,
} from './supply.ts'

let shop: Shop
let manager: Manager
let stranger: Manager

beforeAll(async () => {
  shop = await openShop()
  manager = await createManager(shop, 'north')
  stranger = await createManager(shop, 'south')
})
afterAll(async () => {
  expect(await breachesOf(shop)).toEqual({})
  await shop.close()
})

const VAN = { kind: 'own_van' } as const
const COURIER = { kind: 'carrier', carrier: '顺丰', trackingNumber: 'SF1234567890' } as const

interface Wish {
  pieces: { orderLineId: OrderLineId | undefined; quantity: number; batchId?: string }[]
  transport?: typeof VAN | typeof COURIER
  requestId?: string
  by?: Manager
}

const ship = (part: PaidPart, { pieces, transport = VAN, requestId = newId(), by = manager }: Wish) =>
  shipLines(shop.db, {
    manager: by,
    supplierOrderId: part.supplierOrderId,
    requestId,
    transport,
    lines: pieces as never,
    now: shop.clock.now,
  })

const short = (
  part: PaidPart,
  {
    quantity,
    requestId = newId(),
    by = manager,
    line = 0,
  }: { quantity: number; requestId?: string; by?: Manager; line?: number },
) =>
  shortLines(shop.db, {
    manager: by,
    supplierOrderId: part.supplierOrderId,
    requestId,
    lines: [{ orderLineId: part.lineIds[line] as OrderLineId, quantity }],
    reason: 'damaged',
    note: '昨夜冰雹',
    now: shop.clock.now,
  })

const confirm = (part: PaidPart, by = manager, readyOn?: string) =>
  confirmSupplierOrder(shop.db, { manager: by, supplierOrderId: part.supplierOrderId, readyOn, now: shop.clock.now })

const handOver = (part: PaidPart, quantity: number) =>
  inTransaction(shop.db, async (tx) =>
    acceptLines(tx, await lockOrder(tx, part.orderId), {
      lines: [{ orderLineId: part.lineIds[0] as OrderLineId, quantity }],
      kind: 'pickup',
      actorId: shop.buyer.personId,
      now: shop.clock.now,
    }),
  )

const refundsOf = async (part: PaidPart) =>
  (await shop.db.selectFrom('refund').select('amount_fen').where('order_id', '=', part.orderId).execute()).map(
    (row) => row.amount_fen,
  )

describe('confirming a supplier order', () => {
  it('is done once, whoever asks again', async () => {
    const part = await paidPart(shop, [{ skuId: await stockedSku(shop), quantity: 2 }])
    const tomorrow = addDays(businessDate(shop.clock.now), 1)
    const both = await Promise.all([confirm(part, manager, tomorrow), confirm(part, manager, tomorrow)])
    expect(both.map((one) => one.ok && one.value.isFirst).sort()).toEqual([false, true])
    expect((await stepsOf(shop, part.orderId)).filter((kind) => kind === 'confirmed')).toHaveLength(1)
    const view = await readSupplierOrder(shop.db, manager.cooperativeId, { ...part, now: shop.clock.now })
    expect(view).toMatchObject({ state: 'to_ship', readyOn: tomorrow, toShip: 2 })
  })

  it('is refused for another cooperative, an unpaid order and a day gone by', async () => {
    const part = await paidPart(shop, [{ skuId: await stockedSku(shop), quantity: 1 }])
    expect(await confirm(part, stranger)).toEqual({ ok: false, refusal: { kind: 'notFound' } })
    const yesterday = addDays(businessDate(shop.clock.now), -1)
    expect(await confirm(part, manager, yesterday)).toEqual({ ok: false, refusal: { kind: 'readyInPast' } })
    await shop.store.ownerDb
      .updateTable('order')
      .set({ status: 'awaiting_payment', paid_at: null })
      .where('id', '=', part.orderId)
      .execute()
    expect(await confirm(part)).toEqual({ ok: false, refusal: { kind: 'notFound' } })
    await shop.store.ownerDb
      .updateTable('order')
      .set({ status: 'paid', paid_at: shop.clock.now })
      .where('id', '=', part.orderId)
      .execute()
  })
})

describe('shipping', () => {
  it('goes in parts and by several shipments, lot by lot', async () => {
    const skuId = await stockedSku(shop)
    const late = await insertLot(shop, { skuId, quantity: 40, bestInDays: 90 })
    const soon = await insertLot(shop, { skuId, quantity: 2, bestInDays: 5 })
    await insertLot(shop, { skuId, quantity: 9, bestInDays: -1 })
    const part = await paidPart(shop, [{ skuId, quantity: 5 }])
    const [line] = part.lineIds
    const before = await readSupplierOrder(shop.db, manager.cooperativeId, { ...part, now: shop.clock.now })
    expect(before?.suggestion).toEqual([
      { orderLineId: line, quantity: 2, batchId: soon.batchId },
      { orderLineId: line, quantity: 3, batchId: late.batchId },
    ])
    const first = await ship(part, { pieces: [{ orderLineId: line, quantity: 2, batchId: soon.batchId }] })
    expect(first.ok).toBe(true)
    expect(await countersOf(shop, line)).toEqual([2, 0, 0, 0])
    const second = await ship(part, {
      transport: COURIER,
      pieces: [
        { orderLineId: line, quantity: 1, batchId: late.batchId },
        { orderLineId: line, quantity: 2 },
        { orderLineId: line, quantity: 0, batchId: soon.batchId },
      ],
    })
    expect(second.ok).toBe(true)
    expect(await countersOf(shop, line)).toEqual([5, 0, 0, 0])
    const after = await readSupplierOrder(shop.db, manager.cooperativeId, { ...part, now: shop.clock.now })
    expect(after).toMatchObject({ state: 'sent', toShip: 0, suggestion: [] })
    expect(after?.shipments.map(({ kind, lines }) => [kind, lines.map((one) => [one.quantity, one.lotCode])])).toEqual([
      ['own_van', [[2, soon.lotCode]]],
      [
        'carrier',
        [
          [1, late.lotCode],
          [2, null],
        ],
      ],
    ])
    // Shipping what was not confirmed confirms it.
    expect((await stepsOf(shop, part.orderId)).slice(-3)).toEqual(['confirmed', 'shipped', 'shipped'])
  })

  it('refuses more than is to ship, over all lots, and changes nothing', async () => {
    const skuId = await stockedSku(shop)
    const lot = await insertLot(shop, { skuId, quantity: 40, bestInDays: 90 })
    const part = await paidPart(shop, [{ skuId, quantity: 3 }])
    const [line] = part.lineIds
    const tooMany = { ok: false, refusal: { kind: 'tooMany', orderLineId: line, toShip: 3 } }
    expect(await ship(part, { pieces: [{ orderLineId: line, quantity: 4 }] })).toEqual(tooMany)
    const split = [
      { orderLineId: line, quantity: 2, batchId: lot.batchId },
      { orderLineId: line, quantity: 2 },
    ]
    expect(await ship(part, { pieces: split })).toEqual(tooMany)
    expect(await countersOf(shop, line)).toEqual([0, 0, 0, 0])
  })

  it('refuses lots of other goods and lots past their date', async () => {
    const [skuId, other] = [await stockedSku(shop), await stockedSku(shop)]
    const foreign = await insertLot(shop, { skuId: other, quantity: 9, bestInDays: 9 })
    const stale = await insertLot(shop, { skuId, quantity: 9, bestInDays: -1 })
    const part = await paidPart(shop, [{ skuId, quantity: 3 }])
    const [line] = part.lineIds
    const wish = (batchId: string) => ship(part, { pieces: [{ orderLineId: line, quantity: 1, batchId }] })
    expect(await wish(foreign.batchId)).toMatchObject({ refusal: { kind: 'lotUnknown' } })
    expect(await wish(newId())).toMatchObject({ refusal: { kind: 'lotUnknown' } })
    expect(await wish(stale.batchId)).toMatchObject({ refusal: { kind: 'lotExpired', lotCode: stale.lotCode } })
    const recalled = await insertLot(shop, { skuId, quantity: 9, bestInDays: 9 })
    const form = { lotCode: recalled.lotCode, reason: '农残超标', confirmed: 'on' } as const
    const administrator = { ...manager, permission: 'catalog:manage' } as const
    expect((await recallBatch(shop.db, { form, administrator, now: shop.clock.now })).ok).toBe(true)
    expect(await wish(recalled.batchId)).toMatchObject({ refusal: { kind: 'lotRecalled', lotCode: recalled.lotCode } })
    const view = await readSupplierOrder(shop.db, manager.cooperativeId, { ...part, now: shop.clock.now })
    expect(view?.suggestion).toEqual([{ orderLineId: line, quantity: 3 }])
    expect(await ship(part, { pieces: [{ orderLineId: line, quantity: 0 }] })).toMatchObject({
      refusal: { kind: 'nothing' },
    })
    expect(await ship(part, { pieces: [{ orderLineId: newId(), quantity: 1 }] as never })).toMatchObject({
      refusal: { kind: 'lineUnknown' },
    })
  })

  it('sent twice is one shipment, at once or one after the other; the same form otherwise filled in is refused', async () => {
    const part = await paidPart(shop, [{ skuId: await stockedSku(shop), quantity: 4 }])
    const [line] = part.lineIds
    const wish = { requestId: newId(), pieces: [{ orderLineId: line, quantity: 2 }] }
    const answers = [...(await Promise.all([ship(part, wish), ship(part, wish)])), await ship(part, wish)]
    expect(new Set(answers.map((one) => one.ok && one.value.shipmentId)).size).toBe(1)
    expect(await countersOf(shop, line)).toEqual([2, 0, 0, 0])
    expect(await ship(part, { ...wish, pieces: [{ orderLineId: line, quantity: 1 }] })).toMatchObject({
      refusal: { kind: 'requestReused' },
    })
    expect(await ship(part, { ...wish, transport: COURIER })).toMatchObject({ refusal: { kind: 'requestReused' } })
  })

  it('by two people with two forms never sends more than was ordered', async () => {
    const part = await paidPart(shop, [{ skuId: await stockedSku(shop), quantity: 3 }])
    const [line] = part.lineIds
    const wish = { pieces: [{ orderLineId: line, quantity: 2 }] }
    const both = await Promise.all([ship(part, wish), ship(part, wish)])
    expect(both.filter((one) => one.ok)).toHaveLength(1)
    expect(await countersOf(shop, line)).toEqual([2, 0, 0, 0])
  })

  it('is nothing to another cooperative, nor are lines of its own order there', async () => {
    const [north, south] = [await stockedSku(shop), await stockedSku(shop, 'south')]
    const part = await paidPart(shop, [
      { skuId: north, quantity: 1 },
      { skuId: south, quantity: 1 },
    ])
    const pieces = [{ orderLineId: part.lineIds[0], quantity: 1 }]
    expect(await ship(part, { pieces, by: stranger })).toEqual({ ok: false, refusal: { kind: 'notFound' } })
    const foreign = await shop.db
      .selectFrom('order_line')
      .select('id')
      .where('order_id', '=', part.orderId)
      .where('sku_id', '=', south)
      .executeTakeFirstOrThrow()
    expect(await ship(part, { pieces: [{ orderLineId: foreign.id, quantity: 1 }] as never })).toMatchObject({
      refusal: { kind: 'lineUnknown' },
    })
  })
})

describe('what has still to leave', () => {
  const toShip = async (part: PaidPart) =>
    (await readSupplierOrder(shop.db, manager.cooperativeId, { ...part, now: shop.clock.now }))?.toShip
  type Said = Parameters<typeof said>[1]
  const receive = async (part: PaidPart, what: Said) => {
    const clerk = await createClerk(shop)
    const { supplierOrderId } = part
    const lines = [said(part.lineIds[0] as OrderLineId, what)]
    const { now } = shop.clock
    const done = await receiveGoods(shop.db, { clerk, supplierOrderId, requestId: newId(), lines, note: '', now })
    if (!done.ok) throw new Error(done.refusal.kind)
  }
  const five = async () => paidPart(shop, [{ skuId: await stockedSku(shop), quantity: 5 }])

  it('is not what came damaged, whether its sending was noted or not', async () => {
    const [noted, unnoted] = [await five(), await five()]
    await ship(noted, { pieces: [{ orderLineId: noted.lineIds[0], quantity: 3 }] })
    for (const part of [noted, unnoted]) {
      await receive(part, { quantity: 2, defectQuantity: 1, defectNote: '压坏了' })
      expect(await toShip(part)).toBe(2)
      expect((await ship(part, { pieces: [{ orderLineId: part.lineIds[0], quantity: 2 }] })).ok).toBe(true)
      expect(await toShip(part)).toBe(0)
    }
  })

  it('is not what was missing: sent before, or never', async () => {
    const [sent, never] = [await five(), await five()]
    await ship(sent, { pieces: [{ orderLineId: sent.lineIds[0], quantity: 3 }] })
    for (const part of [sent, never]) await receive(part, { quantity: 2, missingQuantity: 1 })
    expect([await toShip(sent), await toShip(never)]).toEqual([2, 2])
  })

  it('is what was canceled neither before nor after', async () => {
    const part = await five()
    await short(part, { quantity: 1 })
    await ship(part, { pieces: [{ orderLineId: part.lineIds[0], quantity: 2 }] })
    await receive(part, { quantity: 1, defectQuantity: 1, defectNote: '压坏了' })
    expect(await toShip(part)).toBe(2)
    expect(await short(part, { quantity: 3 })).toMatchObject({ refusal: { kind: 'tooMany', toShip: 2 } })
  })
})

describe('running short', () => {
  it('gives the money back once and tells the buyer, and the rest is shipped', async () => {
    const part = await paidPart(shop, [{ skuId: await stockedSku(shop), quantity: 3 }])
    const [line] = part.lineIds
    const requestId = newId()
    const twice = await Promise.all([short(part, { quantity: 1, requestId }), short(part, { quantity: 1, requestId })])
    expect(twice.every((one) => one.ok)).toBe(true)
    expect(await countersOf(shop, line)).toEqual([0, 0, 0, 1])
    expect(await refundsOf(part)).toEqual([1000])
    const told = await shop.db
      .selectFrom('notice')
      .select(['data', 'person_id'])
      .where('dedupe_key', '=', `lines_shorted:${requestId}`)
      .execute()
    expect(told).toMatchObject([
      { person_id: shop.buyer.personId, data: { orderNo: part.orderNo, refundFen: 1000, note: '昨夜冰雹' } },
    ])
    expect(await ship(part, { pieces: [{ orderLineId: line, quantity: 3 }] })).toMatchObject({
      refusal: { kind: 'tooMany', toShip: 2 },
    })
    expect((await ship(part, { pieces: [{ orderLineId: line, quantity: 2 }] })).ok).toBe(true)
    expect((await handOver(part, 2)).ok).toBe(true)
    const view = await readSupplierOrder(shop.db, manager.cooperativeId, { ...part, now: shop.clock.now })
    expect(view).toMatchObject({ state: 'closed', contactName: '林**', contactPhone: '139****0001', note: '' })
  })

  it('does not reach what was sent already', async () => {
    const part = await paidPart(shop, [{ skuId: await stockedSku(shop), quantity: 3 }])
    await ship(part, { pieces: [{ orderLineId: part.lineIds[0], quantity: 2 }] })
    expect(await short(part, { quantity: 2 })).toMatchObject({ refusal: { kind: 'tooMany', toShip: 1 } })
    expect((await short(part, { quantity: 1 })).ok).toBe(true)
    expect(await refundsOf(part)).toEqual([1000])
  })

  it('and handing over at once: one of them happens', async () => {
    for (let round = 0; round < 4; round += 1) {
      const part = await paidPart(shop, [{ skuId: await stockedSku(shop), quantity: 2 }])
      const [given, lost] = await Promise.all([handOver(part, 2), short(part, { quantity: 2 })])
      expect([given.ok, lost.ok].filter(Boolean)).toHaveLength(1)
      expect(await countersOf(shop, part.lineIds[0])).toEqual(given.ok ? [2, 2, 2, 0] : [0, 0, 0, 2])
      expect(await refundsOf(part)).toEqual(given.ok ? [] : [2000])
    }
  })

  it('by two people at once is refunded for no more than there was', async () => {
    const part = await paidPart(shop, [{ skuId: await stockedSku(shop), quantity: 3 }])
    const both = await Promise.all([short(part, { quantity: 2 }), short(part, { quantity: 2 })])
    expect(both.filter((one) => one.ok)).toHaveLength(1)
    expect(await refundsOf(part)).toEqual([2000])
  })

  it('is nothing to another cooperative; the same form otherwise filled in is refused', async () => {
    const part = await paidPart(shop, [{ skuId: await stockedSku(shop), quantity: 3 }])
    expect(await short(part, { quantity: 1, by: stranger })).toEqual({ ok: false, refusal: { kind: 'notFound' } })
    const requestId = newId()
    await short(part, { quantity: 1, requestId })
    expect(await short(part, { quantity: 2, requestId })).toMatchObject({ refusal: { kind: 'requestReused' } })
    expect(await countersOf(shop, part.lineIds[0])).toEqual([0, 0, 0, 1])
  })
})
