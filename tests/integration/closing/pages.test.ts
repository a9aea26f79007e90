import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { GrantedRole } from '#app/modules/identity/permissions.ts'
import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { setRuntime } from '#app/platform/runtime.server.ts'
import { loader as auditLoader } from '#app/routes/finance/audit.tsx'
import { loader as auditCsvLoader } from '#app/routes/finance/audit-csv.ts'
import { loader as entryLoader } from '#app/routes/finance/entry.tsx'
import { action as periodAction, loader as periodLoader } from '#app/routes/finance/period.tsx'
import { loader as sheetLoader } from '#app/routes/finance/period-sheet.ts'
import { loader as periodsLoader } from '#app/routes/finance/periods.tsx'
import { action as tieOutsAction, loader as tieOutsLoader } from '#app/routes/finance/tie-outs.tsx'
import { loader as yearLoader } from '#app/routes/finance/year.tsx'
import { loader as yearsLoader } from '#app/routes/finance/years.tsx'
import type { PersonId } from '#app/shared/ids.ts'
import { openShop, type Shop } from '#tests/integration/payments/shop.ts'
import { createPerson, createSession, TEST_SESSION_SECRET } from '#tests/support/factories/people.ts'
import { readPdf } from '#tests/support/pdf-text.ts'
import { book, noonOf } from './books.ts'

const MONTH = '2025-03'

let shop: Shop
const cookies = {} as Record<'officer' | 'approver' | 'auditor' | 'buyer', string>
const people = {} as Record<keyof typeof cookies, PersonId>

beforeAll(async () => {
  shop = await openShop()
  setRuntime({ ...shop.runtime, env: { ...shop.runtime.env, sessionSecret: TEST_SESSION_SECRET } })
  await signIn('officer', '周会计', ['finance_officer'])
  await signIn('approver', '吴处长', ['finance_approver'])
  await signIn('auditor', '郑审计', ['auditor'])
  await signIn('buyer', '林秋实', [])
  await book(shop.db, { day: `${MONTH}-10`, amount: 123_456 })
})
afterAll(async () => {
  setRuntime(undefined)
  await shop.close()
})

async function signIn(who: keyof typeof cookies, name: string, roles: GrantedRole[]): Promise<void> {
  const { personId } = await createPerson(shop.db, { name, grants: roles.map((role) => ({ role })) })
  people[who] = personId
  cookies[who] = `sid=${await createSession(shop.db, personId)}`
}

/** What a loader gives together with headers. */
function inside<Value>(answer: { data: Value }): Value {
  return answer.data
}

interface Asking {
  as: keyof typeof cookies
  params?: Record<string, string>
  form?: Record<string, string>
}

function ask(path: string, { as, params = {}, form }: Asking) {
  const request = new Request(`http://shop.test${path}`, {
    headers: { cookie: cookies[as] },
    ...(form && { method: 'POST', body: new URLSearchParams(form) }),
  })
  return { request, params, context: {} } satisfies LoaderFunctionArgs & ActionFunctionArgs
}

const month = async (as: Asking['as'], value = MONTH) =>
  inside(await periodLoader(ask(`/finance/periods/${value}`, { as, params: { month: value } })))
const press = (as: Asking['as'], form: Record<string, string>, value = MONTH) =>
  periodAction(ask(`/finance/periods/${value}`, { as, params: { month: value }, form }))
const statusOf = (answer: unknown) =>
  answer instanceof Response ? answer.status : ((answer as { init?: { status?: number } }).init?.status ?? 200)
const dataOf = (answer: unknown) => (answer as { data: { refused?: string; reply?: { error?: object } } }).data

describe('the pages of a close', () => {
  it('list the months from the first that holds anything, and the next to close', async () => {
    const listed = await periodsLoader(ask('/finance/periods', { as: 'auditor' }))
    expect(listed).toMatchObject({ next: MONTH, isNextOver: true })
    expect(listed.periods.at(-1)).toMatchObject({ month: MONTH, state: 'open', turnover: 123_456, lateCount: 0 })
  })

  it.each(['2025-02', '2099-01', '2025-13', 'x', '2025-3'])('are not at %s', async (value) => {
    await expect(month('auditor', value)).rejects.toMatchObject({ status: 404 })
  })

  it('take a month through both hands, each with what they may press', async () => {
    expect(await month('officer')).toMatchObject({
      may: { prepare: true, lock: false },
      period: { isDue: true, state: 'open' },
    })
    expect(await month('auditor')).toMatchObject({ may: { prepare: false, lock: false } })
    await expect(press('auditor', { intent: 'prepare' })).rejects.toMatchObject({ status: 403 })
    await expect(press('approver', { intent: 'prepare' })).rejects.toMatchObject({ status: 403 })
    await expect(press('buyer', { intent: 'prepare' })).rejects.toMatchObject({ status: 403 })
    await expect(press('officer', { intent: 'nothing' })).rejects.toMatchObject({ status: 400 })
    const early = await press('approver', { intent: 'lock' })
    expect([statusOf(early), dataOf(early).refused]).toEqual([409, '还没有人提交关账。'])

    const prepared = await press('officer', { intent: 'prepare' })
    expect([statusOf(prepared), prepared instanceof Response && prepared.headers.get('location')]).toEqual([
      303,
      `/finance/periods/${MONTH}`,
    ])
    await expect(press('officer', { intent: 'lock' })).rejects.toMatchObject({ status: 403 })
    const empty = await press('officer', { intent: 'waive', check: 'refunds_unsent', reason: ' ' })
    expect([statusOf(empty), dataOf(empty).reply?.error]).toEqual([422, { reason: ['missing'] }])
    const needless = await press('officer', { intent: 'waive', check: 'refunds_unsent', reason: '无' })
    expect(statusOf(needless)).toBe(409)

    expect(statusOf(await press('approver', { intent: 'lock' }))).toBe(303)
    const { period } = await month('auditor')
    expect(period).toMatchObject({
      state: 'closed',
      closes: [{ round: 1, preparedBy: '周会计', lockedBy: '吴处长' }],
      totals: { entries: { money: 1 } },
    })
    expect(period.closes[0]?.checks.map(({ name }) => name)).toContain('tie_outs')
  })

  it('print the close with its figures, hashes and signatures', async () => {
    const sheet = await sheetLoader(
      ask(`/finance/periods/${MONTH}/sheet.pdf`, { as: 'auditor', params: { month: MONTH } }),
    )
    expect(sheet.headers.get('content-type')).toBe('application/pdf')
    const text = readPdf(new Uint8Array(await sheet.arrayBuffer()))
      .pages.join('')
      .replaceAll(/\s/g, '')
    const { period } = await month('auditor')
    for (const words of [
      '关账单2025-03',
      '1,234.56',
      '周会计',
      '吴处长',
      '勾稽全部相符',
      '支付手续费expense:provider-fees',
      period.closes[0]?.moneyHash.slice(0, 20) ?? '?',
    ])
      expect(text).toContain(words.replaceAll(' ', ''))
    const missing = ask(`/finance/periods/${MONTH}/sheet.pdf?round=2`, { as: 'auditor', params: { month: MONTH } })
    await expect(sheetLoader(missing)).rejects.toMatchObject({ status: 404 })
  })

  it('show what came late, and the entry leads back', async () => {
    const { entryId } = await book(shop.db, { day: `${MONTH}-30`, amount: 700, recordedAt: noonOf('2025-04-12') })
    expect((await month('auditor')).period.late).toMatchObject({
      count: 1,
      facts: [{ entryId, amount: 700, happenedOn: `${MONTH}-30`, bookedOn: '2025-04-12' }],
    })
    const entry = await entryLoader(
      ask(`/finance/entries/${entryId}`, { as: 'auditor', params: { entryId: String(entryId) } }),
    )
    expect(entry).toMatchObject({ late: undefined, entry: { businessDate: '2025-04-12' } })
    const listed = await periodsLoader(ask('/finance/periods', { as: 'auditor' }))
    expect(listed.periods.at(-1)).toMatchObject({ state: 'closed', lateCount: 1 })
  })

  it('open a month again by two people alone', async () => {
    await expect(press('approver', { intent: 'ask', requestId: newId(), reason: '漏了' })).rejects.toMatchObject({
      status: 403,
    })
    const blank = await press('officer', { intent: 'ask', requestId: newId(), reason: '' })
    expect(statusOf(blank)).toBe(422)
    expect(statusOf(await press('officer', { intent: 'ask', requestId: newId(), reason: '漏了一张发票' }))).toBe(303)
    const { period } = await month('approver')
    const { reopeningId = '' } = period.reopenings[0] ?? {}
    await expect(press('officer', { intent: 'approve', reopeningId })).rejects.toMatchObject({ status: 403 })
    await expect(press('approver', { intent: 'approve', reopeningId: 'x' })).rejects.toMatchObject({ status: 400 })
    await expect(press('approver', { intent: 'approve', reopeningId: newId() })).rejects.toMatchObject({ status: 404 })
    expect(statusOf(await press('approver', { intent: 'refuse', reopeningId, because: '' }))).toBe(422)
    expect(statusOf(await press('approver', { intent: 'approve', reopeningId }))).toBe(303)
    const again = await press('approver', { intent: 'refuse', reopeningId, because: '晚了' })
    expect([statusOf(again), dataOf(again).refused]).toEqual([409, '已经批准。'])
    expect((await month('auditor')).period).toMatchObject({
      state: 'open',
      round: 2,
      reopenings: [{ state: 'approved' }],
    })
  })
})

describe('the page of tie-outs', () => {
  it('compares when an auditor asks, and keeps the run', async () => {
    const before = inside(await tieOutsLoader(ask('/finance/tie-outs', { as: 'auditor' })))
    expect(statusOf(await tieOutsAction(ask('/finance/tie-outs', { as: 'auditor', form: {} })))).toBe(303)
    const after = inside(await tieOutsLoader(ask('/finance/tie-outs', { as: 'auditor' })))
    expect(after.runs.length).toBe(before.runs.length + 1)
    expect(after).toMatchObject({ run: { askedBy: '郑审计', offCount: 0 } })
    expect(after.results.map(({ name }) => name)).toContain('clearing')
    const first = after.runs.at(-1)?.runId ?? 0
    expect(await tieOutsLoader(ask(`/finance/tie-outs?run=${first}`, { as: 'auditor' }))).toMatchObject({
      data: { run: { runId: first } },
    })
  })

  it.each(['x', '0', '99999999'])('has no run %s', async (run) => {
    await expect(tieOutsLoader(ask(`/finance/tie-outs?run=${run}`, { as: 'auditor' }))).rejects.toMatchObject({
      status: 404,
    })
  })
})

describe('the pages of years', () => {
  it('answer for every year, and for nothing that is none', async () => {
    expect(await yearsLoader(ask('/finance/years', { as: 'auditor' }))).toMatchObject({ years: [] })
    const year = (value: string) =>
      yearLoader(ask(`/finance/years/${value}`, { as: 'auditor', params: { year: value } }))
    expect(await year('2025')).toMatchObject({ report: { year: 2025, closed: undefined, attained: 0 } })
    await expect(year('x')).rejects.toMatchObject({ status: 404 })
  })
})

describe('the audit log', () => {
  const log = (query: string) => auditLoader(ask(`/finance/audit?${query}`, { as: 'auditor' }))

  it('says who did what, by name, the newest first, and answers for one verb, object, person and day', async () => {
    const all = await log('')
    expect(all.log.lines.slice(0, 2)).toMatchObject([
      {
        verb: 'period.reopened',
        actorName: '吴处长',
        objectType: 'period',
        objectId: MONTH,
        detail: { before: { state: 'closed' }, after: { state: 'open' } },
      },
      { verb: 'period.reopening_asked', actorName: '周会计' },
    ])
    expect(all.terms.verbs).toEqual(expect.arrayContaining(['period.locked', 'period.prepared']))
    expect((await log('verb=period.locked')).log.lines).toHaveLength(1)
    expect((await log(`objectType=period&objectId=${MONTH}`)).log.lines).toHaveLength(4)
    expect((await log('person=周')).log.lines.map(({ verb }) => verb)).toEqual([
      'period.reopening_asked',
      'period.prepared',
    ])
    expect((await log(`person=${people.approver}`)).log.lines).toHaveLength(2)
    expect((await log('person=%25')).log.lines).toEqual([])
    expect((await log('to=2020-01-01')).log.lines).toEqual([])
    expect((await log('from=2020-01-01')).log.lines.length).toBe(all.log.lines.length)
  })

  it('goes back page by page without a gap', async () => {
    await inTransaction(shop.db, async (tx) => {
      for (let index = 0; index < 60; index += 1)
        await recordAuditEvent(tx, {
          actorId: null,
          verb: 'purchase.corrected',
          objectType: 'external_purchase',
          objectId: String(index),
          before: { amountFen: index },
          after: { amountFen: index + 1 },
          now: noonOf('2024-05-01'),
        })
    })
    const first = await log('verb=purchase.corrected')
    expect(first.log.lines).toHaveLength(50)
    const second = await log(`verb=purchase.corrected&before=${first.log.next}`)
    expect(second.log).toMatchObject({ next: undefined })
    const seen = [...first.log.lines, ...second.log.lines].map(({ objectId }) => Number(objectId))
    expect(seen).toEqual(Array.from({ length: 60 }, (_, index) => 59 - index))
    expect((await log('from=2024-05-01&to=2024-05-01')).log.lines).toHaveLength(50)
  })

  it.each(['from=2025-02-30', 'before=x', 'verb=%00', `objectId=${'x'.repeat(101)}`])('refuses ?%s', async (query) => {
    await expect(log(query)).rejects.toMatchObject({ status: 400 })
  })

  it('is exported whole, field by field', async () => {
    const answer = await auditCsvLoader(ask('/finance/audit/log.csv?verb=purchase.corrected', { as: 'auditor' }))
    const rows = Buffer.from(await answer.arrayBuffer())
      .toString('utf8')
      .trimEnd()
      .split('\r\n')
    expect(rows).toHaveLength(61)
    expect(rows[0]).toBe('\ufeff时间,谁,做了什么,对象,对象编号,对象名称,项目,之前,之后')
    expect(rows[1]).toContain('系统,更正店外采购,店外采购,59,,金额,¥0.59,¥0.60')
    await expect(auditCsvLoader(ask('/finance/audit/log.csv', { as: 'buyer' }))).rejects.toMatchObject({ status: 403 })
  })

  it('calls people and things by name, beside their keys where it is exported', async () => {
    const event = {
      actorId: people.officer,
      verb: 'incident.taken',
      objectType: 'incident',
      objectId: 'named',
    } as const
    await inTransaction(shop.db, (tx) =>
      recordAuditEvent(tx, { ...event, after: { owner: people.approver }, now: noonOf('2024-06-01') }),
    )
    expect((await log('objectType=incident&objectId=named')).names).toEqual({ [`person ${people.approver}`]: '吴处长' })
    const answer = await auditCsvLoader(ask('/finance/audit/log.csv?verb=incident.taken', { as: 'auditor' }))
    expect(await answer.text()).toContain(`,named,,负责人,—,吴处长 [${people.approver}]`)
  })
})
