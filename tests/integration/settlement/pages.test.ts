import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { GrantedRole } from '#app/modules/identity/permissions.ts'
import { nextMonth } from '#app/modules/settlement/statement.ts'
import { newId } from '#app/platform/ids.server.ts'
import { setRuntime } from '#app/platform/runtime.server.ts'
import { readSpreadsheet } from '#app/platform/spreadsheet.server.ts'
import { action as ownAction, loader as ownLoader } from '#app/routes/cooperative/statement.tsx'
import { loader as ownPdf } from '#app/routes/cooperative/statement-pdf.ts'
import { loader as ownListLoader } from '#app/routes/cooperative/statements.tsx'
import { action as accountsAction, loader as accountsLoader } from '#app/routes/finance/bank-accounts.tsx'
import { loader as paymentListLoader } from '#app/routes/finance/payment-list.ts'
import { action as caseAction, loader as caseLoader } from '#app/routes/finance/statement.tsx'
import { loader as pdfLoader } from '#app/routes/finance/statement-pdf.ts'
import { action as deskAction, loader as deskLoader } from '#app/routes/finance/statements.tsx'
import { addDays, businessDate, startOfBusinessDate } from '#app/shared/business-date.ts'
import { createPerson, createSession, TEST_SESSION_SECRET } from '#tests/support/factories/people.ts'
import { readPdf } from '#tests/support/pdf-text.ts'
import { ACCOUNT_NUMBER, bookAcceptance, bookRefund, type Office, openOffice, statementAt, stateOf } from './office.ts'

let office: Office
let cookies: Record<'officer' | 'approver' | 'payer' | 'auditor' | 'north' | 'south', string>
let month = '2024-12-01'

beforeAll(async () => {
  office = await openOffice()
  const { shop, managers } = office
  setRuntime({ ...shop.runtime, env: { ...shop.runtime.env, sessionSecret: TEST_SESSION_SECRET } })
  cookies = {
    officer: await cookieOf('finance_officer'),
    approver: await cookieOf('finance_approver'),
    payer: await cookieOf('finance_payer'),
    auditor: await cookieOf('auditor'),
    north: `sid=${await createSession(shop.db, managers.north.personId)}`,
    south: `sid=${await createSession(shop.db, managers.south.personId)}`,
  }
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
const locationOf = (answer: unknown) => (answer instanceof Response ? (answer.headers.get('location') ?? '') : '')
const form = (fields: Record<string, string>) => new URLSearchParams(fields)

async function owedMonth(): Promise<string> {
  month = nextMonth(month)
  const cooperativeId = office.north
  await bookAcceptance(office, { cooperativeId, amount: 6000, fee: 200, on: startOfBusinessDate(addDays(month, 3)) })
  await bookRefund(office, { cooperativeId, amount: 500, on: startOfBusinessDate(addDays(month, 5)) })
  return month
}

const press = (statementId: string, as: Asking['as'], fields: Record<string, string>) =>
  caseAction(ask(`/finance/statements/${statementId}`, { as, params: { statementId }, body: form(fields) }))
const seen = async (statementId: string, as: Asking['as']) =>
  inside(await caseLoader(ask(`/finance/statements/${statementId}`, { as, params: { statementId } })))
const answerAs = (statementId: string, as: 'north' | 'south', fields: Record<string, string>) =>
  ownAction(ask(`/cooperative/statements/${statementId}`, { as, params: { statementId }, body: form(fields) }))

describe('the pages of settlement', () => {
  it('lead from what is owed through every hand to what was paid', async () => {
    const of = (await owedMonth()).slice(0, 7)
    const desk = inside(await deskLoader(ask(`/finance/statements?month=${of}`, { as: 'officer' })))
    expect(desk.unbilled).toMatchObject([{ cooperativeId: office.north, amount: 5300, since: `${of}-04` }])
    expect(desk.may).toEqual({ prepare: true, pay: false })
    const body = form({ cooperativeId: office.north, month: of })
    const made = await deskAction(ask('/finance/statements', { as: 'officer', body }))
    expect(statusOf(made)).toBe(303)
    const statementId = locationOf(made).split('/').at(-1) ?? ''
    await expect(press(statementId, 'approver', { intent: 'send' })).rejects.toMatchObject({ status: 403 })
    await expect(ownLoader(ask('/x', { as: 'north', params: { statementId } }))).rejects.toMatchObject({ status: 404 })
    expect(statusOf(await press(statementId, 'officer', { intent: 'send' }))).toBe(303)
    const own = inside(await ownLoader(ask('/x', { as: 'north', params: { statementId } })))
    expect(own.lines.map((line) => [line.kind, line.gross, line.fee, line.net])).toEqual([
      ['accepted', 6000, 200, 5800],
      ['refund', -500, 0, -500],
    ])
    expect(statusOf(await answerAs(statementId, 'north', { intent: 'confirm', round: '1' }))).toBe(303)
    expect(statusOf(await press(statementId, 'approver', { intent: 'approve' }))).toBe(303)
    const paidOn = businessDate(office.shop.clock.now)
    await expect(press(statementId, 'officer', { intent: 'pay', method: 'counter', paidOn })).rejects.toMatchObject({
      status: 403,
    })
    expect(
      statusOf(await press(statementId, 'payer', { intent: 'pay', method: 'counter', paidOn: '2026-02-30' })),
    ).toBe(422)
    expect(statusOf(await press(statementId, 'payer', { intent: 'pay', method: 'counter', paidOn }))).toBe(303)
    expect(statusOf(await press(statementId, 'payer', { intent: 'pay', method: 'counter', paidOn }))).toBe(409)
    const page = await seen(statementId, 'auditor')
    expect(page.statement).toMatchObject({
      state: 'paid',
      total: 5300,
      payments: [{ amount: 5300, method: 'counter' }],
    })
    expect(page.statement.steps.map((step) => step.kind)).toEqual(['prepared', 'sent', 'confirmed', 'approved', 'paid'])
    expect(page.may).toEqual({ prepare: false, approve: false, pay: false })
    const audit = await office.db
      .selectFrom('audit_event')
      .select(['verb', 'detail'])
      .where('object_id', '=', statementId)
      .orderBy('id')
      .execute()
    expect(audit.map((event) => event.verb)).toEqual(
      ['prepared', 'sent', 'confirmed', 'approved', 'paid'].map((kind) => `statement.${kind}`),
    )
    expect(audit.at(-1)?.detail).toMatchObject({ before: { state: 'approved' }, after: { state: 'paid' } })
  })

  it('show a cooperative its own and nobody else’s, in the list, on the page and on paper', async () => {
    const statementId = await statementAt(office, {
      cooperativeId: office.north,
      month: await owedMonth(),
      goal: 'sent',
    })
    const list = (as: 'north' | 'south') => ownListLoader(ask('/cooperative/statements', { as }))
    const north = inside(await list('north'))
    expect(north.statements.map((one) => one.statementId)).toContain(statementId)
    expect(north.account?.accountNumber).toBe(ACCOUNT_NUMBER)
    expect(inside(await list('south')).statements).toEqual([])
    for (const door of [ownLoader, ownPdf]) {
      const others = ask('/x', { as: 'south', params: { statementId } })
      await expect(door(others)).rejects.toMatchObject({ status: 404 })
      await expect(door(ask('/x', { as: 'south', params: { statementId: 'x' } }))).rejects.toMatchObject({
        status: 404,
      })
    }
    const words = { intent: 'dispute', round: '1', note: '不对' }
    await expect(answerAs(statementId, 'south', words)).rejects.toMatchObject({ status: 404 })
    await expect(answerAs(statementId, 'south', { intent: 'confirm', round: '1' })).rejects.toMatchObject({
      status: 404,
    })
    expect(await stateOf(office, statementId)).toMatchObject({ state: 'sent' })
  })

  it('take a dispute with its lines, show it to finance, and an answer to the cooperative', async () => {
    const statementId = await statementAt(office, {
      cooperativeId: office.north,
      month: await owedMonth(),
      goal: 'sent',
    })
    expect(statusOf(await answerAs(statementId, 'north', { intent: 'dispute', round: '1', note: ' ' }))).toBe(422)
    await expect(answerAs(statementId, 'north', { intent: 'dispute', round: 'x', note: 'a' })).rejects.toMatchObject({
      status: 400,
    })
    const { lines } = await seen(statementId, 'officer')
    const entryId = String(lines[1]?.entryId)
    const dispute = { intent: 'dispute', round: '1', note: '这笔退款不是我们的问题', entryId }
    expect(statusOf(await answerAs(statementId, 'north', { ...dispute, entryId: '1' }))).toBe(409)
    expect(statusOf(await answerAs(statementId, 'north', dispute))).toBe(303)
    expect(statusOf(await answerAs(statementId, 'north', { intent: 'confirm', round: '1' }))).toBe(409)
    const step = (await seen(statementId, 'officer')).statement.steps.at(-1)
    expect(step).toMatchObject({ kind: 'disputed', note: '这笔退款不是我们的问题', entryIds: [Number(entryId)] })
    expect(statusOf(await press(statementId, 'officer', { intent: 'reopen', note: '' }))).toBe(422)
    expect(statusOf(await press(statementId, 'officer', { intent: 'reopen', note: '由学校承担' }))).toBe(303)
    expect(inside(await ownLoader(ask('/x', { as: 'north', params: { statementId } }))).lines).toEqual([])
    const correction = { intent: 'correct', requestId: newId(), direction: 'grant', amount: '5', reason: '由学校承担' }
    expect(statusOf(await press(statementId, 'officer', { ...correction, amount: '-5' }))).toBe(422)
    expect(statusOf(await press(statementId, 'officer', correction))).toBe(303)
    expect(statusOf(await press(statementId, 'officer', correction))).toBe(303)
    expect((await seen(statementId, 'officer')).statement.total).toBe(5800)
    expect(statusOf(await press(statementId, 'officer', { intent: 'send' }))).toBe(303)
    const own = inside(await ownLoader(ask('/x', { as: 'north', params: { statementId } })))
    expect(own.statement).toMatchObject({ round: 2, total: 5800 })
    expect(own.lines.at(-1)).toMatchObject({ kind: 'correction', net: 500, reason: '由学校承担' })
    expect(statusOf(await press(statementId, 'officer', { intent: 'void', note: 'x' }))).toBe(409)
  })

  it('answer what cannot be asked with what it is', async () => {
    const wrong = ['month=2026-13', 'show=nothing', 'month=%00', 'show=month&month=26-1']
    for (const query of wrong)
      await expect(deskLoader(ask(`/finance/statements?${query}`, { as: 'auditor' }))).rejects.toMatchObject({
        status: 400,
      })
    const body = form({ cooperativeId: 'x', month: '2026-01' })
    await expect(deskAction(ask('/x', { as: 'officer', body }))).rejects.toMatchObject({ status: 400 })
    const early = form({ cooperativeId: office.south, month: '2020-01' })
    await expect(deskAction(ask('/x', { as: 'auditor', body: early }))).rejects.toMatchObject({ status: 403 })
    expect(statusOf(await deskAction(ask('/x', { as: 'officer', body: early })))).toBe(409)
    for (const statementId of ['x', newId()]) {
      await expect(seen(statementId, 'officer')).rejects.toMatchObject({ status: 404 })
      await expect(press(statementId, 'officer', { intent: 'send' })).rejects.toMatchObject({ status: 404 })
      await expect(pdfLoader(ask('/x', { as: 'auditor', params: { statementId } }))).rejects.toMatchObject({
        status: 404,
      })
    }
    await expect(press(newId(), 'officer', { intent: 'burn' })).rejects.toMatchObject({ status: 400 })
    const statementId = await statementAt(office, {
      cooperativeId: office.north,
      month: await owedMonth(),
      goal: 'sent',
    })
    const strange = ask('/x?page=0', { as: 'auditor', params: { statementId } })
    await expect(caseLoader(strange)).rejects.toMatchObject({ status: 400 })
    expect(inside(await caseLoader(ask('/x?page=9', { as: 'auditor', params: { statementId } }))).lines).toEqual([])
  })
})

describe('the statement on paper', () => {
  it('has parties, lines, sum in figures and in capital numerals, and the account masked for all but the payer', async () => {
    const statementId = await statementAt(office, {
      cooperativeId: office.north,
      month: await owedMonth(),
      goal: 'approved',
    })
    const print = async (as: 'auditor' | 'payer' | 'north') => {
      const asked = ask('/x', { as, params: { statementId } })
      const response = await (as === 'north' ? ownPdf : pdfLoader)(asked)
      expect(response.headers.get('content-type')).toBe('application/pdf')
      return readPdf(new Uint8Array(await response.arrayBuffer()))
        .pages.join('')
        .replaceAll(/\s/g, '')
    }
    const text = await print('auditor')
    for (const word of ['JS-', '北塬合作社', '¥53.00', '人民币伍拾叁元整', '58.00', '-5.00', '合作社确认', '批准付款'])
      expect(text).toContain(word)
    expect(text).not.toContain(ACCOUNT_NUMBER)
    expect(text).toContain(ACCOUNT_NUMBER.slice(-4))
    expect(await print('payer')).toContain(ACCOUNT_NUMBER)
    expect(await print('north')).toContain(ACCOUNT_NUMBER)
  })
})

describe('the payment list', () => {
  it('has the approved statements and no others, for the payer alone, and is written down without numbers', async () => {
    const approved = await statementAt(office, {
      cooperativeId: office.north,
      month: await owedMonth(),
      goal: 'approved',
    })
    const other = await statementAt(office, {
      cooperativeId: office.north,
      month: await owedMonth(),
      goal: 'confirmed',
    })
    const list = (as: Asking['as'], format: string) =>
      paymentListLoader(ask(`/finance/payment-list/${format}`, { as, params: { format } }))
    for (const as of ['officer', 'approver', 'auditor'] as const)
      await expect(list(as, 'csv')).rejects.toMatchObject({ status: 403 })
    await expect(list('payer', 'pdf')).rejects.toMatchObject({ status: 404 })
    const [{ statement_no: number }, { statement_no: otherNumber }] = [
      await stateOf(office, approved),
      await stateOf(office, other),
    ]
    for (const format of ['csv', 'xlsx']) {
      const bytes = Buffer.from(await (await list('payer', format)).arrayBuffer())
      const limits = { maxRows: 100, maxColumns: 10, maxCellLength: 100 }
      const sheet = await readSpreadsheet(bytes, { limits, isLikely: () => true })
      if (!sheet.ok) throw new Error(sheet.refusal.problem)
      const row = sheet.value.rows.find((one) => one.includes(number))
      expect(row?.slice(0, 3)).toEqual(['北塬合作社', '扶风农商银行', ACCOUNT_NUMBER])
      expect(row?.[3]).toMatch(/^53(\.00)?$/)
      expect(sheet.value.rows.flat()).not.toContain(otherNumber)
    }
    const audit = await office.db
      .selectFrom('audit_event')
      .select('detail')
      .where('verb', '=', 'payment_list.taken')
      .execute()
    expect(audit).toHaveLength(2)
    expect(JSON.stringify(audit)).toContain(number)
    expect(JSON.stringify(audit)).not.toContain(ACCOUNT_NUMBER)
  })
})

describe('the accounts of cooperatives', () => {
  const record = (as: Asking['as'], fields: Record<string, string>) =>
    accountsAction(ask('/finance/bank-accounts', { as, body: form({ intent: 'record', ...fields }) }))
  const account = (given: Record<string, string> = {}) => ({
    requestId: newId(),
    cooperativeId: office.south,
    holder: '南沟合作社',
    bankName: '淳化农商银行',
    accountNumber: '6222 0000 5555 6666',
    validFrom: '2026-01-01',
    ...given,
  })
  const look = async (as: Asking['as']) =>
    inside(await accountsLoader(ask(`/finance/bank-accounts?cooperative=${office.south}`, { as })))

  it('are recorded as versions, masked for all but the payer, and told to the cooperative', async () => {
    await expect(record('approver', account())).rejects.toMatchObject({ status: 403 })
    const wrong = await record('officer', account({ accountNumber: '12ab', validFrom: '2026-02-30', holder: '' }))
    expect(statusOf(wrong)).toBe(422)
    expect(inside(wrong as never)).toMatchObject({
      reply: { error: { accountNumber: ['notAccount'], validFrom: ['notDay'], holder: ['missing'] } },
    })
    const given = account()
    expect(statusOf(await record('officer', given))).toBe(303)
    expect(statusOf(await record('officer', given))).toBe(303)
    expect(statusOf(await record('officer', { ...given, holder: '别人' }))).toBe(409)
    expect(statusOf(await record('officer', account()))).toBe(409)
    await expect(record('officer', account({ cooperativeId: newId() }))).rejects.toMatchObject({ status: 404 })
    expect((await look('auditor')).chosen?.versions).toMatchObject([
      { version: 2, accountNumber: '•••• 6666' },
      { version: 1, accountNumber: `•••• ${ACCOUNT_NUMBER.slice(-4)}` },
    ])
    expect((await look('payer')).chosen).toMatchObject({ account: { version: 2, accountNumber: '6222000055556666' } })
    const told = await office.db
      .selectFrom('notice')
      .select('data')
      .where('person_id', '=', office.managers.south.personId)
      .where('kind', '=', 'bank_account_recorded')
      .where('dedupe_key', '=', `bank_account_recorded:${given.requestId}`)
      .execute()
    expect(told).toEqual([{ data: { bankName: '淳化农商银行', masked: '•••• 6666', validFrom: '2026-01-01' } }])
    const everything = await office.db
      .selectFrom('audit_event')
      .select('detail')
      .where('object_id', '=', office.south)
      .execute()
    expect(JSON.stringify(everything)).toContain('6666')
    expect(JSON.stringify(everything)).not.toContain('55556666')
  })

  it('come into force on their day', async () => {
    const tomorrow = addDays(businessDate(office.shop.clock.now), 30)
    expect(statusOf(await record('officer', account({ accountNumber: '7777888899990000', validFrom: tomorrow })))).toBe(
      303,
    )
    const page = await look('payer')
    expect(page.chosen?.versions[0]).toMatchObject({ accountNumber: '7777888899990000' })
    expect(page.chosen?.account?.accountNumber).not.toBe('7777888899990000')
  })

  it('say within how many days a cooperative is paid, which an approver sets and the audit log keeps', async () => {
    const set = (as: Asking['as'], fields: Record<string, string>) =>
      accountsAction(
        ask('/finance/bank-accounts', { as, body: form({ intent: 'term', cooperativeId: office.south, ...fields }) }),
      )
    await expect(set('officer', { termDays: '20', because: '' })).rejects.toMatchObject({ status: 403 })
    const long = await set('approver', { termDays: '45', because: ' ' })
    expect([statusOf(long), inside(long as never)]).toMatchObject([
      422,
      { intent: 'term', reply: { error: { because: ['termNeedsReason'] } } },
    ])
    for (const termDays of ['0', '61', '7.5', '0x1e', 'x'])
      expect(inside((await set('approver', { termDays, because: '合同' })) as never)).toMatchObject({
        reply: { error: { termDays: ['notWhole'] } },
      })
    const { termDays: before } = (await look('auditor')).chosen ?? {}
    expect(statusOf(await set('approver', { termDays: '45', because: '合同 2026-18' }))).toBe(303)
    expect((await look('auditor')).chosen).toMatchObject({ termDays: 45 })
    const again = await set('approver', { termDays: '45', because: '合同 2026-18' })
    expect([statusOf(again), inside(again as never)]).toMatchObject([
      409,
      { refused: '和现在登记的一样，没有变化。', reply: { initialValue: { because: '合同 2026-18' } } },
    ])
    await expect(set('approver', { cooperativeId: newId(), termDays: '9' })).rejects.toMatchObject({ status: 404 })
    const told = await office.db
      .selectFrom('audit_event')
      .select('detail')
      .where('verb', '=', 'payment_term.set')
      .execute()
    expect(told.map(({ detail }) => detail)).toEqual([
      { because: '合同 2026-18', before: { paymentTermDays: before }, after: { paymentTermDays: 45 } },
    ])
    await expect(
      accountsAction(ask('/finance/bank-accounts', { as: 'officer', body: form({ intent: 'x' }) })),
    ).rejects.toMatchObject({ status: 400 })
  })

  it.each(['x', '%00', '0193579e-0000-7000-8000-000000000001'])('answer 404 to %s', async (id) => {
    const asked = ask(`/finance/bank-accounts?cooperative=${id}`, { as: 'auditor' })
    await expect(accountsLoader(asked)).rejects.toMatchObject({ status: 404 })
  })
})
