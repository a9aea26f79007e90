import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyPurchaseSheets } from '#app/modules/external/import-purchases.server.ts'
import type { GrantedRole } from '#app/modules/identity/permissions.ts'
import { newId } from '#app/platform/ids.server.ts'
import { action as purchaseAction, loader as purchaseLoader } from '#app/routes/finance/purchase.tsx'
import { action as correctAction, loader as correctLoader } from '#app/routes/finance/purchase-correct.tsx'
import { action as importAction, loader as importLoader } from '#app/routes/finance/purchase-import.tsx'
import { loader as errorsLoader } from '#app/routes/finance/purchase-import-errors.ts'
import { action as sheetAction, loader as sheetLoader } from '#app/routes/finance/purchase-import-sheet.tsx'
import { action as newAction, loader as newLoader } from '#app/routes/finance/purchase-new.tsx'
import { loader as worklistLoader } from '#app/routes/finance/purchase-worklist.tsx'
import { loader as worklistCsvLoader } from '#app/routes/finance/purchase-worklist-csv.ts'
import { loader as listLoader } from '#app/routes/finance/purchases.tsx'
import { fen } from '#app/shared/money.ts'
import { createPerson, createSession } from '#tests/support/factories/people.ts'
import { exportOf, line, rowsOf } from './sheet-steps.ts'
import { bought, expectCleanAudit, NOW, openPurchases, type PurchaseWorld, record } from './world.ts'

let world: PurchaseWorld
let cookies: Record<'officer' | 'auditor', string>
beforeAll(async () => {
  world = await openPurchases()
  cookies = { officer: await cookieOf('finance_officer'), auditor: await cookieOf('auditor') }
})
afterAll(() => world.drop())

async function cookieOf(role: GrantedRole): Promise<string> {
  const { personId } = await createPerson(world.db, { grants: [{ role }] })
  return `sid=${await createSession(world.db, personId)}`
}

interface Asking {
  as?: keyof typeof cookies
  params?: Record<string, string>
  body?: FormData | URLSearchParams
}

function ask(path: string, { as = 'officer', params = {}, body }: Asking = {}) {
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

const typed = (given: Record<string, string> = {}) =>
  new URLSearchParams({
    requestId: newId(),
    channel: 'counter',
    externalNo: '',
    lineNo: '1',
    countyId: 'fufeng',
    product: '苹果礼盒',
    amount: '1,234.50',
    fundType: 'union',
    orderedOn: '2026-10-17',
    acceptedOn: '2026-10-17',
    paidOn: '2026-10-17',
    event: '消费帮扶周',
    ...given,
  })

describe('typing a purchase', () => {
  it('records it once, with a number of its own when it has none, and leads to where evidence is attached', async () => {
    await newLoader(ask('/finance/purchases/new'))
    const form = typed()
    const [first, again] = [
      await newAction(ask('/finance/purchases/new', { body: form })),
      await newAction(ask('/finance/purchases/new', { body: form })),
    ]
    expect(statusOf(first)).toBe(303)
    expect(locationOf(again)).toBe(locationOf(first))
    const purchaseId = locationOf(first).split('/').at(-1) ?? ''
    const page = inside(await purchaseLoader(ask(locationOf(first), { params: { purchaseId } })))
    expect(page.purchase).toMatchObject({
      state: 'paid',
      isCounted: true,
      facts: { amount: 123_450, event: '消费帮扶周', externalNo: expect.stringMatching(/^20261017-[0-9a-f]{6}$/) },
    })
    const file = new FormData()
    file.set('evidenceKind', 'invoice')
    file.set('evidence', new Blob(['%PDF-1.7\n%âãÏÓ\n1 0 obj\n']), 'invoice.pdf')
    const attached = await purchaseAction(
      ask(`${locationOf(first)}?evidence=attach`, { params: { purchaseId }, body: file }),
    )
    expect(statusOf(attached)).toBe(303)
    const seen = inside(await purchaseLoader(ask(locationOf(first), { as: 'auditor', params: { purchaseId } })))
    expect(seen).toMatchObject({ evidence: [{ kind: 'invoice' }], mayRecord: false })
    await expectCleanAudit(world.db)
  })

  it('keeps what was typed and says what is wrong, field by field', async () => {
    const wrong = await newAction(
      ask('/finance/purchases/new', { body: typed({ amount: '很多', orderedOn: '', externalNo: 'a b' }) }),
    )
    expect(statusOf(wrong)).toBe(422)
    expect(inside(wrong as never)).toMatchObject({
      reply: {
        error: { amount: ['notAmount'], orderedOn: ['missing'], externalNo: ['notReference'] },
        initialValue: { product: '苹果礼盒' },
      },
    })
    const future = await newAction(ask('/finance/purchases/new', { body: typed({ paidOn: '2099-01-01' }) }))
    expect(statusOf(future)).toBe(409)
    expect(inside(future as never)).toMatchObject({ problems: [{ field: 'paidOn', problem: 'inFuture' }] })
  })

  it('is nothing an auditor can do', async () => {
    await expect(newAction(ask('/x', { as: 'auditor', body: typed() }))).rejects.toMatchObject({ status: 403 })
    await expect(newLoader(ask('/x', { as: 'auditor' }))).rejects.toMatchObject({ status: 403 })
  })
})

describe('a purchase', () => {
  it('is corrected with a reason, taken back, and shows all of it', async () => {
    const facts = bought({ product: '花椒' })
    const purchaseId = await record(world, facts)
    const params = { purchaseId }
    await correctLoader(ask('/x', { params }))
    const form = (given: Record<string, string>) =>
      typed({ ...texts(facts), revision: '1', reason: '少记了', ...given })
    const noReason = await correctAction(ask('/x', { params, body: form({ reason: '' }) }))
    expect([statusOf(noReason), inside(noReason as never)]).toMatchObject([
      422,
      { reply: { error: { reason: ['missing'] } } },
    ])
    const corrected = await correctAction(ask('/x', { params, body: form({ amount: '1500' }) }))
    expect(statusOf(corrected)).toBe(303)
    const late = await correctAction(ask('/x', { params, body: form({ amount: '1600' }) }))
    expect([statusOf(late), inside(late as never)]).toMatchObject([409, { refusal: 'changedMeanwhile' }])
    const body = new URLSearchParams({ intent: 'reverse', reason: '退货' })
    expect(statusOf(await purchaseAction(ask('/x', { params, body })))).toBe(303)
    const { purchase } = inside(await purchaseLoader(ask('/x', { params })))
    expect(purchase.history.map(({ reason }) => reason)).toEqual(['退货', '少记了', ''])
    expect(purchase.recognitions.map(({ amount }) => amount)).toEqual([100_000, -100_000, 150_000, -150_000])
    await expectCleanAudit(world.db)
  })

  it.each(['nothing', newId()])('is not at %s', async (purchaseId) => {
    await expect(purchaseLoader(ask('/x', { params: { purchaseId } }))).rejects.toMatchObject({ status: 404 })
  })

  it('says why it cannot be linked', async () => {
    const purchaseId = await record(world, bought())
    const body = new URLSearchParams({ intent: 'link', orderNo: '20200101-1001' })
    const answer = await purchaseAction(ask('/x', { params: { purchaseId }, body }))
    expect([statusOf(answer), inside(answer as never)]).toMatchObject([409, { refused: '没有这个本店订单。' }])
  })
})

describe('the list', () => {
  it('sums what its filter lets through, and goes on by place', async () => {
    for (let day = 1; day <= 3; day += 1)
      await record(
        world,
        bought({ channel: 'agreement', orderedOn: `2024-05-0${day}`, acceptedOn: null, paidOn: null, refund: fen(1) }),
      )
    const page = inside(await listLoader(ask('/finance/purchases?channel=agreement&month=2024-05&state=pending')))
    expect(page.sums).toEqual({ count: 3, amount: 300_000, refund: 3, counted: 0 })
    const after = page.page.lines[0]
    const next = inside(
      await listLoader(
        ask(`/finance/purchases?channel=agreement&month=2024-05&after=${after?.orderedOn}.${after?.purchaseId}`),
      ),
    )
    expect(next.page.lines.map(({ orderedOn }) => orderedOn)).toEqual(['2024-05-02', '2024-05-01'])
    expect(next.sums.count).toBe(3)
  })

  it.each(['channel=own_shop', 'month=2024-13', 'state=x', 'after=1', 'county=%27'])('has no %s', async (query) => {
    await expect(listLoader(ask(`/finance/purchases?${query}`))).rejects.toMatchObject({ status: 400 })
  })
})

describe('importing by forms', () => {
  it('uploads, checks, gives wrong rows to correct, takes them corrected, and books', async () => {
    await importLoader(ask('/finance/purchases/import', { as: 'auditor' }))
    const wrong = exportOf([line({ 订单编号: 'W-1' }), line({ 订单编号: 'W-2', 金额: '=1+1' })])
    const first = await send(wrong)
    const params = { sheetId: first }
    const mapped = inside(await sheetLoader(ask('/x', { params })))
    expect(statusOf(await sheetAction(ask('/x', { params, body: checkForm(mapped.page.file.mapping) })))).toBe(303)
    const errors = await errorsLoader(ask('/x', { params }))
    const csv = Buffer.from(await errors.arrayBuffer())
    expect(csv.toString('utf8')).toContain("'=1+1")
    const again = await send(csv.toString('utf8').replace("'=1+1", '8.00'))
    const corrected = { sheetId: again }
    const file = inside(await sheetLoader(ask('/x', { params: corrected })))
    await sheetAction(ask('/x', { params: corrected, body: checkForm(file.page.file.mapping) }))
    await sheetAction(ask('/x', { params: corrected, body: new URLSearchParams({ intent: 'apply' }) }))
    await applyPurchaseSheets(world.db, NOW)
    const done = inside(await sheetLoader(ask('/x', { params: corrected })))
    expect(done.page.file).toMatchObject({ state: 'done', counts: { applied: 1 } })
    expect((await rowsOf(world, done.page.file.sheetId, 'applied'))[0]?.payload[0]).toBe('W-2')
  })

  it('takes only what its form can send', async () => {
    const form = uploadForm('订单编号\n1')
    form.set('channel', 'own_shop')
    await expect(importAction(ask('/x', { body: form }))).rejects.toMatchObject({ status: 400 })
    await expect(importAction(ask('/x', { as: 'auditor', body: uploadForm('x') }))).rejects.toMatchObject({
      status: 403,
    })
    const empty = await importAction(ask('/x', { body: uploadForm('') }))
    expect([statusOf(empty), inside(empty as never)]).toMatchObject([422, { problem: { kind: 'fileMissing' } }])
  })
})

describe('the worklist', () => {
  it('says what is missing, whose it is and how old, and gives it as a csv', async () => {
    await record(
      world,
      bought({ externalNo: 'OLD-1', orderedOn: '2026-01-05', acceptedOn: '2026-01-10', paidOn: null }),
    )
    const page = inside(await worklistLoader(ask('/finance/purchases/worklist?missing=payment')))
    expect(page.lines[0]).toMatchObject({ externalNo: 'OLD-1', missing: 'payment', since: '2026-01-10', unitZh: null })
    expect(page.counts.find(({ missing, bucket }) => missing === 'payment' && bucket === 'older')?.count).toBe(1)
    const csv = await (await worklistCsvLoader(ask('/x?missing=payment&age=older', { as: 'auditor' }))).text()
    expect(csv.split('\r\n').filter(Boolean)).toHaveLength(2)
    await expect(worklistLoader(ask('/x?missing=everything'))).rejects.toMatchObject({ status: 400 })
  })
})

function texts(facts: ReturnType<typeof bought>): Record<string, string> {
  const { amount, refund, channel, externalNo, countyId, fundType, orderedOn, product } = facts
  return {
    ...{ channel, externalNo, countyId, fundType, orderedOn, product, event: '' },
    amount: String(amount / 100),
    refund: String(refund / 100),
    acceptedOn: facts.acceptedOn ?? '',
    paidOn: facts.paidOn ?? '',
  }
}

function uploadForm(content: string): FormData {
  const form = new FormData()
  form.set('requestId', newId())
  form.set('channel', 'platform_832')
  form.set('fundType', 'canteen')
  form.set('orgUnitId', '')
  form.set('sheet', new Blob([content]), 'export.csv')
  return form
}

async function send(content: string): Promise<string> {
  const answer = await importAction(ask('/finance/purchases/import', { body: uploadForm(content) }))
  expect(statusOf(answer)).toBe(303)
  return locationOf(answer).split('/').at(-1) ?? ''
}

function checkForm(mapping: readonly string[]): URLSearchParams {
  const form = new URLSearchParams({ intent: 'check' })
  for (const [column, field] of mapping.entries()) form.set(`columns[${column}]`, field)
  return form
}
