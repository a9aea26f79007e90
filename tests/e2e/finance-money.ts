import { expect, type Page } from '@playwright/test'
import { paths } from '#app/http/paths.ts'
import { accountMessages } from '#app/messages/account.ts'
import { aftersaleMessages } from '#app/messages/aftersale.ts'
import { bankMessages } from '#app/messages/bank.ts'
import { reconciliationMessages } from '#app/messages/reconciliation.ts'
import { settlementMessages } from '#app/messages/settlement.ts'
import { statementsMessages } from '#app/messages/statements.ts'
import { type Fen, fen, formatMoney, formatYuan } from '#app/shared/money.ts'
import { expectNotice } from './finance-steps.ts'

const { notices } = accountMessages.zh
const bank = bankMessages.zh
const reconciliation = reconciliationMessages.zh
const settlement = settlementMessages.zh
const statements = statementsMessages.zh

interface SandboxMoney {
  balanceTransactions: { type: string; amount: number; fee: number; net: number }[]
  payouts: { id: string; amount: number }[]
}

export interface PaidOut {
  payoutId: string
  amount: Fen
  captured: Fen
  fees: Fen
}

/** The provider pays out what there is, and the bank takes it; what the provider itself says of it. */
export async function payOutInSandbox(page: Page, sandboxUrl: string): Promise<PaidOut> {
  const control = async (path: string) => {
    const answer = await page.request.post(`${sandboxUrl}/_sandbox/${path}`, { data: {} })
    expect(answer.status(), await answer.text()).toBe(200)
  }
  await control('payouts')
  const answer = await page.request.get(`${sandboxUrl}/_sandbox/state?full=1`)
  const { balanceTransactions, payouts } = (await answer.json()) as SandboxMoney
  const [payout, another] = payouts
  if (!payout || another) throw new Error(`there are ${payouts.length} payouts, not one`)
  await control(`payouts/${payout.id}/settle`)
  const lines = balanceTransactions.filter(({ type }) => type !== 'payout')
  const sum = (part: 'amount' | 'fee') => fen(lines.reduce((all, line) => all + line[part], 0))
  return { payoutId: payout.id, amount: fen(payout.amount), captured: sum('amount'), fees: sum('fee') }
}

/** Has the provider's balance read until this payout is there, and finds nothing that is not matched. */
export async function fetchPayout(page: Page, paid: PaidOut): Promise<void> {
  await expect(async () => {
    await page.goto(paths.finance.reconciliation())
    await page.getByRole('button', { name: reconciliation.read.now }).click()
    await expectNotice(page, notices.balanceFetched)
    const listed = page.getByRole('link', { name: new RegExp(paid.payoutId) })
    await expect(listed).toContainText(reconciliation.payouts.states.paid, { timeout: 1_000 })
    await expect(listed).toContainText(formatMoney(paid.amount))
    await expect(listed).toContainText(reconciliation.payouts.itemsTie)
  }).toPass({ timeout: 30_000 })
  await expect(page.getByRole('main')).toContainText(reconciliation.clearing.level)
  for (const state of ['provider_only', 'ours_only', 'amount_differs', 'pending', 'explained'] as const) {
    const tab = page
      .getByRole('navigation', { name: reconciliation.statesLabel })
      .getByRole('link', { name: reconciliation.states[state] })
    await expect(tab, state).toHaveText(`${reconciliation.states[state]} 0`)
  }
  const { parts } = reconciliation.clearing
  const table = page.getByRole('region', { name: reconciliation.clearing.title })
  for (const [name, amount] of [
    [parts.captured, paid.captured],
    [parts.fees, fen(-paid.fees)],
    [parts.paid_out, fen(-paid.amount)],
  ] as const) {
    const cells = table
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name, exact: true }) })
      .getByRole('cell')
    await expect(cells).toHaveText([formatYuan(amount), formatYuan(amount), '0.00'])
  }
}

/** Takes the first suggestion for the open line of this amount, which must be of this kind; the books and the bank then agree. */
export async function matchBankLine(page: Page, amount: Fen, kind: keyof typeof bank.itemKinds): Promise<void> {
  await page.goto(paths.finance.bank())
  await page
    .getByRole('main')
    .getByRole('link')
    .filter({ hasText: formatMoney(amount) })
    .click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(bank.lineTitle(formatMoney(amount)))
  const suggestion = page.getByRole('listitem').filter({ has: page.getByRole('button', { name: bank.take }) })
  await expect(suggestion).toHaveCount(1)
  await expect(suggestion).toContainText(bank.itemKinds[kind] ?? '')
  await suggestion.getByRole('button', { name: bank.take }).click()
  await expectNotice(page, notices.bankLinked)
  await page.goto(paths.finance.bank())
  await expect(page.getByText(bank.none.open)).toBeVisible()
  await expect(page.getByTestId('bank-difference')).toHaveText(formatMoney(fen(0)))
}

/** Records where a cooperative's money goes. */
export async function recordAccount(page: Page, cooperative: string): Promise<void> {
  const { accounts } = settlement
  await page.goto(paths.finance.bankAccounts())
  await page.getByRole('link', { name: cooperative }).click()
  await page.getByLabel(accounts.holder).fill(cooperative)
  await page.getByLabel(accounts.bank).fill('扶风县农村信用合作联社')
  await page.getByLabel(accounts.number).fill('6225 0000 1234 5678')
  await page.getByRole('button', { name: accounts.save }).click()
  await expectNotice(page, notices.bankAccountRecorded)
}

export interface Owed {
  cooperative: string
  gross: Fen
  fee: Fen
  net: Fen
}

/** The officer makes the statement of the month and sends it; its address and number. */
export async function prepareStatement(page: Page, owed: Owed): Promise<{ url: string; statementNo: string }> {
  await page.goto(paths.finance.statements('month=2026-11'))
  const unbilled = page.getByRole('listitem').filter({ hasText: owed.cooperative })
  await expect(unbilled).toContainText(formatMoney(owed.net))
  await unbilled.getByRole('button', { name: new RegExp(settlement.prepare) }).click()
  await expectNotice(page, notices.statementPrepared)
  await expect(
    page
      .getByRole('definition')
      .filter({ hasText: formatMoney(owed.net) })
      .first(),
  ).toBeVisible()
  const sums = page.getByRole('row').filter({ hasText: statements.columns.total })
  for (const amount of [owed.gross, owed.net]) await expect(sums).toContainText(formatYuan(amount))
  await page.getByRole('button', { name: settlement.actions.send }).click()
  await expectNotice(page, notices.statementSent)
  const heading = (await page.getByRole('heading', { level: 1 }).textContent()) ?? ''
  return { url: new URL(page.url()).pathname, statementNo: heading.replace(statements.statement(''), '') }
}

/** The cooperative looks at it in its own workspace and agrees. */
export async function confirmStatement(page: Page, owed: Owed): Promise<void> {
  await page.goto(paths.supply.statements())
  await page
    .getByRole('main')
    .getByRole('link')
    .filter({ hasText: formatMoney(owed.net) })
    .click()
  await page.getByRole('button', { name: statements.own.confirm(formatMoney(owed.net)) }).click()
  await expectNotice(page, notices.statementConfirmed)
}

export async function approveStatement(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.getByRole('button', { name: settlement.actions.approve }).click()
  await expectNotice(page, notices.statementApproved)
}

export async function payStatement(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.getByLabel(settlement.actions.bankReference).fill('EB2026112600017')
  await page.getByRole('button', { name: settlement.actions.pay }).click()
  await expectNotice(page, notices.statementPaid)
}

/** The officer decides to give the money of one piece back, at the cooperative's cost; it is for somebody else to approve. */
export async function refundOne(page: Page, { orderNo, price }: { orderNo: string; price: Fen }): Promise<string> {
  const { finance, reasons, bearers } = aftersaleMessages.zh
  await page.goto(paths.finance.newRefund(orderNo.replace('-', '')))
  await page.getByLabel(finance.acceptedPieces).fill('1')
  await page.getByLabel(reasons.quality).check()
  await page.getByLabel(bearers.cooperative).check()
  await page.getByLabel(finance.note).fill('一件受潮结块')
  await page.getByRole('button', { name: finance.decide }).click()
  await expectNotice(page, notices.refundProposed)
  await expect(page.getByRole('main')).toContainText(formatMoney(price))
  return new URL(page.url()).pathname
}

export async function approveRefund(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.getByRole('button', { name: aftersaleMessages.zh.finance.approve }).click()
  await expectNotice(page, notices.refundApproved)
}
