import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { GrantedRole } from '#app/modules/identity/permissions.ts'
import { executeRefunds } from '#app/modules/payments/execute-refunds.server.ts'
import { fetchBalanceNow } from '#app/modules/reconciliation/fetch-balance.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { setRuntime } from '#app/platform/runtime.server.ts'
import { action as lineAction, loader as lineLoader } from '#app/routes/finance/balance-line.tsx'
import { action as billsAction, loader as billsLoader } from '#app/routes/finance/bills.tsx'
import { action as movementAction, loader as movementLoader } from '#app/routes/finance/clearing-movement.tsx'
import { action as incidentAction, loader as incidentLoader } from '#app/routes/finance/incident.tsx'
import { loader as incidentsLoader } from '#app/routes/finance/incidents.tsx'
import { loader as payoutLoader } from '#app/routes/finance/payout.tsx'
import { action as reconciliationAction, loader as reconciliationLoader } from '#app/routes/finance/reconciliation.tsx'
import { balanceOf, deliver, eventsAbout, openOrder, openShop, type Shop } from '#tests/integration/payments/shop.ts'
import { createPerson, createSession, TEST_SESSION_SECRET } from '#tests/support/factories/people.ts'
import { payOrder, tellingAll } from './balance.ts'

let shop: Shop
let cookies: Record<'officer' | 'colleague' | 'approver' | 'auditor' | 'buyer', string>

beforeAll(async () => {
  shop = await openShop()
  setRuntime({ ...shop.runtime, env: { ...shop.runtime.env, sessionSecret: TEST_SESSION_SECRET } })
  cookies = {
    officer: await cookieOf('finance_officer'),
    colleague: await cookieOf('finance_officer'),
    approver: await cookieOf('finance_approver'),
    auditor: await cookieOf('auditor'),
    buyer: `sid=${await createSession(shop.db, shop.buyer.personId)}`,
  }
})
afterAll(async () => {
  setRuntime(undefined)
  await shop.close()
})

async function cookieOf(role: GrantedRole): Promise<string> {
  const { personId } = await createPerson(shop.db, { grants: [{ role }] })
  return `sid=${await createSession(shop.db, personId)}`
}

interface Asking {
  as: keyof typeof cookies
  params?: Record<string, string>
  form?: Record<string, string> | FormData
}

function ask(path: string, { as, params = {}, form }: Asking) {
  const body = form && !(form instanceof FormData) ? new URLSearchParams(form) : form
  const request = new Request(`http://shop.test${path}`, {
    headers: { cookie: cookies[as] },
    ...(body && { method: 'POST', body }),
  })
  return { request, params, context: {} } satisfies LoaderFunctionArgs & ActionFunctionArgs
}

/** What a loader gives, whatever it is wrapped in. */
function inside<Value>(answer: { data: Value } | Value): Value {
  return typeof answer === 'object' && answer !== null && 'data' in answer && 'init' in answer
    ? (answer as { data: Value }).data
    : (answer as Value)
}

function statusOf(answer: unknown): number {
  if (answer instanceof Response) return answer.status
  return (answer as { init?: { status?: number } }).init?.status ?? 200
}

/** A charge whose news never came, a day later and fetched: only the provider has it. */
async function unknownCharge(): Promise<string> {
  await payOrder(shop, 3, { isTold: false })
  shop.advance(25 * 60)
  await fetchBalanceNow(shop.runtime, shop.clock.now)
  const line = await shop.db
    .selectFrom('balance_transaction')
    .select('id')
    .where('state', '=', 'provider_only')
    .orderBy('created_at', 'desc')
    .executeTakeFirstOrThrow()
  return line.id
}

describe('the reconciliation page', () => {
  test('reads the provider at a button, and explains the clearing account by both sides', async () => {
    await payOrder(shop, 4)
    const fetched = await reconciliationAction(ask('/finance/reconciliation', { as: 'officer', form: {} }))
    expect(statusOf(fetched)).toBe(303)
    const page = inside(await reconciliationLoader(ask('/finance/reconciliation', { as: 'auditor' })))
    expect(page).toMatchObject({ mayMatch: false, work: { counts: { matched: 1, provider_only: 0 } } })
    expect(page.figures.ours.parts).toEqual(page.figures.theirs.parts)
    expect(page.figures.ours.parts).toMatchObject({ captured: 4_000, fees: -136 })
    expect(page.figures.difference).toBe(0)
  })

  test('says when the provider is silent, and that it is being read', async () => {
    shop.advance(30)
    shop.stripeMsw.setFaults({ nextApi: [{ on: 'GET /v1/balance', fault: 'error_before' }] })
    const asked = () => reconciliationAction(ask('/finance/reconciliation', { as: 'officer', form: {} }))
    expect(statusOf(await asked())).toBe(503)
    expect(statusOf(await asked())).toBe(409)
    shop.advance(5)
  })

  test('is read and not worked by an auditor, and is nobody else’s', async () => {
    const reading = reconciliationAction(ask('/finance/reconciliation', { as: 'auditor', form: {} }))
    await expect(reading).rejects.toMatchObject({ status: 403 })
    await expect(reconciliationLoader(ask('/finance/reconciliation', { as: 'buyer' }))).rejects.toMatchObject({
      status: 403,
    })
  })

  test.each(['day=2026-02-31', 'show=x', 'after=%00', "after='"])('knows no %s', async (query) => {
    await expect(
      reconciliationLoader(ask(`/finance/reconciliation?${query}`, { as: 'officer' })),
    ).rejects.toMatchObject({ status: 400 })
  })

  test('itemizes a payout, each line with its order and its entries', async () => {
    const order = await payOrder(shop, 5)
    const payoutId = shop.stripeMsw.payOut() ?? ''
    shop.stripeMsw.settlePayout(payoutId, 'succeed')
    await fetchBalanceNow(shop.runtime, shop.clock.now)
    const page = inside(await payoutLoader(ask('/x', { as: 'auditor', params: { payoutId } })))
    expect(page.payout).toMatchObject({ state: 'paid', itemNet: page.payout.amount, entryIds: [expect.any(Number)] })
    const line = page.lines.find((one) => one.orderNo === order.orderNo)
    expect(line).toMatchObject({ amount: 5_000, fee: 170, state: 'matched' })
    expect(line?.entryIds).toHaveLength(2)
    for (const wrong of ['po_none', '%00', 'a b'])
      await expect(payoutLoader(ask('/x', { as: 'auditor', params: { payoutId: wrong } }))).rejects.toMatchObject({
        status: 404,
      })
  })
})

describe('a line only the provider has', () => {
  test('is explained with a sentence, once, by who may', async () => {
    const lineId = await unknownCharge()
    const asking = (form: Record<string, string>, as: Asking['as'] = 'officer') =>
      lineAction(ask('/x', { as, params: { lineId }, form }))
    await expect(asking({ reason: '不该由我说' }, 'auditor')).rejects.toMatchObject({ status: 403 })
    const empty = await asking({ reason: ' ' })
    expect([statusOf(empty), inside(empty as never)]).toMatchObject([
      422,
      { reply: { error: { reason: ['reasonShort'] } } },
    ])
    const before = await balanceOf(shop, 'unallocated-receipts')
    expect(statusOf(await asking({ reason: '通知丢了，先挂账' }))).toBe(303)
    expect(await balanceOf(shop, 'unallocated-receipts')).toBe(before - 3_000)
    expect(statusOf(await asking({ reason: '再说一遍试试' }))).toBe(409)
    const page = inside(await lineLoader(ask('/x', { as: 'officer', params: { lineId } })))
    expect(page).toMatchObject({ mayExplain: false, line: { state: 'explained', explanation: '通知丢了，先挂账' } })
    await expect(lineLoader(ask('/x', { as: 'officer', params: { lineId: 'txn_none' } }))).rejects.toMatchObject({
      status: 404,
    })
  })

  test('opens an incident that leads to it', async () => {
    const lineId = await unknownCharge()
    const list = inside(await incidentsLoader(ask('/finance/incidents?kind=unmatched_balance', { as: 'auditor' })))
    expect(list.incidents.map((incident) => incident.sourceId)).toContain(lineId)
  })
})

describe('a movement only we have', () => {
  test('is explained with a sentence', async () => {
    await payOrder(shop, 2)
    const movement = await shop.db
      .selectFrom('clearing_movement')
      .select('entry_id')
      .where('provider_ref', 'is', null)
      .where('corrected_on', 'is', null)
      .executeTakeFirstOrThrow()
    const params = { entryId: String(movement.entry_id) }
    const page = inside(await movementLoader(ask('/x', { as: 'officer', params })))
    expect(page).toMatchObject({ mayExplain: true, movement: { amount: 2_000, sourceType: 'capture' } })
    const done = await movementAction(ask('/x', { as: 'officer', params, form: { reason: '支付机构没有这笔' } }))
    expect(statusOf(done)).toBe(303)
    for (const entryId of ['0', 'x', '99999999', '1e3'])
      await expect(movementLoader(ask('/x', { as: 'officer', params: { entryId } }))).rejects.toMatchObject({
        status: 404,
      })
  })
})

describe('an incident', () => {
  /** Money of another amount than was asked for: nobody's, until somebody sends it back. */
  async function heldMoney() {
    const order = await openOrder(shop, { quantity: 2 })
    await tellingAll(shop, true, () => shop.stripeMsw.pay(order.sessionId, { amount: 1_234 }))
    const incident = await shop.db
      .selectFrom('incident')
      .select(['id', 'source_id'])
      .where('order_id', '=', order.orderId)
      .where('kind', '=', 'wrong_amount')
      .executeTakeFirstOrThrow()
    return { incidentId: incident.id, order }
  }
  const asking = (incidentId: string, as: Asking['as'], form: Record<string, string>) =>
    incidentAction(ask('/x', { as, params: { incidentId }, form }))
  const show = async (incidentId: string, as: Asking['as'] = 'officer') =>
    inside(await incidentLoader(ask('/x', { as, params: { incidentId } })))

  test('is taken by one of two who reach for it, taken over by name, and closed by its owner', async () => {
    const { incidentId } = await heldMoney()
    expect(statusOf(await asking(incidentId, 'officer', { intent: 'close', resolution: '没人管也想关' }))).toBe(409)
    const both = await Promise.all([
      asking(incidentId, 'officer', { intent: 'take', seenOwner: '' }),
      asking(incidentId, 'colleague', { intent: 'take', seenOwner: '' }),
    ])
    expect(both.map(statusOf).sort()).toEqual([303, 409])
    const owner = (await show(incidentId)).incident.owner?.personId ?? ''
    expect(statusOf(await asking(incidentId, 'approver', { intent: 'take', seenOwner: owner }))).toBe(303)
    expect(await show(incidentId, 'approver')).toMatchObject({ isOwner: true, mayRefund: false })
    expect(statusOf(await asking(incidentId, 'approver', { intent: 'close', resolution: '  ' }))).toBe(422)
    expect(statusOf(await asking(incidentId, 'approver', { intent: 'close', resolution: '买家已知情，钱已退' }))).toBe(
      303,
    )
    expect(statusOf(await asking(incidentId, 'approver', { intent: 'take', seenOwner: '' }))).toBe(409)
    const closed = inside(await incidentsLoader(ask('/finance/incidents?show=closed', { as: 'auditor' })))
    expect(closed.incidents[0]).toMatchObject({ incidentId, resolution: '买家已知情，钱已退' })
    const audit = await shop.db
      .selectFrom('audit_event')
      .select(['verb', 'detail'])
      .where('object_id', '=', incidentId)
      .orderBy('id')
      .execute()
    expect(audit.map((event) => event.verb)).toEqual(['incident.taken', 'incident.taken', 'incident.closed'])
    expect(audit[1]?.detail).toMatchObject({ before: { owner } })
  })

  test('about money of nobody sends it back once', async () => {
    const { incidentId, order } = await heldMoney()
    const { held } = await show(incidentId)
    expect(held).toMatchObject({ amount: 1_234, left: 1_234 })
    const form = { intent: 'sendBack', paymentId: held?.paymentId ?? '' }
    await expect(asking(incidentId, 'approver', form)).rejects.toMatchObject({ status: 403 })
    const both = await Promise.all([asking(incidentId, 'officer', form), asking(incidentId, 'officer', form)])
    expect(both.map(statusOf).sort()).toEqual([303, 409])
    await executeRefunds(shop.runtime, shop.clock.now)
    for (const event of eventsAbout(shop, 'refund.created')) await deliver(shop, event)
    const refunds = await shop.db
      .selectFrom('refund')
      .select(['amount_fen', 'state'])
      .where('order_id', '=', order.orderId)
      .execute()
    expect(refunds).toEqual([{ amount_fen: 1_234, state: 'succeeded' }])
    expect((await show(incidentId)).held).toMatchObject({ left: 0 })
  })

  test('is seen and not touched by an auditor, and takes evidence', async () => {
    const { incidentId } = await heldMoney()
    await expect(asking(incidentId, 'auditor', { intent: 'take', seenOwner: '' })).rejects.toMatchObject({
      status: 403,
    })
    const form = new FormData()
    form.append('evidenceKind', 'payment')
    form.append('evidence', new Blob(['%PDF-1.4\n%%EOF\n']), '退款回单.pdf')
    const attached = await incidentAction(
      ask(`/finance/incidents/${incidentId}?evidence=attach`, { as: 'officer', params: { incidentId }, form }),
    )
    expect(statusOf(attached)).toBe(303)
    expect((await show(incidentId, 'auditor')).evidence).toMatchObject([{ fileName: '退款回单.pdf', kind: 'payment' }])
  })

  test.each(['x', '%00', newId()])('is not at %s', async (incidentId) => {
    await expect(show(incidentId)).rejects.toMatchObject({ status: 404 })
    await expect(asking(incidentId, 'officer', { intent: 'take', seenOwner: '' })).rejects.toMatchObject({
      status: 404,
    })
  })

  test.each(['show=x', 'kind=x', 'owner=x', 'after=1'])('list knows no %s', async (query) => {
    await expect(incidentsLoader(ask(`/finance/incidents?${query}`, { as: 'officer' }))).rejects.toMatchObject({
      status: 400,
    })
  })

  test('lists page by page, open ones oldest first', async () => {
    const all = inside(await incidentsLoader(ask('/finance/incidents', { as: 'officer' }))).incidents
    const [first] = all
    const after = inside(await incidentsLoader(ask(`/finance/incidents?after=${first?.incidentId}`, { as: 'officer' })))
    expect(after.incidents.map((one) => one.incidentId)).toEqual(all.slice(1).map((one) => one.incidentId))
    const mine = inside(await incidentsLoader(ask('/finance/incidents?owner=mine', { as: 'colleague' }))).incidents
    expect(mine.every((one) => one.owner !== undefined)).toBe(true)
  })
})

describe('the page of bills', () => {
  const upload = (fields: Record<string, string>, bytes: string) => {
    const form = new FormData()
    for (const [name, value] of Object.entries({ requestId: newId(), ...fields })) form.append(name, value)
    form.append('sheet', new Blob([bytes]), 'bill.csv')
    return form
  }
  const DAYS = { wallet: 'wechat', fromOn: '2026-11-01', toOn: '2026-11-02' }

  test('takes a bill, and refuses what is none', async () => {
    const bill = '交易时间,微信订单号,商户订单号,应结订单金额\n2026-11-01,`42001,`NOBODY,`1.00\n'
    const taken = await billsAction(ask('/finance/bills', { as: 'officer', form: upload(DAYS, bill) }))
    expect([statusOf(taken), taken instanceof Response && taken.headers.get('location')]).toEqual([
      303,
      expect.stringMatching(/^\/finance\/bills\/[0-9a-f-]{36}$/),
    ])
    const empty = await billsAction(ask('/finance/bills', { as: 'officer', form: upload(DAYS, '') }))
    expect(statusOf(empty)).toBe(422)
    const page = inside(await billsLoader(ask('/finance/bills', { as: 'auditor' })))
    expect(page).toMatchObject({ mayMatch: false, sheets: [{ fileName: 'bill.csv', rowCount: 1 }] })
  })

  test.each([{ wallet: 'cash' }, { fromOn: '2026-02-30' }, { toOn: '' }])('knows no %j', async (wrong) => {
    const form = upload({ ...DAYS, ...wrong }, 'x')
    await expect(billsAction(ask('/finance/bills', { as: 'officer', form }))).rejects.toMatchObject({ status: 400 })
  })
})
