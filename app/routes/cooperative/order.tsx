import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { readFields } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { requireManager } from '#app/http/require-actor.server.ts'
import { badRequest, notFound } from '#app/http/responses.server.ts'
import { cooperativeMessages } from '#app/messages/cooperative.ts'
import { readSupplierOrder } from '#app/modules/fulfillment/supplier-order-queries.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { ConfirmForm } from '#app/routes/parts/supply-confirm-form.tsx'
import { SupplyLines } from '#app/routes/parts/supply-lines.tsx'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { confirmByForm, shipByForm, shortByForm } from '#app/routes/parts/supply-order-actions.server.ts'
import { OrderFacts, Shipments, Shortages } from '#app/routes/parts/supply-order-facts.tsx'
import { readSupplierOrderId } from '#app/routes/parts/supply-params.server.ts'
import { explainSupply } from '#app/routes/parts/supply-refusal.ts'
import { ShipForm } from '#app/routes/parts/supply-ship-form.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { cooperativeId } = await requireManager(request)
  const supplierOrderId = readSupplierOrderId(params)
  const order = await readSupplierOrder(getRuntime().db, cooperativeId, { supplierOrderId, now: clock.now() })
  if (!order) throw notFound()
  const { notice, headers } = takeNotice(request)
  const title = cooperativeMessages[readPreferences(request).language].order.title(order.orderNo)
  return data({ title, order, notice, requestId: newId() }, { headers })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const manager = await requireManager(request)
  const command = { manager, supplierOrderId: readSupplierOrderId(params), now: clock.now() }
  const fields = await readFields(request)
  switch (fields.get('intent')) {
    case 'confirm':
      return confirmByForm(fields, command)
    case 'ship':
      return shipByForm(fields, command)
    case 'short':
      return shortByForm(fields, command)
    default:
      throw badRequest()
  }
}

export default function SupplierOrderPage() {
  const { title, order, notice, requestId } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const t = useMessages(cooperativeMessages)
  const language = useLanguage()
  const replyTo = (form: 'confirm' | 'ship' | 'short') => (result?.form === form ? result.reply : undefined)
  return (
    <>
      <p className="print:hidden">
        <Link to={paths.supply.orders()} className="inline-flex min-h-11 items-center text-indigo underline">
          {t.order.toList}
        </Link>
      </p>
      <h1 className="font-serif text-2xl tabular-nums">{title}</h1>
      {result ? (
        <div className="mt-4">
          <Notice tone="error" role="alert">
            <p className="font-semibold">{t.problemTitle}</p>
            {result.refusal && <p>{explainSupply(result.refusal, { order, t, language })}</p>}
          </Notice>
        </div>
      ) : (
        <SupplyNotice notice={notice} />
      )}
      <OrderFacts order={order} />
      {order.state === 'to_confirm' && <ConfirmForm reply={replyTo('confirm')} />}
      <SupplyLines order={order} requestId={requestId} reply={replyTo('short')} />
      {order.toShip > 0 && <ShipForm key={requestId} order={order} requestId={requestId} reply={replyTo('ship')} />}
      <Shipments order={order} />
      <Shortages order={order} />
    </>
  )
}
