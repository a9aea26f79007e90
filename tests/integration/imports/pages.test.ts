import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bodyLimitAt, UPLOAD_LIMITS } from '#app/gate/upload-limits.ts'
import { applyImports } from '#app/modules/imports/apply-imports.server.ts'
import { readEnv } from '#app/platform/env.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { setRuntime } from '#app/platform/runtime.server.ts'
import { readSpreadsheet } from '#app/platform/spreadsheet.server.ts'
import { createStripe } from '#app/platform/stripe.server.ts'
import * as importRoute from '#app/routes/cooperative/import.tsx'
import * as errorsRoute from '#app/routes/cooperative/import-errors.ts'
import * as jobRoute from '#app/routes/cooperative/import-job.tsx'
import * as templateRoute from '#app/routes/cooperative/import-template.ts'
import * as skuRoute from '#app/routes/cooperative/sku-stock.tsx'
import * as stockRoute from '#app/routes/cooperative/stock.tsx'
import { insertGround, insertSku } from '#tests/integration/cart/goods.ts'
import { createManager } from '#tests/integration/stock/manager.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createSession, TEST_SESSION_SECRET } from '#tests/support/factories/people.ts'
import { csvOf } from './files.ts'
import { codeOf, now, onHandOf } from './shop.ts'

let store: TestDatabase
const cookies: Record<'north' | 'south', string> = { north: '', south: '' }

beforeAll(async () => {
  store = await createTestDatabase()
  await insertGround(store.ownerDb)
  const env = readEnv({
    NODE_ENV: 'test',
    DATABASE_URL: store.url,
    SESSION_SECRET: TEST_SESSION_SECRET,
    STRIPE_SECRET_KEY: 'sk_test_imports',
    STRIPE_WEBHOOK_SECRET: 'whsec_imports',
    SHOP_ORIGIN: 'http://shop.test',
  })
  setRuntime({ env, db: store.db, stripe: createStripe(env.stripeSecretKey, undefined) })
  for (const slug of ['north', 'south'] as const) {
    const { personId } = await createManager(store.db, slug)
    cookies[slug] = `sid=${await createSession(store.db, personId)}`
  }
})
afterAll(async () => {
  setRuntime(undefined)
  await store.drop()
})

type Door = (args: { request: Request; params: Record<string, string>; context: object }) => Promise<unknown>

interface Knock {
  path?: string
  params?: Record<string, string>
  body?: FormData | URLSearchParams
  who?: 'north' | 'south'
}

/** What a loader or action answers: a response as it is, data with its status. */
async function knock(door: Door, { path = '/x', params = {}, body, who = 'north' }: Knock = {}) {
  const request = new Request(`http://shop.test${path}`, {
    headers: { Cookie: cookies[who] },
    ...(body && { method: 'POST', body }),
  })
  try {
    const answer = await door({ request, params, context: {} })
    if (answer instanceof Response) return { status: answer.status, response: answer, data: undefined }
    const { data, init } = answer as { data: Record<string, unknown>; init: ResponseInit | null }
    return { status: init?.status ?? 200, response: undefined, data }
  } catch (thrown) {
    if (thrown instanceof Response) return { status: thrown.status, response: thrown, data: undefined }
    throw thrown
  }
}

function sheetForm(bytes: Buffer | string, requestId = newId(), name = '盘点表.csv'): FormData {
  const form = new FormData()
  form.set('requestId', requestId)
  form.set('sheet', new File([new Uint8Array(Buffer.from(bytes))], name))
  return form
}

async function upload(bytes: Buffer | string): Promise<string> {
  const { response } = await knock(importRoute.action as Door, { body: sheetForm(bytes) })
  expect(response?.status).toBe(303)
  return response?.headers.get('location')?.split('/').at(-1) ?? ''
}

async function givenSku(stock = 10) {
  const skuId = await insertSku(store.ownerDb, { stock })
  return { skuId, code: await codeOf(store.db, skuId) }
}

describe('the pages of an import', () => {
  test('lead from the file over the columns and the check to the shelf', async () => {
    const { skuId, code } = await givenSku()
    const jobId = await upload(
      csvOf([
        { 商品编码: code, 库存: '12' },
        { 商品编码: code.slice(0, 8), 库存: '=1+1' },
      ]),
    )
    const params = { jobId }
    const page = await knock(jobRoute.loader as Door, { params })
    expect(page.data).toMatchObject({
      job: { state: 'uploaded', fileName: '盘点表.csv', rowCount: 2 },
      view: { isCompared: false },
    })
    const { mapping } = (page.data as { job: { mapping: string[] } }).job
    const body = new URLSearchParams({ intent: 'check' })
    for (const [column, field] of mapping.entries()) body.set(`columns[${column}]`, field)
    expect((await knock(jobRoute.action as Door, { params, body })).status).toBe(303)
    const checked = await knock(jobRoute.loader as Door, { params, path: '/x?tab=changed' })
    expect(checked.data).toMatchObject({
      job: { state: 'checked' },
      view: {
        tab: 'changed',
        counts: { changed: 1, error: 1 },
        rows: [{ rowNumber: 2, diff: [{ from: '10', to: '12' }] }],
      },
    })
    expect(
      (await knock(jobRoute.action as Door, { params, body: new URLSearchParams({ intent: 'apply' }) })).status,
    ).toBe(303)
    await applyImports(store.db, now)
    expect(await onHandOf(store.db, skuId)).toBe(12)
    const late = await knock(jobRoute.action as Door, { params, body })
    expect(late).toMatchObject({ status: 409, data: { refusal: { kind: 'wrongState', state: 'done_with_errors' } } })
    const listed = await knock(importRoute.loader as Door)
    expect(listed.data).toMatchObject({
      imports: expect.arrayContaining([expect.objectContaining({ jobId, state: 'done_with_errors' })]),
    })
  })

  test('give the wrong rows back in the same columns, with what is wrong, and nothing that runs', async () => {
    const { code } = await givenSku()
    const jobId = await upload(csvOf([{ 商品编码: code, 名称: '=cmd|calc', 库存: '-5' }]))
    const body = new URLSearchParams({ intent: 'check', 'columns[0]': 'code', 'columns[5]': 'stock' })
    expect((await knock(jobRoute.action as Door, { params: { jobId }, body })).status).toBe(303)
    const { response } = await knock(errorsRoute.loader as Door, { params: { jobId } })
    expect(response?.headers.get('content-disposition')).toContain('rows-to-correct.csv')
    const bytes = Buffer.from((await response?.arrayBuffer()) ?? new ArrayBuffer(0))
    expect(bytes.toString('utf8').split('\r\n')[1]).toContain(`,'=cmd|calc,,,,'-5,`)
    const limits = { maxRows: 10, maxColumns: 20, maxCellLength: 500 }
    const sheet = await readSpreadsheet(bytes, { limits, isLikely: () => true })
    expect(sheet.ok && sheet.value.rows[0]?.at(-1)).toBe('问题')
    expect(sheet.ok && sheet.value.rows[1]).toEqual([
      code,
      '=cmd|calc',
      '',
      '',
      '',
      '-5',
      '',
      '',
      '',
      '',
      '',
      '库存（F 列）「-5」：不能是负数。',
    ])
  })

  test('offer a template whose headings are known to a column', async () => {
    const { response } = await knock(templateRoute.loader as Door)
    const jobId = await upload(Buffer.from((await response?.arrayBuffer()) ?? new ArrayBuffer(0)))
    const page = await knock(jobRoute.loader as Door, { params: { jobId } })
    const { job } = page.data as { job: { header: string[]; mapping: string[]; rowCount: number } }
    expect(job.header[0]).toBe('商品编码')
    expect(job.mapping.every((field) => field !== '')).toBe(true)
    expect(job.rowCount).toBe(1)
  })

  test('refuse what is no sheet, too large, sent without a file or without its key', async () => {
    const answer = (body: FormData | URLSearchParams) => knock(importRoute.action as Door, { body })
    expect(await answer(sheetForm(Buffer.from('89504e470d0a1a0a00', 'hex')))).toMatchObject({
      status: 422,
      data: { problem: { problem: 'unreadable' } },
    })
    expect(await answer(sheetForm(''))).toMatchObject({ status: 422, data: { problem: { kind: 'fileMissing' } } })
    expect(await answer(sheetForm(Buffer.alloc(5 * 1024 * 1024 + 1, 'a')))).toMatchObject({
      status: 413,
      data: { problem: { kind: 'fileTooLarge' } },
    })
    expect(await answer(sheetForm('a,b\n1,2', 'no-key'))).toMatchObject({ status: 400 })
    expect(await answer(new URLSearchParams({ requestId: newId() }))).toMatchObject({ status: 400 })
  })

  test('are nobody’s but the cooperative’s own', async () => {
    const { code } = await givenSku()
    const params = { jobId: await upload(csvOf([{ 商品编码: code, 库存: '1' }])) }
    expect((await knock(jobRoute.loader as Door, { params, who: 'south' })).status).toBe(404)
    expect((await knock(errorsRoute.loader as Door, { params, who: 'south' })).status).toBe(404)
    for (const intent of ['check', 'apply', 'discard']) {
      const body = new URLSearchParams({ intent, 'columns[0]': 'code', 'columns[5]': 'stock' })
      expect((await knock(jobRoute.action as Door, { params, body, who: 'south' })).status, intent).toBe(404)
    }
    expect((await knock(jobRoute.loader as Door, { params: { jobId: 'x' } })).status).toBe(404)
    expect((await knock(jobRoute.loader as Door, { params, path: '/x?tab=other' })).status).toBe(400)
  })
})

test('only the page that takes a sheet takes five megabytes', () => {
  const limits = { uploads: UPLOAD_LIMITS, ordinary: { maxBytes: 1, maxMs: 1 } }
  const most = (pathname: string) => bodyLimitAt(pathname, limits).maxBytes
  expect(most('/cooperative/import')).toBeGreaterThan(5 * 1024 * 1024)
  expect(most('/cooperative/import.data')).toBeGreaterThan(5 * 1024 * 1024)
  for (const other of ['/cooperative/import/x', '/cooperative/imports', '/cooperative/stock', '/x/cooperative/import'])
    expect(most(other), other).toBe(1)
})

describe('the pages of stock', () => {
  test('take in a lot, count and change by forms that may be sent twice', async () => {
    const { skuId } = await givenSku(10)
    const params = { skuId }
    const send = (fields: Record<string, string>, who: 'north' | 'south' = 'north') =>
      knock(skuRoute.action as Door, { params, body: new URLSearchParams(fields), who })
    const lot = {
      intent: 'receive',
      requestId: newId(),
      lotCode: 'Ｌ－１',
      harvestedOn: '2026-01-01',
      bestBeforeOn: '2099-01-01',
      quantity: '５',
      certificateUrl: '',
    }
    expect((await send(lot)).status).toBe(303)
    expect((await send(lot)).status).toBe(303)
    expect(await send({ ...lot, requestId: newId() })).toMatchObject({
      status: 409,
      data: { form: 'receive', refusal: { kind: 'lotKnown', lotCode: 'L-1' } },
    })
    expect(await send({ ...lot, quantity: '0', bestBeforeOn: '2025-01-01' })).toMatchObject({
      status: 422,
      data: { form: 'receive' },
    })
    expect(await send({ intent: 'count', requestId: newId(), seenOnHand: '10', counted: '9' })).toMatchObject({
      status: 409,
      data: { form: 'count', refusal: { kind: 'levelChanged', seen: 10, now: 15 } },
    })
    expect((await send({ intent: 'count', requestId: newId(), seenOnHand: '15', counted: '14' })).status).toBe(303)
    expect((await send({ intent: 'change', requestId: newId(), reason: 'spoiled', quantity: '4' })).status).toBe(303)
    expect((await send({ intent: 'change', requestId: newId(), reason: 'stolen', quantity: '4' })).status).toBe(422)
    expect(await onHandOf(store.db, skuId)).toBe(10)
    const page = await knock(skuRoute.loader as Door, { params })
    expect(page.data).toMatchObject({
      sku: { onHand: 10, batches: [{ lotCode: 'L-1', quantity: 5 }] },
      history: { movements: [{ kind: 'written_off' }, { kind: 'adjusted' }, { kind: 'received' }] },
    })
    for (const intent of ['receive', 'count', 'change', 'presale', 'endPresale']) {
      const fields = {
        ...lot,
        requestId: newId(),
        lotCode: 'N-1',
        seenOnHand: '10',
        counted: '1',
        reason: 'lost',
        opensOn: '2099-01-01',
        closesOn: '2099-01-01',
        readyOn: '2099-01-01',
        cap: '5',
      }
      expect((await send({ ...fields, intent }, 'south')).status, intent).toBe(404)
    }
    expect((await knock(skuRoute.loader as Door, { params, who: 'south' })).status).toBe(404)
    expect(await onHandOf(store.db, skuId)).toBe(10)
  })

  test('list, search and turn pages, and close the cooperative for some days', async () => {
    const { skuId, code } = await givenSku(1)
    const found = await knock(stockRoute.loader as Door, { path: `/x?q=${code}` })
    expect(found.data).toMatchObject({ stock: { total: 1, lines: [{ skuId, left: 1 }] } })
    expect((await knock(stockRoute.loader as Door, { path: '/x?page=0' })).status).toBe(400)
    const theirs = await knock(stockRoute.loader as Door, { path: `/x?q=${code}`, who: 'south' })
    expect(theirs.data).toMatchObject({ stock: { total: 0 } })
    const body = new URLSearchParams({
      intent: 'close',
      requestId: newId(),
      fromOn: '2098-01-01',
      toOn: '2098-01-05',
      reason: 'holiday',
    })
    expect((await knock(stockRoute.action as Door, { body })).status).toBe(303)
    expect((await knock(stockRoute.action as Door, { body })).status).toBe(303)
    const page = await knock(stockRoute.loader as Door)
    const { closures } = page.data as { closures: { closureId: string }[] }
    expect(closures).toHaveLength(1)
    const reopen = new URLSearchParams({ intent: 'reopen', closureId: closures[0]?.closureId ?? '' })
    expect((await knock(stockRoute.action as Door, { body: reopen, who: 'south' })).status).toBe(404)
    expect((await knock(stockRoute.action as Door, { body: reopen })).status).toBe(303)
    const wrong = new URLSearchParams({
      intent: 'close',
      requestId: newId(),
      fromOn: '2098-01-05',
      toOn: '2098-01-01',
      reason: 'holiday',
    })
    expect((await knock(stockRoute.action as Door, { body: wrong })).status).toBe(422)
  })
})
