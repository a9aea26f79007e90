import { expect, type Page } from '@playwright/test'
import { paths } from '#app/http/paths.ts'
import { closingMessages } from '#app/messages/closing.ts'
import { evidencePacksMessages } from '#app/messages/evidence-packs.ts'
import { reportMessages } from '#app/messages/reports.ts'
import { findLink } from './axe.ts'

const ID = '[0-9a-f-]{36}'

/** Every page of the finance workspace that has no subject of its own. */
export const FINANCE_PAGES: readonly string[] = [
  paths.finance.overview(),
  paths.finance.attainment(),
  paths.finance.attainmentLines(),
  paths.finance.purchases(),
  paths.finance.purchaseImports(),
  paths.finance.purchaseWorklist(),
  paths.finance.targets(),
  paths.finance.rules(),
  paths.finance.agreements(),
  paths.finance.bank(),
  paths.finance.bank('show=all'),
  paths.finance.bankImport(),
  paths.finance.bankOpening(),
  paths.finance.deposits(),
  paths.finance.statements(),
  paths.finance.bankAccounts(),
  paths.finance.refunds(),
  paths.finance.fapiao(),
  paths.finance.reconciliation(),
  paths.finance.incidents(),
  paths.finance.bills(),
  paths.finance.reports(),
  ...['register', 'summary', 'sales', 'refunds', 'payments', 'settlement', 'trial-balance', 'journal'].map((name) =>
    paths.finance.report(name),
  ),
  paths.finance.exports(),
  paths.finance.periods(),
  paths.finance.tieOuts(),
  paths.finance.years(),
  paths.finance.evidence(),
  paths.finance.ledger(),
  paths.finance.audit(),
]

/** One page of each kind of subject there is after a year of work. */
export async function findSubjects(page: Page, month: string): Promise<string[]> {
  const { finance } = paths
  const wanted: [on: string, kind: string][] = [
    [finance.attainmentLines(), `/finance/attainment/${ID}`],
    [finance.purchases(), `/finance/purchases/${ID}`],
    [finance.purchaseImports(), `/finance/purchases/import/${ID}`],
    [finance.rules(), `/finance/rules/${ID}`],
    [finance.bank('show=all'), `/finance/bank/lines/${ID}`],
    [finance.bankImport(), `/finance/bank/import/${ID}`],
    [finance.statements(`month=${month}`), `/finance/statements/${ID}`],
    [finance.bankAccounts(), `/finance/bank-accounts\\?cooperative=${ID}`],
    [finance.refunds('settled'), `/finance/refunds/${ID}`],
    [finance.reconciliation(), '/finance/reconciliation/payouts/[\\w-]+'],
    [finance.ledger(), '/finance/entries/\\d+'],
    [finance.evidence(), `/finance/evidence/${ID}`],
  ]
  const found: string[] = []
  for (const [on, kind] of wanted) found.push(await findLink(page, { on, kind: new RegExp(`^${kind}$`) }))
  return [...found, finance.period(month), finance.year(Number(month.slice(0, 4)))]
}

/** What reads and counts, and changes neither money nor target nor rule. */
const HARMLESS = [closingMessages.zh.tieOuts.check, evidencePacksMessages.zh.make, reportMessages.zh.exportAs]

/** Each page opens and has no button that changes anything. */
export async function expectReadOnly(page: Page, pages: readonly string[]): Promise<void> {
  for (const path of pages) {
    const answer = await page.goto(path)
    expect(answer?.status(), path).toBe(200)
    const buttons = await page
      .getByRole('main')
      .getByRole('button')
      .evaluateAll((all) =>
        all
          .filter((one) => !(one instanceof HTMLButtonElement && one.form?.method === 'get'))
          .map((one) => one.textContent?.trim() ?? ''),
      )
    const changing = buttons.filter((name) => !HARMLESS.some((words) => name.startsWith(words)))
    expect(changing, path).toEqual([])
  }
}

/** Posting all the same is refused, whatever the page would have asked for. */
export async function expectRefused(page: Page, posts: readonly (readonly [path: string, intent: string])[]) {
  for (const [path, intent] of posts) {
    const status = await page.evaluate(
      async ([to, wish]) => (await fetch(to, { method: 'POST', body: new URLSearchParams({ intent: wish }) })).status,
      [path, intent] as const,
    )
    expect(status, `${path} ${intent}`).toBe(403)
  }
}
