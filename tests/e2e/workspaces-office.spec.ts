import { test } from '@playwright/test'
import { paths } from '#app/http/paths.ts'
import { accounts } from './accounts.ts'
import { expectPagesAccessible, findLink } from './axe.ts'
import { enter, enterInEnglish, orderPepper } from './shop.ts'

const WIDTHS = [1280, 320]

test.describe.configure({ mode: 'serial' })
test.setTimeout(120_000)

/** A paid order of the first test's buyer. */
let orderNo = ''

test('axe finds nothing where a buyer follows an order, and nothing scrolls sideways', async ({ browser }) => {
  const page = await enter(browser, accounts.alumni)
  orderNo = await orderPepper(page)
  const pages = [
    paths.order(orderNo),
    paths.pickupCode(orderNo),
    paths.askRefund(orderNo),
    paths.orders(),
    paths.account(),
    paths.inbox(),
    paths.contact(),
  ]
  await expectPagesAccessible(page, { pages, widths: WIDTHS })
  await page.context().close()
})

test('axe finds nothing where finance works, and nothing scrolls sideways', async ({ browser }) => {
  const page = await enter(browser, accounts.financeOfficer)
  const pages = [
    paths.finance.ledger(),
    await findLink(page, { on: paths.finance.ledger(), kind: /^\/finance\/entries\/\d+$/ }),
    paths.finance.refunds(),
    paths.finance.newRefund(orderNo),
  ]
  await expectPagesAccessible(page, { pages, widths: WIDTHS })
  await page.context().close()
})

test('axe finds nothing where the administrator works, and nothing scrolls sideways', async ({ browser }) => {
  const page = await enter(browser, accounts.administrator)
  const pages = [
    paths.admin.listings(),
    paths.admin.people(),
    paths.admin.policies(),
    paths.admin.recalls(),
    paths.admin.notices(),
  ]
  await expectPagesAccessible(page, { pages, widths: WIDTHS })
  await page.context().close()
})

for (const { role, pages } of [
  { role: 'alumni', pages: [paths.orders(), paths.account(), paths.inbox()] },
  { role: 'financeOfficer', pages: [paths.finance.ledger(), paths.finance.refunds()] },
  { role: 'administrator', pages: [paths.admin.people(), paths.admin.policies(), paths.admin.notices()] },
] as const) {
  test(`axe finds nothing in English and dark for the ${role}`, async ({ browser }) => {
    const page = await enterInEnglish(browser, accounts[role])
    await expectPagesAccessible(page, { pages, widths: [320] })
    await page.context().close()
  })
}
