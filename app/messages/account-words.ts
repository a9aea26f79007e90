import type { AccountNames } from '#app/modules/ledger/account-names.ts'
import type { Language } from '#app/shared/language.ts'
import { financeMessages } from './finance.ts'
import { progressMessages } from './progress.ts'

/** An account in words: its class, then whose it is, by which channel, of which fund and year. The code itself where there are none. */
export function accountWords(code: string, names: AccountNames, language: Language): string {
  const t = financeMessages[language]
  const { channels, funds } = progressMessages[language]
  const parts = Object.hasOwn(names, code) ? names[code] : undefined
  return [
    classWords(code, t.accounts) ?? code,
    parts?.scope === 'college' && t.college,
    ...(parts?.named ?? []).map((name) => name[language]),
    isOfNobodyKnown(code) && t.supplierElsewhere,
    parts?.channel && channels.names[parts.channel],
    parts?.fundType && funds.names[parts.fundType],
    parts?.year !== undefined && t.ofYear(parts.year),
  ]
    .filter((words) => typeof words === 'string')
    .join(' · ')
}

/** By the code, or else by the words it begins with. */
function classWords(code: string, accounts: Record<string, string>): string | undefined {
  const [first = '', second = ''] = code.split(':')
  return [code, `${first}:${second}`, first]
    .map((key) => (Object.hasOwn(accounts, key) ? accounts[key] : undefined))
    .find(Boolean)
}

function isOfNobodyKnown(code: string): boolean {
  const [prefix, , , supplier] = code.split(':')
  return prefix === 'recognized' && supplier === 'none'
}
