import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { paths } from '#app/http/paths.ts'
import { accountMessages } from '#app/messages/account.ts'
import { cartMessages } from '#app/messages/cart.ts'
import { checkoutMessages } from '#app/messages/checkout.ts'
import { ordersMessages } from '#app/messages/orders.ts'
import { endUnpaidOrder, lockOrder } from '#app/modules/ordering/change-order.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { setRuntime } from '#app/platform/runtime.server.ts'
import { formatOrderNo } from '#app/routes/parts/order-url.ts'
import type { OrderId, PersonId, PickupSlotId } from '#app/shared/ids.ts'
import { insertSku } from '#tests/integration/cart/goods.ts'
import { openShop, type Shop } from '#tests/integration/payments/shop.ts'
import { BUILDING_ID, createOrder, fillCart, insertPickup } from '#tests/support/factories/orders.ts'
import { createBuyer, createSession } from '#tests/support/factories/people.ts'
import { controlsOf, type Fields, fieldsOf, openNoScriptBrowser, type Page, wordsAt } from './no-script-browser.tsx'

const words = checkoutMessages.zh
const orderWords = ordersMessages.zh

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
  setRuntime(shop.runtime)
})
afterEach(() => shop.stripeMsw.setFaults({}))
afterAll(async () => {
  setRuntime(undefined)
  await shop.close()
})

/** Slots at one point must not begin at the same time. */
let slotCount = 0
function openSlot(capacity = 1000): Promise<PickupSlotId> {
  slotCount += 1
  const now = new Date(shop.clock.now.getTime() + slotCount * 60_000)
  return insertPickup(shop.store.ownerDb, { capacity, now })
}

async function openBuyer(kind: 'staff' | 'student' | 'outside' = 'staff') {
  const buyer = await createBuyer(shop.db, kind)
  const browser = openNoScriptBrowser({ sid: await createSession(shop.db, buyer.personId) })
  return { buyer, browser }
}

/** A buyer on the checkout page with `quantity` pieces at 10 yuan, and the form as they would send it. */
async function atCheckout({ quantity = 2, stock = 100 } = {}) {
  const { buyer, browser } = await openBuyer()
  const [skuId, slotId] = await Promise.all([insertSku(shop.store.ownerDb, { stock }), openSlot()])
  await fillCart(shop.db, { buyer, lines: [{ skuId, quantity }] })
  const page = await browser.get(paths.checkout())
  const form: Record<string, string> = { ...fieldsOf(page), slotId, contactPhone: '13800138000', returnRule: 'on' }
  return { buyer, browser, skuId, slotId, page, form }
}

function ordersOf(personId: PersonId) {
  return shop.db.selectFrom('order').selectAll().where('buyer_id', '=', personId).execute()
}

/** An order of this buyer's awaiting payment, its payment page open. */
async function placed(options?: Parameters<typeof atCheckout>[0]) {
  const visit = await atCheckout(options)
  const answer = await visit.browser.post(paths.checkout(), visit.form)
  expect(answer.status).toBe(303)
  const [order] = await ordersOf(visit.buyer.personId)
  if (!order) throw new Error('no order was placed')
  const sessionId = answer.location?.split('/').at(-1) ?? ''
  return {
    ...visit,
    orderId: order.id as OrderId,
    orderNo: order.order_no,
    at: paths.order(order.order_no),
    sessionId,
    checkoutUrl: answer.location,
  }
}

/** As `placed`, paid, and found to be paid when the buyer asks. */
async function paid(options?: Parameters<typeof atCheckout>[0]) {
  const visit = await placed(options)
  shop.stripeMsw.pay(visit.sessionId)
  await visit.browser.post(visit.at, { intent: 'refresh' })
  return visit
}

function partsOf(orderNo: string): Promise<{ id: string }[]> {
  return shop.db
    .selectFrom('supplier_order')
    .innerJoin('order', 'order.id', 'supplier_order.order_id')
    .select('supplier_order.id')
    .where('order_no', '=', orderNo)
    .execute()
}

function statusOf(page: Page): string | undefined {
  return wordsAt(page, 'order-status')
}

describe('strangers', () => {
  it.each([paths.checkout(), paths.orders(), paths.order('202611241001')])(
    'are led from %s to the sign-in page and back, whatever they send',
    async (path) => {
      const stranger = openNoScriptBrowser()
      expect(await stranger.get(path)).toMatchObject({ status: 302, location: paths.signIn(path) })
      if (path !== paths.orders())
        expect(await stranger.post(path, { intent: 'cancel' })).toMatchObject({
          status: 302,
          location: paths.signIn(path),
        })
    },
  )
})

describe('the checkout page', () => {
  it('of an empty bag says so', async () => {
    const { browser } = await openBuyer()
    const page = await browser.get(paths.checkout())
    expect(page.status).toBe(200)
    expect(page.text).toContain(words.empty)
    expect(fieldsOf(page)).toEqual({})
  })

  it('knows the buyer, chooses nothing for them, and says the amount on the button', async () => {
    const { page, slotId } = await atCheckout()
    expect(fieldsOf(page)).toMatchObject({ contactName: '林秋实', contactPhone: '', fulfillment: 'pickup', note: '' })
    expect(fieldsOf(page)).not.toHaveProperty('returnRule')
    expect(fieldsOf(page)).not.toHaveProperty('slotId')
    expect(page.html).toContain(`value="${slotId}"`)
    expect(page.text).toContain(words.submit('¥20.00'))
    expect(page.text).toContain(words.fundNote(words.fund.staff))
  })

  it('says once what happened on the way here', async () => {
    const { buyer } = await atCheckout()
    const arrived = openNoScriptBrowser({ sid: await createSession(shop.db, buyer.personId), notice: 'signedIn' })
    expect((await arrived.get(paths.checkout())).text).toContain(accountMessages.zh.notices.signedIn)
    expect((await arrived.get(paths.checkout())).text).not.toContain(accountMessages.zh.notices.signedIn)
  })

  it('places one order and leads to its payment page', async () => {
    const { browser, buyer, form, slotId } = await atCheckout()
    const answer = await browser.post(paths.checkout(), { ...form, note: '放门口\n谢谢' })
    expect(answer.status).toBe(303)
    expect(answer.location).toMatch(/^https:\/\/checkout\.stripe\.com\//)
    expect(await ordersOf(buyer.personId)).toMatchObject([
      { status: 'awaiting_payment', total_fen: 2000, pickup_slot_id: slotId, contact_phone: '13800138000' },
    ])
    const again = await browser.get(paths.checkout())
    expect(again.text, 'the bag has become the order').toContain(words.empty)
  })

  it('goes on past the ten-thousandth order', async () => {
    await sql`select setval('order_number', 9998)`.execute(shop.store.ownerDb)
    const numbers: string[] = []
    for (let count = 0; count < 3; count += 1) numbers.push((await placed()).orderNo.slice(8))
    expect(numbers).toEqual(['9999', '10000', '10001'])
  })

  it('remembers the telephone number of the last order', async () => {
    const { browser, buyer, skuId } = await placed()
    await fillCart(shop.db, { buyer, lines: [{ skuId, quantity: 1 }] })
    expect(fieldsOf(await browser.get(paths.checkout()))).toMatchObject({ contactPhone: '13800138000' })
  })

  it('answers a form sent twice, at once and later, with the same order', async () => {
    const { browser, buyer, form } = await atCheckout()
    const [first, second] = await Promise.all([1, 2].map(() => browser.post(paths.checkout(), form)))
    const third = await browser.post(paths.checkout(), form)
    expect([first?.status, second?.status, third.status]).toEqual([303, 303, 303])
    expect(new Set([first?.location, third.location]).size).toBe(1)
    expect(await ordersOf(buyer.personId)).toHaveLength(1)
  })

  it('leads to the order when the form comes again after it was paid', async () => {
    const { browser, form, at } = await paid()
    expect(await browser.post(paths.checkout(), form)).toMatchObject({ status: 303, location: at })
  })

  it('refuses the same form with another content', async () => {
    const { browser, buyer, form } = await placed()
    const answer = await browser.post(paths.checkout(), { ...form, note: '改一下' })
    expect(answer.status).toBe(409)
    expect(answer.text).toContain(words.refusals.requestReused)
    expect(await ordersOf(buyer.personId)).toHaveLength(1)
  })

  it('delivers to a building', async () => {
    const { browser, buyer, form } = await atCheckout()
    const toBuilding = { ...form, slotId: undefined, fulfillment: 'building', buildingId: BUILDING_ID, room: '302' }
    expect(await browser.post(paths.checkout(), toBuilding)).toMatchObject({ status: 303 })
    expect(await ordersOf(buyer.personId)).toMatchObject([
      { fulfillment_kind: 'building', campus_building_id: BUILDING_ID, building_room: '302', pickup_slot_id: null },
    ])
  })

  it('names everything that is missing at once, in words and with a way to each field', async () => {
    const { browser, buyer, form } = await atCheckout()
    const { requestId, cartId, expectedTotal } = form
    const bare = { requestId, cartId, expectedTotal, fulfillment: 'pickup' }
    const answer = await browser.post(paths.checkout(), bare)
    expect(answer.status).toBe(422)
    for (const name of ['slot', 'name', 'phone', 'returnRule'] as const)
      expect(answer.text).toContain(words.errors[name])
    for (const id of ['slotId', 'contactName', 'contactPhone', 'returnRule']) {
      expect(answer.html).toContain(`href="#${id}"`)
      expect(answer.html).toContain(` id="${id}"`)
    }
    const building = await browser.post(paths.checkout(), { ...bare, fulfillment: 'building' })
    expect(building.text).toContain(words.errors.building)
    expect(building.text).toContain(words.errors.room)
    expect(await ordersOf(buyer.personId)).toEqual([])
  })

  it('is read in English too', async () => {
    const buyer = await createBuyer(shop.db, 'outside')
    const browser = openNoScriptBrowser({
      sid: await createSession(shop.db, buyer.personId),
      prefs: 'en.normal.system',
    })
    await openSlot()
    await fillCart(shop.db, { buyer, lines: [{ skuId: await insertSku(shop.store.ownerDb), quantity: 1 }] })
    const page = await browser.get(paths.checkout())
    expect(page.text).toContain(checkoutMessages.en.fundNote('Assisted sale'))
    expect(page.text.replaceAll('林秋实', '')).not.toMatch(/\p{Script=Han}/u)
  })
})

describe('a checkout that comes too late', () => {
  it('never charges a price that was not shown: shows both, keeps what was typed, and takes the new one', async () => {
    const { browser, buyer, skuId, slotId, form } = await atCheckout()
    await shop.store.ownerDb.updateTable('sku').set({ price_fen: 1150 }).where('id', '=', skuId).execute()
    const answer = await browser.post(paths.checkout(), { ...form, note: '轻放' })
    expect(answer.status).toBe(409)
    expect(answer.text).toContain(words.refusals.totalChanged('¥20.00', '¥23.00'))
    expect(wordsAt(answer, 'checkout-total')).toBe('¥23.00')
    const again = fieldsOf(answer)
    expect(again).toMatchObject({
      expectedTotal: '2300',
      slotId,
      contactName: '林秋实',
      contactPhone: '13800138000',
      note: '轻放',
      returnRule: 'on',
      fulfillment: 'pickup',
    })
    expect(await ordersOf(buyer.personId)).toEqual([])
    expect(await browser.post(paths.checkout(), again)).toMatchObject({ status: 303 })
    expect(await ordersOf(buyer.personId)).toMatchObject([{ total_fen: 2300 }])
  })

  it('names what is sold out and how much is left, and leads to the bag', async () => {
    const { browser, buyer, skuId, form } = await atCheckout({ quantity: 3 })
    await shop.store.ownerDb.updateTable('stock_level').set({ on_hand: 1 }).where('sku_id', '=', skuId).execute()
    const answer = await browser.post(paths.checkout(), form)
    expect(answer.status).toBe(409)
    expect(answer.text).toContain(words.refusals.soldOut(words.refusals.itemLeft('大红袍花椒', 1)))
    expect(answer.text).toContain(cartMessages.zh.fixFirst)
    expect(answer.html).not.toMatch(/<button/)
    expect(await ordersOf(buyer.personId)).toEqual([])
  })

  it.each([
    ['has gone off sale', { on_sale: false }, words.refusals.notOnSale('大红袍花椒')],
    ['may be ordered less of', { max_per_order: 1 }, words.refusals.tooMany('大红袍花椒', 1)],
  ])('says what %s', async (_what, change, said) => {
    const { browser, buyer, skuId, form } = await atCheckout()
    await shop.store.ownerDb.updateTable('sku').set(change).where('id', '=', skuId).execute()
    const answer = await browser.post(paths.checkout(), form)
    expect(answer.status).toBe(409)
    expect(answer.text).toContain(words.refusals.changeBag(said))
    expect(await ordersOf(buyer.personId)).toEqual([])
  })

  it('shows a time that has filled up as full, no longer chosen, and takes another', async () => {
    const { browser, buyer, slotId, form } = await atCheckout()
    const other = await openSlot()
    await shop.store.ownerDb.updateTable('pickup_slot').set({ taken: 1000 }).where('id', '=', slotId).execute()
    const answer = await browser.post(paths.checkout(), { ...form, note: '轻放' })
    expect(answer.status).toBe(409)
    expect(answer.text).toContain(words.refusals.slotFull)
    const radio = controlsOf(answer).find(({ attributes }) => attributes.value === slotId)
    expect(radio?.attributes).toHaveProperty('disabled')
    const again = fieldsOf(answer)
    expect(again).toMatchObject({ note: '轻放', returnRule: 'on' })
    expect(again).not.toHaveProperty('slotId')
    expect(await ordersOf(buyer.personId)).toEqual([])
    expect(await browser.post(paths.checkout(), { ...again, slotId: other })).toMatchObject({ status: 303 })
  })

  it('refuses a building that is closed', async () => {
    const { browser, buyer, form } = await atCheckout()
    const nowhere = { ...form, fulfillment: 'building', buildingId: 'closed-hall', room: '1' }
    const answer = await browser.post(paths.checkout(), nowhere)
    expect(answer.status).toBe(409)
    expect(answer.text).toContain(words.refusals.buildingClosed)
    expect(fieldsOf(answer)).toMatchObject({ fulfillment: 'building', room: '1' })
    expect(await ordersOf(buyer.personId)).toEqual([])
  })
})

describe('a checkout form nobody was shown', () => {
  const LONG = '长'.repeat(10_000)
  const cases: [string, Fields][] = [
    ...['-1', '0', '1e9', 'NaN', 'Infinity', '20.00', '２０００', '99999999999999999999', '', LONG, '2000\0'].map(
      (expectedTotal): [string, Fields] => [`expectedTotal ${expectedTotal.slice(0, 20)}`, { expectedTotal }],
    ),
    ['no total', { expectedTotal: undefined }],
    ['another total', { expectedTotal: '1' }],
    ['two totals', { expectedTotal: ['2000', '2000'] }],
    ['a total of parts', { expectedTotal: undefined, 'expectedTotal.fen': '2000' }],
    ['no request id', { requestId: undefined }],
    ['a request id that is none', { requestId: "' or 1=1 --" }],
    ['no cart', { cartId: undefined }],
    ['a cart that is none', { cartId: '\u202e' }],
    ['an unknown cart', { cartId: newId() }],
    ['an unknown slot', { slotId: newId() }],
    ['a slot that is none', { slotId: '💥' }],
    ['two slots', { slotId: [newId(), newId()] }],
    ['an unknown way', { fulfillment: 'drone' }],
    ['two ways', { fulfillment: ['pickup', 'building'] }],
    ['no way', { fulfillment: undefined }],
    ['a building that is none', { fulfillment: 'building', buildingId: '../../etc', room: '1' }],
    ['a room that hides', { fulfillment: 'building', buildingId: BUILDING_ID, room: '\u202e302' }],
    ['a long room', { fulfillment: 'building', buildingId: BUILDING_ID, room: LONG }],
    ['a NUL in the name', { contactName: '林\0秋实' }],
    ['a name turned around', { contactName: '\u202e实秋林' }],
    ['a family of emoji as the name', { contactName: '👨‍👩‍👧' }],
    ['a name of spaces', { contactName: '   ' }],
    ['a long name', { contactName: LONG }],
    ['two names', { contactName: ['林', '秋'] }],
    ['a name of parts', { contactName: undefined, 'contactName.first': '林' }],
    ['a list of names', { contactName: undefined, 'contactName[0]': '林' }],
    ['a foreign number', { contactPhone: '+8613800138000' }],
    ['a full-width number', { contactPhone: '１３８００１３８０００' }],
    ['a negative number', { contactPhone: '-13800138000' }],
    ['a NUL in the number', { contactPhone: '13800138000\0' }],
    ['a long note', { note: LONG }],
    ['a note that hides', { note: '\u200f\u202e' }],
    ['a list of notes', { 'note[3]': 'x' }],
    ['the rule not ticked', { returnRule: undefined }],
    ['the rule ticked otherwise', { returnRule: 'true' }],
  ]

  it.each(cases)('%s: is refused in words and orders nothing', async (_what, sent) => {
    const { browser, buyer, form } = await atCheckout()
    const answer = await browser.post(paths.checkout(), { ...form, ...sent })
    expect([400, 409, 422]).toContain(answer.status)
    expect(answer.text).not.toContain('defect')
    if (answer.status !== 400) expect(answer.html).toContain('role="alert"')
    expect(await ordersOf(buyer.personId)).toEqual([])
  })

  it('that names another’s cart leaves that cart alone', async () => {
    const { buyer: victim, form: theirs, browser: theirBrowser } = await atCheckout()
    const { browser, buyer, form } = await atCheckout()
    const answer = await browser.post(paths.checkout(), { ...form, cartId: theirs.cartId ?? '' })
    expect(answer.status).toBe(409)
    expect(answer.text).toContain(words.refusals.cartEmpty)
    expect([await ordersOf(buyer.personId), await ordersOf(victim.personId)]).toEqual([[], []])
    expect(fieldsOf(await theirBrowser.get(paths.checkout()))).toMatchObject({ cartId: theirs.cartId })
  })

  it('with fields of nobody’s is taken without them', async () => {
    const { browser, buyer, form } = await atCheckout()
    const more = { ...form, __proto__x: '1', 'constructor.prototype': 'x', buyerId: newId(), status: 'paid' }
    expect(await browser.post(paths.checkout(), more)).toMatchObject({ status: 303 })
    expect(await ordersOf(buyer.personId)).toMatchObject([{ status: 'awaiting_payment', buyer_id: buyer.personId }])
  })
})

describe('while Stripe does not answer', () => {
  it('the order stands, its page says so, and paying works as soon as Stripe is back', async () => {
    const { browser, buyer, form } = await atCheckout()
    shop.stripeMsw.setFaults({ api: { reset_before: 1 } })
    const answer = await browser.post(paths.checkout(), form)
    const [order] = await ordersOf(buyer.personId)
    const at = paths.order(order?.order_no ?? '')
    expect(answer).toMatchObject({ status: 303, location: `${at}?payment=unavailable` })
    const page = await browser.get(answer.location ?? '')
    expect(page.text).toContain(orderWords.payment.unavailable)
    expect(statusOf(page)).toBe(orderWords.status.awaiting_payment)
    const still = await browser.post(at, { intent: 'pay' })
    expect(still.status).toBe(503)
    expect(still.text).toContain(orderWords.payment.unavailable)
    const held = await browser.post(at, { intent: 'refresh' })
    expect(held).toMatchObject({ status: 303, location: at })
    shop.stripeMsw.setFaults({})
    const back = await browser.post(at, { intent: 'pay' })
    expect(back.status).toBe(303)
    expect(back.location).toMatch(/^https:\/\/checkout\.stripe\.com\//)
    expect(await ordersOf(buyer.personId)).toHaveLength(1)
  })

  it('an order is not canceled, for it may be paid this minute', async () => {
    const { browser, at } = await placed()
    shop.stripeMsw.setFaults({ api: { error_before: 1 } })
    const answer = await browser.post(at, { intent: 'cancel' })
    expect(answer.status).toBe(409)
    expect(answer.text).toContain(orderWords.cannotCancel.processing)
    expect(statusOf(answer)).toBe(orderWords.status.awaiting_payment)
  })
})

describe('the list of orders', () => {
  it('is the buyer’s own, each with number, state, total and a way to it', async () => {
    const { browser, orderNo, at } = await placed()
    const other = await placed()
    const page = await browser.get(paths.orders())
    expect(page.html).toContain(`href="${at}"`)
    expect(page.text).toContain(formatOrderNo(orderNo))
    expect(formatOrderNo(orderNo)).toMatch(/^\d{8}-\d+$/)
    expect(page.text).toContain(orderWords.status.awaiting_payment)
    expect(page.text).toContain('¥20.00')
    expect(page.text).not.toContain(formatOrderNo(other.orderNo))
  })

  it('says what will be here before the first', async () => {
    const { browser } = await openBuyer()
    expect((await browser.get(paths.orders())).text).toContain(orderWords.none)
  })
})

describe('the page of an order', () => {
  it('says state, total, what comes next, where it goes, and until when it is kept', async () => {
    const { browser, at, orderNo } = await placed()
    const page = await browser.get(at)
    expect(page.status).toBe(200)
    expect(statusOf(page)).toBe('等待付款')
    expect(wordsAt(page, 'order-total')).toBe('¥20.00')
    for (const said of [formatOrderNo(orderNo), orderWords.next.awaiting_payment, '南门取货点', '13800138000'])
      expect(page.text).toContain(said)
    expect(page.text).toMatch(/商品为您保留到 \d\d:\d\d/)
    expect(page.text).toContain(orderWords.payment.pay('¥20.00'))
    expect(page.text).toMatch(/已下单 \d{4}年\d{1,2}月\d{1,2}日 \d\d:\d\d/)
    expect(await browser.get(paths.order(formatOrderNo(orderNo))), 'the number as it is shown').toMatchObject({
      status: 200,
    })
  })

  it.each(['pay', 'refresh', 'cancel', 'accept', 'reorder'])('is not there for others, nor is %s', async (intent) => {
    const { at, orderNo } = await paid()
    const { browser: stranger, buyer } = await openBuyer()
    const [part] = await partsOf(orderNo)
    expect(await stranger.get(at)).toMatchObject({ status: 404 })
    const fields = { intent, supplierOrderId: intent === 'accept' ? part?.id : undefined }
    expect(await stranger.post(at, fields)).toMatchObject({ status: 404 })
    const order = await shop.db.selectFrom('order').select('status').where('order_no', '=', orderNo).execute()
    expect(order).toEqual([{ status: 'paid' }])
    const cart = await shop.db.selectFrom('cart').select('id').where('person_id', '=', buyer.personId).execute()
    expect(cart).toEqual([])
  })

  it.each([
    'x',
    '0',
    '202611249999',
    '20261124-',
    '%00',
    '..%2f1001',
    '1e12',
    '💥',
    '-1',
    '9'.repeat(4000),
    "1' or '1",
  ])('does not exist for a number that is none (%#)', async (number) => {
    const { browser } = await openBuyer()
    const at = paths.order(encodeURIComponent(number).replace(/%25/g, '%'))
    expect(await browser.get(at)).toMatchObject({ status: 404 })
    expect(await browser.post(at, { intent: 'cancel' })).toMatchObject({ status: 404 })
  })

  it.each<Fields>([
    {},
    { intent: 'destroy' },
    { intent: ['pay', 'cancel'] },
    { intent: 'cancel', supplierOrderId: newId() },
    { intent: 'accept' },
    { intent: 'accept', supplierOrderId: 'x' },
    { intent: 'accept', supplierOrderId: [newId(), newId()] },
    { intent: 'pay\0' },
  ])('takes %j for no form of its own', async (fields) => {
    const { browser, at } = await placed()
    expect(await browser.post(at, fields)).toMatchObject({ status: 400 })
    expect(statusOf(await browser.get(at))).toBe('等待付款')
  })

  it('ignores a hint it does not know', async () => {
    const { browser, at } = await placed()
    expect((await browser.get(`${at}?payment=%3Cscript%3E`)).text).toContain(orderWords.payment.pay('¥20.00'))
  })
})

describe('paying from the page of an order', () => {
  it('leads to the one payment page that is open', async () => {
    const { browser, at, checkoutUrl } = await placed()
    expect(await browser.post(at, { intent: 'pay' })).toMatchObject({ status: 303, location: checkoutUrl })
  })

  it('that was left says so and offers to pay', async () => {
    const { browser, at } = await placed()
    const page = await browser.get(`${at}?payment=canceled`)
    expect(page.text).toContain(orderWords.payment.canceled)
    expect(page.text).toContain(orderWords.payment.pay('¥20.00'))
  })

  it('waits for the result, keeps waiting while there is none, and shows it', async () => {
    const { browser, at, sessionId } = await placed()
    const waiting = `${at}?payment=returned`
    expect((await browser.get(waiting)).text).toContain(orderWords.payment.returned)
    expect(await browser.post(waiting, { intent: 'refresh' })).toMatchObject({ status: 303, location: waiting })
    shop.stripeMsw.pay(sessionId)
    await browser.post(waiting, { intent: 'refresh' })
    const page = await browser.get(waiting)
    expect(statusOf(page)).toBe('已付款')
    expect(page.text).not.toContain(orderWords.payment.returned)
    expect(page.text).toContain(orderWords.next.paid)
    expect(await browser.post(at, { intent: 'pay' }), 'paid once is enough').toMatchObject({
      status: 303,
      location: at,
    })
  })

  it('that is being processed can neither be repeated nor canceled, and is never called failed', async () => {
    const { browser, at, sessionId } = await placed()
    shop.stripeMsw.pay(sessionId, { method: 'alipay', outcome: 'process' })
    await browser.post(at, { intent: 'refresh' })
    const page = await browser.get(at)
    expect(page.text).toContain(orderWords.payment.processing)
    expect(page.text).not.toContain(orderWords.payment.pay('¥20.00'))
    expect(page.text).not.toContain(orderWords.cancel)
    for (const [intent, said] of [
      ['pay', orderWords.payment.processing],
      ['cancel', orderWords.cannotCancel.processing],
    ] as const) {
      const answer = await browser.post(at, { intent })
      expect(answer.status).toBe(409)
      expect(answer.text).toContain(said)
    }
  })

  it('is over when the time is over', async () => {
    const { browser, at, orderNo } = await placed()
    const { placed_at } = await shop.db
      .selectFrom('order')
      .select('placed_at')
      .where('order_no', '=', orderNo)
      .executeTakeFirstOrThrow()
    await shop.store.ownerDb
      .updateTable('order')
      .set({ payment_due_at: new Date(placed_at.getTime() + 1) })
      .where('order_no', '=', orderNo)
      .execute()
    const page = await browser.get(at)
    expect(page.text).toContain(orderWords.payment.overdue)
    expect(page.text).not.toContain(orderWords.payment.pay('¥20.00'))
    const answer = await browser.post(at, { intent: 'pay' })
    expect(answer.status).toBe(409)
    expect(answer.text).toContain(orderWords.payment.ended)
  })

  it('of another amount is said to be looked into, and nobody is asked to pay again', async () => {
    const { browser, at, sessionId } = await placed()
    shop.stripeMsw.pay(sessionId, { amount: 100 })
    await browser.post(at, { intent: 'refresh' })
    const page = await browser.get(at)
    expect(page.text).toContain(orderWords.unmatched)
    expect(page.html).not.toContain('value="pay"')
  })

  it('that came after the goods were gone is said to go back by itself', async () => {
    const { browser, at, orderId, sessionId, skuId } = await placed({ stock: 2 })
    shop.stripeMsw.pay(sessionId)
    const now = new Date(shop.clock.now.getTime() + 60_000)
    await inTransaction(shop.db, async (tx) =>
      endUnpaidOrder(tx, await lockOrder(tx, orderId), { change: 'expire', now }),
    )
    await createOrder(shop.db, { buyer: shop.buyer, lines: [{ skuId, quantity: 2 }] })
    await browser.post(at, { intent: 'refresh' })
    const page = await browser.get(at)
    expect(statusOf(page)).toBe(orderWords.status.expired)
    expect(page.text).toContain(orderWords.lateRefund)
    expect(page.text).toContain(`¥20.00 · ${orderWords.refundState.decided}`)
  })
})

describe('canceling', () => {
  it('ends the order, says that nothing was charged, once, and twice is harmless', async () => {
    const { browser, at } = await placed()
    expect(await browser.post(at, { intent: 'cancel' })).toMatchObject({ status: 303, location: at })
    const page = await browser.get(at)
    expect(statusOf(page)).toBe('已取消')
    expect(page.text).toContain(accountMessages.zh.notices.orderCanceled)
    expect(page.text).not.toContain(orderWords.payment.pay('¥20.00'))
    expect((await browser.get(at)).text).not.toContain(accountMessages.zh.notices.orderCanceled)
    expect(await browser.post(at, { intent: 'cancel' })).toMatchObject({ status: 303 })
  })

  it('is refused once the order is paid', async () => {
    const { browser, at } = await paid()
    const answer = await browser.post(at, { intent: 'cancel' })
    expect(answer.status).toBe(409)
    expect(answer.text).toContain(orderWords.cannotCancel.paid)
    expect(statusOf(answer)).toBe('已付款')
  })

  it('finds out that it was paid after all', async () => {
    const { browser, at, sessionId } = await placed()
    shop.stripeMsw.pay(sessionId)
    const answer = await browser.post(at, { intent: 'cancel' })
    expect(answer.status).toBe(409)
    expect(statusOf(answer)).toBe('已付款')
  })
})

describe('confirming receipt', () => {
  it('of each part completes the order; twice is harmless', async () => {
    const { buyer, browser } = await openBuyer()
    const [north, south] = await Promise.all([
      insertSku(shop.store.ownerDb),
      insertSku(shop.store.ownerDb, { cooperative: 'south' }),
    ])
    const lines = [north, south].map((skuId) => ({ skuId, quantity: 1 }))
    await fillCart(shop.db, { buyer, lines })
    const toBuilding = { fulfillment: 'building', buildingId: BUILDING_ID, room: '302', contactPhone: '13800138000' }
    const form = { ...fieldsOf(await browser.get(paths.checkout())), ...toBuilding }
    const toPay = await browser.post(paths.checkout(), { ...form, returnRule: 'on' })
    const [order] = await ordersOf(buyer.personId)
    const at = paths.order(order?.order_no ?? '')
    const [first, second] = await partsOf(order?.order_no ?? '')
    const accept = (part: { id: string } | undefined) =>
      browser.post(at, { intent: 'accept', supplierOrderId: part?.id ?? '' })

    const tooEarly = await accept(first)
    expect(tooEarly.status).toBe(409)
    expect(tooEarly.text).toContain(orderWords.notAccepted.notPaid)
    shop.stripeMsw.pay(toPay.location?.split('/').at(-1) ?? '')
    await browser.post(at, { intent: 'refresh' })
    expect((await browser.get(at)).html.match(/value="accept"/g)).toHaveLength(2)
    expect(await accept(first)).toMatchObject({ status: 303, location: at })
    const half = await browser.get(at)
    expect(half.text).toContain(accountMessages.zh.notices.supplierOrderAccepted)
    expect(half.html.match(/value="accept"/g)).toHaveLength(1)
    expect(statusOf(half)).toBe('已付款')
    expect(await accept(first)).toMatchObject({ status: 303 })
    expect(await accept({ id: newId() })).toMatchObject({ status: 404 })
    await accept(second)
    const page = await browser.get(at)
    expect(statusOf(page)).toBe('已完成')
    expect(page.html).not.toContain('value="accept"')
    expect(page.text.match(/· 已计入消费帮扶/g)).toHaveLength(2)
    const counted = await shop.db
      .selectFrom('recognized_purchase')
      .innerJoin('order_line', 'order_line.id', 'recognized_purchase.order_line_id')
      .select('recognized_purchase.amount_fen')
      .where('order_line.order_id', '=', order?.id ?? '')
      .execute()
    expect(counted).toEqual([{ amount_fen: 1000 }, { amount_fen: 1000 }])
  })

  it('is not the buyer’s of what is handed over at a counter: the page leads to the pickup code', async () => {
    const { browser, at, orderNo } = await paid()
    const page = await browser.get(at)
    expect(page.html).not.toContain('value="accept"')
    expect(page.html).toContain(`href="${paths.pickupCode(orderNo)}"`)
    const [part] = await partsOf(orderNo)
    const answer = await browser.post(at, { intent: 'accept', supplierOrderId: part?.id ?? '' })
    expect(answer.status).toBe(409)
    expect(answer.text).toContain(orderWords.notAccepted.atCounter)
  })
})

describe('ordering again', () => {
  it('fills the bag as last time', async () => {
    const { browser, at, skuId, buyer } = await paid()
    expect(await browser.post(at, { intent: 'reorder' })).toMatchObject({ status: 303, location: paths.cart() })
    expect((await browser.get(paths.cart())).text).toContain(accountMessages.zh.notices.reordered)
    expect(await cartOf(buyer.personId)).toEqual([{ sku_id: skuId, quantity: 2 }])
  })

  it('says what is dearer, fewer or gone, and puts in the rest', async () => {
    const { browser, at, skuId, buyer } = await paid({ quantity: 3, stock: 5 })
    await shop.store.ownerDb.updateTable('sku').set({ price_fen: 1200 }).where('id', '=', skuId).execute()
    const fewer = await browser.post(at, { intent: 'reorder' })
    expect(fewer.status).toBe(200)
    expect(fewer.text).toContain(orderWords.reorderNotes.fewer('大红袍花椒', 2))
    expect(fewer.text).toContain(orderWords.reorderNotes.price('大红袍花椒', '¥10.00', '¥12.00'))
    expect(fewer.text).toContain(accountMessages.zh.notices.reorderedInPart)
    expect(fewer.html).toContain(`href="${paths.cart()}"`)
    expect(await cartOf(buyer.personId)).toEqual([{ sku_id: skuId, quantity: 2 }])
    await shop.store.ownerDb.updateTable('sku').set({ on_sale: false }).where('id', '=', skuId).execute()
    const gone = await browser.post(at, { intent: 'reorder' })
    expect(gone.text).toContain(orderWords.reorderNotes.gone('大红袍花椒'))
  })

  function cartOf(personId: PersonId): Promise<{ sku_id: string; quantity: number }[]> {
    return shop.db
      .selectFrom('cart_line')
      .innerJoin('cart', 'cart.id', 'cart_line.cart_id')
      .select(['sku_id', 'quantity'])
      .where('person_id', '=', personId)
      .where('ordered_at', 'is', null)
      .execute()
  }
})
