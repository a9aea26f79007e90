import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { reconciliationMessages } from '#app/messages/reconciliation.ts'
import type { PayoutRow } from '#app/modules/reconciliation/payout-queries.server.ts'
import { formatMoney } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'

/** The newest payouts, each leading to its lines. */
export function PayoutList({ payouts }: { payouts: readonly PayoutRow[] }) {
  const t = useMessages(reconciliationMessages).payouts
  return (
    <section className="mt-10">
      <h2 className="font-serif text-xl font-bold">{t.title}</h2>
      <p className="mt-1 text-sm text-ink-2">{t.transit}</p>
      {payouts.length === 0 && <p className="mt-3 rounded-2xl bg-sand p-4">{t.none}</p>}
      <ul className="mt-3 grid gap-3 lg:grid-cols-2">
        {payouts.map((payout) => (
          <li key={payout.payoutId}>
            <Link
              to={paths.finance.payout(payout.payoutId)}
              className="block rounded-2xl border border-line bg-card p-4 hover:border-line-strong"
            >
              <span className="flex flex-wrap items-baseline justify-between gap-x-4">
                <span className="text-lg font-semibold tabular-nums">{formatMoney(payout.amount)}</span>
                <span>{t.states[payout.state]}</span>
              </span>
              <span className="block text-sm text-ink-2 tabular-nums">
                {t.arrives} {payout.arrivesOn} · <ItemsWords payout={payout} />
              </span>
              <span className="block font-mono text-xs break-all text-ink-2">{payout.payoutId}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Whether the lines of a payout come to its amount. */
export function ItemsWords({ payout: { itemNet, amount } }: { payout: PayoutRow }) {
  const t = useMessages(reconciliationMessages).payouts
  if (itemNet === undefined) return <>{t.unitemized}</>
  if (itemNet === amount) return <>{t.itemsTie}</>
  return <span className="text-shi">{t.itemsDiffer(formatMoney(itemNet))}</span>
}
