import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { handOver } from '#app/modules/counter/hand-over.server.ts'
import { findByCode, proveByCode, proveByPhone } from '#app/modules/counter/prove-visit.server.ts'
import { showPickupCode } from '#app/modules/counter/show-pickup-code.server.ts'
import type { Clerk } from '#app/modules/identity/permissions.ts'
import { acceptSupplierOrder } from '#app/modules/ordering/accept-supplier-order.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { checkInvariants } from '#db/invariants/check-invariants.ts'
import { openShop, type Shop, stockOf } from '#tests/integration/payments/shop.ts'
import { createBuyer } from '#tests/support/factories/people.ts'
import {
  codeOf,
  createClerk,
  type PaidOrder,
  PHONE_TAIL,
  paidOrder,
  passFor,
  readLines,
  receiveAll,
  secretOf,
  statusOf,
} from './counter.ts'

let shop: Shop
let clerk: Clerk
let other: Clerk
beforeAll(async () => {
  shop = await openShop()
  clerk = await createClerk(shop)
  other = await createClerk(shop)
})
afterAll(() => shop.close())

const asking = (by = clerk) => ({ clerk: by, secret: secretOf(shop), now: shop.clock.now })

const give = (
  order: PaidOrder,
  pass: string,
  more: { by?: Clerk; quantities?: number[]; requestId?: string; proxyName?: string; note?: string } = {},
) =>
  handOver(shop.db, {
    ...asking(more.by),
    orderNo: order.orderNo,
    pass,
    requestId: more.requestId ?? newId(),
    lines: order.lineIds.map((orderLineId, index) => ({ orderLineId, quantity: more.quantities?.[index] ?? 0 })),
    proxyName: more.proxyName,
    note: more.note ?? '',
  })

const auditOf = async () => {
  const checks = await checkInvariants(shop.db, shop.clock.now)
  return checks.filter((check) => check.breaches.length > 0)
}

describe('a pickup code', () => {
  it('is six digits, the same each time, kept as a hash, and leads to its order', async () => {
    const order = await paidOrder(shop)
    const codes = await Promise.all([1, 2, 3].map(() => codeOf(shop, order.orderNo)))
    expect(new Set(codes).size).toBe(1)
    const [code = ''] = codes
    expect(code).toMatch(/^\d{6}$/)
    const kept = await shop.db.selectFrom('pickup_code').selectAll().where('order_id', '=', order.orderId).execute()
    expect(kept).toHaveLength(1)
    expect(JSON.stringify(kept)).not.toContain(code)
    const found = await findByCode(shop.db, { ...asking(), code })
    expect(found).toMatchObject({ ok: true, value: { orderNo: order.orderNo } })
  })

  it('is nobody else’s: on a collision the next round is taken', async () => {
    const order = await paidOrder(shop)
    const second = await paidOrder(shop)
    const code = await codeOf(shop, order.orderNo)
    await codeOf(shop, second.orderNo)
    // The second order's first code is made to be the first order's.
    const first = await shop.db
      .selectFrom('pickup_code')
      .selectAll()
      .where('order_id', '=', order.orderId)
      .executeTakeFirstOrThrow()
    const [ownHash] = await shop.db
      .selectFrom('pickup_code')
      .select('code_hash')
      .where('order_id', '=', second.orderId)
      .execute()
    await shop.store.ownerDb.deleteFrom('pickup_code').where('order_id', '=', second.orderId).execute()
    await shop.store.ownerDb
      .updateTable('pickup_code')
      .set({ code_hash: ownHash?.code_hash ?? Buffer.alloc(32) })
      .where('order_id', '=', order.orderId)
      .execute()
    expect(await codeOf(shop, second.orderNo)).not.toBe(code)
    const kept = await shop.db
      .selectFrom('pickup_code')
      .select('round')
      .where('order_id', '=', second.orderId)
      .execute()
    expect(kept).toEqual([{ round: 2 }])
    await shop.store.ownerDb
      .updateTable('pickup_code')
      .set({ code_hash: first.code_hash })
      .where('order_id', '=', order.orderId)
      .execute()
  })

  it('is shown to its buyer only, of what was paid and is fetched', async () => {
    const order = await paidOrder(shop)
    const building = await paidOrder(shop, { to: 'building' })
    const stranger = await createBuyer(shop.db)
    const show = (buyerId: typeof stranger.personId, orderNo: string) =>
      showPickupCode(shop.db, { buyerId, orderNo, secret: secretOf(shop), now: shop.clock.now })
    expect(await show(stranger.personId, order.orderNo)).toMatchObject({ ok: false })
    expect(await show(shop.buyer.personId, building.orderNo)).toMatchObject({ ok: false })
  })

  it('makes a clerk wait who types wrong ones, longer each time, and forgets them for a right one', async () => {
    const by = await createClerk(shop)
    const code = await codeOf(shop, (await paidOrder(shop)).orderNo)
    const wrong = code === '000000' ? '000001' : '000000'
    const kinds = []
    for (let n = 0; n < 8; n += 1)
      kinds.push((await findByCode(shop.db, { ...asking(by), code: wrong })).ok ? 'found' : 'no')
    const held = await findByCode(shop.db, { ...asking(by), code })
    expect(held).toMatchObject({ ok: false, refusal: { kind: 'throttled' } })
    shop.advance(2)
    expect(await findByCode(shop.db, { ...asking(by), code })).toMatchObject({ ok: true })
    expect(await findByCode(shop.db, { ...asking(by), code: wrong })).toMatchObject({ refusal: { kind: 'unknown' } })
  })

  it('is tried no more than a handful of times, however many are typed at once', async () => {
    const by = await createClerk(shop)
    const tries = Array.from({ length: 30 }, (_, n) =>
      findByCode(shop.db, { ...asking(by), code: String(900_000 + n) }),
    )
    const refusals = (await Promise.all(tries)).map((one) => (one.ok ? 'ok' : one.refusal.kind))
    expect(refusals.filter((kind) => kind === 'unknown').length).toBeLessThanOrEqual(6)
    expect(refusals).toContain('throttled')
  })

  it('is worth nothing after ten wrong tries for its order, until number and phone give another', async () => {
    const by = await createClerk(shop)
    const { orderNo } = await paidOrder(shop)
    const code = await codeOf(shop, orderNo)
    const wrong = code === '111111' ? '222222' : '111111'
    for (let n = 0; n < 10; n += 1) {
      shop.advance(2)
      expect(await proveByCode(shop.db, { ...asking(by), orderNo, code: wrong })).toMatchObject({
        refusal: { kind: 'wrong' },
      })
    }
    shop.advance(2)
    expect(await proveByCode(shop.db, { ...asking(by), orderNo, code })).toMatchObject({ refusal: { kind: 'blocked' } })
    expect(await findByCode(shop.db, { ...asking(by), code })).toMatchObject({ refusal: { kind: 'unknown' } })
    const shown = { buyerId: shop.buyer.personId, orderNo, secret: secretOf(shop), now: shop.clock.now }
    expect(await showPickupCode(shop.db, shown)).toMatchObject({ value: { state: 'blocked' } })
    shop.advance(2)
    expect(await proveByPhone(shop.db, { ...asking(by), orderNo, phoneTail: '9999' })).toMatchObject({
      refusal: { kind: 'wrong' },
    })
    shop.advance(2)
    expect(await proveByPhone(shop.db, { ...asking(by), orderNo, phoneTail: PHONE_TAIL })).toMatchObject({ ok: true })
    const next = await codeOf(shop, orderNo)
    expect(next).not.toBe(code)
    expect(await findByCode(shop.db, { ...asking(by), code: next })).toMatchObject({ ok: true })
  })
})

describe('a hand-over', () => {
  it('of one code by two clerks at once: one has it, the other is told, the books agree', async () => {
    const order = await paidOrder(shop)
    await receiveAll(shop, clerk, order)
    const code = await codeOf(shop, order.orderNo)
    const passes = await Promise.all([clerk, other].map((by) => findByCode(shop.db, { ...asking(by), code })))
    const [one, two] = passes.map((found) => (found.ok ? found.value.pass : ''))
    const both = await Promise.all([
      give(order, one ?? '', { by: clerk, quantities: [3, 2] }),
      give(order, two ?? '', { by: other, quantities: [3, 2] }),
    ])
    expect(both.filter((result) => result.ok)).toHaveLength(1)
    expect(both.find((result) => !result.ok)).toMatchObject({ refusal: { kind: 'tooMany', open: 0 } })
    expect(await statusOf(shop, order.orderId)).toBe('completed')
    expect(await findByCode(shop.db, { ...asking(), code })).toMatchObject({ refusal: { kind: 'unknown' } })
    expect(await auditOf()).toEqual([])
  })

  it('goes in parts: the rest later, to somebody who came for the buyer', async () => {
    const order = await paidOrder(shop)
    const pass = await passFor(shop, clerk, order.orderNo)
    expect(await give(order, pass, { quantities: [1, 2] })).toMatchObject({
      ok: true,
      value: { isOrderCompleted: false },
    })
    const code = await codeOf(shop, order.orderNo)
    expect(await findByCode(shop.db, { ...asking(), code })).toMatchObject({ ok: true })
    const rest = await give(order, pass, { quantities: [2, 0], proxyName: '王同学', note: '室友' })
    expect(rest).toMatchObject({ ok: true, value: { isOrderCompleted: true } })
    const given = await shop.db
      .selectFrom('hand_over')
      .select(['proxy_name', 'note', 'actor_id', 'kind'])
      .where('visit_id', '=', rest.ok ? rest.value.visitId : '')
      .execute()
    expect(given).toEqual([{ proxy_name: '王同学', note: '室友', actor_id: clerk.personId, kind: 'pickup' }])
    expect((await readLines(shop, order.orderId)).map((line) => line.accepted_quantity)).toEqual([3, 2])
    const [sku] = order.skuIds
    if (sku) expect(await stockOf(shop, sku)).toMatchObject({ on_hand: 97, allocated: 0 })
  })

  it('sent twice is one, even at once; with another content it is refused', async () => {
    const order = await paidOrder(shop)
    const pass = await passFor(shop, clerk, order.orderNo)
    const requestId = newId()
    const twice = await Promise.all([1, 2].map(() => give(order, pass, { requestId, quantities: [1, 0] })))
    expect(twice.every((one) => one.ok)).toBe(true)
    expect(twice.map((one) => one.ok && one.value.isNew).sort()).toEqual([false, true])
    expect((await readLines(shop, order.orderId)).map((line) => line.accepted_quantity)).toEqual([1, 0])
    expect(await give(order, pass, { requestId, quantities: [2, 0] })).toMatchObject({
      refusal: { kind: 'requestReused' },
    })
  })

  it.each([
    ['no pass', () => ''],
    ['a forged one', (pass: string) => `${pass.slice(0, -2)}xx`],
    ['one of another proof', (pass: string) => pass.replace('phone', 'code')],
  ])('needs a proof: %s is none', async (_words, change) => {
    const order = await paidOrder(shop)
    const pass = await passFor(shop, clerk, order.orderNo)
    expect(await give(order, change(pass), { quantities: [1, 0] })).toMatchObject({ refusal: { kind: 'passInvalid' } })
  })

  it('needs one’s own proof, of this order, not older than a quarter of an hour', async () => {
    const [order, second] = [await paidOrder(shop), await paidOrder(shop)]
    const pass = await passFor(shop, clerk, order.orderNo)
    expect(await give(order, pass, { by: other, quantities: [1, 0] })).toMatchObject({
      refusal: { kind: 'passInvalid' },
    })
    expect(await give(second, pass, { quantities: [1, 0] })).toMatchObject({ refusal: { kind: 'passInvalid' } })
    shop.advance(16)
    expect(await give(order, pass, { quantities: [1, 0] })).toMatchObject({ refusal: { kind: 'passInvalid' } })
  })

  it('is the acceptance of what is fetched: the buyer’s own word is not', async () => {
    const order = await paidOrder(shop)
    const building = await paidOrder(shop, { to: 'building' })
    const confirm = ({ orderNo, partIds: [supplierOrderId] }: PaidOrder) =>
      acceptSupplierOrder(shop.db, {
        buyer: shop.buyer,
        orderNo,
        supplierOrderId: supplierOrderId ?? ('' as never),
        now: shop.clock.now,
      })
    expect(await confirm(order)).toMatchObject({ ok: false, refusal: { kind: 'atCounter' } })
    expect(await confirm(building)).toMatchObject({ ok: true })
  })
})
