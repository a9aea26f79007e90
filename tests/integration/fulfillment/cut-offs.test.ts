import { parse } from 'csv-parse/sync'
import { readSheet } from 'read-excel-file/node'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { shortLines } from '#app/modules/aftersale/short-lines.server.ts'
import { listCutOffs, readCutOff } from '#app/modules/fulfillment/cut-off-queries.server.ts'
import { reviseCutOff } from '#app/modules/fulfillment/revise-cut-off.server.ts'
import { shipLines } from '#app/modules/fulfillment/ship-lines.server.ts'
import { takeCutOff } from '#app/modules/fulfillment/take-cut-off.server.ts'
import type { Manager } from '#app/modules/identity/permissions.ts'
import { newId } from '#app/platform/ids.server.ts'
import { setRuntime } from '#app/platform/runtime.server.ts'
import { loader as pageLoader } from '#app/routes/cooperative/cut-off.tsx'
import { loader as sheetLoader } from '#app/routes/cooperative/cut-off-sheet.ts'
import type { OrderLineId } from '#app/shared/ids.ts'
import { openShop, type Shop } from '#tests/integration/payments/shop.ts'
import { createSession, TEST_SESSION_SECRET } from '#tests/support/factories/people.ts'
import { breachesOf, createManager, type PaidPart, paidPart, stockedSku } from './supply.ts'

let shop: Shop
let manager: Manager
let cookie: string

beforeAll(async () => {
  shop = await openShop()
  manager = await createManager(shop, 'north')
  setRuntime({ ...shop.runtime, env: { ...shop.runtime.env, sessionSecret: TEST_SESSION_SECRET } })
  cookie = `sid=${await createSession(shop.db, manager.personId)}`
})
afterAll(async () => {
  expect(await breachesOf(shop)).toEqual({})
  setRuntime(undefined)
  await shop.close()
})

const take = (number: number, by = manager) => takeCutOff(shop.db, { manager: by, number, now: shop.clock.now })
const revise = (number: number, revision: number) =>
  reviseCutOff(shop.db, { manager, number, revision, now: shop.clock.now })
const read = async (number: number, revision: number) => {
  const found = await readCutOff(shop.db, manager.cooperativeId, { number, revision })
  if (!found) throw new Error(`no cut-off ${number}/${revision}`)
  return found
}
const ask = (number: number, revision: number, format = '') => ({
  request: new Request(`http://shop.test/cooperative/cut-offs/${number}/${revision}`, { headers: { cookie } }),
  params: { number: String(number), revision: String(revision), format },
  context: {},
})

function short(part: PaidPart, quantity: number, line = 0) {
  const lines = [{ orderLineId: part.lineIds[line] as OrderLineId, quantity }]
  const { supplierOrderId } = part
  const { now } = shop.clock
  const why = { reason: 'weather', note: '' } as const
  return shortLines(shop.db, { manager, supplierOrderId, requestId: newId(), lines, ...why, now })
}

it('two at once make one, and a third finds nothing new', async () => {
  await paidPart(shop, [{ skuId: await stockedSku(shop), quantity: 2 }])
  const both = await Promise.all([take(1), take(1)])
  expect(both).toEqual([
    { ok: true, value: { number: 1, revision: 1 } },
    { ok: true, value: { number: 1, revision: 1 } },
  ])
  expect(await take(2)).toEqual({ ok: false, refusal: { kind: 'nothingNew' } })
  expect(await take(7)).toEqual({ ok: false, refusal: { kind: 'outOfTurn' } })
  const { cutOffs } = await listCutOffs(shop.db, manager.cooperativeId, shop.clock.now)
  expect(cutOffs.map(({ number, revision }) => [number, revision])).toEqual([[1, 1]])
})

it('stays as it was taken; the next revision says what was added, canceled and changed', async () => {
  const [first, second] = [await stockedSku(shop), await stockedSku(shop)]
  const changed = await paidPart(shop, [{ skuId: first, quantity: 3 }])
  const gone = await paidPart(shop, [
    { skuId: first, quantity: 2 },
    { skuId: second, quantity: 1 },
  ])
  const sent = await paidPart(shop, [{ skuId: second, quantity: 2 }], { atCounter: false })
  const { next } = await listCutOffs(shop.db, manager.cooperativeId, shop.clock.now)
  expect(next).toMatchObject({ number: 2, totals: { orders: 3, lines: 4, pieces: 8 } })
  expect((await take(2)).ok).toBe(true)
  const taken = await read(2, 1)
  expect(taken.snapshot.totals).toEqual({ orders: 3, lines: 4, pieces: 8, shipped: 0 })
  expect(await revise(2, 2)).toEqual({ ok: false, refusal: { kind: 'unchanged' } })

  // Sending is no difference; running short is; and what was paid in time and heard of late is added.
  const pieces = [{ orderLineId: sent.lineIds[0] as OrderLineId, quantity: 1 }]
  const own = { manager, supplierOrderId: sent.supplierOrderId, now: shop.clock.now }
  await shipLines(shop.db, { ...own, requestId: newId(), transport: { kind: 'own_van' }, lines: pieces })
  expect(await revise(2, 2)).toEqual({ ok: false, refusal: { kind: 'unchanged' } })
  await short(changed, 1)
  await short(gone, 2)
  const late = await paidPart(shop, [{ skuId: second, quantity: 4 }])
  shop.advance(1)
  const later = await paidPart(shop, [{ skuId: second, quantity: 5 }])

  const revised = await Promise.all([revise(2, 2), revise(2, 2)])
  expect(revised).toEqual([
    { ok: true, value: { revision: 2 } },
    { ok: true, value: { revision: 2 } },
  ])
  const { changes, snapshot, latestRevision } = await read(2, 2)
  expect(latestRevision).toBe(2)
  expect(changes?.added.map(({ orderNo, pieces }) => [orderNo, pieces])).toEqual([[late.orderNo, 4]])
  expect(changes?.canceled.map(({ orderNo, pieces }) => [orderNo, pieces])).toEqual([[gone.orderNo, 2]])
  expect(changes?.changed.map(({ line, before }) => [line.orderNo, before, line.pieces])).toEqual([
    [changed.orderNo, 3, 2],
  ])
  expect(snapshot.totals).toEqual({ orders: 4, lines: 4, pieces: 9, shipped: 1 })
  expect((await read(2, 1)).snapshot).toEqual(taken.snapshot)

  expect((await take(3)).ok).toBe(true)
  expect((await read(3, 1)).snapshot.lines.map(({ orderNo }) => orderNo)).toEqual([later.orderNo])
  expect(await revise(2, 4)).toEqual({ ok: false, refusal: { kind: 'notFound' } })
  expect(await revise(9, 1)).toEqual({ ok: false, refusal: { kind: 'notFound' } })
})

it('says the same on the page, in xlsx and in csv', async () => {
  const skuId = await stockedSku(shop)
  await shop.store.ownerDb.updateTable('sku').set({ spec_zh: '=1+1 克' }).where('id', '=', skuId).execute()
  await paidPart(shop, [{ skuId, quantity: 3 }])
  await paidPart(shop, [{ skuId, quantity: 4 }], { atCounter: false })
  expect((await take(4)).ok).toBe(true)

  const page = await pageLoader(ask(4, 1))
  const { cutOff } = page.data
  const onPage = cutOff.snapshot.lines.map((line) => [line.orderNo, line.nameZh, line.specZh, line.pieces])
  const xlsx = await readSheet(Buffer.from(await (await sheetLoader(ask(4, 1, 'xlsx'))).arrayBuffer()))
  const csvBytes = Buffer.from(await (await sheetLoader(ask(4, 1, 'csv'))).arrayBuffer())
  expect(csvBytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
  const csv: string[][] = parse(csvBytes, { bom: true })
  expect(csv[0]).toEqual(['取货点', '时段', '订单号', '行', '商品', '规格', '件数', '已发', '待发'])
  expect(xlsx.map((row) => row.map((cell) => String(cell ?? '')))).toEqual(
    csv.map((row) => row.map((cell) => cell.replace(/^'=/, '='))),
  )
  expect(csv[1]?.[5]).toBe("'=1+1 克")
  expect(xlsx.slice(1, -1).map((row) => [row[2], row[4], row[5], row[6]])).toEqual(onPage)
  expect(csv.at(-1)).toEqual(['合计', '', '2 单', '2', '', '', '7', '0', '7'])
  expect(page.data.tables.products).toMatchObject([{ pieces: 7, shipped: 0 }])
  expect(page.data.tables.places.map(({ orders }) => orders.length)).toEqual([1, 1])
})

it('is never edited', async () => {
  await expect(
    shop.store.ownerDb.updateTable('cut_off').set({ snapshot: '{}' }).where('number', '=', 1).execute(),
  ).rejects.toThrow(/never edited/)
})

it('holds nobody’s name and no telephone number', async () => {
  const rows = await shop.db.selectFrom('cut_off').select('snapshot').execute()
  expect(JSON.stringify(rows)).not.toMatch(/林秋实|13900000001/)
})
