import { test } from '@playwright/test'
import { paths } from '#app/http/paths.ts'
import { accounts } from './accounts.ts'
import { expectPagesAccessible } from './axe.ts'
import { FINANCE_PAGES } from './finance-auditor.ts'
import { enter, enterInEnglish } from './shop.ts'

const WIDTHS = [1280, 360]

test.describe.configure({ mode: 'parallel' })
test.setTimeout(180_000)

const FORMS = [
  paths.finance.newRule(),
  paths.finance.newTarget(),
  paths.finance.newAgreement(),
  paths.finance.newPurchase(),
]

for (const [name, pages] of [
  ...[0, 1, 2, 3].map(
    (part) => [`reads, part ${part + 1}`, FINANCE_PAGES.filter((_, index) => index % 4 === part)] as const,
  ),
  ['writes things down', FORMS],
] as const) {
  test(`axe finds nothing where a finance officer ${name}, and nothing scrolls sideways`, async ({ browser }) => {
    const page = await enter(browser, accounts.financeOfficer)
    await expectPagesAccessible(page, { pages, widths: WIDTHS })
    await page.context().close()
  })
}

test('axe finds nothing in English and dark where finance works', async ({ browser }) => {
  const page = await enterInEnglish(browser, accounts.financeOfficer)
  const pages = [
    paths.finance.overview(),
    paths.finance.attainment(),
    paths.finance.purchases(),
    paths.finance.targets(),
    paths.finance.bank(),
    paths.finance.reconciliation(),
    paths.finance.statements(),
    paths.finance.periods(),
    paths.finance.tieOuts(),
    paths.finance.report('summary'),
    ...FORMS,
  ]
  await expectPagesAccessible(page, { pages, widths: [360] })
  await page.context().close()
})
