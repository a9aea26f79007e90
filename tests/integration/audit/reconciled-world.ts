import { fetchBalanceNow } from '#app/modules/reconciliation/fetch-balance.server.ts'
import type { SkuId } from '#app/shared/ids.ts'
import type { Shop } from '#tests/integration/payments/shop.ts'
import { payOrder } from '#tests/integration/reconciliation/balance.ts'

/** The provider's lines of everything before, fetched: a payout that arrived, one that came back, a dispute won and one lost. */
export async function makeReconciledDays(shop: Shop, skuId: SkuId): Promise<void> {
  const fetchAll = async () => {
    const fetched = await fetchBalanceNow(shop.runtime, shop.clock.now)
    if (!fetched.ok) throw new Error(fetched.refusal.kind)
  }
  const { stripeMsw } = shop
  const [won, lost] = [await payOrder(shop, 3, { skuId }), await payOrder(shop, 2, { skuId })]
  stripeMsw.settlePayout(stripeMsw.payOut() ?? '', 'succeed')
  await fetchAll()
  await payOrder(shop, 5, { skuId })
  const back = stripeMsw.payOut() ?? ''
  stripeMsw.settlePayout(back, 'succeed')
  await fetchAll()
  stripeMsw.settlePayout(back, 'fail')
  stripeMsw.dispute(won.chargeId)
  stripeMsw.dispute(lost.chargeId)
  const [first, second] = stripeMsw.world.state.disputes.all()
  stripeMsw.closeDispute(first?.id ?? '', 'won')
  stripeMsw.closeDispute(second?.id ?? '', 'lost')
  await fetchAll()
}
