import { data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { badRequest } from '#app/http/responses.server.ts'
import { purchasesMessages } from '#app/messages/purchases.ts'
import { listPurchases, sumPurchases } from '#app/modules/external/purchase-list.server.ts'
import { listParties } from '#app/modules/external/purchase-queries.server.ts'
import { asActor } from '#app/modules/identity/permissions.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { PurchaseFilterForm, PurchaseLines, PurchaseSumsBar } from '#app/routes/parts/purchase-list.tsx'
import { formatPurchaseQuery, parsePurchaseQuery } from '#app/routes/parts/purchase-query.ts'
import { LINK } from '#app/routes/parts/refund-controls.tsx'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { useMessages } from '#app/ui/language.tsx'

const PAGE_LENGTH = 50

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  const query = parsePurchaseQuery(new URL(request.url).searchParams)
  if (!query) throw badRequest()
  const { db } = getRuntime()
  const { after, ...filter } = query
  const [page, sums] = [await listPurchases(db, { filter, after, limit: PAGE_LENGTH }), await sumPurchases(db, filter)]
  const { notice, headers } = takeNotice(request)
  const title = purchasesMessages[readPreferences(request).language].title
  const mayRecord = Boolean(asActor(reader, 'purchase:record'))
  return data({ title, query, page, sums, parties: await listParties(db), notice, mayRecord }, { headers })
}

export default function PurchasesPage() {
  const { query, page, sums, parties, notice, mayRecord } = useLoaderData<typeof loader>()
  const t = useMessages(purchasesMessages)
  const to = (after: typeof query.after) => paths.finance.purchases(formatPurchaseQuery({ ...query, after }))
  return (
    <div>
      <h1 className="font-serif text-2xl font-bold">{t.title}</h1>
      <p className="mt-2 max-w-[680px] text-ink-2">{t.lead}</p>
      <SupplyNotice notice={notice} />
      <nav aria-label={t.title} className="mt-3 flex flex-wrap gap-3 print:hidden">
        {mayRecord && (
          <Link
            to={paths.finance.newPurchase()}
            className="inline-flex min-h-12 items-center rounded-[10px] bg-jiao-fill px-5 font-semibold text-white hover:bg-jiao-deep"
          >
            {t.toNew}
          </Link>
        )}
        {mayRecord && (
          <Link to={paths.finance.purchaseImports()} className={STEP}>
            {t.toImport}
          </Link>
        )}
        <Link to={paths.finance.purchaseWorklist()} className={STEP}>
          {t.toWorklist}
        </Link>
      </nav>
      <PurchaseFilterForm key={formatPurchaseQuery(query)} query={query} parties={parties} />
      <PurchaseSumsBar sums={sums} />
      <PurchaseLines lines={page.lines} />
      <p className="mt-3 flex gap-6 print:hidden">
        {query.after && (
          <Link className={LINK} to={to(undefined)}>
            {t.newest}
          </Link>
        )}
        {page.next && (
          <Link className={LINK} to={to(page.next)}>
            {t.older}
          </Link>
        )}
      </p>
    </div>
  )
}

const STEP = 'inline-flex min-h-12 items-center rounded-[10px] border border-line-strong bg-card px-5'
