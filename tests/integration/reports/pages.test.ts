import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { readSheet } from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reportWords } from '#app/messages/report-words.ts'
import type { GrantedRole } from '#app/modules/identity/permissions.ts'
import { REPORT_NAMES } from '#app/modules/reports/report.ts'
import { newId } from '#app/platform/ids.server.ts'
import { setRuntime } from '#app/platform/runtime.server.ts'
import { loader as fileLoader } from '#app/routes/finance/export-file.ts'
import { action as exportsAction, loader as exportsLoader } from '#app/routes/finance/exports.tsx'
import { loader as reportLoader } from '#app/routes/finance/report.tsx'
import { loader as reportsLoader } from '#app/routes/finance/reports.tsx'
import { hrefOf } from '#app/routes/parts/report-table.tsx'
import { makeCleanWorld } from '#tests/integration/audit/clean-world.ts'
import { openShop, type Shop } from '#tests/integration/payments/shop.ts'
import { createPerson, createSession, TEST_SESSION_SECRET } from '#tests/support/factories/people.ts'

let shop: Shop
let cookies: Record<'officer' | 'auditor' | 'staff' | 'administrator', string>

beforeAll(async () => {
  shop = await openShop()
  await makeCleanWorld(shop)
  setRuntime({ ...shop.runtime, env: { ...shop.runtime.env, sessionSecret: TEST_SESSION_SECRET } })
  cookies = {
    officer: await cookieOf(['finance_officer']),
    auditor: await cookieOf(['auditor']),
    staff: await cookieOf([]),
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
  as?: keyof typeof cookies
  params?: Record<string, string>
  body?: Record<string, string>
}

function ask(path: string, { as = 'officer', params = {}, body }: Asking = {}) {
  const request = new Request(`http://shop.test${path}`, {
    headers: { cookie: cookies[as] },
    ...(body && { method: 'POST', body: new URLSearchParams(body) }),
  })
  return { request, params, context: {} } satisfies LoaderFunctionArgs & ActionFunctionArgs
}

const open = (report: string, query = '', asking: Asking = {}) =>
  reportLoader(ask(`/finance/reports/${report}?${query}`, { ...asking, params: { report } }))

const exporting = (body: Record<string, string> = {}, as: Asking['as'] = 'officer') =>
  exportsAction(
    ask('/finance/exports', {
      ...(as && { as }),
      body: { requestId: newId(), report: 'register', params: '', format: 'xlsx', ...body },
    }),
  )

describe('the report pages', () => {
  it('are listed for whoever may read the books', async () => {
    expect((await reportsLoader(ask('/finance/reports', { as: 'auditor' }))).title).toBe('报表')
    await expect(reportsLoader(ask('/finance/reports', { as: 'staff' }))).rejects.toMatchObject({ status: 403 })
  })

  it.each(REPORT_NAMES)('show %s with its cut, its totals and checks that hold', async (name) => {
    const page = await open(name, 'account=advances:buyers', { as: 'auditor' })
    expect(page.view.rows.length).toBeGreaterThan(0)
    expect(page.view.controls.totals.length).toBeGreaterThan(1)
    expect(page.view.controls.checks.filter((check) => check.reported !== check.booked)).toEqual([])
    const head = await shop.db
      .selectFrom('ledger_head')
      .selectAll()
      .where('book', '=', 'money')
      .executeTakeFirstOrThrow()
    expect(page.view.cut.money).toEqual({ seq: head.seq, hash: head.hash.toString('hex') })
    expect(page.mayExport).toBe(true)
    for (const row of page.view.rows) expect(row.cells).toHaveLength(page.view.columns.length)
  })

  it.each(['trial-balance', 'journal'] as const)('name every account of %s', async (name) => {
    for (const book of ['money', 'assistance']) {
      const { view } = await open(name, `book=${book}&from=2015-01-01`)
      const place = view.columns.findIndex(({ kind }) => kind === 'account')
      const codes = view.rows.map((row) => String(row.cells[place]))
      expect(Object.keys(view.accounts).sort()).toEqual([...new Set(codes)].sort())
    }
  })

  it('name the one account whose lines they show', async () => {
    const supplier = await shop.db
      .selectFrom('account')
      .innerJoin('cooperative', 'cooperative.id', 'account.cooperative_id')
      .select(['code', 'name_zh'])
      .where('code', 'like', 'payable:%')
      .executeTakeFirstOrThrow()
    const { view, query } = await open('account', `account=${supplier.code}`)
    expect(reportWords('zh').scope('account', query, view.accounts)).toContain(
      `应付合作社 · ${supplier.name_zh} (${supplier.code})`,
    )
  })

  it('lead from the summary to the register and on to the entry', async () => {
    const summary = await open('summary')
    const row = summary.view.rows.find((one) => one.key.startsWith('cell'))
    const address = row?.link ? hrefOf(row.link) : ''
    expect(address).toMatch(/^\/finance\/reports\/register\?from=.*county=fufeng/)
    const register = await open('register', address.split('?')[1])
    const [first] = register.view.rows
    expect(first?.link && hrefOf(first.link)).toMatch(/^\/finance\/entries\/\d+$/)
  })

  it('draw the months of the summary and the days of sales', async () => {
    expect((await open('summary')).chart?.bars).toHaveLength(12)
    expect((await open('register')).chart).toBeUndefined()
  })

  it('go from page to page without losing or repeating a row', async () => {
    const seen: string[] = []
    let after = ''
    do {
      const page = await open('journal', `book=assistance&from=2015-01-01${after && `&after=${after}`}`)
      seen.push(...page.view.rows.map((row) => row.key))
      after = page.view.next ?? ''
    } while (after)
    expect(new Set(seen).size).toBe(seen.length)
    const head = await shop.db
      .selectFrom('ledger_head')
      .select('seq')
      .where('book', '=', 'assistance')
      .executeTakeFirst()
    expect(seen).toHaveLength(head?.seq ?? 0)
  })

  it.each([
    'from=2026-13-01',
    'from=2026-02-30',
    'from=2026-12-31&to=2026-01-01',
    'book=cash',
    'county=%00',
    'county=../x',
    'product=1',
    'account=A;drop',
    'after=x',
    'after=2026-01-01.1.1.1',
    'from=1999-01-01',
    'by=colour',
  ])('answer 400 to ?%s', async (query) => {
    await expect(open('register', query)).rejects.toMatchObject({ status: 400 })
  })

  it.each([
    'after=2026-01-01',
    'after=2026-99-99.1.1',
    'after=2026-01-01.abc',
    'after=2026-01-01.a.b',
    'after=2026-01-01.9999999999999999999.1',
    'account=nothing:at-all',
    'county=nowhere',
  ])('stand ?%s, whichever report it is', async (query) => {
    for (const name of REPORT_NAMES) {
      const answer = await open(name, query).catch((thrown: unknown) => thrown)
      if (answer instanceof Response) expect(answer.status).toBe(400)
      else expect(answer).toHaveProperty('view')
    }
  })

  it.each(['cash-book', '', '__proto__', 'toString'])('know no report "%s"', async (report) => {
    await expect(open(report)).rejects.toMatchObject({ status: 404 })
  })
})

describe('exporting by the page', () => {
  it('gives a small report at once, and lists it', async () => {
    const answer = (await exporting()) as Response
    expect(answer.status).toBe(303)
    const [, exportId = ''] = /^\/finance\/exports\/([^/]+)\/file$/.exec(answer.headers.get('location') ?? '') ?? []
    const file = await fileLoader(ask('/x', { as: 'auditor', params: { exportId } }))
    expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="register-\d{8}-\d{4}\.xlsx"$/)
    const bytes = Buffer.from(await file.arrayBuffer())
    expect(bytes.length).toBe(Number(file.headers.get('content-length')))
    expect((await readSheet(bytes)).length).toBeGreaterThan(1)
    const { exports } = await exportsLoader(ask('/finance/exports', { as: 'auditor' }))
    expect(exports.find((one) => one.exportId === exportId)).toMatchObject({ state: 'done', report: 'register' })
  })

  it('refuses what the report does not have, in words', async () => {
    const answer = await exporting({ format: 'pdf' })
    expect(answer).toMatchObject({ data: { refusal: { kind: 'formatUnknown' } }, init: { status: 409 } })
  })

  it.each<Record<string, string>>([
    { format: 'exe' },
    { report: 'cash-book' },
    { params: 'from=x' },
    { requestId: 'twice' },
    { report: 'account' },
  ])('answers 400 to %o', async (body) => {
    await expect(exporting(body)).rejects.toMatchObject({ status: 400 })
  })

  it('is not for whoever may not read the books, and a file is nobody’s by its address', async () => {
    for (const as of ['staff', 'administrator'] as const)
      await expect(exporting({}, as)).rejects.toMatchObject({ status: 403 })
    for (const exportId of [newId(), 'x', '%00'])
      await expect(fileLoader(ask('/x', { params: { exportId } }))).rejects.toMatchObject({ status: 404 })
  })
})
