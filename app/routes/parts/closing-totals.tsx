import { closingMessages } from '#app/messages/closing.ts'
import { financeMessages } from '#app/messages/finance.ts'
import type { ControlTotals } from '#app/modules/closing/control-totals.ts'
import type { AccountNames } from '#app/modules/ledger/account-names.ts'
import { type Fen, formatYuan, negateFen } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'
import { AMOUNT, CELL, ROW, WideTable } from './closing-table.tsx'
import { AccountName } from './ledger-account.tsx'

interface TotalsProps {
  totals: ControlTotals
  /** Of the accounts in its balances. */
  names: AccountNames
  isSigned: boolean
}

/** The figures a close signs, or those of a month so far. */
export function Totals({ totals, names, isSigned }: TotalsProps) {
  const t = useMessages(closingMessages)
  const { books, kinds } = useMessages(financeMessages)
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl font-bold">{isSigned ? t.period.totals : t.period.totalsSoFar}</h2>
      {isSigned && <p className="mt-1 text-sm text-ink-2">{t.period.totalsSigned}</p>}
      <Recognized totals={totals} />
      <p className="mt-6 text-sm text-ink-2 tabular-nums">
        {t.period.entries(totals.entries.money, totals.entries.assistance)}
      </p>
      {totals.classes.length === 0 && <p className="mt-3 rounded-2xl bg-sand p-4">{t.period.noMoves}</p>}
      {totals.classes.length > 0 && (
        <WideTable
          label={t.period.totals}
          heads={[
            { words: t.period.class },
            { words: t.period.debit, isAmount: true },
            { words: t.period.credit, isAmount: true },
          ]}
        >
          {totals.classes.map((row) => (
            <tr key={`${row.book}${row.kind}`} className={ROW}>
              <th scope="row" className={`${CELL} text-left font-normal`}>
                {books[row.book]} · {kinds[row.kind]}
              </th>
              <td className={AMOUNT}>{formatYuan(row.debit)}</td>
              <td className={AMOUNT}>{formatYuan(row.credit)}</td>
            </tr>
          ))}
        </WideTable>
      )}
      <Balances totals={totals} names={names} />
    </section>
  )
}

function Recognized({ totals }: { totals: ControlTotals }) {
  const t = useMessages(closingMessages)
  return (
    <WideTable
      label={t.period.recognized}
      heads={[
        { words: t.period.recognized },
        { words: t.period.inMonth, isAmount: true },
        { words: t.period.inYear, isAmount: true },
      ]}
    >
      {totals.recognized.map((row) => (
        <tr key={row.measure} className={ROW}>
          <th scope="row" className={`${CELL} text-left font-normal`}>
            {t.measures[row.measure]}
          </th>
          <td className={AMOUNT}>{formatYuan(row.month)}</td>
          <td className={AMOUNT}>{formatYuan(row.year)}</td>
        </tr>
      ))}
    </WideTable>
  )
}

function Balances({ totals, names }: Omit<TotalsProps, 'isSigned'>) {
  const t = useMessages(closingMessages).period
  const { debitSide, creditSide } = useMessages(financeMessages)
  const sideOf = (balance: Fen) =>
    balance > 0 ? `${debitSide} ${formatYuan(balance)}` : `${creditSide} ${formatYuan(negateFen(balance))}`
  if (totals.balances.length === 0) return null
  return (
    <details className="mt-4">
      <summary className="inline-flex min-h-11 cursor-pointer items-center text-indigo underline">{t.balances}</summary>
      <WideTable label={t.balances} heads={[{ words: t.account }, { words: t.balance, isAmount: true }]}>
        {totals.balances.map((row) => (
          <tr key={row.code} className={ROW}>
            <th scope="row" className={`${CELL} text-left font-normal`}>
              <AccountName code={row.code} names={names} />
            </th>
            <td className={AMOUNT}>{sideOf(row.balance)}</td>
          </tr>
        ))}
      </WideTable>
    </details>
  )
}
