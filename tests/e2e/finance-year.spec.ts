import { type Browser, expect, type Page, test } from '@playwright/test'
import { paths } from '#app/http/paths.ts'
import { accountMessages } from '#app/messages/account.ts'
import { attainmentMessages } from '#app/messages/attainment.ts'
import { closingMessages } from '#app/messages/closing.ts'
import { purchaseImportMessages } from '#app/messages/purchase-import.ts'
import { settlementMessages } from '#app/messages/settlement.ts'
import { statementsMessages } from '#app/messages/statements.ts'
import { type Fen, fen, formatMoney, formatYuan, negateFen, subtractFen, sumFen } from '#app/shared/money.ts'
import { accounts } from './accounts.ts'
import { expectPagesAccessible } from './axe.ts'
import { expectReadOnly, expectRefused, FINANCE_PAGES, findSubjects } from './finance-auditor.ts'
import { csvFile, runScript, xlsxFile } from './finance-files.ts'
import {
  approveRefund,
  approveStatement,
  confirmStatement,
  fetchPayout,
  matchBankLine,
  type Owed,
  payOutInSandbox,
  payStatement,
  prepareStatement,
  recordAccount,
  refundOne,
} from './finance-money.ts'
import { expectAttained, expectLevelBooks, explainOpen, provePack } from './finance-proof.ts'
import { bringIn, expectNotice, setTargetFromRule } from './finance-steps.ts'
import {
  addOpenProduct,
  confirmReceipt,
  enter,
  openProduct,
  orderTotal,
  payInSandbox,
  placeOrder,
  progressFigure,
  readOrderNo,
  waitForOrder,
} from './shop.ts'
import { type MovableStack, startStackAt } from './stack.ts'

const closing = closingMessages.zh
const settlement = settlementMessages.zh
const statements = statementsMessages.zh
const { counted } = attainmentMessages.zh
const { notices } = accountMessages.zh

/** A Monday morning in November: the shop opens. */
const OPENED_AT = new Date('2026-11-16T09:00:00+08:00')

const TARGET = fen(1_000_000_00)
const CANTEEN_BUDGET = fen(800_000_00)
/** A tenth of the budget. */
const CANTEEN_TARGET = fen(80_000_00)

const XUNYI = fen(12_345_67)
const CHANGWU_WRONG = fen(8_900_10)
const CHANGWU = fen(8_090_10)
const YONGSHOU_GONE = fen(3_210_00)
const COUNTED_832 = sumFen([XUNYI, CHANGWU])

const COOPERATIVE = '扶风北崖花椒专业合作社'
/** Ten days later, the provider has the money of the purchase to pay out. */
const PAID_OUT_AT = new Date('2026-11-26T12:00:00+08:00')
const MONTH = '2026-11'
const MONTH_OVER_AT = new Date('2026-12-01T09:00:00+08:00')
const BANK_HEADS = ['交易日期', '收入', '支出', '对方户名', '摘要', '流水号', '余额']

test.describe.configure({ mode: 'serial' })
test.setTimeout(120_000)

let stack: MovableStack
let purchase: { orderNo: string; paid: Fen }
let atBank: Fen
let owed: Owed
/** Of the purchase, after the refund. */
let kept: Fen

test.beforeAll(async () => {
  stack = await startStackAt(OPENED_AT)
})
test.afterAll(async () => {
  await stack?.stop()
})

/** Somebody at a desk of this stack. */
function sit(browser: Browser, account: keyof typeof accounts, javaScriptEnabled = true): Promise<Page> {
  return enter(browser, accounts[account], {
    baseURL: stack.origin,
    viewport: { width: 1280, height: 900 },
    hasTouch: false,
    javaScriptEnabled,
  })
}

test('the task of the year is taken from a rule with its document', async ({ browser }) => {
  const page = await sit(browser, 'financeOfficer')
  await setTargetFromRule(page, { target: TARGET, budget: CANTEEN_BUDGET, share: '10', comesTo: CANTEEN_TARGET })
  await page.context().close()
})

const HEADS = [
  '订单编号',
  '供应商名称',
  '供应商所在县',
  '商品名称',
  '数量',
  '订单金额',
  '下单时间',
  '验收时间',
  '付款时间',
  '评价时间',
]

function exportRow(no: string, [county, goods]: [string, string], amount: Fen): string[] {
  const days = ['2026-11-03', '2026-11-05', '2026-11-06', '2026-11-09']
  return [no, `${county}县联合社`, `${county}县`, goods, '10', formatYuan(amount).replaceAll(',', ''), ...days]
}

test('an export of the 832 platform is brought in, corrected, and brought in again', async ({ browser }) => {
  const page = await sit(browser, 'financeOfficer')
  const xunyi = exportRow('832-2611-01', ['旬邑', '富士苹果'], XUNYI)
  const file = await xlsxFile('832-11.xlsx', [
    HEADS,
    xunyi,
    exportRow('832-2611-02', ['长武', '秦冠苹果'], CHANGWU_WRONG),
    exportRow('832-2611-03', ['永寿', '槐花蜜'], YONGSHOU_GONE),
  ])
  await bringIn(page, { at: paths.finance.purchaseImports(), file, fund: '食堂', rows: { new: 3 } })
  await expectPivot(page, { 旬邑: XUNYI, 长武: CHANGWU_WRONG, 永寿: YONGSHOU_GONE })

  const corrected = csvFile('832-11-更正.csv', [HEADS, xunyi, exportRow('832-2611-02', ['长武', '秦冠苹果'], CHANGWU)])
  await bringIn(page, {
    at: paths.finance.purchaseImports(),
    file: corrected,
    fund: '食堂',
    rows: { changed: 1, unchanged: 1 },
  })
  await page.getByLabel(/832-2611-03-1/).check()
  await page.getByRole('button', { name: purchaseImportMessages.zh.missingSubmit }).click()
  await expectNotice(page, notices.purchasesReversed)
  await expectPivot(page, { 旬邑: XUNYI, 长武: CHANGWU })
})

test('a corrected amount leads over its line to its entry and to what took it back', async ({ browser }) => {
  const page = await sit(browser, 'auditor')
  await expectPivot(page, { 旬邑: XUNYI, 长武: CHANGWU })
  await page.getByRole('link', { name: /^长武，832 平台：/ }).click()
  await expect(page.getByTestId('cell-total')).toHaveText(formatMoney(CHANGWU))
  const lines = page.getByRole('row').filter({ hasText: '832-2611-02' })
  for (const [index, amount] of [CHANGWU, fen(-CHANGWU_WRONG), CHANGWU_WRONG].entries()) {
    await expect(lines.nth(index).getByRole('cell', { name: formatYuan(amount), exact: true })).toBeVisible()
    await expect(lines.nth(index)).toContainText('秦冠苹果')
  }
  await expect(lines.filter({ hasText: attainmentMessages.zh.lines.takenBack })).toHaveCount(1)
  await page
    .getByRole('row')
    .filter({ hasText: formatYuan(fen(-CHANGWU_WRONG)) })
    .getByRole('link')
    .last()
    .click()
  await page.getByRole('link', { name: /^冲销凭证/ }).click()
  await expect(page.getByRole('link', { name: /^已由凭证 \d+ 冲销$/ })).toBeVisible()
  await page.context().close()
})

test('a purchase in the shop is paid and received', async ({ browser }) => {
  const page = await sit(browser, 'staff')
  await openProduct(page, '花椒', /大红袍花椒/)
  await addOpenProduct(page, 2)
  await page.goto(paths.checkout())
  await placeOrder(page, 'building')
  await payInSandbox(page, 'success')
  await expect(page).toHaveURL(/\/orders\//)
  await waitForOrder(page, /已付款/)
  purchase = { orderNo: await readOrderNo(page), paid: await orderTotal(page) }
  await confirmReceipt(page)
  await expect(page.getByTestId('order-status')).toHaveText('已完成')
  expect(await progressFigure(page, 'net')).toBe(purchase.paid)
  await page.context().close()
})

test('what the provider paid out is matched with our books and with the bank', async ({ browser }) => {
  await stack.clock.move(PAID_OUT_AT)
  const page = await sit(browser, 'financeOfficer')
  const paid = await payOutInSandbox(page, stack.sandboxUrl)
  expect(paid.captured).toBe(purchase.paid)
  expect(paid.amount).toBe(subtractFen(paid.captured, paid.fees))
  await fetchPayout(page, paid)
  const file = csvFile('对账单-1126.csv', [
    BANK_HEADS,
    [
      '2026-11-26',
      formatPlain(paid.amount),
      '',
      'STRIPE PAYMENTS',
      `STRIPE PAYOUT ${paid.payoutId}`,
      'B261126001',
      formatPlain(paid.amount),
    ],
  ])
  await bringIn(page, {
    at: paths.finance.bankImport(),
    file,
    covers: { from: '2026-11-01', to: '2026-11-26' },
    rows: { new: 1 },
  })
  await matchBankLine(page, paid.amount, 'payout')
  atBank = paid.amount
  await page.context().close()
})

test('a cooperative is settled with through all hands, without a script', async ({ browser }) => {
  const fee = fen(Math.floor((purchase.paid * 200) / 10_000))
  owed = { cooperative: COOPERATIVE, gross: purchase.paid, fee, net: subtractFen(purchase.paid, fee) }
  const officer = await sit(browser, 'financeOfficer', false)
  await recordAccount(officer, COOPERATIVE)
  const { url, statementNo } = await prepareStatement(officer, owed)
  const manager = await sit(browser, 'cooperativeManager', false)
  await confirmStatement(manager, owed)
  await officer.goto(url)
  await expect(officer.getByRole('button', { name: settlement.actions.approve })).toHaveCount(0)
  const approver = await sit(browser, 'financeApprover', false)
  await approveStatement(approver, url)
  const payer = await sit(browser, 'financePayer', false)
  await payStatement(payer, url)

  await stack.clock.move(MONTH_OVER_AT)
  const page = await sit(browser, 'financeOfficer', false)
  const left = subtractFen(atBank, owed.net)
  const file = csvFile('对账单-1130.csv', [
    BANK_HEADS,
    ['2026-11-27', '', formatPlain(owed.net), COOPERATIVE, `货款 ${statementNo}`, 'EB2026112600017', formatPlain(left)],
  ])
  await bringIn(page, {
    at: paths.finance.bankImport(),
    file,
    covers: { from: '2026-11-27', to: '2026-11-30' },
    rows: { new: 1 },
  })
  await matchBankLine(page, fen(-owed.net), 'statement')
  await page.goto(url)
  await expect(page.getByText(statements.states.reconciled).first()).toBeVisible()
  for (const one of [officer, manager, approver, payer, page]) await one.context().close()
})

test('the month is closed by two people', async ({ browser }) => {
  const officer = await sit(browser, 'financeOfficer')
  await officer.goto(paths.finance.period(MONTH))
  await officer.getByRole('button', { name: closing.period.prepare }).click()
  await expectNotice(officer, notices.periodPrepared)
  await explainOpen(officer, { check: 'bill_files', reason: '支付宝经支付机构收款，没有单独的账单' })
  await expect(officer.getByRole('button', { name: closing.period.lock })).toHaveCount(0)
  const approver = await sit(browser, 'financeApprover')
  await approver.goto(paths.finance.period(MONTH))
  await approver.getByRole('button', { name: closing.period.lock }).click()
  await expectNotice(approver, notices.periodLocked)
  await expectClosed(approver)
  for (const one of [officer, approver]) await one.context().close()
})

test('a refund of what the closed month counted stands in the next, and leads back', async ({ browser }) => {
  const price = fen(purchase.paid / 2)
  const officer = await sit(browser, 'financeOfficer')
  const url = await refundOne(officer, { orderNo: purchase.orderNo, price })
  const approver = await sit(browser, 'financeApprover')
  await approveRefund(approver, url)
  kept = subtractFen(purchase.paid, price)
  await expect(async () => expect(await progressFigure(officer, 'net')).toBe(kept)).toPass({ timeout: 30_000 })

  await officer.goto(paths.finance.attainmentLines('year=2026&month=12'))
  await expect(officer.getByTestId('cell-total')).toHaveText(formatMoney(negateFen(price)))
  await officer.getByRole('row').filter({ hasText: '2026-12-01' }).getByRole('link').first().click()
  await expect(officer.getByTestId('counted-amount')).toHaveText(formatMoney(negateFen(price)))
  const trail = officer.getByRole('listitem').filter({ has: officer.getByRole('heading', { name: counted.counted }) })
  await expect(trail).toContainText('2026-11-16')
  await expect(trail).toContainText(formatMoney(kept))
  await trail.getByRole('link', { name: counted.sourceTypes.acceptance ?? '', exact: true }).click()
  await expect(officer.getByTestId('counted-amount')).toHaveText(formatMoney(purchase.paid))
  await expectClosed(officer)
  await officer.goto(paths.finance.statements('month=2026-12'))
  const unbilled = officer.getByRole('listitem').filter({ hasText: COOPERATIVE })
  await expect(unbilled).toContainText(settlement.carried)
  for (const one of [officer, approver]) await one.context().close()
})

test('the evidence of the closed month proves itself', async ({ browser }, { outputDir }) => {
  const page = await sit(browser, 'auditor')
  const scope = { from: '2026-11-01', to: '2026-11-30' }
  await provePack(page, { scope, amount: sumFen([COUNTED_832, purchase.paid]), folder: outputDir })
  await page.context().close()
})

test('progress, books and comparisons agree in the end, and the audit finds nothing', async ({ browser }) => {
  const page = await sit(browser, 'auditor')
  const all = sumFen([COUNTED_832, kept])
  await expectAttained(page, { all, platform832: COUNTED_832, ownShop: kept, target: TARGET })
  await expectLevelBooks(page)
  const audit = await runScript('audit', [], { ...stack.clock.env, DATABASE_URL: stack.databaseUrl })
  expect(audit, audit.output).toMatchObject({ code: 0 })
  await page.context().close()
})

test('an auditor reads everything and changes nothing', async ({ browser }) => {
  const page = await sit(browser, 'auditor')
  const subjects = await findSubjects(page, MONTH)
  await expectReadOnly(page, [...FINANCE_PAGES, ...subjects])
  const statement = subjects.find((path) => path.startsWith('/finance/statements/')) ?? ''
  await expectRefused(page, [
    ...[paths.finance.newRule(), paths.finance.newTarget(2026), paths.finance.newAgreement()].map(
      (to) => [to, 'save'] as const,
    ),
    ...[paths.finance.newPurchase(), paths.finance.purchaseImports(), paths.finance.bankImport()].map(
      (to) => [to, ''] as const,
    ),
    [paths.finance.reconciliation(), ''],
    [paths.finance.bills(), ''],
    [paths.finance.deposits(), ''],
    [paths.finance.bankOpening(), ''],
    [paths.finance.bankAccounts(), 'record'],
    ...['send', 'approve', 'pay', 'return', 'void'].map((intent) => [statement, intent] as const),
    ...['prepare', 'lock', 'ask', 'approve'].map((intent) => [paths.finance.period(MONTH), intent] as const),
  ])
  await page.context().close()
})

test('axe finds nothing on what a year of work leaves, and nothing scrolls sideways', async ({ browser }) => {
  const page = await sit(browser, 'financeOfficer')
  const pages = await findSubjects(page, MONTH)
  await expectPagesAccessible(page, { pages, widths: [1280, 360] })
  await page.context().close()
})

/** The table of counties by channel has these amounts of the 832 platform, and no others. */
async function expectPivot(page: Page, amounts: Record<string, Fen>): Promise<void> {
  await page.goto(paths.finance.attainment())
  const table = page.getByRole('region', { name: attainmentMessages.zh.caption('净额', '全口径', 2026) })
  for (const [county, amount] of Object.entries(amounts)) {
    await expect(table.getByRole('link', { name: new RegExp(`^${county}，832 平台：`) })).toHaveText(formatYuan(amount))
  }
  const total = sumFen(Object.values(amounts))
  await expect(table.getByRole('link', { name: /^合计，832 平台：/ })).toHaveText(formatYuan(total))
}

function formatPlain(amount: Fen): string {
  return formatYuan(amount).replaceAll(',', '')
}

/** The month is locked with the figures of all that was bought in it. */
async function expectClosed(page: Page): Promise<void> {
  await page.goto(paths.finance.period(MONTH))
  await expect(page.getByRole('heading', { level: 1 })).toContainText(closing.states.closed)
  const recognized = page.getByRole('region', { name: closing.period.recognized })
  const all = sumFen([COUNTED_832, purchase.paid])
  for (const [measure, amount] of [
    ['all', all],
    ['platform_832', COUNTED_832],
  ] as const) {
    const row = recognized
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name: closing.measures[measure] ?? '', exact: true }) })
    await expect(row.getByRole('cell')).toHaveText([formatYuan(amount), formatYuan(amount)])
  }
}
