import type { Actor } from '#app/modules/identity/permissions.ts'
import type { Db } from '#app/platform/db.server.ts'
import type { OrderId, SkuId } from '#app/shared/ids.ts'
import { deliver, eventsAbout, openOrder, type Shop } from '#tests/integration/payments/shop.ts'
import { createPerson } from '#tests/support/factories/people.ts'

export interface PaidByCard {
  orderId: OrderId
  orderNo: string
  chargeId: string
  paymentRef: string
}

/** An order of so many pieces at 10 yuan, paid by card, its news processed unless they are held back. */
export async function payOrder(
  shop: Shop,
  quantity = 2,
  { isTold = true, skuId }: { isTold?: boolean; skuId?: SkuId } = {},
): Promise<PaidByCard> {
  const { orderId, orderNo, sessionId } = await openOrder(shop, { quantity, ...(skuId && { skuId }) })
  await tellingAll(shop, isTold, () => shop.stripeMsw.pay(sessionId, { method: 'card' }))
  const charge = shop.stripeMsw.world.state.charges.all().at(-1)
  return { orderId, orderNo, chargeId: charge?.id ?? '', paymentRef: charge?.payment_intent ?? '' }
}

/** Does something at the provider and brings the shop the news of it, or not. */
export async function tellingAll(shop: Shop, isTold: boolean, act: () => unknown): Promise<void> {
  const before = eventsAbout(shop).length
  await act()
  if (isTold) for (const event of eventsAbout(shop).slice(before)) await deliver(shop, event)
}

/** What the provider holds for us by its own lines: everything but payouts that arrived. */
export function heldByProvider(shop: Shop): number {
  const { balanceTransactions, payouts } = shop.stripeMsw.world.state
  const lines = balanceTransactions.all().filter((line) => !line.type.startsWith('payout'))
  const paid = payouts.all().filter((payout) => payout.status === 'paid')
  return lines.reduce((sum, line) => sum + line.net, 0) - paid.reduce((sum, payout) => sum + payout.amount, 0)
}

/** An officer who may match and explain. */
export async function createMatcher(db: Db): Promise<Actor<'reconciliation:match'>> {
  const { personId } = await createPerson(db, { grants: [{ role: 'finance_officer' }] })
  return { personId, name: '', kind: 'staff', roles: ['finance_officer'], permission: 'reconciliation:match' }
}
