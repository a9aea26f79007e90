import type { AccountNames, AccountParts } from '#app/modules/ledger/account-names.ts'
import type { Language } from '#app/shared/language.ts'
import { financeMessages } from './finance.ts'
import { progressMessages } from './progress.ts'

/** An account in words: its class, then whose it is, by which channel, of which fund and year. The code itself where there are none. */
export function accountWords(code: string, names: AccountNames, language: Language): string {
  const { accounts } = financeMessages[language]
  const parts = Object.hasOwn(names, code) ? names[code] : undefined
  return [classWords(code, accounts) ?? code, ...(parts ? partWords(code, parts, language) : [])].join(' · ')
}

function partWords(code: string, parts: AccountParts, language: Language): string[] {
  const t = financeMessages[language]
  const { channels, funds } = progressMessages[language]
  const { scope, named, channel, fundType, year } = parts
  return [
    scope === 'college' && t.college,
    ...named.map((name) => name[language]),
    isOfNobodyKnown(code) && t.supplierElsewhere,
    channel && channels.names[channel],
    fundType && funds.names[fundType],
    year !== undefined && t.ofYear(year),
  ].filter((words) => typeof words === 'string')
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
