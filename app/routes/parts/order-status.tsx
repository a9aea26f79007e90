import { ordersMessages } from '#app/messages/orders.ts'
import type { OrderStatus } from '#app/modules/ordering/order-state.ts'
import { Icon, type IconName } from '#app/ui/icon.tsx'
import { useMessages } from '#app/ui/language.tsx'

const LOOKS: Record<OrderStatus, { icon: IconName; colours: string }> = {
  awaiting_payment: { icon: 'clock', colours: 'border-mai-deep bg-mai-soft text-mai-deep' },
  paid: { icon: 'receipt', colours: 'border-indigo bg-indigo-soft text-indigo' },
  completed: { icon: 'check', colours: 'border-huai bg-huai-soft text-huai' },
  canceled: { icon: 'close', colours: 'border-line-strong bg-sand text-ink-2' },
  expired: { icon: 'close', colours: 'border-line-strong bg-sand text-ink-2' },
}

/** A seal with the state of an order: sign, words and colour say the same. */
export function OrderStatusSeal({ status, testId }: { status: OrderStatus; testId?: string }) {
  const t = useMessages(ordersMessages)
  const { icon, colours } = LOOKS[status]
  return (
    <span
      className={`inline-flex items-center gap-1 rounded-[6px] border-[1.5px] px-2 text-sm font-semibold ${colours}`}
    >
      <Icon name={icon} className="size-4" />
      <span data-testid={testId}>{t.status[status]}</span>
    </span>
  )
}
