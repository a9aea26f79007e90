import { Form, Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { ordersMessages } from '#app/messages/orders.ts'
import { formatMoney } from '#app/shared/money.ts'
import { Icon } from '#app/ui/icon.tsx'
import { useMessages } from '#app/ui/language.tsx'
import type { OrderOnScreen } from './order-view.server.ts'
import { PresaleNote } from './stock-notes.tsx'

type Part = OrderOnScreen['parts'][number]
type Line = Part['lines'][number]

/** What one cooperative supplies of an order, to be accepted on its own. */
export function OrderPart({ part }: { part: Part }) {
  const t = useMessages(ordersMessages)
  return (
    <section className="mt-4 rounded-2xl border border-line bg-card p-4">
      <h2 className="flex flex-wrap items-baseline justify-between gap-x-2 border-b border-line text-sm">
        <Link to={paths.cooperative(part.cooperativeSlug)} className="inline-flex min-h-11 items-center font-semibold">
          {t.supplier(part.cooperative)}
        </Link>
        <span className="text-ink-2 tabular-nums">
          {t.sum} {formatMoney(part.total)}
        </span>
      </h2>
      <ul className="divide-y divide-line">
        {part.lines.map((line) => (
          <OrderLine key={line.orderLineId} line={line} />
        ))}
      </ul>
      {part.closedAt !== undefined && (
        <p className="mt-2 flex gap-2 border-t border-line pt-3 text-sm text-huai">
          <Icon name="check" className="size-5" />
          <span>
            {t.closedOn(part.closedAt)} · {t.counted}
          </span>
        </p>
      )}
      {part.mayAccept && <AcceptForm part={part} />}
    </section>
  )
}

function OrderLine({ line }: { line: Line }) {
  const t = useMessages(ordersMessages)
  return (
    <li className="flex gap-3 py-3">
      <img
        src={paths.picture(line.pictureKind, line.productSlug)}
        alt=""
        width={56}
        height={56}
        loading="lazy"
        className="size-14 shrink-0 rounded-[10px] bg-sand object-cover"
      />
      <div className="min-w-0 flex-1">
        <Link to={paths.product(line.productSlug)} className="inline-flex min-h-11 items-center font-semibold">
          {line.name}
        </Link>
        <p className="text-sm text-ink-2">{line.spec}</p>
        {line.presaleReadyOn && <PresaleNote readyOn={line.presaleReadyOn} />}
        <p className="flex flex-wrap items-baseline justify-between gap-x-3 text-sm text-ink-2 tabular-nums">
          <span>
            {t.each} {formatMoney(line.unitPrice)} × {line.quantity}
          </span>
          <strong className="text-base text-ink">{formatMoney(line.lineTotal)}</strong>
        </p>
        <LineStanding line={line} />
        {line.refunded > 0 && (
          <p className="text-sm text-ink-2 tabular-nums">{t.refundedOfLine(formatMoney(line.refunded))}</p>
        )}
      </div>
    </li>
  )
}

/** Where the pieces of a line are, once they are on their way. */
function LineStanding({ line }: { line: Line }) {
  const t = useMessages(ordersMessages)
  const isInParts = line.stage !== 'accepted' && line.accepted > 0
  return (
    <>
      {line.stage && (
        <p className="flex items-center gap-1 text-sm text-huai">
          <Icon name={line.stage === 'shipped' ? 'truck' : 'check'} className="size-4" />
          {t.stages[line.stage]}
        </p>
      )}
      {isInParts && <p className="text-sm text-ink-2">{t.handedOver(line.accepted, line.quantity)}</p>}
      {line.canceled > 0 && (
        <p className="flex items-center gap-1 text-sm text-shi">
          <Icon name="warning" className="size-4" />
          {t.notComing(line.canceled)}
        </p>
      )}
    </>
  )
}

function AcceptForm({ part }: { part: Part }) {
  const t = useMessages(ordersMessages)
  const hintId = `accept-${part.supplierOrderId}`
  return (
    <Form method="post" preventScrollReset className="border-t border-line pt-3">
      <input type="hidden" name="supplierOrderId" value={part.supplierOrderId} />
      <button
        type="submit"
        name="intent"
        value="accept"
        aria-describedby={hintId}
        className="min-h-12 w-full rounded-[10px] border-2 border-huai bg-card px-5 font-semibold text-huai"
      >
        {t.accept}
      </button>
      <p id={hintId} className="mt-1 text-sm text-ink-2">
        {t.acceptHint}
      </p>
    </Form>
  )
}
