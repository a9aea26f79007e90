export const ORDER_STATUSES = ['awaiting_payment', 'paid', 'completed', 'canceled', 'expired'] as const
export type OrderStatus = (typeof ORDER_STATUSES)[number]

export type OrderChange = 'pay' | 'payLate' | 'complete' | 'cancel' | 'expire'

/** Every move an order may make. What is not here does not happen. */
const MOVES: Record<OrderChange, Partial<Record<OrderStatus, OrderStatus>>> = {
  pay: { awaiting_payment: 'paid' },
  payLate: { canceled: 'paid', expired: 'paid' },
  complete: { paid: 'completed' },
  cancel: { awaiting_payment: 'canceled' },
  expire: { awaiting_payment: 'expired' },
}

/** Where `change` leads from `status`; undefined when it may not be made. */
export function nextOrderStatus(status: OrderStatus, change: OrderChange): OrderStatus | undefined {
  return MOVES[change][status]
}

/** Money was taken and kept for the order. */
export function isPaidStatus(status: OrderStatus): boolean {
  return status === 'paid' || status === 'completed'
}

/** Where goods reach whoever they are for: at a pickup point, in a building, or at once over the counter. */
export type FulfillmentKind = 'pickup' | 'building' | 'counter'

/**
 * Whether the buyer may say that the goods have come. Only of what is delivered to
 * them: at a counter the hand-over itself is the acceptance, checked by a clerk.
 */
export function mayRecipientConfirm(order: { fulfillmentKind: FulfillmentKind; status: OrderStatus }): boolean {
  return order.fulfillmentKind === 'building' && order.status === 'paid'
}
