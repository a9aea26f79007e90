import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { GrantedRole } from '#app/modules/identity/permissions.ts'
import { newId } from '#app/platform/ids.server.ts'
import { setRuntime } from '#app/platform/runtime.server.ts'
import { loader as bankLoader } from '#app/routes/finance/bank.tsx'
import { action as importAction, loader as importLoader } from '#app/routes/finance/bank-import.tsx'
import { action as lineAction, loader as lineLoader } from '#app/routes/finance/bank-line.tsx'
import { action as statementAction, loader as statementLoader } from '#app/routes/finance/bank-statement.tsx'
import { loader as errorsLoader } from '#app/routes/finance/bank-statement-errors.ts'
import { action as depositAction, loader as depositLoader } from '#app/routes/finance/deposits.tsx'
import { businessDate } from '#app/shared/business-date.ts'
import { type Office, openOffice } from '#tests/integration/settlement/office.ts'
import { createPerson, createSession, TEST_SESSION_SECRET } from '#tests/support/factories/people.ts'
import { balanceOf, bringIn, createBankOfficer, lineOf, putCash } from './vault.ts'

let office: Office
let cookies: Record<'officer' | 'auditor', string>

beforeAll(async () => {
  office = await openOffice()
  const { runtime } = office.shop
  setRuntime({ ...runtime, env: { ...runtime.env, sessionSecret: TEST_SESSION_SECRET } })
  cookies = { officer: await cookieOf('finance_officer'), auditor: await cookieOf('auditor') }
})
afterAll(async () => {
  setRuntime(undefined)
  await office.shop.close()
})

async function cookieOf(role: GrantedRole): Promise<string> {
  const { personId } = await createPerson(office.db, { grants: [{ role }] })
  return `sid=${await createSession(office.db, personId)}`
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

function inside<Value>(answer: Value | { data: Value } | Response): Value {
  if (answer instanceof Response) throw new Error(`answered ${answer.status}`)
  return (answer as { data: Value }).data ?? (answer as Value)
}
const statusOf = (answer: unknown) =>
  answer instanceof Response ? answer.status : ((answer as { init?: { status?: number } }).init?.status ?? 200)
const today = () => businessDate(office.shop.clock.now)

function upload(text: string | Buffer, given: Record<string, string> = {}): FormData {
  const form = new FormData()
  const fields = { requestId: newId(), coversFrom: '2026-11-01', coversTo: today(), ...given }
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('sheet', new Blob([new Uint8Array(Buffer.from(text))]), '对账单.csv')
  return form
}

describe('bringing a statement in', () => {
  it('leads from the file to its rows, names what is wrong, and gives those rows to correct', async () => {
    const text = `交易日期,对方户名,摘要,收入金额,支出金额\n${today()},某公司,好,1.00,\n${today()},某公司,坏,1.00,2.00\n`
    const answer = await importAction(ask('/finance/bank/import', { body: upload(text) }))
    expect(statusOf(answer)).toBe(303)
    const sheetId = answer instanceof Response ? (answer.headers.get('location')?.split('/').at(-1) ?? '') : ''
    const { page } = inside(await statementLoader(ask(`/finance/bank/import/${sheetId}`, { params: { sheetId } })))
    expect(page.file.mapping).toEqual(['bookedOn', 'counterparty', 'purpose', 'income', 'expense'])
    const check = new URLSearchParams({ intent: 'check' })
    for (const [column, field] of page.file.mapping.entries()) check.append(`columns[${column}]`, field)
    expect(statusOf(await statementAction(ask('/', { params: { sheetId }, body: check })))).toBe(303)
    const checked = inside(await statementLoader(ask('/', { params: { sheetId } }))).page
    expect(checked).toMatchObject({ tab: 'error', counts: { new: 1, error: 1 } })
    const refused = await statementAction(
      ask('/', { params: { sheetId }, body: new URLSearchParams({ intent: 'apply' }) }),
    )
    expect(statusOf(refused)).toBe(409)
    const errors = await errorsLoader(ask('/', { params: { sheetId } }))
    const csv = await errors.text()
    expect(csv).toContain('坏')
    expect(csv).toContain('只能有一个')
  })

  it.each([
    ['without days', { coversFrom: '' }, 'optionsInvalid'],
    ['of days to come', { coversTo: '2099-01-01' }, 'optionsInvalid'],
  ])('asks again %s', async (_words, given, kind) => {
    const answer = await importAction(ask('/finance/bank/import', { body: upload('日期,收入\n', given) }))
    expect(statusOf(answer)).toBe(422)
    expect(inside(answer as never)).toMatchObject({ problem: { kind } })
  })

  it('says why a file is none', async () => {
    const zip = Buffer.from('PK\x03\x04 broken', 'latin1')
    const answer = await importAction(ask('/finance/bank/import', { body: upload(zip) }))
    expect(inside(answer as never)).toMatchObject({ problem: { kind: 'unreadable', problem: 'broken' } })
  })
})

describe('a bank line', () => {
  it('is matched by the button of a proposal, and undone with a reason only', async () => {
    const { id: pickupPointId } = await office.db
      .selectFrom('pickup_point')
      .select('id')
      .limit(1)
      .executeTakeFirstOrThrow()
    await putCash(office, pickupPointId, 4_567)
    const deposit = { requestId: newId(), pickupPointId, amount: '45.67', depositedOn: today(), slipNo: 'JK-1' }
    expect(statusOf(await depositAction(ask('/finance/deposits', { body: new URLSearchParams(deposit) })))).toBe(303)
    await bringIn(office, await createBankOfficer(office), [`${today()},本校,,缴存 JK-1 到账,45.67,,,P1`])
    const bankLineId = await lineOf(office, 'JK-1')
    const view = inside(await lineLoader(ask('/', { params: { bankLineId } })))
    const [first] = view.suggestions
    expect(first).toMatchObject({ items: [{ kind: 'deposit', open: 4_567 }] })
    const refId = first?.items[0]?.refId ?? ''
    const bank = await balanceOf(office, 'bank:main')
    const form = new URLSearchParams({ intent: 'link', requestId: view.requestId })
    form.append('items[0].key', `deposit:in:${refId}`)
    form.append('items[0].amount', '45.67')
    expect(statusOf(await lineAction(ask('/', { params: { bankLineId }, body: form })))).toBe(303)
    expect(await balanceOf(office, 'bank:main')).toBe(bank + 4_567)
    const { links } = inside(await lineLoader(ask('/', { params: { bankLineId } })))
    const linkId = links[0]?.linkId ?? ''
    const silent = new URLSearchParams({ intent: 'undo', linkId, because: '  ' })
    expect(statusOf(await lineAction(ask('/', { params: { bankLineId }, body: silent })))).toBe(422)
    const undo = new URLSearchParams({ intent: 'undo', linkId, because: '认错了' })
    expect(statusOf(await lineAction(ask('/', { params: { bankLineId }, body: undo })))).toBe(303)
    expect(await balanceOf(office, 'bank:main')).toBe(bank)
  })

  it('says by how much the two sides differ', async () => {
    await bringIn(office, await createBankOfficer(office), [`${today()},某人,,差额,9.00,,,P2`])
    const bankLineId = await lineOf(office, '差额')
    const form = new URLSearchParams({ intent: 'link', requestId: newId(), fee: '0.50' })
    const answer = await lineAction(ask('/', { params: { bankLineId }, body: form }))
    expect(statusOf(answer)).toBe(409)
    expect(inside(answer as never)).toMatchObject({ problem: { kind: 'notZero', difference: 950 } })
    const wrong = new URLSearchParams({ intent: 'link', requestId: newId(), fee: '五角' })
    expect(statusOf(await lineAction(ask('/', { params: { bankLineId }, body: wrong })))).toBe(422)
  })

  it('that does not exist is not found, and an address of no line neither', async () => {
    for (const bankLineId of [newId(), 'x']) {
      const thrown = await lineLoader(ask('/', { params: { bankLineId } })).catch((error: unknown) => error)
      expect(statusOf(thrown)).toBe(404)
    }
  })
})

describe('an auditor', () => {
  it('reads everything and is offered nothing to change', async () => {
    const as = 'auditor'
    expect(inside(await bankLoader(ask('/finance/bank?show=all', { as }))).position.difference).toBe(0)
    expect(inside(await importLoader(ask('/finance/bank/import', { as }))).mayWork).toBe(false)
    expect(inside(await depositLoader(ask('/finance/deposits', { as }))).mayWork).toBe(false)
    const thrown = await depositAction(ask('/', { as, body: new URLSearchParams() })).catch((error: unknown) => error)
    expect(statusOf(thrown)).toBe(403)
  })
})
