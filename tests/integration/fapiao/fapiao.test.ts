import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { storeDocument } from '#app/modules/documents/store-document.server.ts'
import { findFapiao, listFapiao } from '#app/modules/fapiao/fapiao-queries.server.ts'
import { issueFapiao, reverseFapiao } from '#app/modules/fapiao/keep-fapiao.server.ts'
import { requestFapiao } from '#app/modules/fapiao/request-fapiao.server.ts'
import type { Actor, GrantedRole } from '#app/modules/identity/permissions.ts'
import { parseReportQuery, type ReportQuery } from '#app/modules/reports/report-query.ts'
import { readReport, reportOf } from '#app/modules/reports/report-reader.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { setRuntime } from '#app/platform/runtime.server.ts'
import { action as askAction, loader as askLoader } from '#app/routes/account/fapiao.tsx'
import { loader as fileLoader } from '#app/routes/account/fapiao-file.ts'
import { action as coopAction, loader as coopLoader } from '#app/routes/cooperative/fapiao-case.tsx'
import { action as caseAction, loader as caseLoader } from '#app/routes/finance/fapiao-case.tsx'
import { businessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, DocumentId, FapiaoId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { handOver, openDesk, type PaidOrder, paidOrder } from '#tests/integration/aftersale/desk.ts'
import type { Shop } from '#tests/integration/payments/shop.ts'
import { createPerson, createSession, TEST_SESSION_SECRET } from '#tests/support/factories/people.ts'

let shop: Shop
let folder: string
let buyer: Actor<'order:own'>
/** The cooperative of `manager`; `partOf` takes its part of an order. */
let seller = ''
let cookies: Record<'buyer' | 'stranger' | 'officer' | 'auditor' | 'manager' | 'otherManager', string>

beforeAll(async () => {
  shop = (await openDesk()).shop
  folder = await mkdtemp(join(tmpdir(), 'yuanshang-fapiao-'))
  const env = { ...shop.runtime.env, sessionSecret: TEST_SESSION_SECRET, blobs: { kind: 'folder', folder } as const }
  setRuntime({ ...shop.runtime, env })
  buyer = { ...shop.buyer, permission: 'order:own' }
  const [first, second] = await shop.db.selectFrom('cooperative').select('id').orderBy('slug').limit(2).execute()
  const order = await accepted()
  const sellers = await shop.db
    .selectFrom('supplier_order')
    .select('cooperative_id')
    .where('order_id', '=', order.orderId)
    .execute()
  seller = sellers[0]?.cooperative_id ?? ''
  const other = [first?.id, second?.id].find((id) => id !== seller)
  cookies = {
    buyer: `sid=${await createSession(shop.db, shop.buyer.personId)}`,
    stranger: await cookieOf([]),
    officer: await cookieOf(['finance_officer']),
    auditor: await cookieOf(['auditor']),
    manager: await cookieOf(['cooperative_manager'], seller),
    otherManager: await cookieOf(['cooperative_manager'], other),
  }
})
afterAll(async () => {
  setRuntime(undefined)
  await shop.close()
  await rm(folder, { recursive: true, force: true })
})

async function cookieOf(roles: GrantedRole[], cooperativeId?: string): Promise<string> {
  const scope = cooperativeId ? { cooperativeId: cooperativeId as CooperativeId } : {}
  const { personId } = await createPerson(shop.db, { grants: roles.map((role) => ({ role, ...scope })) })
  return `sid=${await createSession(shop.db, personId)}`
}

async function accepted(): Promise<PaidOrder> {
  const order = await paidOrder(shop)
  await handOver(shop, order, [3, 2])
  return order
}

async function partOf(order: PaidOrder) {
  return shop.db
    .selectFrom('supplier_order')
    .selectAll()
    .where('order_id', '=', order.orderId)
    .orderBy((eb) => eb('cooperative_id', '=', seller), 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
}

function formOf(supplierOrderId: string, requestId = newId()) {
  return { requestId, supplierOrderId, titleKind: 'unit', title: '某某大学', taxNo: '12610000435200001X' } as const
}

async function requested(order?: PaidOrder): Promise<{ fapiaoId: FapiaoId; owed: number }> {
  const part = await partOf(order ?? (await accepted()))
  const asked = await requestFapiao(shop.db, { buyer, form: formOf(part.id), now: shop.clock.now })
  if (!asked.ok) throw new Error(asked.refusal.kind)
  const found = await findFapiao(shop.db, { fapiaoId: asked.value.fapiaoId })
  return { fapiaoId: asked.value.fapiaoId, owed: found?.owed ?? 0 }
}

let serial = 0
function nextNumber(): string {
  serial += 1
  return `2612000000${String(serial).padStart(10, '0')}`
}

async function storedFile(): Promise<DocumentId> {
  const bytes = Buffer.from(`%PDF-1.7 ${newId()}`)
  const stored = await storeDocument(shop.db, {
    bytes,
    fileName: '发票.pdf',
    uploadedBy: undefined,
    now: shop.clock.now,
  })
  if (!stored.ok) throw new Error(stored.refusal.kind)
  return stored.value
}

const today = () => businessDate(shop.clock.now)
const keeper = () => ({ personId: shop.buyer.personId, cooperativeId: undefined })
async function issue(fapiaoId: FapiaoId, amount: number, given: { number?: string; day?: string } = {}) {
  const { number = nextNumber(), day = today() } = given
  const documentId = await storedFile()
  return issueFapiao(shop.db, {
    keeper: keeper(),
    fapiaoId,
    number,
    day,
    amount: fen(amount),
    documentId,
    now: shop.clock.now,
  })
}

describe('asking for an invoice', () => {
  it('is for what was accepted and kept, once at a time, and once when sent twice', async () => {
    const order = await accepted()
    const part = await partOf(order)
    const form = formOf(part.id)
    const both = await Promise.all([1, 2].map(() => requestFapiao(shop.db, { buyer, form, now: shop.clock.now })))
    expect(new Set(both.map((one) => one.ok && one.value.fapiaoId)).size).toBe(1)
    const again = await requestFapiao(shop.db, { buyer, form: formOf(part.id), now: shop.clock.now })
    expect(again).toEqual({ ok: false, refusal: { kind: 'asked' } })
  })

  it('is refused before anything was accepted, and for an order that is not one’s own', async () => {
    const part = await partOf(await paidOrder(shop))
    const early = await requestFapiao(shop.db, { buyer, form: formOf(part.id), now: shop.clock.now })
    expect(early).toEqual({ ok: false, refusal: { kind: 'nothingAccepted' } })
    const { personId } = await createPerson(shop.db)
    const stranger = { ...buyer, personId }
    const foreign = await requestFapiao(shop.db, { buyer: stranger, form: formOf(part.id), now: shop.clock.now })
    expect(foreign).toEqual({ ok: false, refusal: { kind: 'unknownPart' } })
  })
})

describe('keeping an invoice', () => {
  it('takes the exact amount only, a number once, and no day to come', async () => {
    const [one, two] = [await requested(), await requested()]
    expect(await issue(one.fapiaoId, one.owed + 1)).toEqual({
      ok: false,
      refusal: { kind: 'amountDiffers', owed: one.owed },
    })
    expect(await issue(one.fapiaoId, one.owed, { day: '2099-01-01' })).toEqual({
      ok: false,
      refusal: { kind: 'notYet' },
    })
    const number = nextNumber()
    const both = await Promise.all([
      issue(one.fapiaoId, one.owed, { number }),
      issue(two.fapiaoId, two.owed, { number }),
    ])
    expect(both.filter((kept) => kept.ok)).toHaveLength(1)
    expect(both.find((kept) => !kept.ok)).toEqual({ ok: false, refusal: { kind: 'numberKnown' } })
  })

  it('is taken back once by a red-letter invoice, after which another may be asked for', async () => {
    const order = await accepted()
    const { fapiaoId, owed } = await requested(order)
    expect((await issue(fapiaoId, owed)).ok).toBe(true)
    const documentId = await storedFile()
    const red = { keeper: keeper(), fapiaoId, day: today(), because: '抬头有误', documentId, now: shop.clock.now }
    const both = await Promise.all([
      reverseFapiao(shop.db, { ...red, number: nextNumber() }),
      reverseFapiao(shop.db, { ...red, number: nextNumber() }),
    ])
    expect(both.filter((kept) => kept.ok)).toHaveLength(1)
    expect((await requested(order)).fapiaoId).not.toBe(fapiaoId)
  })

  it('is listed as to be reversed when the buyer was given something back since', async () => {
    const order = await accepted()
    const { fapiaoId, owed } = await requested(order)
    expect((await issue(fapiaoId, owed)).ok).toBe(true)
    const { id: supplierOrderId } = await partOf(order)
    const line = await shop.db
      .selectFrom('order_line')
      .select('id')
      .where('supplier_order_id', '=', supplierOrderId)
      .executeTakeFirstOrThrow()
    await shop.store.ownerDb
      .updateTable('order_line')
      .set((eb) => ({ refunded_fen: eb('refunded_fen', '+', 100), returned_fen: eb('returned_fen', '+', 100) }))
      .where('id', '=', line.id)
      .execute()
    const due = await listFapiao(shop.db, { list: 'needsRed', limit: 50 })
    expect(due.find((one) => one.fapiaoId === fapiaoId)).toMatchObject({ needsRed: true, owed: owed - 100 })
  })
})

interface Asking {
  as: keyof typeof cookies
  params: Record<string, string>
  body?: FormData | URLSearchParams
}

function ask({ as, params, body }: Asking) {
  const request = new Request('http://shop.test/', {
    headers: { cookie: cookies[as] },
    ...(body && { method: 'POST', body }),
  })
  return { request, params, context: {} } satisfies LoaderFunctionArgs & ActionFunctionArgs
}
const statusOf = (answer: unknown) =>
  answer instanceof Response ? answer.status : ((answer as { init?: { status?: number } }).init?.status ?? 200)
async function thrownStatus(work: Promise<unknown>): Promise<number> {
  return work.then(
    (answer) => statusOf(answer),
    (error: unknown) => statusOf(error),
  )
}

describe('the pages', () => {
  it('lead from the buyer’s request to the file, which nobody else gets', async () => {
    const order = await accepted()
    const part = await partOf(order)
    const params = { orderNo: order.orderNo }
    const wrong = new URLSearchParams({ ...formOf(part.id), taxNo: '短' })
    expect(statusOf(await askAction(ask({ as: 'buyer', params, body: wrong })))).toBe(422)
    expect(statusOf(await askAction(ask({ as: 'buyer', params, body: new URLSearchParams(formOf(part.id)) })))).toBe(
      302 + 1,
    )
    expect(await thrownStatus(askLoader(ask({ as: 'stranger', params })))).toBe(404)
    const row = await shop.db
      .selectFrom('fapiao')
      .select('id')
      .where('order_id', '=', order.orderId)
      .executeTakeFirstOrThrow()
    const found = await findFapiao(shop.db, { fapiaoId: row.id as FapiaoId })
    const body = new FormData()
    for (const [name, value] of Object.entries({
      intent: 'issue',
      number: nextNumber(),
      day: today(),
      amount: String((found?.owed ?? 0) / 100),
    }))
      body.append(name, value)
    body.append('file', new Blob(['%PDF-1.7 the invoice']), '发票.pdf')
    const to = { fapiaoId: row.id }
    expect(await thrownStatus(coopLoader(ask({ as: 'otherManager', params: to })))).toBe(404)
    expect(statusOf(await coopAction(ask({ as: 'manager', params: to, body })))).toBe(303)
    const { document_id: documentId } = await shop.db
      .selectFrom('fapiao')
      .select('document_id')
      .where('id', '=', row.id)
      .executeTakeFirstOrThrow()
    const file = { ...params, documentId: documentId ?? '' }
    const answer = await fileLoader(ask({ as: 'buyer', params: file }))
    expect(await answer.text()).toContain('the invoice')
    expect(await thrownStatus(fileLoader(ask({ as: 'stranger', params: file })))).toBe(404)
  })

  it('show an auditor everything and take nothing from them', async () => {
    const { fapiaoId } = await requested()
    const loaded = await caseLoader(ask({ as: 'auditor', params: { fapiaoId } }))
    expect((loaded as { data: { mayWork: boolean } }).data.mayWork).toBe(false)
    const body = new FormData()
    body.append('intent', 'decline')
    body.append('because', '不开')
    expect(await thrownStatus(caseAction(ask({ as: 'auditor', params: { fapiaoId }, body })))).toBe(403)
    expect(statusOf(await caseAction(ask({ as: 'officer', params: { fapiaoId }, body: copyOf(body) })))).toBe(303)
    expect((await findFapiao(shop.db, { fapiaoId }))?.state).toBe('declined')
  })
})

describe('the register of the task', () => {
  const numbersOf = async ({ orderNo }: PaidOrder) => {
    const query = parseReportQuery(new URLSearchParams('from=2020-01-01&to=2030-12-31'), 2026)
    if (!query) throw new Error('no query')
    const { columns, rows } = await readReport(shop.db, { name: 'register', query, limit: 1_000, now: shop.clock.now })
    const place = (key: string) => columns.findIndex((column) => column.key === key)
    return rows.filter(({ cells }) => cells[place('orderNo')] === orderNo).map(({ cells }) => cells[place('fapiaoNo')])
  }

  it('has the number of the fapiao that stands, on the lines of its part alone', async () => {
    const order = await accepted()
    const { fapiaoId, owed } = await requested(order)
    expect(new Set(await numbersOf(order))).toEqual(new Set([null]))
    expect((await issue(fapiaoId, owed)).ok).toBe(true)
    const number = (await findFapiao(shop.db, { fapiaoId }))?.number
    const lines = await shop.db
      .selectFrom('order_line')
      .select('supplier_order_id')
      .where('order_id', '=', order.orderId)
      .execute()
    const part = await partOf(order)
    const own = lines.filter((line) => line.supplier_order_id === part.id)
    const numbers = await numbersOf(order)
    expect(numbers).toHaveLength(lines.length)
    expect(numbers.filter((one) => one === number)).toHaveLength(own.length)
    expect(numbers.filter((one) => one !== number && one !== null)).toEqual([])
  })

  it('shows the number on screen as well', async () => {
    const columns = reportOf('register').columns({} as ReportQuery)
    expect(columns.find(({ key }) => key === 'fapiaoNo')).not.toHaveProperty('isFileOnly')
  })
})

function copyOf(form: FormData): FormData {
  const copy = new FormData()
  for (const [name, value] of form) copy.append(name, value)
  return copy
}
