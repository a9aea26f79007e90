import { bankMessages } from '#app/messages/bank.ts'
import type { BankPosition } from '#app/modules/bank/bank-queries.server.ts'
import { formatMoney } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'

/** Books against bank: what is matched and what is not make up all the bank said, or the difference stands there. */
export function BankPositionCard({ position, coveredTo }: { position: BankPosition; coveredTo: string | undefined }) {
  const t = useMessages(bankMessages).position
  const { booked, openIn, openOut, lines, difference, lastBalance } = position
  const rows = [
    [t.booked, booked],
    [t.openIn(openIn.count), openIn.amount],
    [t.openOut(openOut.count), openOut.amount],
  ] as const
  return (
    <section className="mt-6 max-w-[680px] rounded-2xl border border-line bg-card p-4">
      <h2 className="font-serif text-xl font-bold">{t.title}</h2>
      <dl className="mt-3 grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 tabular-nums">
        {rows.map(([name, amount]) => (
          <Row key={name} name={name} amount={amount} />
        ))}
        <div className="col-span-2 my-1 border-t border-line-strong" />
        <Row name={t.lines} amount={lines} />
        <dt className="font-semibold">{t.difference}</dt>
        <dd
          data-testid="bank-difference"
          className={`text-right font-semibold ${difference === 0 ? 'text-huai' : 'text-jiao'}`}
        >
          {formatMoney(difference)}
        </dd>
        {lastBalance && <Row name={t.lastBalance(lastBalance.day)} amount={lastBalance.amount} />}
      </dl>
      <p className="mt-3 text-sm text-ink-2">{coveredTo ? t.coveredTo(coveredTo) : t.noStatement}</p>
    </section>
  )
}

function Row({ name, amount }: { name: string; amount: BankPosition['booked'] }) {
  return (
    <>
      <dt className="text-ink-2">{name}</dt>
      <dd className="text-right">{formatMoney(amount)}</dd>
    </>
  )
}
