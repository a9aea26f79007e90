import { type Browser, expect, type Page, test } from '@playwright/test'
import { paths } from '#app/http/paths.ts'
import { accountMessages } from '#app/messages/account.ts'
import { cooperativeMessages } from '#app/messages/cooperative.ts'
import { counterMessages } from '#app/messages/counter.ts'
import { financeMessages } from '#app/messages/finance.ts'
import { listingMessages } from '#app/messages/listings.ts'
import { noticesMessages } from '#app/messages/notices.ts'
import { ordersMessages } from '#app/messages/orders.ts'
import { stockMessages } from '#app/messages/stock.ts'
import { businessDate } from '#app/shared/business-date.ts'
import { type Fen, fen, formatMoney, formatYuan, multiplyFen, subtractFen } from '#app/shared/money.ts'
import { accounts } from './accounts.ts'
import { expectAccessible } from './axe.ts'
import { findBreaches, whileNobodyElseCounts } from './books.ts'
import { expectCleanPhotograph, takePhotograph } from './photograph.ts'
import {
  addOpenProduct,
  addToBag,
  enter,
  openProduct,
  orderTotal,
  payInSandbox,
  placeOrder,
  progressFigure,
  readOrderNo,
  waitForOrder,
} from './shop.ts'

const { notices } = accountMessages.zh
const listing = listingMessages.zh
const stock = stockMessages.zh
const supply = cooperativeMessages.zh.order
const counter = counterMessages.zh
const orders = ordersMessages.zh
const inbox = noticesMessages.zh
const finance = financeMessages.zh

const PRODUCT = '塬边青花椒'
const ALT = '竹匾里晾着的青花椒'
const PRICE = fen(36_80)
const ORDERED = 3
const SHORT = 1
const EMAIL = 'xu.nuo@college.example'

test.setTimeout(240_000)

test('a new product goes from the orchard over the counter into the books, and the piece that was short back into money', async ({
  browser,
}) => {
  const manager = await enter(browser, accounts.cooperativeManager)
  await test.step('the manager lists it with a photograph', () => listProduct(manager))
  await test.step('the administrator reads what is new and publishes', () => publish(browser))
  // Nobody else shops with this account: what is in its bag is only what this journey put there.
  const buyer = await enter(browser, accounts.financePayer)
  await test.step('the shop shows the photograph, without its place', async () => {
    await openProduct(buyer, PRODUCT, new RegExp(PRODUCT))
    await expectCleanPhotograph(buyer)
  })
  await test.step('the manager takes in two lots', () => takeInBatches(manager))
  const order = await test.step('the buyer orders and pays', () => buy(buyer))
  await test.step('the manager is one short and ships the rest', () => shipButOne(manager, order))
  await test.step('the buyer has the money of that piece back', () => expectRefund(buyer, order))
  const clerk = await enter(browser, accounts.clerk)
  await test.step('the clerk receives the goods', () => receive(clerk, order))
  await whileNobodyElseCounts(async () => {
    const before = await progressFigure(buyer, 'net')
    await test.step('the clerk hands over against the code', () => handOver({ clerk, buyer, order }))
    const moved = subtractFen(await progressFigure(buyer, 'net'), before)
    expect(moved).toBe(subtractFen(order.paid, multiplyFen(PRICE, SHORT)))
  })
  await test.step('the buyer was told of every step', () => expectTold(buyer, order))
  await test.step('the books are level and lead back to the order', () => readBooks(browser, order))
  expect(await findBreaches()).toEqual([])
})

interface Order {
  url: string
  /** As people read it, '20261125-1001'. */
  orderNo: string
  paid: Fen
}

/** Number as the staff's pages and notices write it. */
function plain({ orderNo }: Order): string {
  return orderNo.replace('-', '')
}

async function expectNotice(page: Page, words: string): Promise<void> {
  await expect(page.getByRole('status').filter({ hasText: words })).toBeVisible()
}

async function listProduct(page: Page): Promise<void> {
  await page.goto(paths.supply.listings())
  await page.getByRole('button', { name: listing.start }).click()
  await expect(page).toHaveURL(/\/cooperative\/listings\/[0-9a-f-]{36}$/)
  await fillListing(page)
  await page.getByRole('button', { name: listing.edit.save, exact: true }).click()
  await expectNotice(page, notices.listingSaved)
  await hangPhotograph(page)
  await expectAccessible(page)
  await page.getByRole('button', { name: listing.edit.submit }).click()
  await expectNotice(page, notices.listingSubmitted)
}

async function fillListing(page: Page): Promise<void> {
  const edit = listing.edit
  const texts = [
    [edit.name, PRODUCT],
    [edit.stockNote, '约 200 袋，已经晒好'],
    [edit.township, '法门镇'],
    [edit.village, '云塘村'],
    [edit.summary, '坡地自种，七月采青，手工去籽，麻味足。'],
    [edit.storage, '密封，放在阴凉干燥处'],
    [edit.shelfLife, '常温 12 个月'],
    [edit.season, '七月新椒'],
  ] as const
  for (const [label, text] of texts) await page.getByLabel(label, { exact: true }).fill(text)
  await page.getByLabel(edit.goods, { exact: true }).selectOption('spice:dried-spice')
  const sku = page.getByRole('group', { name: edit.sku(1) })
  await sku.getByLabel(edit.content).fill('250')
  await sku.getByLabel(edit.unit).selectOption('g')
  await sku.getByLabel(edit.price).fill(formatYuan(PRICE))
  await page.getByLabel(edit.noAllergens).check()
  const certificate = page.getByRole('group', { name: edit.certificate(1) })
  await certificate.getByLabel(edit.certificateKind).selectOption('test_report')
  await certificate.getByLabel(edit.certificateNumber).fill('FF-2026-0711')
  await certificate.getByLabel(edit.certificateIssuer).fill('扶风县检验检测中心')
  await certificate.getByLabel(edit.issuedOn).fill('2026-07-28')
}

async function hangPhotograph(page: Page): Promise<void> {
  const file = { name: 'IMG_0711.jpg', mimeType: 'image/jpeg', buffer: await takePhotograph() }
  await page.getByLabel(listing.photos.choose).setInputFiles(file)
  await page.getByRole('button', { name: listing.photos.upload }).click()
  await expectNotice(page, notices.photosChanged)
  await page.getByRole('link', { name: listing.photos.manage }).click()
  await page.getByLabel(listing.photos.alt).fill(ALT)
  await page.getByRole('button', { name: listing.photos.saveAlt }).click()
  await expectNotice(page, notices.photosChanged)
  await page.getByRole('link', { name: listing.photos.back }).click()
  await expect(page.getByRole('img', { name: ALT })).toBeVisible()
}

async function publish(browser: Browser): Promise<void> {
  const page = await enter(browser, accounts.administrator)
  await page.goto(paths.admin.listings())
  await page.getByRole('link', { name: PRODUCT }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(PRODUCT)
  const fields = page.getByRole('main').locator('dl')
  for (const said of [PRODUCT, formatYuan(PRICE), 'FF-2026-0711', '云塘村', ALT])
    await expect(fields).toContainText(said)
  await expect(page.getByRole('img', { name: ALT })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: listing.review.publish }).click()
  await expectNotice(page, notices.listingPublished)
  await page.context().close()
}

/** Two lots, one after the other, without leaving the page. */
async function takeInBatches(page: Page): Promise<void> {
  await page.goto(paths.supply.stock(new URLSearchParams({ q: PRODUCT }).toString()))
  await page.getByRole('main').getByRole('link', { name: PRODUCT }).click()
  const { receive } = stock
  const form = page.locator('form', { has: page.getByRole('button', { name: receive.submit }) })
  for (const lot of ['QHJ-2607', 'QHJ-2608']) {
    await page.locator('summary', { hasText: receive.title }).click()
    await form.getByLabel(receive.lot, { exact: true }).fill(lot)
    await form.getByLabel(receive.harvested).fill('2026-07-20')
    await form.getByLabel(receive.bestBefore).fill('2027-07-19')
    await form.getByLabel(receive.quantity).fill('20')
    await form.getByRole('button', { name: receive.submit }).click()
    await expect(page.getByRole('main').getByText(lot).first()).toBeVisible()
  }
  await expectAccessible(page)
}

async function buy(page: Page): Promise<Order> {
  await page.goto(paths.contact())
  await page.getByLabel(inbox.contact.email).fill(EMAIL)
  await page.getByRole('button', { name: inbox.contact.submit }).click()
  await expectNotice(page, notices.contactSaved)
  await openProduct(page, PRODUCT, new RegExp(PRODUCT))
  await addOpenProduct(page, ORDERED)
  await addToBag(page, '槐花蜜', /槐花蜜/)
  await page.goto(paths.checkout())
  await placeOrder(page, 'pickup')
  await payInSandbox(page, 'success')
  await expect(page).toHaveURL(/\/orders\//)
  await waitForOrder(page, /已付款/)
  const orderNo = await readOrderNo(page)
  return { url: paths.order(orderNo), orderNo, paid: await orderTotal(page) }
}

async function shipButOne(page: Page, order: Order): Promise<void> {
  await page.goto(paths.supply.orders('state=to_confirm'))
  await page.getByRole('link', { name: plain(order) }).click()
  await page.getByRole('button', { name: supply.confirm, exact: true }).click()
  await expectNotice(page, notices.supplierOrderConfirmed)
  await page.locator('summary', { hasText: supply.shortOf(PRODUCT) }).click()
  await page.getByLabel(supply.shortQuantity(ORDERED)).fill(String(SHORT))
  await page.getByLabel(supply.shortReason).selectOption('damaged')
  await page.getByLabel(supply.shortNote).fill('装袋时破了一袋')
  await page.getByRole('button', { name: supply.shortSubmit }).click()
  await expectNotice(page, notices.linesShorted)
  await expectAccessible(page)
  await expect(page.getByLabel(supply.lineQuantity(PRODUCT))).toHaveValue(String(ORDERED - SHORT))
  await page.getByLabel(supply.kinds.own_van).check()
  await page.getByRole('button', { name: supply.shipSubmit }).click()
  await expectNotice(page, notices.supplierOrderShipped)
}

async function expectRefund(page: Page, order: Order): Promise<void> {
  const amount = multiplyFen(PRICE, SHORT)
  await expect(async () => {
    await page.goto(order.url)
    const refund = page.getByRole('listitem').filter({ hasText: orders.refundState.succeeded })
    await expect(refund).toContainText(formatMoney(amount), { timeout: 500 })
  }).toPass({ timeout: 30_000 })
  await expect(page.getByText(orders.notComing(SHORT))).toBeVisible()
  expect(await readSandboxRefunds(page, order)).toEqual([{ amount, status: 'succeeded' }])
}

interface SandboxState {
  paymentIntents: { id: string; metadata: Record<string, string> }[]
  refunds: { payment_intent: string; amount: number; status: string }[]
}

/** What the payment provider itself says it paid back of an order. */
async function readSandboxRefunds(page: Page, order: Order): Promise<{ amount: number; status: string }[]> {
  const answer = await page.request.get(`${process.env.E2E_SANDBOX_URL}/_sandbox/state?full=1`)
  const { paymentIntents, refunds } = (await answer.json()) as SandboxState
  const own = new Set(paymentIntents.filter(({ metadata }) => metadata.order_no === plain(order)).map(({ id }) => id))
  return refunds.filter((refund) => own.has(refund.payment_intent)).map(({ amount, status }) => ({ amount, status }))
}

/** Two cooperatives' parts: one was noted as sent, of the other the clerk counts what came. */
async function receive(page: Page, order: Order): Promise<void> {
  const { receiving } = counter
  const parts = page.getByRole('main').getByRole('link', { name: order.orderNo })
  for (const [left, onTheWay] of [
    [2, String(ORDERED - SHORT)],
    [1, '0'],
  ] as const) {
    await page.goto(paths.counter.receiving())
    await expect(parts).toHaveCount(left)
    await parts.first().click()
    const good = page.getByLabel(receiving.good)
    await expect(good).toHaveValue(onTheWay)
    if (onTheWay === '0') await good.fill('1')
    await expectAccessible(page)
    await page.getByRole('button', { name: receiving.submit }).click()
    await expectNotice(page, notices.goodsReceived)
  }
  await expect(parts).toHaveCount(0)
}

async function handOver({ clerk, buyer, order }: { clerk: Page; buyer: Page; order: Order }): Promise<void> {
  await buyer.goto(order.url)
  await buyer.getByRole('link', { name: orders.pickupCode }).click()
  await expect(buyer.getByText(new RegExp(`^${counter.ticket.title}.*${order.orderNo}`))).toBeVisible()
  await expectAccessible(buyer)
  const code = (await buyer.getByText(/^\d{3} \d{3}$/).textContent()) ?? ''
  await clerk.goto(paths.counter.find())
  await clerk.getByLabel(counter.find.label).fill(code)
  await clerk.getByRole('button', { name: counter.find.submit }).click()
  await expect(clerk.getByText(counter.visit.proven.code)).toBeVisible()
  await expect(clerk.getByLabel(counter.visit.quantity)).toHaveCount(2)
  await expectAccessible(clerk)
  await clerk.getByRole('button', { name: counter.visit.submit, exact: true }).click()
  await expectNotice(clerk, notices.handedOver)
  await buyer.goto(order.url)
  await expect(buyer.getByTestId('order-status')).toHaveText(orders.status.completed)
}

async function expectTold(page: Page, order: Order): Promise<void> {
  const { kinds } = inbox
  const no = plain(order)
  const titles = [
    kinds.order_placed.title(no),
    kinds.order_paid.title(no),
    kinds.lines_shorted.title(no),
    kinds.refunded.title(no),
    kinds.order_ready.title(no),
  ]
  await page.goto(paths.inbox())
  for (const title of titles) await expect(page.getByRole('heading', { name: title })).toBeVisible()
  await expectAccessible(page)
  const mails = page.getByTestId('caught-mail').filter({ hasText: EMAIL })
  await expect(async () => {
    await page.goto(paths.sandboxMail())
    for (const title of titles) await expect(mails.filter({ hasText: title })).toHaveCount(1, { timeout: 500 })
  }).toPass({ timeout: 30_000 })
}

/** The task’s book takes an acceptance up three times: for the whole, for the county and for the fund. */
const TIMES_IN = { assistance: 3, money: 1 } as const

async function readBooks(browser: Browser, order: Order): Promise<void> {
  const page = await enter(browser, accounts.financeOfficer)
  const today = businessDate(new Date())
  const amount = multiplyFen(PRICE, ORDERED - SHORT)
  for (const book of ['assistance', 'money'] as const) {
    await page.goto(paths.finance.ledger(new URLSearchParams({ book, from: today, to: today }).toString()))
    await expect(page.getByTestId('trial-balance')).toHaveText('0.00')
    const total = formatYuan(multiplyFen(amount, TIMES_IN[book]))
    const acceptances = page.getByRole('row').filter({ hasText: finance.sources.acceptance })
    await acceptances.filter({ hasText: total }).getByRole('link').first().click()
    await expect(page.getByText(finance.order(plain(order)))).toBeVisible()
    await expect(page.getByRole('row').filter({ hasText: finance.total })).toContainText(total)
    await expect(page.getByRole('cell', { name: formatYuan(amount), exact: true })).not.toHaveCount(0)
  }
  await page.context().close()
}
