import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { parseForm } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { redirectWithNotice, takeNotice } from '#app/http/redirects.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { badRequest } from '#app/http/responses.server.ts'
import { type CounterMessages, counterMessages } from '#app/messages/counter.ts'
import { deliverAgainstSignature, leaveInBuilding } from '#app/modules/counter/deliver-to-building.server.ts'
import { type DeliverRefusal, deliverySchema } from '#app/modules/counter/deliver-to-building.ts'
import { type DeliveryOrder, listDeliveries } from '#app/modules/counter/delivery-queries.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { CARD, CounterNotice, PRIMARY, QUIET, ShelfPlace, useGoodsName } from '#app/routes/parts/counter-parts.tsx'
import { formatOrderNo } from '#app/routes/parts/order-url.ts'
import { businessDate } from '#app/shared/business-date.ts'
import { inLanguage } from '#app/shared/language.ts'
import { Field } from '#app/ui/field.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, 'counter:hand-over')
  const day = new URL(request.url).searchParams.get('day') || undefined
  if (day !== undefined && !isDay(day)) throw badRequest()
  const rounds = await listDeliveries(getRuntime().db, day)
  const { notice, headers } = takeNotice(request)
  const title = counterMessages[readPreferences(request).language].deliveries.title
  const keyed = rounds.map((round) => ({
    ...round,
    orders: round.orders.map((one) => ({ ...one, requestId: newId() })),
  }))
  return data({ title, day, rounds: keyed, notice }, { headers })
}

export async function action({ request }: ActionFunctionArgs) {
  const clerk = await requireActor(request, 'counter:hand-over')
  const submission = await parseForm(request, deliverySchema)
  if (submission.status !== 'success') throw badRequest()
  const { intent, recipient, ...form } = submission.value
  const command = { ...form, clerk, now: clock.now() }
  const { db } = getRuntime()
  const done = await (intent === 'signed'
    ? deliverAgainstSignature(db, { ...command, recipient })
    : leaveInBuilding(db, command))
  if (done.ok) return redirectWithNotice(paths.counter.deliveries(), 'deliveryNoted')
  return data({ refusal: done.refusal }, { status: 409 })
}

export default function DeliveriesPage() {
  const { rounds, day, notice } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const t = useMessages(counterMessages)
  const language = useLanguage()
  return (
    <div className="max-w-3xl">
      <h1 className="font-serif text-2xl font-bold">{t.deliveries.title}</h1>
      <p className="mt-2 text-ink-2">{t.deliveries.lead}</p>
      <CounterNotice problem={result && explain(result.refusal, t)} notice={notice} />
      <Form method="get" className="mt-4 flex flex-wrap items-end gap-3 print:hidden">
        <Field label={t.deliveries.day} name="day" type="date" defaultValue={day} />
        <button type="submit" className={QUIET}>
          {t.deliveries.filter}
        </button>
        {day && (
          <Link to={paths.counter.deliveries()} className={QUIET}>
            {t.deliveries.allDays}
          </Link>
        )}
      </Form>
      {rounds.length === 0 && <p className="mt-4 rounded-2xl bg-sand p-4">{t.deliveries.none}</p>}
      {rounds.map((round) => (
        <section key={round.buildingZh} className="mt-6">
          <h2 className="font-serif text-xl font-bold">{inLanguage(round.buildingZh, round.buildingEn, language)}</h2>
          <ul className="mt-2 grid gap-3">
            {round.orders.map((order) => (
              <Delivery key={order.orderNo} order={order} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function Delivery({ order }: { order: DeliveryOrder & { requestId: string } }) {
  const { deliveries: t, pieces } = useMessages(counterMessages)
  const named = useGoodsName()
  return (
    <li className={CARD}>
      <p className="flex flex-wrap items-center justify-between gap-2">
        <span>
          <strong className="text-lg">{order.room}</strong> · {order.maskedName}{' '}
          <span className="text-ink-2 tabular-nums">{order.maskedPhone}</span>
        </span>
        <ShelfPlace at={order.shelf} />
      </p>
      <p className="text-sm text-ink-2 tabular-nums">
        {[formatOrderNo(order.orderNo), order.arrivedOn && t.arrived(order.arrivedOn)].filter(Boolean).join(' · ')}
      </p>
      <ul className="mt-2">
        {order.lines.map((line) => (
          <li key={`${line.nameZh}${line.specZh}`} className="flex justify-between gap-3">
            <span>
              {named(line).name} <span className="text-sm text-ink-2">{named(line).spec}</span>
            </span>
            <span className="tabular-nums">{pieces(line.pieces)}</span>
          </li>
        ))}
      </ul>
      {order.left > 0 && <p className="mt-2 border-l-4 border-mai bg-mai-soft p-2 text-sm">{t.left(order.left)}</p>}
      <Form method="post" className="mt-3 grid gap-3 print:hidden">
        <input type="hidden" name="requestId" value={order.requestId} />
        <input type="hidden" name="orderNo" value={order.orderNo} />
        <Field
          label={t.recipient}
          hint={t.recipientHint}
          name="recipient"
          id={`recipient-${order.orderNo}`}
          maxLength={60}
          autoComplete="off"
        />
        <div className="flex flex-wrap gap-3">
          <button type="submit" name="intent" value="signed" className={PRIMARY}>
            {t.signed}
          </button>
          {order.lines.length > 0 && (
            <button type="submit" name="intent" value="left" className={QUIET}>
              {t.leave}
            </button>
          )}
        </div>
      </Form>
    </li>
  )
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const instant = new Date(`${text}T00:00:00+08:00`)
  return !Number.isNaN(instant.getTime()) && businessDate(instant) === text
}

function explain(refusal: DeliverRefusal, t: CounterMessages): string {
  const words = t.deliveries.refusals
  switch (refusal.kind) {
    case 'notFound':
      return words.notFound
    case 'notPaid':
      return words.notPaid
    case 'nothing':
      return words.nothing
    case 'lineUnknown':
    case 'tooMany':
      return words.changed
    case 'requestReused':
      return t.requestReused
  }
}
