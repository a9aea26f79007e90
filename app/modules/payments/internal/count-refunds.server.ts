import { recognizePurchase } from '#app/modules/assistance/recognize-purchase.server.ts'
import type { FundType } from '#app/modules/ordering/place-order.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import type { OrderId, OrgUnitId } from '#app/shared/ids.ts'
import { negateFen } from '#app/shared/money.ts'
import type { RefundedPart } from './refund-rows.server.ts'

/** What was accepted and goes back does not count any more, from the day on which it was decided. */
export async function uncountParts(
  tx: Tx,
  of: { orderId: OrderId; parts: readonly RefundedPart[]; now: Date },
): Promise<void> {
  await recognizeParts(tx, { ...of, isFailed: false })
}

/** The refund failed: what it had taken off counts again, from the day of the failure. */
export async function recountParts(
  tx: Tx,
  of: { orderId: OrderId; parts: readonly RefundedPart[]; now: Date },
): Promise<void> {
  await recognizeParts(tx, { ...of, isFailed: true })
}

async function recognizeParts(
  tx: Tx,
  { orderId, parts, isFailed, now }: { orderId: OrderId; parts: readonly RefundedPart[]; isFailed: boolean; now: Date },
): Promise<void> {
  const counted = parts.filter((part) => part.bearer !== null)
  if (counted.length === 0) return
  const bought = await tx
    .selectFrom('order')
    .select(['channel', 'fund_type', 'org_unit_id'])
    .where('id', '=', orderId)
    .executeTakeFirstOrThrow()
  for (const part of counted) {
    await recognizePurchase(tx, {
      sourceType: 'refund',
      sourceId: isFailed ? `${part.refundLineId}/failed` : part.refundLineId,
      orderLineId: part.orderLineId,
      amount: isFailed ? part.amount : negateFen(part.amount),
      businessDate: businessDate(now),
      countyId: part.countyId,
      cooperativeId: part.cooperativeId,
      productId: part.productId,
      channel: bought.channel as 'own_shop' | 'counter',
      fundType: bought.fund_type as FundType,
      orgUnitId: (bought.org_unit_id as OrgUnitId | null) ?? undefined,
      now,
    })
  }
}
