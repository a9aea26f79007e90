import { cooperativeMessages } from '#app/messages/cooperative.ts'
import type { SupplierOrderView } from '#app/modules/fulfillment/supply-views.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import type { OrderLineId } from '#app/shared/ids.ts'
import { inLanguage } from '#app/shared/language.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { wordsOfPlace } from './supply-place.ts'

/** State, place and buyer of a supplier order; the buyer as the query gives them. */
export function OrderFacts({ order }: { order: SupplierOrderView }) {
  const t = useMessages(cooperativeMessages)
  const language = useLanguage()
  const { place, time } = wordsOfPlace(order.destination, language)
  const isClosed = order.closedAt !== null
  return (
    <dl className="mt-4 grid gap-3 rounded-2xl border border-line bg-card p-4 sm:grid-cols-2">
      <Fact word={t.order.state}>
        {t.list.states[order.state]}
        {order.toShip > 0 && ` · ${t.list.toShip(order.toShip)}`}
        <span className="block text-sm text-ink-2">{t.list.paidAt(formatInstant(order.paidAt, language))}</span>
        {order.confirmedAt && (
          <span className="block text-sm text-ink-2">
            {t.order.confirmedAt(formatInstant(order.confirmedAt, language))}
            {order.readyOn && ` · ${t.list.readyOn(order.readyOn)}`}
          </span>
        )}
      </Fact>
      <Fact word={t.order.destination}>
        {place}
        <span className="block text-sm text-ink-2">{time}</span>
      </Fact>
      <Fact word={t.order.buyer}>
        {order.contactName}{' '}
        {isClosed ? (
          <span className="tabular-nums">{order.contactPhone}</span>
        ) : (
          <a
            href={`tel:${order.contactPhone}`}
            className="inline-flex min-h-11 items-center text-indigo underline tabular-nums"
          >
            {order.contactPhone}
          </a>
        )}
        <span className="block text-sm text-ink-3">{isClosed ? t.order.masked : t.order.buyerHint}</span>
      </Fact>
      {order.note && <Fact word={t.order.note}>{order.note}</Fact>}
    </dl>
  )
}

function Fact({ word, children }: { word: string; children: React.ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-sm text-ink-3">{word}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function useNameOf(order: SupplierOrderView): (id: OrderLineId) => string {
  const language = useLanguage()
  return (id) => {
    const line = order.lines.find(({ orderLineId }) => orderLineId === id)
    return line ? inLanguage(line.nameZh, line.nameEn, language) : ''
  }
}

/** What left, when, how and from which lot; nothing before the first. */
export function Shipments({ order }: { order: SupplierOrderView }) {
  const { order: t } = useMessages(cooperativeMessages)
  const language = useLanguage()
  const nameOf = useNameOf(order)
  if (order.shipments.length === 0) return null
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl">{t.shipments}</h2>
      <ul className="mt-3 grid gap-3">
        {order.shipments.map((shipment) => (
          <li key={shipment.shipmentId} className="rounded-2xl border border-line bg-card p-4">
            <p className="font-semibold">
              {t.shipmentBy(t.kinds[shipment.kind], formatInstant(shipment.at, language))}
            </p>
            {shipment.carrier && (
              <p className="break-all text-sm text-ink-2">
                {shipment.carrier} {shipment.trackingNumber}
              </p>
            )}
            <ul className="mt-1 text-sm">
              {shipment.lines.map((line) => (
                <li key={`${line.orderLineId} ${line.lotCode}`}>
                  {t.shipmentLine(nameOf(line.orderLineId), line.quantity)}
                  {line.lotCode && ` · ${t.shipmentLot(line.lotCode)}`}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What could not be supplied, and why; nothing when all could. */
export function Shortages({ order }: { order: SupplierOrderView }) {
  const { order: t } = useMessages(cooperativeMessages)
  const language = useLanguage()
  const nameOf = useNameOf(order)
  if (order.shortages.length === 0) return null
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl">{t.shortages}</h2>
      <ul className="mt-3 divide-y divide-line rounded-2xl border border-line bg-card px-4 py-1">
        {order.shortages.map((row) => (
          <li key={`${row.orderLineId} ${row.at.getTime()}`} className="py-2">
            {t.shortage(nameOf(row.orderLineId), row.quantity, t.reasons[row.reason])}
            <span className="block text-sm text-ink-2">
              {formatInstant(row.at, language)} {row.note}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
