import { findPurchase } from '#app/modules/external/purchase-queries.server.ts'
import { correctPurchase } from '#app/modules/external/record-purchase.server.ts'
import type { ExternalPurchaseId } from '#app/shared/ids.ts'
import { seededRandom } from '../history/random.ts'
import { yuan } from '../purchases.ts'
import { type Desk, taken } from './desk.ts'

/** Long after its year was closed, an order of the 832 platform turns out to have been paid back in part. */
export async function noteLateRefund(
  desk: Desk,
  { externalNo, now }: { externalNo: string; now: Date },
): Promise<void> {
  const { db } = desk
  const row = await db
    .selectFrom('external_purchase')
    .select('id')
    .where('channel', '=', 'platform_832')
    .where('external_no', '=', externalNo)
    .executeTakeFirst()
  const purchaseId = row?.id as ExternalPurchaseId | undefined
  const purchase = purchaseId && (await findPurchase(db, purchaseId))
  if (!purchase || purchase.facts.refund > 0) return
  const corrected = await correctPurchase(db, {
    purchaseId,
    revision: purchase.revision,
    facts: { ...purchase.facts, refund: yuan('3640.00') },
    reason: '清理上年订单时发现一批荞麦挂面受潮退货，平台已同意退款，款项待退回',
    recordedBy: desk.as('finance_officer', 'purchase:record').personId,
    requestId: seededRandom(`late refund ${externalNo}`).id(now),
    now,
  })
  taken(corrected, `refund of ${externalNo}`)
}
