import { paths } from '#app/http/paths.ts'

/** Where what a check of the close found is worked off; absent where that is not a page of finance. */
export const CLOSING_WORK: Record<string, string> = {
  refunds_unsent: paths.finance.refunds('owed'),
  imports: paths.finance.purchaseImports(),
  sheets_waiting: paths.finance.purchaseImports(),
  provider_read: paths.finance.reconciliation(),
  provider_lines: paths.finance.reconciliation(),
  payouts: paths.finance.reconciliation(),
  disputes: paths.finance.reconciliation(),
  bill_files: paths.finance.bills(),
  bill_lines: paths.finance.bills(),
  bank_statements: paths.finance.bankImport(),
  bank_lines: paths.finance.bank(),
  bank_unclaimed: paths.finance.bank('show=all'),
  statements_missing: paths.finance.statements(),
  statements_unconfirmed: paths.finance.statements(),
  statements_disputed: paths.finance.statements(),
  incidents: paths.finance.incidents(),
  stages: paths.finance.tieOuts(),
  tie_outs: paths.finance.tieOuts(),
}
