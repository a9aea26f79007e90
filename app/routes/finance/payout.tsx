import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { reconciliationMessages } from '#app/messages/reconciliation.ts'
import { readPayoutPage } from '#app/routes/parts/reconciliation-line.server.ts'
import { ItemsWords } from '#app/routes/parts/reconciliation-payouts.tsx'
import { LineTable } from '#app/routes/parts/reconciliation-rows.tsx'
import { Fact, Facts, LINK } from '#app/routes/parts/refund-controls.tsx'
import { formatMoney } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireActor(request, 'ledger:read')
  const page = await readPayoutPage(request, params.payoutId ?? '')
  if (!page) throw notFound()
  const title = reconciliationMessages[readPreferences(request).language].payouts.detailTitle
  return { title, ...page }
}

export default function PayoutPage() {
  const { payout, lines, next, after } = useLoaderData<typeof loader>()
  const t = useMessages(reconciliationMessages)
  const to = (line?: string) => paths.finance.payout(payout.payoutId, line && `after=${line}`)
  return (
    <div>
      <Link className={LINK} to={paths.finance.reconciliation()}>
        {t.line.back}
      </Link>
      <h1 className="font-serif text-2xl font-bold">{t.payouts.detailTitle}</h1>
      <Facts>
        <Fact name={t.payouts.id}>
          <span className="font-mono text-sm break-all">{payout.payoutId}</span>
        </Fact>
        <Fact name={t.payouts.amount}>{formatMoney(payout.amount)}</Fact>
        <Fact name={t.payouts.items}>
          <ItemsWords payout={payout} />
        </Fact>
        <Fact name={t.payouts.state}>{t.payouts.states[payout.state]}</Fact>
        <Fact name={t.payouts.arrives}>{payout.arrivesOn}</Fact>
        {payout.failureCode && <Fact name={t.payouts.failure}>{payout.failureCode}</Fact>}
        {payout.bookedOn && <Fact name={t.payouts.bookedOn}>{payout.bookedOn}</Fact>}
        {payout.returnedOn && <Fact name={t.payouts.returnedOn}>{payout.returnedOn}</Fact>}
      </Facts>
      <p className="mt-2 flex flex-wrap gap-x-4">
        {payout.entryIds.map((entryId) => (
          <Link key={entryId} className={LINK} to={paths.finance.entry(entryId)}>
            {t.entry(entryId)}
          </Link>
        ))}
      </p>
      {lines.length === 0 && <p className="mt-3 rounded-2xl bg-sand p-4">{t.payouts.unitemized}</p>}
      {lines.length > 0 && <LineTable lines={lines} label={t.payouts.detailTitle} withPayout={false} />}
      <nav aria-label={t.payouts.detailTitle} className="mt-2 flex gap-6 print:hidden">
        {after && (
          <Link className={LINK} to={to()}>
            {t.newest}
          </Link>
        )}
        {next && (
          <Link className={LINK} to={to(next)}>
            {t.older}
          </Link>
        )}
      </nav>
    </div>
  )
}
