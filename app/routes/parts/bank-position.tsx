import { bankMessages } from '#app/messages/bank.ts'
import type { BankPosition } from '#app/modules/bank/bank-queries.server.ts'
import { addFen, type Fen, formatMoney, ZERO_FEN } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'

/**
 * Books against bank, in three steps: the ledger and what is not matched yet; the
 * opening balance and all the bank's lines, which must be the same; and the balance the
 * bank itself gives, which those lines must lead to.
 */
export function BankPositionCard({ position, coveredTo }: { position: BankPosition; coveredTo: string | undefined }) {
  const t = useMessages(bankMessages).position
  const { booked, openIn, openOut, opening, lines, difference, lastBalance, missing } = position
  return (
    <section className="mt-6 max-w-[680px] rounded-2xl border border-line bg-card p-4">
      <h2 className="font-serif text-xl font-bold">{t.title}</h2>
      <dl className="mt-3 grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 tabular-nums">
        <Row name={t.booked} amount={booked} />
        <Row name={t.openIn(openIn.count)} amount={openIn.amount} />
        <Row name={t.openOut(openOut.count)} amount={openOut.amount} />
        <Rule />
        <Row name={opening ? t.openingOn(opening.day) : t.opening} amount={opening?.amount ?? ZERO_FEN} />
        <Row name={t.lines} amount={lines} />
        <Row name={t.together} amount={addFen(opening?.amount ?? ZERO_FEN, lines)} />
        <Difference name={t.difference} amount={difference} testId="bank-difference" />
        {lastBalance && missing !== undefined && (
          <>
            <Rule />
            <Row name={t.lastBalance(lastBalance.day)} amount={lastBalance.amount} />
            <Difference name={t.missing} amount={missing} testId="bank-missing" />
          </>
        )}
      </dl>
      {missing !== undefined && missing !== 0 && <p className="mt-2 text-sm text-jiao">{t.missingHint}</p>}
      <p className="mt-3 text-sm text-ink-2">{coveredTo ? t.coveredTo(coveredTo) : t.noStatement}</p>
    </section>
  )
}

function Rule() {
  return <div className="col-span-2 my-1 border-t border-line-strong" />
}

function Row({ name, amount }: { name: string; amount: Fen }) {
  return (
    <>
      <dt className="text-ink-2">{name}</dt>
      <dd className="text-right">{formatMoney(amount)}</dd>
    </>
  )
}

function Difference({ name, amount, testId }: { name: string; amount: Fen; testId: string }) {
  return (
    <>
      <dt className="font-semibold">{name}</dt>
      <dd data-testid={testId} className={`text-right font-semibold ${amount === 0 ? 'text-huai' : 'text-jiao'}`}>
        {formatMoney(amount)}
      </dd>
    </>
  )
}
