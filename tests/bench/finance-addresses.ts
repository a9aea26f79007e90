/**
 * The pages of finance whose time is measured, as somebody would type them. One that
 * the shop does not have yet answers 404 and is told as missing. `{year}` and
 * `{month}` are those of the bench's history.
 */
export const FINANCE_ADDRESSES: readonly { name: string; address: string }[] = [
  { name: 'overview', address: '/finance' },
  { name: 'progress, public', address: '/progress' },
  { name: 'attainment, county × channel', address: '/finance/attainment?year={year}' },
  { name: 'attainment, month × unit, paid', address: '/finance/attainment?year={year}&rows=unit&columns=month&amount=paid' },
  { name: 'lines of everything', address: '/finance/attainment/lines?year={year}' },
  { name: 'lines of a large cell', address: '/finance/attainment/lines?year={year}&county=fufeng&channel=own_shop' },
  {
    name: 'lines of a large cell, paid',
    address: '/finance/attainment/lines?year={year}&amount=paid&county=fufeng&channel=own_shop',
  },
  { name: 'a counted purchase', address: '/finance/attainment/{counted}' },
  { name: 'ledger', address: '/finance/ledger' },
  { name: 'ledger, one day', address: '/finance/ledger?book=assistance&from={month}-10&to={month}-10' },
  { name: 'an entry', address: '/finance/entries/{entry}' },
  { name: 'refunds', address: '/finance/refunds' },
  { name: 'reports', address: '/finance/reports' },
  { name: 'report, trial balance', address: '/finance/reports/trial-balance' },
  { name: 'report, journal', address: '/finance/reports/journal' },
  { name: 'report, account statement', address: '/finance/reports/account?account=advances:buyers' },
  { name: 'report, register', address: '/finance/reports/register' },
  { name: 'report, register, odd days', address: '/finance/reports/register?from={month}-03&to={month}-27' },
  { name: 'report, summary', address: '/finance/reports/summary' },
  { name: 'report, sales', address: '/finance/reports/sales' },
  { name: 'report, refunds', address: '/finance/reports/refunds' },
  { name: 'report, payments', address: '/finance/reports/payments' },
  { name: 'report, settlement', address: '/finance/reports/settlement' },
  { name: 'statements', address: '/finance/statements' },
  { name: 'a statement with many lines', address: '/finance/statements/{statement}' },
  { name: 'reconciliation', address: '/finance/reconciliation' },
  { name: 'reconciliation, matched', address: '/finance/reconciliation?state=matched' },
  { name: 'a payout', address: '/finance/reconciliation/payouts/{payout}' },
  { name: 'bills', address: '/finance/bills' },
  { name: 'bank', address: '/finance/bank' },
  { name: 'a bank line', address: '/finance/bank/lines/{bankLine}' },
  { name: 'incidents', address: '/finance/incidents' },
  { name: 'purchases', address: '/finance/purchases' },
  { name: 'purchases, worklist', address: '/finance/purchases/worklist' },
  { name: 'a purchase', address: '/finance/purchases/{purchase}' },
  { name: 'invoices', address: '/finance/fapiao' },
  { name: 'evidence, a year', address: '/finance/evidence?from={year}-01-01&to={year}-12-31' },
  { name: 'evidence, a month', address: '/finance/evidence?from={month}-01&to={month}-28' },
  { name: 'periods', address: '/finance/periods' },
  { name: 'period, checklist', address: '/finance/periods/{month}' },
  { name: 'tie-outs', address: '/finance/tie-outs' },
  { name: 'years', address: '/finance/years' },
  { name: 'year', address: '/finance/years/{year}' },
  { name: 'audit log', address: '/finance/audit' },
  { name: 'audit log of a verb and month', address: '/finance/audit?verb=incident.closed&from={month}-01&to={month}-28' },
  { name: 'exports', address: '/finance/exports' },
  { name: 'agreements', address: '/finance/agreements' },
  { name: 'targets', address: '/finance/targets' },
  { name: 'rules', address: '/finance/rules' },
]

/** A page of the same server that asks the database for nothing of a stranger. */
export const BARE_ADDRESS = '/sign-in'

/** An address with its places filled in. */
export function addressAt(address: string, places: Readonly<Record<string, string>>): string {
  return address.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const place = places[name]
    if (place === undefined) throw new Error(`${address}: there is no ${name}`)
    return place
  })
}
