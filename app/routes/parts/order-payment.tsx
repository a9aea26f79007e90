import { Form, useRevalidator } from '@remix-run/react'
import { useEffect } from 'react'
import { ordersMessages } from '#app/messages/orders.ts'
import { formatMoney } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'
import type { OrderOnScreen } from './order-view.server.ts'

const LOOK_AGAIN_MS = 5_000

const ACT =
  'min-h-12 w-full rounded-[10px] bg-jiao-fill px-5 text-lg font-semibold text-white tabular-nums hover:bg-jiao-deep'
const QUIET = 'min-h-12 w-full rounded-[10px] border border-line-strong bg-card px-5 font-semibold'

/**
 * How the payment of an order stands and what to do about it. While a result is
 * awaited the page looks again by itself; without scripts the button does, as a
 * page that reloads under a reader's hands would be worse than one that does not.
 */
export function PaymentBlock({ order }: { order: OrderOnScreen }) {
  const { stage } = order
  const t = useMessages(ordersMessages)
  useLookAgain(stage === 'returned' || stage === 'processing' || stage === 'overdue')
  if (stage === 'settled') return null
  return (
    <div className="mt-4 grid gap-3">
      <StageNotice order={order} />
      {stage === 'due' ? (
        <Form method="post">
          <button type="submit" name="intent" value="pay" className={ACT}>
            {t.payment.pay(formatMoney(order.total))}
          </button>
        </Form>
      ) : (
        <Form method="post">
          <button type="submit" name="intent" value="refresh" className={QUIET}>
            {t.payment.refresh}
          </button>
        </Form>
      )}
      {stage === 'returned' && <PayAfterAll />}
    </div>
  )
}

function StageNotice({ order }: { order: OrderOnScreen }) {
  const t = useMessages(ordersMessages)
  switch (order.stage) {
    case 'due':
      return (
        <>
          {order.hint === 'canceled' && <Notice tone="info">{t.payment.canceled}</Notice>}
          {order.hint === 'unavailable' && <Notice tone="warning">{t.payment.unavailable}</Notice>}
          <p className="text-ink-2 tabular-nums">{t.payment.waiting(order.payUntil)}</p>
        </>
      )
    case 'returned':
      return (
        <Notice tone="warning">
          <p className="font-semibold">{t.payment.returned}</p>
          <p>{t.payment.processing}</p>
        </Notice>
      )
    case 'processing':
      return <Notice tone="warning">{t.payment.processing}</Notice>
    case 'overdue':
      return <Notice tone="warning">{t.payment.overdue}</Notice>
    case 'settled':
      return null
  }
}

/** For those who came back without having paid: the same payment page again, where nothing is charged twice. */
function PayAfterAll() {
  const t = useMessages(ordersMessages)
  return (
    <Form method="post">
      <button type="submit" name="intent" value="pay" className="min-h-11 text-indigo underline">
        {t.payment.again}
      </button>
    </Form>
  )
}

function useLookAgain(isWaiting: boolean): void {
  const { revalidate } = useRevalidator()
  useEffect(() => {
    if (!isWaiting) return
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') revalidate()
    }, LOOK_AGAIN_MS)
    return () => clearInterval(timer)
  }, [isWaiting, revalidate])
}
