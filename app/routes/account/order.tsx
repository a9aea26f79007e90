import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, Link, type ShouldRevalidateFunction, useActionData, useLoaderData } from '@remix-run/react'
import { parseForm } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { requireActor, requireBuyer } from '#app/http/require-actor.server.ts'
import { badRequest, notFound } from '#app/http/responses.server.ts'
import { accountMessages } from '#app/messages/account.ts'
import { type OrdersMessages, ordersMessages } from '#app/messages/orders.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { FapiaoLink } from '#app/routes/parts/fapiao-link.tsx'
import {
  acceptPart,
  cancelOwnOrder,
  goToPayment,
  orderActionSchema,
  orderAgain,
  refreshPayment,
} from '#app/routes/parts/order-actions.server.ts'
import { OrderAnswerNotice } from '#app/routes/parts/order-answer.tsx'
import { OrderFacts, OrderRefunds, OrderTimeline } from '#app/routes/parts/order-facts.tsx'
import { OrderPart } from '#app/routes/parts/order-parts.tsx'
import { PaymentBlock } from '#app/routes/parts/order-payment.tsx'
import { OrderStatusSeal } from '#app/routes/parts/order-status.tsx'
import { formatOrderNo, parseOrderNo, readOrderHint } from '#app/routes/parts/order-url.ts'
import { type OrderOnScreen, viewOrder } from '#app/routes/parts/order-view.server.ts'
import { RefundLink } from '#app/routes/parts/refund-link.tsx'
import { formatMoney } from '#app/shared/money.ts'
import { Icon } from '#app/ui/icon.tsx'
import { useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

/** After a refusal the page must show how the order stands now. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ formMethod, defaultShouldRevalidate }) =>
  formMethod === 'POST' || defaultShouldRevalidate

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { personId: buyerId } = await requireActor(request, 'order:own')
  const { language } = readPreferences(request)
  const shown = { language, hint: readOrderHint(request), now: clock.now() }
  const orderNo = parseOrderNo(params.orderNo)
  const order = orderNo && (await viewOrder(getRuntime().db, { buyerId, orderNo }, shown))
  if (!order) throw notFound()
  const { notice, headers } = takeNotice(request)
  const title = `${ordersMessages[language].number} ${formatOrderNo(order.orderNo)}`
  return data({ title, order, notice }, { headers })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const buyer = await requireBuyer(request)
  const orderNo = parseOrderNo(params.orderNo)
  if (!orderNo) throw notFound()
  const submission = await parseForm(request, orderActionSchema)
  if (submission.status !== 'success') throw badRequest()
  const command = { buyer, orderNo, now: clock.now() }
  switch (submission.value.intent) {
    case 'pay':
      return goToPayment(command)
    case 'refresh':
      return refreshPayment(command, readOrderHint(request))
    case 'cancel':
      return cancelOwnOrder(command)
    case 'accept':
      return acceptPart(command, submission.value.supplierOrderId)
    case 'reorder':
      return orderAgain(command)
  }
}

export default function OrderPage() {
  const { order, notice } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages(ordersMessages)
  const { notices } = useMessages(accountMessages)
  return (
    <div className="mx-auto max-w-[680px]">
      <Link to={paths.orders()} className="inline-flex min-h-11 items-center text-indigo underline print:hidden">
        {t.toList}
      </Link>
      <h1 className="font-serif text-2xl font-bold">
        {t.number} <span className="tabular-nums">{formatOrderNo(order.orderNo)}</span>
      </h1>
      <div className="mt-4 grid gap-3 empty:hidden">
        {answer && <OrderAnswerNotice answer={answer} />}
        {notice && !answer && (
          <Notice tone="done" role="status">
            {notices[notice]}
          </Notice>
        )}
        {order.troubles.map((trouble) => (
          <Notice key={trouble} tone="warning">
            {t[trouble]}
          </Notice>
        ))}
      </div>
      <Standing order={order} />
      {order.hasPickupCode && (
        <a
          href={paths.pickupCode(order.orderNo)}
          className="mt-4 flex min-h-12 items-center justify-center gap-2 rounded-[10px] bg-jiao-fill px-5 text-lg font-semibold text-white hover:bg-jiao-deep print:hidden"
        >
          <Icon name="qr" className="size-6" />
          {t.pickupCode}
        </a>
      )}
      <OrderFacts order={order} />
      {order.parts.map((part) => (
        <OrderPart key={part.supplierOrderId} part={part} />
      ))}
      <OrderRefunds refunds={order.refunds} />
      {order.mayAskRefund && <RefundLink orderNo={order.orderNo} />}
      {order.mayAskFapiao && <FapiaoLink orderNo={order.orderNo} />}
      <OrderTimeline timeline={order.timeline} />
      <FurtherActions mayCancel={order.mayCancel} />
    </div>
  )
}

/** State, total, what comes next and how to pay. */
function Standing({ order }: { order: OrderOnScreen }) {
  const t = useMessages(ordersMessages)
  const next = nextStep(order, t)
  return (
    <section className="mt-4 rounded-2xl border border-line bg-card p-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p aria-live="polite">
          <OrderStatusSeal status={order.status} testId="order-status" />
        </p>
        <p>
          <span className="text-sm text-ink-2">{t.total}</span>{' '}
          <strong data-testid="order-total" className="text-2xl text-jiao tabular-nums">
            {formatMoney(order.total)}
          </strong>
        </p>
      </div>
      {next && <p className="mt-3">{next}</p>}
      <PaymentBlock order={order} />
    </section>
  )
}

function nextStep({ status, stage, destination }: OrderOnScreen, t: OrdersMessages): string | undefined {
  if (stage === 'due') return t.next.awaiting_payment
  if (status !== 'paid') return undefined
  return destination.kind === 'pickup' ? t.next.paid : t.next.paidToBuilding
}

const QUIET = 'min-h-12 rounded-[10px] border border-line-strong bg-card px-5 font-semibold'

function FurtherActions({ mayCancel }: { mayCancel: boolean }) {
  const t = useMessages(ordersMessages)
  return (
    <Form method="post" className="mt-8 flex flex-wrap gap-3 print:hidden">
      <button type="submit" name="intent" value="reorder" className={QUIET}>
        {t.reorder}
      </button>
      {mayCancel && (
        <button type="submit" name="intent" value="cancel" className={QUIET}>
          {t.cancel}
        </button>
      )}
    </Form>
  )
}
