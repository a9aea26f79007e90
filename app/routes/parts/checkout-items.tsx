import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { cartMessages } from '#app/messages/cart.ts'
import { catalogTerms } from '#app/messages/catalog-terms.ts'
import { checkoutMessages } from '#app/messages/checkout.ts'
import type { CartLineView, CartView } from '#app/modules/cart/cart.ts'
import { formatMoney } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'

/** What is about to be ordered, by the cooperative that supplies it. */
export function CheckoutItems({ cart }: { cart: CartView }) {
  const t = useMessages(checkoutMessages)
  return (
    <section aria-labelledby="items-title">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <h2 id="items-title" className="font-serif text-xl font-bold">
          {t.lines.title}
        </h2>
        <Link to={paths.cart()} className="inline-flex min-h-11 items-center text-sm text-indigo underline">
          {t.lines.change}
        </Link>
      </div>
      {cart.groups.map((group) => (
        <div key={group.cooperativeId} className="mt-2 rounded-2xl border border-line bg-card p-4">
          <h3 className="flex flex-wrap items-baseline justify-between gap-2 border-b border-line pb-2 text-sm font-semibold">
            {t.lines.cooperative(group.cooperativeName)}
            <span className="font-normal text-ink-2 tabular-nums">
              {t.lines.sum} {formatMoney(group.subtotal)}
            </span>
          </h3>
          <ul className="divide-y divide-line">
            {group.lines.map((line) => (
              <Line key={line.skuId} line={line} />
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}

function Line({ line }: { line: CartLineView }) {
  const t = useMessages(checkoutMessages)
  const { problems } = useMessages(cartMessages)
  const { returnRules } = useMessages(catalogTerms)
  return (
    <li className="flex gap-3 py-3">
      <img
        src={paths.picture(line.pictureKind, line.productSlug)}
        alt=""
        width={56}
        height={56}
        className="size-14 shrink-0 rounded-[10px] bg-sand object-cover"
      />
      <div className="min-w-0 flex-1">
        <p className="font-semibold">{line.name}</p>
        <p className="text-sm text-ink-2">{line.spec}</p>
        <p className="text-xs text-ink-2">{returnRules[line.returnRule].name}</p>
        <p className="flex flex-wrap items-baseline justify-between gap-x-3 text-sm text-ink-2 tabular-nums">
          <span>
            {t.lines.each} {formatMoney(line.unitPrice)} × {line.quantity}
          </span>
          <strong className="text-base text-ink">{formatMoney(line.lineTotal)}</strong>
        </p>
        {line.problem && (
          <p className="mt-1 border-l-4 border-jiao pl-2 text-sm text-jiao">
            {problems[line.problem](line.left, line.maxPerOrder)}
          </p>
        )}
      </div>
    </li>
  )
}
