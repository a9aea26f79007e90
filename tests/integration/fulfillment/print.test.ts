import { afterAll, beforeAll, expect, it } from 'vitest'
import { takeCutOff } from '#app/modules/fulfillment/take-cut-off.server.ts'
import { setRuntime } from '#app/platform/runtime.server.ts'
import { loader as labelsLoader } from '#app/routes/cooperative/labels.ts'
import { loader as pickListLoader } from '#app/routes/cooperative/pick-list.ts'
import { openShop, type Shop } from '#tests/integration/payments/shop.ts'
import { createSession, TEST_SESSION_SECRET } from '#tests/support/factories/people.ts'
import { readPdf } from '#tests/support/pdf-text.ts'
import { createManager, type PaidPart, paidPart, stockedSku } from './supply.ts'

let shop: Shop
let cookie: string
let counter: PaidPart
let building: PaidPart

const LONG = '淳化荞麦挂面家庭装，老面手工拉制，无添加，适合长辈与儿童'

beforeAll(async () => {
  shop = await openShop()
  setRuntime({ ...shop.runtime, env: { ...shop.runtime.env, sessionSecret: TEST_SESSION_SECRET } })
  const manager = await createManager(shop, 'north')
  cookie = `sid=${await createSession(shop.db, manager.personId)}`
  counter = await paidPart(shop, [
    { skuId: await stockedSku(shop), quantity: 3 },
    { skuId: await stockedSku(shop), quantity: 2 },
  ])
  building = await paidPart(shop, [{ skuId: await stockedSku(shop), quantity: 1 }], { atCounter: false })
  await rename(counter.lineIds[0], '锅盔\u{20bb7}喆🍎')
  await rename(building.lineIds[0], LONG)
  await takeCutOff(shop.db, { manager, number: 1, now: shop.clock.now })
})
afterAll(async () => {
  setRuntime(undefined)
  await shop.close()
})

async function rename(lineId: string | undefined, name: string): Promise<void> {
  const line = shop.store.ownerDb.updateTable('order_line').set({ name_zh: name })
  await line.where('id', '=', lineId ?? '').execute()
}

const ask = (language: 'zh' | 'en' = 'zh') => ({
  request: new Request('http://shop.test/', { headers: { cookie: `${cookie}; prefs=${language}.normal.system` } }),
  params: { number: '1', revision: '1' },
  context: {},
})

async function pagesOf(response: Response): Promise<string[]> {
  expect(response.headers.get('content-type')).toBe('application/pdf')
  return readPdf(new Uint8Array(await response.arrayBuffer())).pages
}

it('the pick list names every product, place and order in Chinese, with what is to ship', async () => {
  const pages = await pagesOf(await pickListLoader(ask()))
  expect(pages).toHaveLength(1)
  const [page = ''] = pages
  const shown = page.replaceAll('\n', '')
  for (const words of [
    '备货单 第 1 号 第 1 版',
    '北塬合作社',
    '大红袍花椒',
    '250 克',
    '南门取货点',
    '图书馆',
    '302 室',
  ])
    expect(shown).toContain(words)
  // A long name is wrapped, not cut; a character the face lacks is marked.
  expect(shown).toContain(LONG)
  expect(shown).toContain('锅盔〓喆〓')
  for (const { orderNo } of [counter, building]) expect(page).toContain(orderNo)
  expect(page).toContain('合计')
})

it('there is a label for each line, with its order, pieces, place and code', async () => {
  const response = await labelsLoader(ask())
  const bytes = Buffer.from(await response.clone().arrayBuffer())
  const pages = await pagesOf(response)
  expect(pages).toHaveLength(3)
  expect(bytes.toString('latin1').match(/\/MediaBox \[0 0 170\.0787\d* 113\.3858\d*\]/g)).toHaveLength(3)
  const first = pages.find((page) => page.includes('锅盔')) ?? ''
  expect(first.split('\n')).toEqual([
    counter.orderNo,
    '锅盔〓喆〓',
    '3 件',
    '250 克 · 第 1 行',
    '南门取货点',
    expect.stringMatching(/^\d+月\d+日周. \d\d:\d\d–\d\d:\d\d$/),
    '北塬合作社',
  ])
})

it('speaks English to whoever reads English', async () => {
  const [page = ''] = await pagesOf(await pickListLoader(ask('en')))
  expect(page).toContain('Pick list 1, revision 1')
  expect(page.replaceAll('\n', '')).toContain('Dahongpao pepper')
})

it('a long list goes on over pages, each with its number', async () => {
  const manager = await createManager(shop, 'south')
  const skuId = await stockedSku(shop, 'south', 200)
  for (let index = 0; index < 45; index += 1) await paidPart(shop, [{ skuId, quantity: 1 }])
  expect((await takeCutOff(shop.db, { manager, number: 1, now: shop.clock.now })).ok).toBe(true)
  cookie = `sid=${await createSession(shop.db, manager.personId)}`
  const pages = await pagesOf(await pickListLoader(ask()))
  expect(pages.length).toBe(2)
  for (const [index, page] of pages.entries()) {
    expect(page).toContain(`第 ${index + 1} 页，共 ${pages.length} 页`)
    expect(page).toContain('订单号')
  }
})
