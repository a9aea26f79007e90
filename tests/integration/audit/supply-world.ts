import { shortLines } from '#app/modules/aftersale/short-lines.server.ts'
import { reviseCutOff } from '#app/modules/fulfillment/revise-cut-off.server.ts'
import { shipLines } from '#app/modules/fulfillment/ship-lines.server.ts'
import { takeCutOff } from '#app/modules/fulfillment/take-cut-off.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { OrderLineId } from '#app/shared/ids.ts'
import { createManager, insertLot, paidPart, stockedSku } from '#tests/integration/fulfillment/supply.ts'
import type { Shop } from '#tests/integration/payments/shop.ts'

/** A cooperative takes its numbers, runs short of one piece of five, sends two of one lot, and takes its numbers again. */
export async function makeSupplyDay(shop: Shop): Promise<void> {
  const manager = await createManager(shop, 'north')
  const skuId = await stockedSku(shop)
  const { batchId } = await insertLot(shop, { skuId, quantity: 30, bestInDays: 60 })
  const part = await paidPart(shop, [{ skuId, quantity: 5 }])
  const orderLineId = part.lineIds[0] as OrderLineId
  const { now } = shop.clock
  const about = { manager, supplierOrderId: part.supplierOrderId, now }
  const steps = [
    await takeCutOff(shop.db, { manager, number: 1, now }),
    await shortLines(shop.db, {
      ...about,
      requestId: newId(),
      lines: [{ orderLineId, quantity: 1 }],
      reason: 'weather',
      note: '',
    }),
    await shipLines(shop.db, {
      ...about,
      requestId: newId(),
      transport: { kind: 'own_van' },
      lines: [{ orderLineId, quantity: 2, batchId }],
    }),
    await reviseCutOff(shop.db, { manager, number: 1, revision: 2, now }),
  ]
  for (const step of steps) if (!step.ok) throw new Error(step.refusal.kind)
}
