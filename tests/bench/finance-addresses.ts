/**
 * The pages of finance whose time is measured, as somebody would type them. One that
 * the shop does not have yet answers 404 and is told as missing. `{year}` and
 * `{month}` are those of the bench's history.
 */
export const FINANCE_ADDRESSES: readonly { name: string; address: string }[] = [
  { name: 'overview', address: '/finance' },
  { name: 'attainment', address: '/finance/attainment?year={year}' },
  { name: 'attainment, lines', address: '/finance/attainment/lines?year={year}' },
  {
    name: 'attainment, lines of a cell',
    address: '/finance/attainment/lines?year={year}&county=fufeng&channel=own_shop',
  },
  { name: 'progress, public', address: '/progress' },
  { name: 'ledger', address: '/finance/ledger' },
  { name: 'ledger, one account', address: '/finance/ledger?account=advances:buyers' },
  { name: 'ledger, one day', address: '/finance/ledger?book=assistance&from={month}-10&to={month}-10' },
  { name: 'refunds', address: '/finance/refunds' },
  { name: 'reports', address: '/finance/reports' },
  { name: 'report, trial balance', address: '/finance/reports/trial-balance' },
  { name: 'report, sales', address: '/finance/reports/sales' },
  { name: 'report, journal', address: '/finance/reports/journal' },
  { name: 'report, register', address: '/finance/reports/register' },
  { name: 'report, summary', address: '/finance/reports/summary' },
  { name: 'report, payments', address: '/finance/reports/payments' },
  { name: 'report, settlement', address: '/finance/reports/settlement' },
  { name: 'statements', address: '/finance/statements' },
  { name: 'reconciliation', address: '/finance/reconciliation' },
  { name: 'incidents', address: '/finance/incidents' },
  { name: 'periods', address: '/finance/periods' },
  { name: 'period', address: '/finance/periods/{month}' },
  { name: 'tie-outs', address: '/finance/tie-outs' },
  { name: 'year', address: '/finance/years/{year}' },
  { name: 'audit log', address: '/finance/audit' },
  { name: 'exports', address: '/finance/exports' },
  { name: 'agreements', address: '/finance/agreements' },
  { name: 'targets', address: '/finance/targets' },
]

/** A page of the same server that asks the database for nothing of a stranger. */
export const BARE_ADDRESS = '/sign-in'

export function addressAt(address: string, { year, month }: { year: number; month: string }): string {
  return address.replaceAll('{year}', String(year)).replaceAll('{month}', month)
}
