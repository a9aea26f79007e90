import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { checkoutMessages } from '#app/messages/checkout.ts'
import type { PlaceOrderRefusal } from '#app/modules/ordering/place-order.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { explainRefusal, isAboutTheBag } from './checkout-refusal.ts'

/** Why nothing was ordered, with the way on where it leads elsewhere. */
export function RefusalNotice({ refusal }: { refusal: PlaceOrderRefusal }) {
  const t = useMessages(checkoutMessages)
  const language = useLanguage()
  return (
    <div className="mt-4">
      <Notice tone="error" role="alert">
        <p>{explainRefusal(refusal, language)}</p>
        {refusal.kind === 'cartEmpty' && <WayOn to={paths.orders()}>{t.toOrders}</WayOn>}
        {isAboutTheBag(refusal) && <WayOn to={paths.cart()}>{t.lines.change}</WayOn>}
      </Notice>
    </div>
  )
}

export function WayOn({ to, children }: { to: string; children: string }) {
  return (
    <Link to={to} className="inline-flex min-h-11 items-center text-indigo underline">
      {children}
    </Link>
  )
}

export function EmptyCheckout() {
  const t = useMessages(checkoutMessages)
  return (
    <div className="mt-6 rounded-2xl bg-sand p-8 text-center">
      <p className="text-lg">{t.empty}</p>
      <p className="mt-2 flex flex-wrap justify-center gap-x-6">
        <WayOn to={paths.products()}>{t.toProducts}</WayOn>
        <WayOn to={paths.orders()}>{t.toOrders}</WayOn>
      </p>
    </div>
  )
}
