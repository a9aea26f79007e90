import type { ReactNode } from 'react'
import { ordersMessages } from '#app/messages/orders.ts'
import { formatMoney } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'
import type { OrderOnScreen } from './order-view.server.ts'

/** Where an order goes, to whom, and when it was placed. */
export function OrderFacts({ order }: { order: OrderOnScreen }) {
  const t = useMessages(ordersMessages)
  const { destination, contact } = order
  return (
    <dl className="mt-6 divide-y divide-line rounded-2xl border border-line bg-card px-4">
      {destination.kind === 'pickup' && (
        <Fact name={t.pickup}>
          <strong className="block tabular-nums">{destination.time}</strong>
          {destination.name} · {destination.place}
        </Fact>
      )}
      {destination.kind === 'building' && (
        <Fact name={t.delivery}>
          {destination.name} · {destination.room}
        </Fact>
      )}
      {destination.kind === 'counter' && <Fact name={t.counterSale}>{destination.name}</Fact>}
      {contact.name !== '' && (
        <Fact name={t.contact}>
          {contact.name} · <span className="tabular-nums">{contact.phone}</span>
        </Fact>
      )}
      {contact.note !== '' && (
        <Fact name={t.note}>
          <span className="whitespace-pre-line">{contact.note}</span>
        </Fact>
      )}
      <Fact name={t.placedAt}>{order.placedAt}</Fact>
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex gap-4 py-3">
      <dt className="w-20 shrink-0 text-sm text-ink-2">{name}</dt>
      <dd className="min-w-0 flex-1 tabular-nums [overflow-wrap:anywhere]">{children}</dd>
    </div>
  )
}

export function OrderRefunds({ refunds }: { refunds: OrderOnScreen['refunds'] }) {
  const t = useMessages(ordersMessages)
  if (refunds.length === 0) return null
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl font-bold">{t.refunds}</h2>
      <ul className="mt-2 divide-y divide-line rounded-2xl border border-line bg-card px-4">
        {refunds.map(({ place, amount, state, at }) => (
          <li key={place} className="py-3 tabular-nums">
            <strong>{formatMoney(amount)}</strong> · {t.refundState[state]}
            <span className="block text-sm text-ink-2">{at}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

export function OrderTimeline({ timeline }: { timeline: OrderOnScreen['timeline'] }) {
  const t = useMessages(ordersMessages)
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl font-bold">{t.timeline}</h2>
      <ol className="mt-2 border-l-2 border-line-strong pl-4">
        {timeline.map(({ step, kind, at, cooperative }) => (
          <li key={step} className="py-1.5">
            <span className="font-semibold">{t.events[kind]}</span>
            {cooperative && <span> · {cooperative}</span>}
            <span className="block text-sm text-ink-2 tabular-nums">{at}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
