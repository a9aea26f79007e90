import type { Tx } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { SkuId } from '#app/shared/ids.ts'
import { recordBatches } from './record-batches.server.ts'

export interface ReceiveBatchCommand {
  skuId: SkuId
  /** Unique for ever; printed on the goods. */
  lotCode: string
  harvestedOn: BusinessDate
  /** After the day of harvest. */
  bestBeforeOn: BusinessDate
  /** Pieces, above zero. */
  quantity: number
  now: Date
}

/** Writes down a batch and puts its pieces on the shelf. Throws for a lot code that is known. */
export async function receiveBatch(tx: Tx, { now, ...batch }: ReceiveBatchCommand): Promise<void> {
  await recordBatches(tx, { batches: [batch], actorId: undefined, now })
}
