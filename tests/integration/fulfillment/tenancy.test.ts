import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EMPTY_LISTING } from '#app/modules/catalog/listing.ts'
import { takeCutOff } from '#app/modules/fulfillment/take-cut-off.server.ts'
import { BUYER_KINDS, GRANTED_ROLES, type Manager, type Role } from '#app/modules/identity/permissions.ts'
import { newId } from '#app/platform/ids.server.ts'
import { setRuntime } from '#app/platform/runtime.server.ts'
import type { CooperativeId } from '#app/shared/ids.ts'
import { openShop, type Shop } from '#tests/integration/payments/shop.ts'
import { createPerson, createSession, TEST_SESSION_SECRET } from '#tests/support/factories/people.ts'
import { listRoutes } from '#tests/support/route-table.ts'
import { countersOf, createManager, type PaidPart, paidPart, stockedSku } from './supply.ts'

type Door = (args: { request: Request; params: Record<string, string>; context: object }) => unknown

/** Every address of the workspace, whoever made it. */
const routes = listRoutes().filter(({ file }) => file.startsWith('routes/cooperative/'))
const named = routes.filter(({ url }) => url.includes(':'))

let shop: Shop
let north: Manager
let part: PaidPart
/** Of north's, for each name an address of the workspace may carry. */
let ids: Record<string, string>
const cookies = new Map<string, string>()

beforeAll(async () => {
  shop = await openShop()
  setRuntime({ ...shop.runtime, env: { ...shop.runtime.env, sessionSecret: TEST_SESSION_SECRET } })
  north = await createManager(shop, 'north')
  const south = await createManager(shop, 'south')
  const skuId = await stockedSku(shop)
  part = await paidPart(shop, [{ skuId, quantity: 3 }])
  expect((await takeCutOff(shop.db, { manager: north, number: 1, now: shop.clock.now })).ok).toBe(true)
  ids = {
    supplierOrderId: part.supplierOrderId,
    number: '1',
    revision: '1',
    format: 'csv',
    skuId,
    ...(await theirs(north)),
  }
  cookies.set('north', `sid=${await createSession(shop.db, north.personId)}`)
  cookies.set('south', `sid=${await createSession(shop.db, south.personId)}`)
  for (const role of [...BUYER_KINDS, ...GRANTED_ROLES]) cookies.set(role, await signInAs(role, south.cooperativeId))
})
afterAll(async () => {
  setRuntime(undefined)
  await shop.close()
})

/** What else north has that an address could name. */
async function theirs({ cooperativeId, personId }: Manager): Promise<Record<string, string>> {
  const changeId = newId()
  await shop.db
    .insertInto('listing_change')
    .values({
      id: changeId,
      cooperative_id: cooperativeId,
      proposer_id: personId,
      state: 'draft',
      body: JSON.stringify(EMPTY_LISTING),
      created_at: shop.clock.now,
      updated_at: shop.clock.now,
    })
    .execute()
  const product = await shop.db
    .selectFrom('product')
    .select('id')
    .where('cooperative_id', '=', cooperativeId)
    .limit(1)
    .executeTakeFirstOrThrow()
  // A listing's sizes have codes of capitals; without one the product would be unreadable, not another's.
  await shop.store.ownerDb.updateTable('sku').set({ code: 'NORTH-1' }).where('product_id', '=', product.id).execute()
  const jobId = newId()
  await shop.db
    .insertInto('import_job')
    .values({
      id: jobId,
      cooperative_id: cooperativeId,
      request_id: newId(),
      kind: 'goods',
      file_name: 'goods.csv',
      file_format: 'csv',
      encoding: 'utf-8',
      sha256: Buffer.alloc(32),
      header: [''],
      mapping: [''],
      state: 'mapped',
      row_count: 1,
      created_by: personId,
      created_at: shop.clock.now,
    })
    .execute()
  const statementId = newId()
  await shop.store.ownerDb
    .insertInto('settlement_statement')
    .values({
      id: statementId,
      statement_no: 'JS-202611-001',
      cooperative_id: cooperativeId,
      month: '2026-11-01',
      state: 'draft',
      total_fen: 0,
      line_count: 0,
      due_on: '2026-12-30',
      prepared_by: personId,
      prepared_at: shop.clock.now,
    })
    .execute()
  return { changeId, productId: product.id, jobId, statementId, ...(await theirFapiao(cooperativeId, personId)) }
}

/** An invoice that north has issued, with its file. */
async function theirFapiao(cooperativeId: CooperativeId, personId: string): Promise<Record<string, string>> {
  const [fapiaoId, documentId, { now }] = [newId(), newId(), shop.clock]
  const order = await shop.db
    .selectFrom('supplier_order')
    .innerJoin('order', 'order.id', 'supplier_order.order_id')
    .select(['supplier_order.order_id', 'order.buyer_id'])
    .where('supplier_order.id', '=', part.supplierOrderId)
    .executeTakeFirstOrThrow()
  await shop.db
    .insertInto('document')
    .values({
      id: documentId,
      sha256: Buffer.alloc(32),
      blob_name: 'document-none.pdf',
      file_name: '发票.pdf',
      media_type: 'application/pdf',
      byte_count: 1,
      uploaded_at: now,
    })
    .execute()
  await shop.db
    .insertInto('fapiao')
    .values({
      id: fapiaoId,
      request_id: newId(),
      supplier_order_id: part.supplierOrderId,
      order_id: order.order_id,
      cooperative_id: cooperativeId,
      title_kind: 'person',
      title: '林秋实',
      state: 'issued',
      requested_by: order.buyer_id ?? personId,
      requested_at: now,
      number: '26120000000000000001',
      issued_on: '2026-11-25',
      amount_fen: 1,
      document_id: documentId,
      recorded_by: personId,
      recorded_at: now,
    })
    .execute()
  return { fapiaoId, documentId }
}

async function signInAs(role: Role, cooperativeId: CooperativeId): Promise<string> {
  const granted = GRANTED_ROLES.find((one) => one === role)
  const scope = granted === 'cooperative_manager' ? { cooperativeId } : {}
  const kind = BUYER_KINDS.find((one) => one === role) ?? 'cooperative'
  const { personId } = await createPerson(shop.db, { kind, grants: granted ? [{ role: granted, ...scope }] : [] })
  return `sid=${await createSession(shop.db, personId)}`
}

interface Knock {
  as: string
  body?: Record<string, string>
  with?: Record<string, string>
}

/** Status of what a door answers; 200 for plain data. */
async function knock(door: Door, url: string, { as, body, with: own = ids }: Knock): Promise<number> {
  const params: Record<string, string> = {}
  const path = url.replaceAll(/:(\w+)/g, (_whole, name: string) => {
    params[name] = own[name] ?? 'missing'
    return params[name]
  })
  const request = new Request(new URL(path, 'http://shop.test'), {
    headers: { Cookie: cookies.get(as) ?? '' },
    ...(body && { method: 'POST', body: new URLSearchParams(body) }),
  })
  const answer = await Promise.resolve()
    .then(() => door({ request, params, context: {} }))
    .catch((thrown: unknown) => {
      if (thrown instanceof Response) return thrown
      throw thrown
    })
  if (answer instanceof Response) return answer.status
  const init = (answer as { init?: { status?: number } } | null)?.init
  return init?.status ?? 200
}

const doorsOf = async (file: string) => (await import(`../../../app/${file}`)) as { loader?: Door; action?: Door }

/** Forms that would do something if what they name were the cooperative's own. A new door for forms needs a row. */
function formsOf(url: string): Record<string, string>[] | undefined {
  const [line = '', requestId] = [part.lineIds[0], newId()]
  const forms: Record<string, Record<string, string>[]> = {
    '/cooperative/orders': [{ 'supplierOrderIds[0]': part.supplierOrderId }],
    '/cooperative/orders/:supplierOrderId': [
      { intent: 'confirm' },
      { intent: 'ship', requestId, kind: 'own_van', 'lines[0].orderLineId': line, 'lines[0].quantity': '1' },
      { intent: 'short', requestId, orderLineId: line, quantity: '1', reason: 'weather' },
    ],
    '/cooperative/cut-offs/:number/:revision': [{}],
    '/cooperative/stock/:skuId': [{ intent: 'endPresale' }],
    '/cooperative/import/:jobId': [{ intent: 'apply' }, { intent: 'discard' }],
    '/cooperative/listings': [
      { intent: 'change', requestId, productId: ids.productId ?? '' },
      { intent: 'copy', requestId, productId: ids.productId ?? '' },
    ],
    '/cooperative/listings/:changeId': [
      { intent: 'withdraw', revision: '1' },
      { intent: 'copy', requestId, revision: '1' },
    ],
    '/cooperative/fapiao/:fapiaoId': [{ intent: 'decline', because: '不开' }],
    '/cooperative/statements/:statementId': [
      { intent: 'confirm', round: '1' },
      { intent: 'dispute', round: '1', note: '少算了' },
    ],
    '/cooperative/listings/:changeId/photos': [{ intent: 'first', key: '0'.repeat(40), revision: '1' }],
  }
  return forms[url]
}

it('every address of the workspace is walked, and every name in them has an id of another cooperative', () => {
  const files = readdirSync('app/routes/cooperative').filter((file) => file !== 'layout.tsx')
  expect(routes.map(({ file }) => file.split('/').at(-1)).sort()).toEqual(files.sort())
  const names = named.flatMap(({ url }) => [...url.matchAll(/:(\w+)/g)].map(([, name = '']) => name))
  for (const name of names) expect(ids, `no row of north's for :${name}`).toHaveProperty(name)
})

describe('another cooperative’s ids', () => {
  it.each(named)('in the address $url: 404', async ({ file, url }) => {
    const { loader, action } = await doorsOf(file)
    if (loader) expect(await knock(loader, url, { as: 'south' })).toBe(404)
    if (action) expect(formsOf(url), `no forms for ${url}`).toBeDefined()
  })

  it.each(routes)('in the forms of $url: 404', async ({ file, url }) => {
    const { action } = await doorsOf(file)
    for (const body of (action && formsOf(url)) ?? [])
      expect(await knock(action as Door, url, { as: 'south', body }), JSON.stringify(body)).toBe(404)
  })

  it('are found by their owner, so that the 404 says something', async () => {
    for (const { file, url } of named.filter((route) => /orders|cut-offs/.test(route.url))) {
      const { loader } = await doorsOf(file)
      if (loader) expect(await knock(loader, url, { as: 'north' }), url).toBe(200)
    }
  })

  it('left nothing behind', async () => {
    expect(await countersOf(shop, part.lineIds[0])).toEqual([0, 0, 0, 0])
    const row = await shop.db
      .selectFrom('supplier_order')
      .select('confirmed_at')
      .where('id', '=', part.supplierOrderId)
      .executeTakeFirstOrThrow()
    expect(row.confirmed_at).toBeNull()
    expect(await shop.db.selectFrom('refund').select('id').execute()).toEqual([])
  })
})

describe.each(routes)('$url', ({ file, url }) => {
  it.each([...BUYER_KINDS, ...GRANTED_ROLES].filter((role) => role !== 'cooperative_manager'))(
    'answers 403 to %s',
    async (role) => {
      const { loader, action } = await doorsOf(file)
      if (loader) expect(await knock(loader, url, { as: role })).toBe(403)
      if (action) expect(await knock(action, url, { as: role, body: { intent: 'none' } })).toBe(403)
    },
  )

  it.each(['', '../..', "' or 1=1", '0', '%00', '99999999999999999999', '٣'])(
    'answers 404 to the id %j',
    async (id) => {
      if (!url.includes(':')) return
      const { loader } = await doorsOf(file)
      const broken = Object.fromEntries(Object.keys(ids).map((name) => [name, id]))
      if (loader) expect(await knock(loader, url, { as: 'north', with: broken })).toBe(404)
    },
  )
})

it('a list shows its own cooperative’s orders only', async () => {
  const { loader } = await doorsOf('routes/cooperative/orders.tsx')
  if (!loader) throw new Error('the list has no loader')
  const ask = async (as: string) => {
    const request = new Request('http://shop.test/cooperative/orders', { headers: { Cookie: cookies.get(as) ?? '' } })
    return JSON.stringify(await loader({ request, params: {}, context: {} }))
  }
  expect(await ask('north')).toContain(part.orderNo)
  expect(await ask('south')).not.toContain(part.orderNo)
})
