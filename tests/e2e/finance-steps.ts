import { expect, type Locator, type Page } from '@playwright/test'
import { paths } from '#app/http/paths.ts'
import { accountMessages } from '#app/messages/account.ts'
import { bankMessages } from '#app/messages/bank.ts'
import { purchaseImportMessages } from '#app/messages/purchase-import.ts'
import { rulesMessages } from '#app/messages/rules.ts'
import { sheetsMessages } from '#app/messages/sheets.ts'
import { targetsMessages } from '#app/messages/targets.ts'
import type { SheetTab } from '#app/routes/parts/sheet-query.ts'
import { type Fen, formatYuan } from '#app/shared/money.ts'
import { pdfFile, type UploadFile } from './finance-files.ts'

const { notices } = accountMessages.zh
const rules = rulesMessages.zh
const targets = targetsMessages.zh
const sheets = sheetsMessages.zh

/** The page says once what was done. */
export async function expectNotice(page: Page, words: string): Promise<void> {
  await expect(page.getByRole('status').filter({ hasText: words })).toBeVisible()
}

interface Task {
  target: Fen
  budget: Fen
  share: string
  /** The share of the budget. */
  comesTo: Fen
}

/** Records a rule with its document, and sets the task of the year from it with its own. */
export async function setTargetFromRule(page: Page, task: Task): Promise<void> {
  const documentNo = '陕财办采〔2026〕21号'
  await page.goto(paths.finance.newRule())
  await page.getByLabel(rules.title, { exact: true }).fill('2026 年消费帮扶认定口径')
  await page.getByLabel(rules.documentNo).fill(documentNo)
  await page.getByLabel(rules.validFrom).fill('2026-11-01')
  await page.getByLabel(rules.file, { exact: true }).setInputFiles(pdfFile('口径.pdf', 'rule'))
  await page.getByRole('button', { name: rules.submit }).click()
  await expectNotice(page, notices.ruleRecorded)
  await expect(page.getByRole('main')).toContainText(documentNo)
  await expect(page.getByRole('link', { name: '口径.pdf' }).first()).toBeVisible()

  await page.goto(paths.finance.newTarget(2026))
  await page.getByLabel(targets.documentNo).fill('院发〔2026〕90号')
  await page.getByLabel(targets.decidedOn).fill('2026-11-15')
  await page.getByLabel(targets.file, { exact: true }).setInputFiles(pdfFile('任务.pdf', 'task'))
  await expect(page.getByLabel(targets.countingRuleId)).toContainText(documentNo)
  await fillRow(page, 1, { part: 'college', basis: 'amount', figure: task.target })
  const canteen = await fillRow(page, 2, { part: 'fund:canteen', basis: 'budget_share', figure: task.budget })
  await canteen.getByLabel(targets.share).fill(task.share)
  await page.getByRole('button', { name: targets.preview }).click()
  await expect(page.getByRole('main').getByText(formatYuan(task.comesTo)).first()).toBeVisible()
  await page.getByRole('button', { name: targets.submit }).click()
  await expectNotice(page, notices.targetSet)
  const inForce = page.getByRole('main')
  for (const amount of [task.target, task.comesTo]) await expect(inForce).toContainText(formatYuan(amount))
  await expect(inForce).toContainText(documentNo)
}

async function fillRow(
  page: Page,
  row: number,
  { part, basis, figure }: { part: string; basis: string; figure: Fen },
): Promise<Locator> {
  const group = page.getByRole('group', { name: targets.rowOf(row), exact: true })
  await group.getByLabel(targets.part).selectOption(part)
  await group.getByLabel(targets.basis).selectOption(basis)
  await group.getByLabel(targets.figure).fill(formatYuan(figure))
  return group
}

interface Bringing {
  at: string
  file: UploadFile
  fund?: string
  covers?: { from: string; to: string }
  /** How many rows the check finds of each kind. */
  rows: Partial<Record<SheetTab, number>>
}

/** Uploads a sheet, has it checked, sees what is in it and books it; ends on its page, booked. */
export async function bringIn(page: Page, { at, file, fund, covers, rows }: Bringing): Promise<void> {
  await page.goto(at)
  if (fund) await page.getByLabel(purchaseImportMessages.zh.fund).selectOption({ label: fund })
  if (covers) {
    await page.getByLabel(bankMessages.zh.imports.coversFrom).fill(covers.from)
    await page.getByLabel(bankMessages.zh.imports.coversTo).fill(covers.to)
  }
  await page.getByLabel(sheets.file, { exact: true }).setInputFiles(file)
  await page.getByRole('button', { name: sheets.upload }).click()
  await page.getByRole('button', { name: sheets.check, exact: true }).click()
  await expectNotice(page, notices.sheetChecked)
  for (const [tab, count] of Object.entries(rows))
    await expect(findTab(page, tab as SheetTab)).toHaveText(`${sheets.tabs[tab as SheetTab]}${count}`)
  await page.getByRole('button', { name: sheets.apply((rows.new ?? 0) + (rows.changed ?? 0)) }).click()
  await expect(async () => {
    await page.reload()
    await expect(page.getByRole('main').getByText(`${sheets.states.done} ·`)).toBeVisible({ timeout: 500 })
  }).toPass({ timeout: 20_000 })
}

/** The tab of a sheet with the rows of one kind. */
export function findTab(page: Page, tab: SheetTab): Locator {
  return page.getByRole('navigation', { name: sheets.tabsLabel }).getByRole('link', { name: sheets.tabs[tab] })
}
