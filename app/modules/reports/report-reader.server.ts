import { readAccountNames } from '#app/modules/ledger/account-names.server.ts'
import type { AccountNames } from '#app/modules/ledger/account-names.ts'
import type { Db } from '#app/platform/db.server.ts'
import { accountReport } from './internal/account-report.server.ts'
import { journalReport } from './internal/journal-report.server.ts'
import { paymentsReport } from './internal/payments-report.server.ts'
import { refundsReport } from './internal/refunds-report.server.ts'
import { registerReport } from './internal/register-report.server.ts'
import { accountsOf, type Report } from './internal/report-shape.server.ts'
import { salesReport } from './internal/sales-report.server.ts'
import { settlementReport } from './internal/settlement-report.server.ts'
import { summaryReport } from './internal/summary-report.server.ts'
import { trialBalanceReport } from './internal/trial-balance-report.server.ts'
import { atCut } from './read-cut.server.ts'
import type { ReportColumn, ReportControls, ReportCut, ReportName, ReportPage } from './report.ts'
import type { ReportQuery } from './report-query.ts'

const REPORTS: Record<ReportName, Report> = {
  register: registerReport,
  summary: summaryReport,
  sales: salesReport,
  refunds: refundsReport,
  payments: paymentsReport,
  settlement: settlementReport,
  'trial-balance': trialBalanceReport,
  journal: journalReport,
  account: accountReport,
}

export function reportOf(name: ReportName): Report {
  return REPORTS[name]
}

export interface ReportView extends ReportPage {
  columns: readonly ReportColumn[]
  controls: ReportControls
  /** Of the accounts on the page. */
  accounts: AccountNames
  cut: ReportCut
}

/** One page of a report with its figures and its cut, all of one moment. */
export async function readReport(
  db: Db,
  { name, query, limit, now }: { name: ReportName; query: ReportQuery; limit: number; now: Date },
): Promise<ReportView> {
  const report = reportOf(name)
  const columns = report.columns(query)
  return atCut(db, now, async (tx) => {
    const page = await report.readPage(tx, query, limit)
    const codes = accountsOf(columns, page.rows)
    return {
      columns,
      ...page,
      controls: await report.readControls(tx, query),
      accounts: await readAccountNames(tx, query.account ? [...codes, query.account] : codes),
    }
  })
}
