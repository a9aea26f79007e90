import { expect, test } from '@playwright/test'
import { paths } from '#app/http/paths.ts'
import { subtractFen } from '#app/shared/money.ts'
import { accounts } from './accounts.ts'
import { whileNobodyElseCounts } from './books.ts'
import {
  addToBag,
  confirmReceipt,
  orderTotal,
  PHONE,
  payInSandbox,
  placeOrder,
  readProgressBeside,
  signIn,
  waitForOrder,
} from './shop.ts'

for (const { name, use } of [
  { name: 'on a desk', use: { viewport: { width: 1280, height: 900 } } },
  { name: 'on a phone', use: { viewport: PHONE, hasTouch: true } },
  { name: 'without JavaScript', use: { viewport: PHONE, javaScriptEnabled: false } },
] as const) {
  test.describe(`a guest's purchase ${name}`, () => {
    test.use(use)

    test('goes from the shelf to the ledger and moves the public progress to the fen', async ({ page }) => {
      await addToBag(page, '花椒', /大红袍花椒/)
      await page.getByRole('link', { name: '去结算' }).click()
      await signIn(page, accounts.staff)
      await placeOrder(page, 'building')
      await whileNobodyElseCounts(async () => {
        const before = await readProgressBeside(page, 'net')
        await payInSandbox(page, 'success')
        await expect(page).toHaveURL(/\/orders\//)
        await waitForOrder(page, /已付款/)
        const total = await orderTotal(page)
        expect(total).toBeGreaterThan(0)
        expect(subtractFen(await readProgressBeside(page, 'net'), before)).toBe(0)
        await confirmReceipt(page)
        await expect(page.getByTestId('order-status')).toHaveText('已完成')
        expect(subtractFen(await readProgressBeside(page, 'net'), before)).toBe(total)
      })
    })
  })
}

test.describe('a payment that does not go well', () => {
  test.use({ viewport: PHONE })

  test('is declined, tried again with another method, and succeeds once', async ({ page }) => {
    await addToBag(page, '槐花蜜', /槐花蜜/)
    await page.goto(paths.checkout())
    await signIn(page, accounts.student)
    await placeOrder(page, 'pickup')
    await payInSandbox(page, 'decline', /银行卡/)
    await payInSandbox(page, 'success', /微信/)
    await waitForOrder(page, /已付款/)
  })

  test('is settled although the buyer closed the tab after paying', async ({ page }) => {
    await addToBag(page, '槐花蜜', /槐花蜜/)
    await page.goto(paths.checkout())
    await signIn(page, accounts.student)
    await placeOrder(page, 'pickup')
    await payInSandbox(page, 'closed')
    await page.goto(paths.orders())
    await page
      .getByRole('main')
      .getByRole('link', { name: /\d{8}-\d+/ })
      .first()
      .click()
    await expect(page).toHaveURL(/\/orders\/\d/)
    await waitForOrder(page, /已付款/)
  })

  test('is left, and the order canceled with nothing charged', async ({ page }) => {
    await addToBag(page, '槐花蜜', /槐花蜜/)
    await page.goto(paths.checkout())
    await signIn(page, accounts.alumni)
    await placeOrder(page, 'pickup')
    await payInSandbox(page, 'cancel')
    await expect(page).toHaveURL(/\/orders\//)
    await page.getByRole('button', { name: '取消订单' }).click()
    await expect(page.getByTestId('order-status')).toHaveText('已取消')
  })
})
