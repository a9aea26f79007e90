import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { paths } from '#app/http/paths.ts'
import { accountMessages } from '#app/messages/account.ts'
import { closingMessages } from '#app/messages/closing.ts'
import { evidencePacksMessages } from '#app/messages/evidence-packs.ts'
import { type Fen, formatMoney, formatYuan } from '#app/shared/money.ts'
import { checkSums, runScript, unzip } from './finance-files.ts'
import { expectNotice } from './finance-steps.ts'

const { notices } = accountMessages.zh
const closing = closingMessages.zh
const packs = evidencePacksMessages.zh

interface Scope {
  from: string
  to: string
}

/** Asks for the evidence pack of some days, which must come to `amount`, and waits until it is made; gives its number. */
async function makePack(page: Page, scope: Scope, amount: Fen): Promise<string> {
  await page.goto(paths.finance.evidence(new URLSearchParams({ ...scope }).toString()))
  await expect(page.getByTestId('scope-sum')).toContainText(formatMoney(amount))
  await page.getByRole('button', { name: packs.make }).click()
  await expectNotice(page, notices.packAsked)
  await expect(page.getByRole('link', { name: packs.download })).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('definition').filter({ hasText: formatMoney(amount) })).toHaveCount(1)
  return (await page.getByTestId('pack-number').textContent()) ?? ''
}

/** Downloads the pack of some days and proves it twice: by our command, and by what every machine has. Made again, it is the same. */
export async function provePack(
  page: Page,
  { scope, amount, folder }: { scope: Scope; amount: Fen; folder: string },
): Promise<void> {
  const number = await makePack(page, scope, amount)
  const archive = join(folder, 'pack.zip')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: packs.download }).click(),
  ])
  await download.saveAs(archive)
  const verdict = await runScript('verify-pack', [archive])
  expect(verdict, verdict.output).toMatchObject({ code: 0 })
  expect(verdict.output).toContain(number)
  const unpacked = join(folder, 'pack')
  await unzip(archive, unpacked)
  const checked = (await checkSums(unpacked)).trim().split('\n')
  expect(checked.length).toBeGreaterThan(5)
  for (const line of checked) expect(line).toMatch(/: OK$/)
  appendFileSync(join(unpacked, 'register.csv'), '\r\n')
  await expect(checkSums(unpacked)).rejects.toThrow()
  expect(await makePack(page, scope, amount)).toBe(number)
}

/** Both books are level, and everything that is counted twice comes to the same. */
export async function expectLevelBooks(page: Page): Promise<void> {
  for (const book of ['money', 'assistance'] as const) {
    await page.goto(paths.finance.ledger(new URLSearchParams({ book }).toString()))
    await expect(page.getByTestId('trial-balance')).toHaveText('0.00')
  }
  await page.goto(paths.finance.tieOuts())
  await page.getByRole('button', { name: closing.tieOuts.check }).click()
  await expectNotice(page, notices.tieOutsChecked)
  await expect(page.getByText(closing.tieOuts.holds, { exact: true }).first()).toBeVisible()
  const results = page.getByRole('region', { name: closing.tieOuts.title }).getByRole('row')
  expect(await results.count()).toBeGreaterThan(Object.keys(closing.tieOuts.names).length)
  await expect(results.filter({ hasText: closing.tieOuts.ties })).toHaveCount((await results.count()) - 1)
}

/** What the public reads and what finance reads of the year, against `expected`. */
export async function expectAttained(
  page: Page,
  expected: { all: Fen; platform832: Fen; ownShop: Fen; target: Fen },
): Promise<void> {
  await page.goto(paths.progress())
  await expect(page.getByTestId('attained-all')).toContainText(formatMoney(expected.all))
  await expect(page.getByTestId('attained-832')).toContainText(formatMoney(expected.platform832))
  await expect(page.getByTestId('own-net')).toContainText(formatMoney(expected.ownShop))
  await page.goto(paths.finance.overview(2026))
  await expect(page.getByTestId('overview-attained')).toContainText(formatMoney(expected.all))
  await expect(page.getByRole('main')).toContainText(formatMoney(expected.target))
  await page.goto(paths.finance.targets(2026))
  await expect(page.getByRole('main')).toContainText(formatYuan(expected.all))
}

/** Writes down why something of a close may stay open. */
export async function explainOpen(page: Page, { check, reason }: { check: string; reason: string }): Promise<void> {
  const line = page.getByRole('listitem').filter({ hasText: closing.checks[check]?.title ?? check })
  await line.locator('summary').click()
  await line.getByLabel(closing.period.reason).fill(reason)
  await line.getByRole('button', { name: closing.period.waive }).click()
  await expectNotice(page, notices.checkWaived)
  await expect(line).toContainText(reason)
}
