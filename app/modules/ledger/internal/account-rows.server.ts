import type { AccountRef } from '../accounts.ts'
import type { EntryDraft } from '../entry.ts'

/** The accounts that entries use, each once, as JSON of their rows. */
export function accountRows(drafts: readonly EntryDraft[]): string {
  const accounts = new Map<string, AccountRef>()
  for (const { postings } of drafts) for (const { account } of postings) accounts.set(account.code, account)
  return JSON.stringify([...accounts.values()].map(accountRow))
}

function accountRow(account: AccountRef) {
  return {
    code: account.code,
    book: account.book,
    kind: account.kind,
    year: account.year,
    scope: account.scope,
    county_id: account.countyId,
    cooperative_id: account.cooperativeId,
    channel: account.channel,
    fund_type: account.fundType,
    org_unit_id: account.orgUnitId,
  }
}
