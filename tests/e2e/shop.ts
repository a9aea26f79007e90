import { type Browser, type BrowserContextOptions, expect, type Page } from '@playwright/test'
import { paths } from '#app/http/paths.ts'
import { checkoutMessages } from '#app/messages/checkout.ts'
import { chromeMessages } from '#app/messages/chrome.ts'
import { ordersMessages } from '#app/messages/orders.ts'
import { shopMessages } from '#app/messages/shop.ts'
import { type Fen, fen, parseYuan } from '#app/shared/money.ts'

const shopWords = shopMessages.zh
const checkoutWords = checkoutMessages.zh
const orderWords = ordersMessages.zh

export const PHONE = { width: 360, height: 740 }

export type Outcome = 'success' | 'decline' | 'closed' | 'cancel'

const OUTCOME_BUTTON: Record<Outcome, RegExp> = {
  success: /支付成功/,
  decline: /支付失败/,
  closed: /付款后关闭/,
  cancel: /返回商店/,
}

/** Finds a product by its name and opens its page. */
export async function openProduct(page: Page, query: string, productName: RegExp): Promise<void> {
  await page.goto(paths.search(query))
  await page.getByRole('main').getByRole('link', { name: productName }).first().click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(productName)
}

/** Puts one of a product into the bag from its page, as a guest would: search, open, add. */
export async function addToBag(page: Page, query: string, productName: RegExp): Promise<void> {
  await openProduct(page, query, productName)
  await addOpenProduct(page, 1)
}

/** Puts pieces of the product whose page is open into the bag. */
export async function addOpenProduct(page: Page, quantity: number): Promise<void> {
  await page.getByLabel(shopWords.product.quantity, { exact: true }).fill(String(quantity))
  await page.getByRole('button', { name: '放进购物袋' }).click()
  await expect(page).toHaveURL(/\/cart/)
}

export async function signIn(page: Page, account: { login: string; password: string }): Promise<void> {
  await expect(page).toHaveURL(/\/sign-in/)
  await page.getByLabel('学工号或手机号').fill(account.login)
  await page.getByLabel('密码').fill(account.password)
  await page.getByRole('main').getByRole('button', { name: '登录' }).click()
}

/** Somebody on a phone of their own, or on what `options` say, signed in. */
export async function enter(
  browser: Browser,
  account: { login: string; password: string },
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({ viewport: PHONE, hasTouch: true, ...options })
  const page = await context.newPage()
  await page.goto(paths.signIn())
  await signIn(page, account)
  await expect(page).not.toHaveURL(/\/sign-in/)
  return page
}

/** The same in English, with dark colours. */
export async function enterInEnglish(browser: Browser, account: { login: string; password: string }): Promise<Page> {
  const page = await enter(browser, account)
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.goto(paths.home())
  await page.getByRole('button', { name: chromeMessages.zh.language.label }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', /^en/)
  return page
}

/** Fills the checkout for the first open pickup time, or for a building, and places the order; ends on the payment page. */
export async function placeOrder(page: Page, to: 'pickup' | 'building'): Promise<void> {
  await expect(page).toHaveURL(/\/checkout/)
  if (to === 'pickup') {
    await page.getByLabel(checkoutWords.how.pickup).check()
    await page.locator('input[name="slotId"]:not([disabled])').first().check()
  } else {
    await page.getByLabel(checkoutWords.how.building).check()
    await page.getByLabel(checkoutWords.building.label).selectOption({ index: 1 })
    await page.getByLabel(checkoutWords.building.room).fill('302 室')
  }
  await page.getByLabel(checkoutWords.contact.name, { exact: true }).fill('林秋实')
  await page.getByLabel(checkoutWords.contact.phone, { exact: true }).fill('13800138000')
  await page.getByLabel(checkoutWords.returnRule).check()
  await page.getByRole('button', { name: /提交订单并付款/ }).click()
  await expect(page.getByRole('button', { name: OUTCOME_BUTTON.success })).toBeVisible()
}

export async function payInSandbox(page: Page, outcome: Outcome, method = /支付宝/): Promise<void> {
  await page.getByRole('radio', { name: method }).check()
  await page.getByRole('button', { name: OUTCOME_BUTTON[outcome] }).click()
}

/** Somebody's paid order of a pot of pepper, to be collected; ends on its page and gives its number as people read it. */
export async function orderPepper(page: Page): Promise<string> {
  await addToBag(page, '花椒', /大红袍花椒/)
  await page.goto(paths.checkout())
  await placeOrder(page, 'pickup')
  await payInSandbox(page, 'success')
  await expect(page).toHaveURL(/\/orders\//)
  await waitForOrder(page, /已付款/)
  return readOrderNo(page)
}

/** Number of the order whose page is open, '20261125-1001'. */
export async function readOrderNo(page: Page): Promise<string> {
  const heading = (await page.getByRole('heading', { level: 1 }).textContent()) ?? ''
  const [orderNo] = /\d{8}-\d+/.exec(heading) ?? []
  if (!orderNo) throw new Error(`no order number in ${JSON.stringify(heading)}`)
  return orderNo
}

/** Reloads the order page until it says what is expected: the result comes by webhook or poller, never by the browser. */
export async function waitForOrder(page: Page, words: RegExp): Promise<void> {
  await expect(async () => {
    await page.reload()
    await expect(page.getByRole('main').getByTestId('order-status')).toHaveText(words, { timeout: 500 })
  }).toPass({ timeout: 30_000 })
}

/** Says of every part of the order that it was received. */
export async function confirmReceipt(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: orderWords.accept })
  for (let left = await button.count(); left > 0; left -= 1) {
    await button.first().click()
    await expect(button).toHaveCount(left - 1)
  }
}

/** The total of the order whose page is open. */
export async function orderTotal(page: Page): Promise<Fen> {
  return readMoney(await page.getByTestId('order-total').textContent())
}

type Figure = 'ordered' | 'paid' | 'accepted' | 'net'

/** One of the four figures of the public progress page. */
export async function progressFigure(page: Page, figure: Figure): Promise<Fen> {
  await page.goto(paths.progress())
  return readMoney(await page.getByTestId(`own-${figure}`).textContent())
}

/** The same in a tab of its own: `page` stays where it is. */
export async function readProgressBeside(page: Page, figure: Figure): Promise<Fen> {
  const beside = await page.context().newPage()
  const amount = await progressFigure(beside, figure)
  await beside.close()
  return amount
}

export function readMoney(text: string | null): Fen {
  const amount = parseYuan(/[¥￥]\s*([\d,]+\.\d{2})/.exec(text ?? '')?.[1] ?? '')
  if (amount === undefined) throw new Error(`no amount in ${JSON.stringify(text)}`)
  return fen(amount)
}
