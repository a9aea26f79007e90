import type { LoaderFunctionArgs } from '@remix-run/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { showPickupCode } from '#app/modules/counter/show-pickup-code.server.ts'
import type { Clerk } from '#app/modules/identity/permissions.ts'
import { newId } from '#app/platform/ids.server.ts'
import { setRuntime } from '#app/platform/runtime.server.ts'
import { loader as ticketLoader } from '#app/routes/account/pickup-code.tsx'
import { action as deliver, loader as deliveriesLoader } from '#app/routes/counter/deliveries.tsx'
import { action as find } from '#app/routes/counter/find.tsx'
import { action as chooseOverdue, loader as overdueLoader } from '#app/routes/counter/overdue.tsx'
import { loader as receiptLoader, action as receive } from '#app/routes/counter/receipt.tsx'
import { loader as receivingLoader } from '#app/routes/counter/receiving.tsx'
import { loader as saleLoader, action as sell } from '#app/routes/counter/sale.tsx'
import { loader as sheetLoader } from '#app/routes/counter/sheet.tsx'
import { action as keyIn } from '#app/routes/counter/sheet-keys.tsx'
import { action as shiftAction, loader as shiftLoader } from '#app/routes/counter/shift.tsx'
import { loader as reportLoader } from '#app/routes/counter/shift-report.tsx'
import { action as soldAction, loader as soldLoader } from '#app/routes/counter/sold.tsx'
import { loader as todayLoader } from '#app/routes/counter/today.tsx'
import { action as visitAction, loader as visitLoader } from '#app/routes/counter/visit.tsx'
import { stockedSku } from '#tests/integration/aftersale/desk.ts'
import { openShop, type Shop } from '#tests/integration/payments/shop.ts'
import { createPerson, createSession, TEST_SESSION_SECRET } from '#tests/support/factories/people.ts'
import { codeOf, createClerk, PHONE_TAIL, POINT, paidOrder, readLines, secretOf, statusOf } from './counter.ts'

let shop: Shop
let clerk: Clerk
const cookies = new Map<string, string>()

beforeAll(async () => {
  shop = await openShop()
  clerk = await createClerk(shop)
  setRuntime({ ...shop.runtime, env: { ...shop.runtime.env, sessionSecret: TEST_SESSION_SECRET } })
  cookies.set('clerk', `sid=${await createSession(shop.db, clerk.personId)}`)
  cookies.set('buyer', `sid=${await createSession(shop.db, shop.buyer.personId)}`)
  const { personId } = await createPerson(shop.db)
  cookies.set('stranger', `sid=${await createSession(shop.db, personId)}`)
})
afterAll(async () => {
  setRuntime(undefined)
  await shop.close()
})

type Params = Record<string, string>

function ask(path: string, params: Params = {}, as = 'clerk'): LoaderFunctionArgs {
  const request = new Request(`http://shop.test${path}`, { headers: { cookie: cookies.get(as) ?? '' } })
  return { request, params, context: {} }
}

function send(path: string, fields: Record<string, string>, params: Params = {}): LoaderFunctionArgs {
  const body = new URLSearchParams(fields)
  const headers = { cookie: cookies.get('clerk') ?? '' }
  return { request: new Request(`http://shop.test${path}`, { method: 'POST', headers, body }), params, context: {} }
}

/** As `send`, in the form of an upload. */
function upload(fields: Record<string, string>, params: Params): LoaderFunctionArgs {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  const headers = { cookie: cookies.get('clerk') ?? '' }
  return { request: new Request('http://shop.test/x', { method: 'POST', headers, body }), params, context: {} }
}

type Answer = Response | { data: unknown; init: ResponseInit | null } | object

function statusAndPlace(answer: Answer): [number, string | null] {
  if (answer instanceof Response) return [answer.status, answer.headers.get('location')]
  return ['init' in answer ? (answer.init?.status ?? 200) : 200, null]
}

/** What a page would show: `data()` wraps it when there are headers. */
const shown = <Shown>(answer: { data: Shown } | Shown): Shown =>
  answer !== null && typeof answer === 'object' && 'data' in answer ? answer.data : answer

describe('the ticket of a buyer', () => {
  it('is a whole document with the code and a QR, kept by nobody, and only for its buyer', async () => {
    const order = await paidOrder(shop)
    const answer = await ticketLoader(ask('/x', { orderNo: order.orderNo }, 'buyer'))
    const page = await answer.text()
    const code = await codeOf(shop, order.orderNo)
    expect(page).toContain(`${code.slice(0, 3)} ${code.slice(3)}`)
    expect(page).toMatch(/^<!doctype html><html lang="zh-CN">.*<svg .*<path d="M/s)
    expect(page).not.toMatch(/<(script|link|img)|url\(|@import/)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    await expect(ticketLoader(ask('/x', { orderNo: order.orderNo }, 'stranger'))).rejects.toMatchObject({ status: 404 })
    const building = await paidOrder(shop, { to: 'building' })
    await expect(ticketLoader(ask('/x', { orderNo: building.orderNo }, 'buyer'))).rejects.toMatchObject({ status: 404 })
  })

  it('allows just its own style', async () => {
    const order = await paidOrder(shop)
    const answer = await ticketLoader(ask('/x', { orderNo: order.orderNo }, 'buyer'))
    const style = /<style>([\s\S]*)<\/style>/.exec(await answer.text())?.[1] ?? ''
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(style))
    expect(answer.headers.get('content-security-policy')).toContain(Buffer.from(digest).toString('base64'))
  })
})

describe('the counter', () => {
  it('goes from receiving to hand-over by forms alone', async () => {
    const order = await paidOrder(shop)
    const [supplierOrderId = ''] = order.partIds
    const { expected } = shown(await receivingLoader(ask('/counter/receiving')))
    expect(expected.map((part) => part.supplierOrderId)).toContain(supplierOrderId)
    const form = shown(await receiptLoader(ask('/x', { supplierOrderId })))
    const [line] = form.receiving.lines
    const sent = {
      requestId: form.requestId,
      note: '',
      'lines[0].orderLineId': line?.orderLineId ?? '',
      'lines[0].quantity': '2',
      'lines[0].defectQuantity': '1',
      'lines[0].missingQuantity': '',
      'lines[0].weightGrams': '',
      'lines[0].defectNote': '压坏',
    }
    expect(statusAndPlace(await receive(upload(sent, { supplierOrderId })))).toEqual([303, '/counter/receiving'])
    expect((await readLines(shop, order.orderId))[0]).toMatchObject({ received_quantity: 2, canceled_quantity: 1 })

    const [status, place] = statusAndPlace(
      await find(send('/counter/find', { text: `YS:${await codeOf(shop, order.orderNo)}` })),
    )
    expect(status).toBe(303)
    const visit = shown(await visitLoader(ask(place ?? '', { orderNo: order.orderNo })))
    expect(visit).toMatchObject({ proof: 'code', visit: { maskedName: '林**', maskedPhone: '139****0001' } })
    expect(visit.visit.lines.map((one) => [one.here, one.toCome])).toEqual([
      [2, 0],
      [0, 2],
    ])
    const given = {
      intent: 'hand-over',
      requestId: visit.requestId,
      pass: visit.pass,
      'lines[0].orderLineId': visit.visit.lines[0]?.orderLineId ?? '',
      'lines[0].quantity': '2',
      'lines[1].orderLineId': visit.visit.lines[1]?.orderLineId ?? '',
      'lines[1].quantity': '',
    }
    for (let twice = 0; twice < 2; twice += 1)
      expect(statusAndPlace(await visitAction(send('/x', given, { orderNo: order.orderNo })))).toEqual([
        303,
        `/counter/orders/${order.orderNo}`,
      ])
    expect((await readLines(shop, order.orderId)).map((one) => one.accepted_quantity)).toEqual([2, 0])
  })

  it('says what is wrong instead of failing', async () => {
    const order = await paidOrder(shop)
    const { orderNo } = order
    expect(statusAndPlace(await find(send('/counter/find', { text: '什么' })))[0]).toBe(422)
    expect(statusAndPlace(await find(send('/counter/find', { text: '209901010001' })))[0]).toBe(404)
    expect(statusAndPlace(await find(send('/counter/find', { text: orderNo })))).toEqual([
      303,
      `/counter/orders/${orderNo}`,
    ])
    const proof = (fields: Record<string, string>) => visitAction(send('/x', fields, { orderNo }))
    expect(statusAndPlace(await proof({ intent: 'phone', phoneTail: '12' }))[0]).toBe(422)
    expect(statusAndPlace(await proof({ intent: 'code', code: 'x' }))[0]).toBe(422)
    expect(statusAndPlace(await proof({ intent: 'phone', phoneTail: PHONE_TAIL }))[0]).toBe(303)
    const noCount = {
      intent: 'hand-over',
      requestId: newId(),
      pass: '',
      'lines[0].orderLineId': order.lineIds[0] ?? '',
    }
    expect(statusAndPlace(await proof({ ...noCount, 'lines[0].quantity': '两件' }))[0]).toBe(422)
    const noPass = { intent: 'hand-over', requestId: newId(), pass: '' }
    expect(statusAndPlace(await proof(noPass))[0]).toBe(409)
    await expect(proof({ intent: 'hand-over', requestId: 'x', pass: '' })).rejects.toMatchObject({ status: 400 })
    await expect(proof({ intent: 'none' })).rejects.toMatchObject({ status: 400 })
    await expect(visitLoader(ask('/x', { orderNo: '%00' }))).rejects.toMatchObject({ status: 404 })
    await expect(receiptLoader(ask('/x', { supplierOrderId: newId() }))).rejects.toMatchObject({ status: 404 })
    await expect(sheetLoader(ask('/counter/sheet?slot=x'))).rejects.toMatchObject({ status: 404 })
    await expect(deliveriesLoader(ask('/counter/deliveries?day=2026-02-30'))).rejects.toMatchObject({ status: 400 })
    await expect(soldLoader(ask('/x', { orderNo }))).rejects.toMatchObject({ status: 404 })
    await expect(reportLoader(ask('/x', { shiftId: newId() }))).rejects.toMatchObject({ status: 404 })
    const over = { requestId: newId(), 'lines[0].orderLineId': order.lineIds[0] ?? '', 'lines[0].quantity': '4' }
    const params = { supplierOrderId: order.partIds[0] ?? '' }
    expect(statusAndPlace(await receive(upload(over, params)))[0]).toBe(409)
    expect(statusAndPlace(await receive(upload({ ...over, 'lines[0].quantity': '1.5' }, params)))[0]).toBe(422)
  })

  it('prints a sheet and takes its keys', async () => {
    const order = await paidOrder(shop)
    const { sheet } = await sheetLoader(ask(`/counter/sheet?slot=${shop.slotId}`))
    const key = sheet?.orders.find((one) => one.orderNo === order.orderNo)?.lines[0]?.key ?? ''
    const answer = shown(await keyIn(send('/counter/sheet/keys', { keys: `${key}\n${key}` })))
    expect(answer.lines.map((line) => line.outcome.kind)).toEqual(['handedOver', 'already'])
    expect(statusAndPlace(await keyIn(send('/counter/sheet/keys', { keys: ' ' })))[0]).toBe(422)
  })

  it('sells for cash, from opening to closing the shift', async () => {
    expect(
      statusAndPlace(await shiftAction(send('/counter/shift', { intent: 'open', pickupPointId: POINT, cash: 'x' })))[0],
    ).toBe(422)
    const opening = { intent: 'open', pickupPointId: POINT, cash: '200' }
    expect(statusAndPlace(await shiftAction(send('/counter/shift', opening)))).toEqual([303, '/counter/shift'])
    const skuId = await stockedSku(shop, { priceFen: 1250 })
    const scan = (items: string) => saleLoader(ask(`/counter/sale?q=${skuId}&items=${items}`))
    const scanned = await scan(`${skuId}.1`).catch((thrown: Response) => thrown)
    expect(scanned).toBeInstanceOf(Response)
    const withOneMore = scanned instanceof Response ? (scanned.headers.get('location') ?? '') : ''
    expect(decodeURIComponent(withOneMore)).toBe(`/counter/sale?items=${skuId}.2`)
    const page = await saleLoader(ask(withOneMore))
    expect(page).toMatchObject({ total: 2500, shifts: [{ pointId: POINT }] })
    const shiftId = page.shifts[0]?.shiftId ?? ''
    const sale = {
      requestId: page.requestId,
      shiftId,
      items: `${skuId}.2`,
      expectedTotal: '2500',
      fundType: 'staff',
      campusNumber: '',
      method: 'cash',
    }
    expect(statusAndPlace(await sell(send('/counter/sale', { ...sale, fundType: '' })))[0]).toBe(422)
    expect(statusAndPlace(await sell(send('/counter/sale', { ...sale, expectedTotal: '1' })))[0]).toBe(409)
    const [status, place] = statusAndPlace(await sell(send('/counter/sale', sale)))
    expect(status).toBe(303)
    const orderNo = place?.split('/').at(-1) ?? ''
    expect(shown(await soldLoader(ask(place ?? '', { orderNo }))).sale).toMatchObject({
      status: 'completed',
      isCash: true,
      total: 2500,
    })
    const closing = { intent: 'close', shiftId, cash: '225', note: '' }
    expect(statusAndPlace(await shiftAction(send('/counter/shift', closing)))).toEqual([
      303,
      `/counter/shifts/${shiftId}`,
    ])
    const { report } = shown(await reportLoader(ask('/x', { shiftId })))
    expect(report).toMatchObject({ opening: 20_000, sales: 2500, expected: 22_500, counted: 22_500, difference: 0 })
    expect(shown(await shiftLoader(ask('/counter/shift'))).shifts).toEqual([])
  })

  it('shows a payment code, follows the payment and hands over', async () => {
    await shiftAction(send('/counter/shift', { intent: 'open', pickupPointId: POINT, cash: '0' }))
    const skuId = await stockedSku(shop, { priceFen: 900 })
    const page = await saleLoader(ask(`/counter/sale?items=${skuId}.1`))
    const sale = {
      requestId: page.requestId,
      shiftId: page.shifts[0]?.shiftId ?? '',
      items: `${skuId}.1`,
      expectedTotal: '900',
      fundType: 'assisted_sale',
      method: 'qr',
    }
    const orderNo =
      statusAndPlace(await sell(send('/counter/sale', sale)))[1]
        ?.split('/')
        .at(-1) ?? ''
    const press = (intent: string) => soldAction(send('/x', { intent }, { orderNo }))
    expect(statusAndPlace(await press('hand-over'))[0]).toBe(409)
    expect(statusAndPlace(await press('show'))[0]).toBe(200)
    const { qr } = shown(await soldLoader(ask('/x', { orderNo })))
    expect(qr?.length).toBeGreaterThan(20)
    const attempt = await shop.db
      .selectFrom('payment_attempt')
      .innerJoin('order', 'order.id', 'payment_attempt.order_id')
      .select('checkout_session_id')
      .where('order_no', '=', orderNo)
      .executeTakeFirstOrThrow()
    shop.stripeMsw.pay(attempt.checkout_session_id ?? '')
    expect(statusAndPlace(await press('refresh'))[0]).toBe(200)
    expect(shown(await soldLoader(ask('/x', { orderNo }))).sale.status).toBe('paid')
    const { today } = shown(await todayLoader(ask('/counter')))
    expect(today.unfinishedSales).toContainEqual({ orderNo })
    expect(statusAndPlace(await press('cancel'))[0]).toBe(409)
    expect(statusAndPlace(await press('hand-over'))).toEqual([303, `/counter/sales/${orderNo}`])
    expect(shown(await soldLoader(ask('/x', { orderNo }))).sale.status).toBe('completed')
  })

  it('brings goods to a building, and knows what is overdue', async () => {
    const order = await paidOrder(shop, { to: 'building' })
    const params = { supplierOrderId: order.partIds[0] ?? '' }
    const all = { requestId: newId(), 'lines[0].orderLineId': order.lineIds[0] ?? '', 'lines[0].quantity': '3' }
    await receive(upload(all, params))
    const { rounds } = shown(await deliveriesLoader(ask('/counter/deliveries')))
    const found = rounds.flatMap((round) => round.orders).find((one) => one.orderNo === order.orderNo)
    expect(found).toMatchObject({ room: '302', left: 0, lines: [{ pieces: 3 }] })
    const form = { requestId: found?.requestId ?? '', orderNo: order.orderNo, note: '' }
    expect(statusAndPlace(await deliver(send('/x', { ...form, intent: 'left' })))[0]).toBe(303)
    const after = shown(await deliveriesLoader(ask('/counter/deliveries'))).rounds.flatMap((round) => round.orders)
    expect(after.find((one) => one.orderNo === order.orderNo)).toMatchObject({ left: 3, lines: [] })
    const signed = { ...form, requestId: newId(), intent: 'signed' }
    expect(statusAndPlace(await deliver(send('/x', signed)))[0]).toBe(303)
    expect(await statusOf(shop, order.orderId)).toBe('paid')
    const { orders, policy } = shown(await overdueLoader(ask('/counter/overdue')))
    expect(orders).toEqual([])
    expect(policy).toMatchObject({ keptDays: 3, remindAfterHours: 24 })
    const choice = { orderNo: order.orderNo, outcome: 'donate', donateTo: '' }
    expect(statusAndPlace(await chooseOverdue(send('/x', choice)))[0]).toBe(422)
    expect(statusAndPlace(await chooseOverdue(send('/x', { ...choice, donateTo: '敬老院' })))[0]).toBe(409)
  })

  it('keeps a shift from other clerks', async () => {
    const other = await createClerk(shop)
    cookies.set('other', `sid=${await createSession(shop.db, other.personId)}`)
    const { shifts } = shown(await shiftLoader(ask('/counter/shift')))
    const shiftId = shifts[0]?.shiftId ?? ''
    await expect(reportLoader(ask('/x', { shiftId }, 'other'))).rejects.toMatchObject({ status: 404 })
  })

  it('shows codes by one secret', async () => {
    expect(secretOf(shop)).toBe(TEST_SESSION_SECRET)
    const order = await paidOrder(shop)
    const asked = { buyerId: shop.buyer.personId, orderNo: order.orderNo, now: shop.clock.now }
    const [one, two] = [
      await showPickupCode(shop.db, { ...asked, secret: secretOf(shop) }),
      await showPickupCode(shop.db, { ...asked, secret: 'another secret, after the first was changed' }),
    ]
    expect(one).not.toEqual(two)
    expect(two).toMatchObject({ ok: true, value: { state: 'waiting' } })
  })
})
