import { test } from '@playwright/test'
import { paths } from '#app/http/paths.ts'
import { listingMessages } from '#app/messages/listings.ts'
import { accounts } from './accounts.ts'
import { expectPagesAccessible, findLink } from './axe.ts'
import { enter, enterInEnglish, orderPepper } from './shop.ts'

const WIDTHS = [1280, 320]

test.describe.configure({ mode: 'serial' })
test.setTimeout(120_000)

/** A paid order to be collected, so that neither workspace is empty. */
let orderNo = ''

test('an order comes in to be supplied and handed over', async ({ browser }) => {
  const page = await enter(browser, accounts.student)
  orderNo = await orderPepper(page)
  await page.context().close()
})

test('axe finds nothing in the cooperative’s workspace, and nothing scrolls sideways', async ({ browser }) => {
  const page = await enter(browser, accounts.cooperativeManager)
  await page.goto(paths.supply.listings())
  await page.getByRole('button', { name: listingMessages.zh.start }).click()
  await page.waitForURL(/\/cooperative\/listings\/[0-9a-f-]{36}$/)
  const draft = new URL(page.url()).pathname
  const pages = [
    paths.supply.dashboard(),
    paths.supply.listings(),
    draft,
    `${draft}/photos`,
    paths.supply.team(),
    paths.supply.stock(),
    await findLink(page, { on: paths.supply.stock(), kind: /^\/cooperative\/stock\/[0-9a-f-]{36}$/ }),
    paths.supply.imports(),
    paths.supply.orders(),
    await findLink(page, { on: paths.supply.orders(), kind: /^\/cooperative\/orders\/[0-9a-f-]{36}$/ }),
    paths.supply.cutOffs(),
  ]
  await expectPagesAccessible(page, { pages, widths: WIDTHS })
  await page.context().close()
})

test('axe finds nothing at the counter, and nothing scrolls sideways', async ({ browser }) => {
  const page = await enter(browser, accounts.clerk)
  const pages = [
    paths.counter.today(),
    paths.counter.find(),
    paths.counter.order(orderNo),
    paths.counter.receiving(),
    await findLink(page, { on: paths.counter.receiving(), kind: /^\/counter\/receiving\/[0-9a-f-]{36}$/ }),
    paths.counter.sheet(),
    paths.counter.sheetKeys(),
    paths.counter.deliveries(),
    paths.counter.overdue(),
    paths.counter.sale(),
    paths.counter.shift(),
  ]
  await expectPagesAccessible(page, { pages, widths: WIDTHS })
  await page.context().close()
})

for (const { role, pages } of [
  {
    role: 'cooperativeManager',
    pages: [paths.supply.dashboard(), paths.supply.orders(), paths.supply.stock(), paths.supply.imports()],
  },
  { role: 'clerk', pages: [paths.counter.today(), paths.counter.receiving(), paths.counter.sale()] },
] as const) {
  test(`axe finds nothing in English and dark for the ${role}`, async ({ browser }) => {
    const page = await enterInEnglish(browser, accounts[role])
    await expectPagesAccessible(page, { pages, widths: [320] })
    await page.context().close()
  })
}
