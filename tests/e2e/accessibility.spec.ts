import { expect, test } from '@playwright/test'
import { paths } from '#app/http/paths.ts'
import { accounts } from './accounts.ts'
import { expectAccessible, expectPagesAccessible } from './axe.ts'
import { addToBag, openProduct, signIn } from './shop.ts'

const PAGES = [
  paths.home(),
  paths.products(),
  paths.search('huajiao'),
  paths.search('zzzz'),
  paths.county('fufeng'),
  paths.progress(),
  paths.cart(),
  paths.signIn(),
  paths.signUp(),
  paths.returnRules(),
  paths.licence(),
  paths.privacy(),
]
const WIDTHS = [320, 1280]

test.setTimeout(120_000)

for (const { colorScheme, looks } of [
  { colorScheme: 'light', looks: [{ pages: PAGES, widths: WIDTHS }] },
  // Colours are the same in every width; what only a desk shows is on the first two pages.
  {
    colorScheme: 'dark',
    looks: [
      { pages: PAGES, widths: [320] },
      { pages: PAGES.slice(0, 2), widths: [1280] },
    ],
  },
] as const) {
  test(`axe finds nothing in ${colorScheme} in a narrow and a wide window, and nothing scrolls sideways`, async ({
    browser,
  }) => {
    const context = await browser.newContext({ colorScheme })
    const page = await context.newPage()
    for (const look of looks) await expectPagesAccessible(page, look)
    await page.goto('/nowhere')
    await expectAccessible(page)
    await context.close()
  })
}

test('axe finds nothing from product to checkout', async ({ page }) => {
  await addToBag(page, '花椒', /大红袍花椒/)
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(/大红袍花椒/)
  await openProduct(page, '花椒', /大红袍花椒/)
  await expectAccessible(page)
  await page.goto(paths.checkout())
  await signIn(page, accounts.staff)
  await page.waitForURL(/\/checkout/)
  await expectAccessible(page)
})
