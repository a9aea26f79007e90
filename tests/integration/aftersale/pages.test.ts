import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { GrantedRole } from '#app/modules/identity/permissions.ts'
import { newId } from '#app/platform/ids.server.ts'
import { setRuntime } from '#app/platform/runtime.server.ts'
import { action as askAction, loader as askLoader } from '#app/routes/account/refund-request.tsx'
import { loader as recallLoader } from '#app/routes/admin/recall.tsx'
import { loader as recallListLoader } from '#app/routes/admin/recall-list.ts'
import { action as recallsAction, loader as recallsLoader } from '#app/routes/admin/recalls.tsx'
import { action as refundAction, loader as refundLoader } from '#app/routes/finance/refund.tsx'
import { action as newAction, loader as newLoader } from '#app/routes/finance/refund-new.tsx'
import { loader as refundsLoader } from '#app/routes/finance/refunds.tsx'
import { formatOrderNo } from '#app/routes/parts/order-url.ts'
import type { Shop } from '#tests/integration/payments/shop.ts'
import { createPerson, createSession, TEST_SESSION_SECRET } from '#tests/support/factories/people.ts'
import { expectCleanAudit, handOver, openDesk, type PaidOrder, paidOrder, shipFromBatch } from './desk.ts'

let shop: Shop
let cookies: Record<'buyer' | 'stranger' | 'officer' | 'colleague' | 'approver' | 'administrator', string>

beforeAll(async () => {
  shop = (await openDesk()).shop
  setRuntime({ ...shop.runtime, env: { ...shop.runtime.env, sessionSecret: TEST_SESSION_SECRET } })
  cookies = {
    buyer: `sid=${await createSession(shop.db, shop.buyer.personId)}`,
    stranger: await cookieOf([]),
    officer: await cookieOf(['finance_officer']),
    colleague: await cookieOf(['finance_officer', 'finance_approver']),
    approver: await cookieOf(['finance_approver']),
    administrator: await cookieOf(['administrator']),
  }
})
afterAll(async () => {
  setRuntime(undefined)
  await shop.close()
})

async function cookieOf(roles: GrantedRole[]): Promise<string> {
  const { personId } = await createPerson(shop.db, { grants: roles.map((role) => ({ role })) })
  return `sid=${await createSession(shop.db, personId)}`
}

interface Asking {
  as: keyof typeof cookies
  params?: Record<string, string>
  body?: FormData | URLSearchParams
}

function ask(path: string, { as, params = {}, body }: Asking) {
  const request = new Request(`http://shop.test${path}`, {
    headers: { cookie: cookies[as] },
    ...(body && { method: 'POST', body }),
  })
  return { request, params, context: {} } satisfies LoaderFunctionArgs & ActionFunctionArgs
}

/** What a loader or an action gives, whatever it is wrapped in. */
function inside<Value>(answer: Value | { data: Value } | Response): Value {
  if (answer instanceof Response) throw new Error(`answered ${answer.status}`)
  return typeof answer === 'object' && answer !== null && 'init' in answer
    ? (answer as { data: Value }).data
    : (answer as Value)
}
function statusOf(answer: unknown): number {
  if (answer instanceof Response) return answer.status
  return (answer as { init?: { status?: number } }).init?.status ?? 200
}
function locationOf(answer: unknown): string {
  return answer instanceof Response ? (answer.headers.get('location') ?? '') : ''
}

async function handedOver(): Promise<PaidOrder> {
  const order = await paidOrder(shop)
  await handOver(shop, order, [3, 2])
  return order
}

function complaint(given: Record<string, string> = {}, files: Blob[] = []): FormData {
  const form = new FormData()
  const fields = { requestId: newId(), lineNo: '1', quantity: '1', complaint: 'quality', note: '有一袋受潮', ...given }
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  for (const file of files) form.append('photos', file, 'photo.jpg')
  return form
}

const photo = async () => {
  const red = { r: 160, g: 40, b: 30 }
  return new Blob([
    new Uint8Array(
      await sharp({ create: { width: 200, height: 200, channels: 3, background: red } })
        .jpeg()
        .toBuffer(),
    ),
  ])
}

const askWith = (order: PaidOrder, body: FormData, as: Asking['as'] = 'buyer') =>
  askAction(ask(`/orders/${order.orderNo}/refund`, { as, params: { orderNo: order.orderNo }, body }))

describe('the buyer’s page', () => {
  it('says how long each line may be asked about, and opens the form of the one that was chosen', async () => {
    const order = await paidOrder(shop)
    await handOver(shop, order, [2])
    const page = inside(
      await askLoader(
        ask(`/orders/${order.orderNo}/refund?line=1`, { as: 'buyer', params: { orderNo: order.orderNo } }),
      ),
    )
    expect(page).toMatchObject({ lineNo: 1 })
    expect(page.refunds.lines).toMatchObject([
      { lineNo: 1, pieces: 2, isHandedOver: true, returnRule: 'seven_day', isOver: false },
      { lineNo: 2, pieces: 0, isHandedOver: false, deadline: undefined },
    ])
  })

  it('takes photographs, stores them by content and leads back to the order', async () => {
    const order = await handedOver()
    const asked = await askWith(order, complaint({}, [await photo()]))
    expect([statusOf(asked), locationOf(asked)]).toEqual([303, `/orders/${order.orderNo}`])
    const stored = await shop.db
      .selectFrom('refund_request')
      .select('photo_keys')
      .where('order_id', '=', order.orderId)
      .executeTakeFirstOrThrow()
    expect(stored.photo_keys).toEqual([expect.stringMatching(/^[0-9a-f]{40}$/)])
  })

  it('keeps what was typed when something is wrong, and refuses what is no photograph', async () => {
    const order = await handedOver()
    const empty = await askWith(order, complaint({ note: '  ', quantity: 'x' }))
    expect(statusOf(empty)).toBe(422)
    expect(inside(empty as never)).toMatchObject({
      reply: { error: { note: ['missing'], quantity: ['notPieces'] }, initialValue: { complaint: 'quality' } },
    })
    const text = await askWith(order, complaint({}, [new Blob(['not a picture at all, but long enough to look at'])]))
    expect(statusOf(text)).toBe(422)
    const late = await askWith(order, complaint({ quantity: '9' }))
    expect(statusOf(late)).toBe(409)
  })

  it.each(['%00', 'x', '20260101'])('is not at %s', async (orderNo) => {
    const asked = ask('/x', { as: 'buyer', params: { orderNo: decodeURIComponent(orderNo) } })
    await expect(askLoader(asked)).rejects.toMatchObject({ status: 404 })
  })

  it('is nobody else’s', async () => {
    const order = await handedOver()
    await expect(askWith(order, complaint(), 'stranger')).rejects.toMatchObject({ status: 404 })
    const url = ask(`/orders/${order.orderNo}/refund`, { as: 'stranger', params: { orderNo: order.orderNo } })
    await expect(askLoader(url)).rejects.toMatchObject({ status: 404 })
  })
})

function decision(given: Record<string, string> = {}): URLSearchParams {
  return new URLSearchParams({
    intent: 'decide',
    requestId: newId(),
    reason: 'quality',
    bearer: 'cooperative',
    note: '照片属实',
    'lines[0].lineNo': '1',
    'lines[0].openPieces': '',
    'lines[0].acceptedPieces': '1',
    'lines[0].goodwill': '',
    'lines[1].lineNo': '2',
    ...given,
  })
}

const decide = (order: PaidOrder, body: URLSearchParams, request?: string) =>
  newAction(
    ask(`/finance/refunds/new?order=${order.orderNo}${request ? `&request=${request}` : ''}`, { as: 'officer', body }),
  )

describe('the pages of finance', () => {
  it('lead from a question to its refund, with the entries behind it', async () => {
    const order = await handedOver()
    await askWith(order, complaint())
    const list = inside(await refundsLoader(ask('/finance/refunds', { as: 'officer' })))
    const row = ('asked' in list ? list.asked : [])?.find((one) => one.orderNo === order.orderNo)
    expect(row).toMatchObject({ quantity: 1, reason: 'quality' })
    const request = row?.refundRequestId ?? ''
    const desk = inside(
      await newLoader(ask(`/finance/refunds/new?order=${order.orderNo}&request=${request}`, { as: 'officer' })),
    )
    expect(desk.desk).toMatchObject({
      question: { quantity: 1, note: '有一袋受潮' },
      lines: [{ left: 3057 }, { left: 1400 }],
    })
    const decided = await decide(order, decision(), request)
    expect(statusOf(decided)).toBe(303)
    const refundDecisionId = locationOf(decided).split('/').at(-1) ?? ''
    const page = inside(await refundLoader(ask(locationOf(decided), { as: 'approver', params: { refundDecisionId } })))
    expect(page.refund).toMatchObject({
      state: 'approved',
      amount: 1019,
      question: { note: '有一袋受潮' },
      executions: [{ state: 'decided', amount: 1019 }],
    })
    expect(page.refund.executions[0]?.entries.map((entry) => entry.sourceType)).toEqual(['refund_decided', 'refund'])
    await expectCleanAudit(shop)
  })

  it('say what is wrong beside the field, and what the order has not left', async () => {
    const order = await handedOver()
    const wrong = await decide(order, decision({ reason: '', 'lines[0].goodwill': 'viel' }))
    expect(statusOf(wrong)).toBe(422)
    expect(inside(wrong as never)).toMatchObject({
      reply: { error: { reason: ['choose'], 'lines[0].goodwill': ['notMoney'] } },
    })
    const tooMuch = await decide(order, decision({ 'lines[0].acceptedPieces': '4' }))
    expect(statusOf(tooMuch)).toBe(409)
    expect(inside(tooMuch as never)).toMatchObject({ refused: expect.stringContaining('30.57') })
  })

  it('leave a large sum to a second person, who is not the first and has the right', async () => {
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
      .execute()
    const order = await handedOver()
    const decided = await decide(order, decision({ 'lines[0].acceptedPieces': '3' }))
    const path = locationOf(decided)
    const refundDecisionId = path.split('/').at(-1) ?? ''
    const press = (as: Asking['as'], intent: string, more: Record<string, string> = {}) =>
      refundAction(ask(path, { as, params: { refundDecisionId }, body: new URLSearchParams({ intent, ...more }) }))
    await expect(press('officer', 'approve')).rejects.toMatchObject({ status: 403 })
    await expect(press('approver', 'repeat')).rejects.toMatchObject({ status: 403 })
    await expect(press('approver', 'burn')).rejects.toMatchObject({ status: 400 })
    expect(statusOf(await press('approver', 'refuse', { because: ' ' }))).toBe(422)
    expect(statusOf(await press('approver', 'approve'))).toBe(303)
    expect(statusOf(await press('colleague', 'approve'))).toBe(409)
    const listed = inside(await refundsLoader(ask('/finance/refunds?show=settled', { as: 'approver' })))
    expect('decisions' in listed && listed.decisions?.[0]).toMatchObject({
      refundDecisionId,
      state: 'approved',
      owed: 0,
    })
    await expectCleanAudit(shop)
  })

  it('tell a buyer no, with the reason', async () => {
    const order = await handedOver()
    await askWith(order, complaint())
    const { id } = await shop.db
      .selectFrom('refund_request')
      .select('id')
      .where('order_id', '=', order.orderId)
      .executeTakeFirstOrThrow()
    const body = new URLSearchParams({ intent: 'refuse', because: '照片里不是这批货' })
    expect(statusOf(await decide(order, body, id))).toBe(303)
    const page = inside(
      await askLoader(ask(`/orders/${order.orderNo}/refund`, { as: 'buyer', params: { orderNo: order.orderNo } })),
    )
    expect(page.refunds.asked).toMatchObject([{ state: 'refused', refusedBecause: '照片里不是这批货' }])
  })

  it.each(['?show=nothing', '?show=%00'])('answer 400 to %s', async (query) => {
    await expect(refundsLoader(ask(`/finance/refunds${query}`, { as: 'officer' }))).rejects.toMatchObject({
      status: 400,
    })
  })

  it.each(['', 'order=nowhere', 'order=%00', 'order=20260101-1&request=x'])(
    'answer 404 to a desk at "%s"',
    async (query) => {
      await expect(newLoader(ask(`/finance/refunds/new?${query}`, { as: 'officer' }))).rejects.toMatchObject({
        status: 404,
      })
    },
  )
})

describe('the pages of recalls', () => {
  it('start one, list its orders without telephone numbers, and give the numbers in a file', async () => {
    const order = await paidOrder(shop)
    const { lotCode } = await shipFromBatch(shop, order, 2)
    const form = { lotCode, reason: '=农残抽检不合格', confirmed: 'on' }
    const start = (given: Record<string, string>) =>
      recallsAction(ask('/admin/recalls', { as: 'administrator', body: new URLSearchParams(given) }))
    expect(statusOf(await start({ lotCode, reason: form.reason }))).toBe(422)
    expect(statusOf(await start({ ...form, lotCode: 'NOWHERE' }))).toBe(409)
    const started = await start(form)
    expect(statusOf(started)).toBe(303)
    expect(statusOf(await start(form))).toBe(409)
    const batchRecallId = locationOf(started).split('/').at(-1) ?? ''
    const list = inside(await recallsLoader(ask('/admin/recalls', { as: 'administrator' })))
    expect(list.recalls).toMatchObject([{ lotCode, orders: 1 }])
    const page = inside(
      await recallLoader(ask(locationOf(started), { as: 'administrator', params: { batchRecallId } })),
    )
    expect(page.recall.lines).toMatchObject([{ orderNo: order.orderNo, fromLot: 2 }])
    expect(JSON.stringify(page)).not.toContain('13900000001')
    const file = await recallListLoader(ask('/x', { as: 'administrator', params: { batchRecallId } }))
    const text = Buffer.from(await file.arrayBuffer()).toString('utf8')
    expect(text.startsWith('\uFEFF订单号,')).toBe(true)
    expect(text).toContain('13900000001')
    expect(text).toContain(formatOrderNo(order.orderNo))
  })

  it.each(['x', '0193579e-0000-7000-8000-000000000001'])('answer 404 to %s', async (batchRecallId) => {
    const asked = ask('/x', { as: 'administrator', params: { batchRecallId } })
    await expect(recallLoader(asked)).rejects.toMatchObject({ status: 404 })
    await expect(recallListLoader(asked)).rejects.toMatchObject({ status: 404 })
  })
})
