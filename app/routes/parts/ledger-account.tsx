import { financeMessages } from '#app/messages/finance.ts'
import { type Fen, formatYuan, negateFen } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'

/** An account by its code, with what it is, or else what its first words mean. */
export function AccountName({ code }: { code: string }) {
  const { accounts } = useMessages(financeMessages)
  const [first = '', second = ''] = code.split(':')
  const words = accounts[code] ?? accounts[`${first}:${second}`] ?? accounts[first]
  return (
    <>
      <span className="font-mono text-[0.8125rem] break-all">{code}</span>
      {words && <span className="block text-xs text-ink-2">{words}</span>}
    </>
  )
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
