import { accountWords } from '#app/messages/account-words.ts'
import type { AccountNames } from '#app/modules/ledger/account-names.ts'
import { type Fen, formatYuan, negateFen } from '#app/shared/money.ts'
import { useLanguage } from '#app/ui/language.tsx'

/** An account by its name, its code small beneath. */
export function AccountName({ code, names }: { code: string; names: AccountNames }) {
  const language = useLanguage()
  return (
    <>
      {accountWords(code, names, language)}
      <AccountCode code={code} />
    </>
  )
}

export function AccountCode({ code }: { code: string }) {
  return <span className="block font-mono text-xs break-all text-ink-2">{code}</span>
}

/** The amount of a line on its side: what is positive stands under debit. */
export function SideCells({ amount }: { amount: Fen }) {
  return (
    <>
      <td className="py-1.5 pl-3 text-right tabular-nums">{amount > 0 ? formatYuan(amount) : ''}</td>
      <td className="py-1.5 pl-3 text-right tabular-nums">{amount < 0 ? formatYuan(negateFen(amount)) : ''}</td>
    </>
  )
}
