import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { fapiaoMessages } from '#app/messages/fapiao.ts'
import { findOrderFapiao } from '#app/modules/fapiao/fapiao-queries.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { FapiaoPart } from '#app/routes/parts/fapiao-part.tsx'
import { partOnPage, requestFapiaoByForm } from '#app/routes/parts/fapiao-request.server.ts'
import { explainFapiao } from '#app/routes/parts/fapiao-words.ts'
import { formatOrderNo, parseOrderNo } from '#app/routes/parts/order-url.ts'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { personId: buyerId } = await requireActor(request, 'order:own')
  const orderNo = parseOrderNo(params.orderNo)
  const parts = orderNo && (await findOrderFapiao(getRuntime().db, { buyerId, orderNo }))
  if (!parts) throw notFound()
  const { notice, headers } = takeNotice(request)
  const title = fapiaoMessages[readPreferences(request).language].buyerTitle(formatOrderNo(orderNo))
  return data({ title, orderNo, parts: parts.map(partOnPage), notice, requestId: newId() }, { headers })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const buyer = await requireActor(request, 'order:own')
  const orderNo = parseOrderNo(params.orderNo)
  if (!orderNo) throw notFound()
  return requestFapiaoByForm(request, { buyer, orderNo, now: clock.now() })
}

export default function OrderFapiaoPage() {
  const { title, orderNo, parts, notice, requestId } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages(fapiaoMessages)
  return (
    <div className="mx-auto max-w-[680px]">
      <Link to={paths.order(orderNo)} className="inline-flex min-h-11 items-center text-indigo underline print:hidden">
        {t.backToOrder}
      </Link>
      <h1 className="font-serif text-2xl font-bold">{title}</h1>
      <p className="mt-2 text-ink-2">{t.buyerLead}</p>
      {answer?.refusal ? (
        <div className="mt-4">
          <Notice tone="error" role="alert">
            {explainFapiao(answer.refusal, t)}
          </Notice>
        </div>
      ) : (
        <SupplyNotice notice={answer ? undefined : notice} />
      )}
      {parts.map((part) => (
        <FapiaoPart key={part.supplierOrderId} orderNo={orderNo} part={part} requestId={requestId} answer={answer} />
      ))}
    </div>
  )
}
