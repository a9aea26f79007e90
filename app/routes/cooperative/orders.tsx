import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, Link, useLoaderData } from '@remix-run/react'
import { parseForm } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { redirectWithNotice, takeNotice } from '#app/http/redirects.server.ts'
import { requireManager } from '#app/http/require-actor.server.ts'
import { badRequest, notFound } from '#app/http/responses.server.ts'
import { cooperativeMessages } from '#app/messages/cooperative.ts'
import { confirmShownOrders } from '#app/modules/fulfillment/confirm-shown-orders.server.ts'
import { confirmShownOrdersSchema } from '#app/modules/fulfillment/confirm-supplier-order.ts'
import { countSupplierOrders, listSupplierOrders } from '#app/modules/fulfillment/supplier-order-queries.server.ts'
import { SUPPLY_STATES } from '#app/modules/fulfillment/supply-terms.ts'
import { PAGE_LENGTH, type SupplierOrderSummary } from '#app/modules/fulfillment/supply-views.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { parseSupplyList } from '#app/routes/parts/supply-list-query.ts'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { wordsOfPlace } from '#app/routes/parts/supply-place.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { inLanguage } from '#app/shared/language.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  const { cooperativeId } = await requireManager(request)
  const query = parseSupplyList(new URL(request.url).searchParams)
  if (!query) throw badRequest()
  const { db } = getRuntime()
  const [counts, orders] = await Promise.all([
    countSupplierOrders(db, cooperativeId),
    listSupplierOrders(db, cooperativeId, query),
  ])
  const { notice, headers } = takeNotice(request)
  const title = cooperativeMessages[readPreferences(request).language].list.title
  return data({ title, query, counts, orders, notice }, { headers })
}

export async function action({ request }: ActionFunctionArgs) {
  const manager = await requireManager(request)
  const submission = await parseForm(request, confirmShownOrdersSchema)
  if (submission.status !== 'success') throw badRequest()
  const { supplierOrderIds } = submission.value
  const result = await confirmShownOrders(getRuntime().db, { manager, supplierOrderIds, now: clock.now() })
  if (!result.ok) throw notFound()
  return redirectWithNotice(paths.supply.orders('state=to_ship'), 'supplierOrdersConfirmed')
}

export default function SupplierOrdersPage() {
  const { query, orders, notice } = useLoaderData<typeof loader>()
  const { list: t } = useMessages(cooperativeMessages)
  return (
    <>
      <h1 className="font-serif text-2xl">{t.title}</h1>
      <SupplyNotice notice={notice} />
      <StateLinks />
      {orders.length === 0 ? (
        <p className="mt-6 rounded-2xl bg-sand p-6 text-center">{t.empty[query.state]}</p>
      ) : (
        <>
          {query.state === 'to_confirm' && <ConfirmShown orders={orders} />}
          <ul className="mt-4 grid gap-3">
            {orders.map((order) => (
              <SupplierOrderCard key={order.supplierOrderId} order={order} />
            ))}
          </ul>
        </>
      )}
      <Pages />
    </>
  )
}

function StateLinks() {
  const { query, counts } = useLoaderData<typeof loader>()
  const { list: t } = useMessages(cooperativeMessages)
  return (
    <nav aria-label={t.title} className="mt-4 flex flex-wrap gap-2 print:hidden">
      {SUPPLY_STATES.map((state) => (
        <Link
          key={state}
          to={paths.supply.orders(`state=${state}`)}
          aria-current={state === query.state ? 'page' : undefined}
          className="inline-flex min-h-11 items-center gap-1 rounded-[10px] border border-line-strong bg-card px-3 aria-[current=page]:bg-sand aria-[current=page]:font-semibold aria-[current=page]:underline"
        >
          {t.states[state]}
          <span className="text-sm text-ink-2 tabular-nums">{counts[state].count}</span>
        </Link>
      ))}
    </nav>
  )
}

function ConfirmShown({ orders }: { orders: readonly SupplierOrderSummary[] }) {
  const { list: t } = useMessages(cooperativeMessages)
  return (
    <Form method="post" className="mt-4">
      {orders.map(({ supplierOrderId }, index) => (
        <input key={supplierOrderId} type="hidden" name={`supplierOrderIds[${index}]`} value={supplierOrderId} />
      ))}
      <button
        type="submit"
        className="min-h-12 w-full rounded-[10px] bg-jiao-fill px-5 font-semibold text-white hover:bg-jiao-deep sm:w-auto"
      >
        {t.confirmShown(orders.length)}
      </button>
    </Form>
  )
}

function SupplierOrderCard({ order }: { order: SupplierOrderSummary }) {
  const { list: t } = useMessages(cooperativeMessages)
  const language = useLanguage()
  const { place, time } = wordsOfPlace(order.destination, language)
  return (
    <li>
      <Link
        to={paths.supply.order(order.supplierOrderId)}
        className="block rounded-2xl border border-line bg-card p-4 hover:border-line-strong"
      >
        <span className="flex flex-wrap items-baseline justify-between gap-x-3">
          <span className="font-semibold tabular-nums">{order.orderNo}</span>
          <span className="text-sm tabular-nums">
            {t.pieces(order.pieces)}
            {order.toShip > 0 && ` · ${t.toShip(order.toShip)}`}
          </span>
        </span>
        <span className="mt-1 block">
          {order.lines
            .map((line) => `${inLanguage(line.nameZh, line.nameEn, language)} × ${line.pieces}`)
            .join(language === 'zh' ? '，' : ', ')}
        </span>
        <span className="mt-1 block text-sm text-ink-2">
          {place} · {time}
        </span>
        <span className="block text-sm text-ink-2">
          {t.paidAt(formatInstant(order.paidAt, language))}
          {order.readyOn && ` · ${t.readyOn(order.readyOn)}`}
        </span>
      </Link>
    </li>
  )
}

const STEP = 'inline-flex min-h-11 items-center rounded-[10px] border border-line-strong bg-card px-4'

function Pages() {
  const { query, counts } = useLoaderData<typeof loader>()
  const { list: t } = useMessages(cooperativeMessages)
  const { state, page } = query
  const hasNext = counts[state].count > page * PAGE_LENGTH
  if (page === 1 && !hasNext) return null
  return (
    <nav aria-label={t.pages} className="mt-6 flex items-center gap-4 text-sm">
      {page > 1 && (
        <Link to={paths.supply.orders(`state=${state}&page=${page - 1}`)} rel="prev" className={STEP}>
          {t.previous}
        </Link>
      )}
      <span className="tabular-nums">{t.page(page)}</span>
      {hasNext && (
        <Link to={paths.supply.orders(`state=${state}&page=${page + 1}`)} rel="next" className={STEP}>
          {t.next}
        </Link>
      )}
    </nav>
  )
}
