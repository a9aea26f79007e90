import { data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { accountMessages } from '#app/messages/account.ts'
import { ordersMessages } from '#app/messages/orders.ts'
import { listOrders } from '#app/modules/ordering/order-queries.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { OrderStatusSeal } from '#app/routes/parts/order-status.tsx'
import { formatOrderNo } from '#app/routes/parts/order-url.ts'
import { describeSummary, type OrderRow } from '#app/routes/parts/order-view.server.ts'
import { formatMoney } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  const buyer = await requireActor(request, 'order:own')
  const { language } = readPreferences(request)
  const orders = (await listOrders(getRuntime().db, buyer.personId)).map((order) => describeSummary(order, language))
  const { notice, headers } = takeNotice(request)
  return data({ title: ordersMessages[language].listTitle, orders, notice }, { headers })
}

export default function OrdersPage() {
  const { orders, notice } = useLoaderData<typeof loader>()
  const t = useMessages(ordersMessages)
  const { notices } = useMessages(accountMessages)
  return (
    <div className="mx-auto max-w-[680px]">
      <h1 className="font-serif text-2xl font-bold">{t.listTitle}</h1>
      {notice && (
        <div className="mt-4">
          <Notice tone="done" role="status">
            {notices[notice]}
          </Notice>
        </div>
      )}
      {orders.length === 0 ? (
        <div className="mt-6 rounded-2xl bg-sand p-8 text-center">
          <p className="text-lg">{t.none}</p>
          <Link to={paths.products()} className="mt-2 inline-flex min-h-11 items-center text-indigo underline">
            {t.toProducts}
          </Link>
        </div>
      ) : (
        <ul className="mt-4 grid gap-3">
          {orders.map((order) => (
            <OrderCard key={order.orderNo} order={order} />
          ))}
        </ul>
      )}
    </div>
  )
}

/** One order; the whole card leads to it. */
function OrderCard({ order }: { order: OrderRow }) {
  const t = useMessages(ordersMessages)
  const language = useLanguage()
  const names = [...new Set(order.lines.map((line) => line.name))].join(language === 'zh' ? '、' : ', ')
  return (
    <li className="relative rounded-2xl border border-line bg-card p-4 hover:border-line-strong">
      <div className="flex flex-wrap items-center justify-between gap-x-3">
        <Link
          to={paths.order(order.orderNo)}
          className="inline-flex min-h-11 items-center font-semibold tabular-nums after:absolute after:inset-0 after:rounded-2xl"
        >
          {formatOrderNo(order.orderNo)}
        </Link>
        <OrderStatusSeal status={order.status} />
      </div>
      <div className="mt-1 flex gap-2">
        {order.lines.map((line) => (
          <img
            key={line.place}
            src={paths.picture(line.pictureKind, line.slug)}
            alt=""
            width={56}
            height={56}
            loading="lazy"
            className="size-14 rounded-[10px] bg-sand object-cover"
          />
        ))}
      </div>
      <p className="mt-2">{names}</p>
      <p className="mt-1 flex flex-wrap items-baseline justify-between gap-x-3 text-sm text-ink-2 tabular-nums">
        <span>
          {order.placedAt} · {t.items(order.pieceCount)}
        </span>
        <strong className="text-lg text-ink">{formatMoney(order.total)}</strong>
      </p>
    </li>
  )
}
