import type { Manager } from '#app/modules/identity/permissions.ts'
import { brokenConstraint, type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import type { SkuId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import type { BatchFacts, TakeInBatchRefusal } from './batch.ts'
import { findOwnSku } from './internal/own-sku.server.ts'
import { lockShelf } from './lock-shelves.server.ts'
import { recordBatches } from './record-batches.server.ts'
import { MAX_PIECES } from './shelf.ts'

export interface TakeInBatchCommand {
  manager: Manager
  skuId: string
  requestId: string
  batch: BatchFacts & { quantity: number }
  now: Date
}

type TakingIn = Result<void, TakeInBatchRefusal>

/** A lot of one of the cooperative's SKUs comes in. The same request twice is one batch. */
export async function takeInBatch(db: Db, command: TakeInBatchCommand): Promise<TakingIn> {
  const { batch, now } = command
  if (batch.harvestedOn > businessDate(now)) return refuse({ kind: 'harvestInFuture' })
  try {
    return await inTransaction(db, (tx) => takeIn(tx, command))
  } catch (error) {
    // Another SKU got the code at the same moment; rows of the same one are kept apart by its shelf.
    if (brokenConstraint(error) !== 'batch_lot_code_key') throw error
    return refuse({ kind: 'lotKnown', lotCode: batch.lotCode })
  }
}

async function takeIn(tx: Tx, command: TakeInBatchCommand): Promise<TakingIn> {
  const { manager, requestId, batch, now } = command
  const skuId = await findOwnSku(tx, manager.cooperativeId, command.skuId)
  if (!skuId) return refuse({ kind: 'notFound' })
  const shelf = await lockShelf(tx, skuId)
  const known = await findKnown(tx, skuId, command)
  const sent = known.find((one) => one.sku_id === skuId && one.request_id === requestId)
  if (sent)
    return sent.lot_code === batch.lotCode && sent.quantity === batch.quantity
      ? ok(undefined)
      : refuse({ kind: 'requestReused' })
  if (known.length > 0) return refuse({ kind: 'lotKnown', lotCode: batch.lotCode })
  if (batch.bestBeforeOn < businessDate(now)) return refuse({ kind: 'expired' })
  if (shelf.onHand + batch.quantity > MAX_PIECES) return refuse({ kind: 'tooMany', max: MAX_PIECES })
  await recordBatches(tx, { batches: [{ ...batch, skuId, requestId }], actorId: manager.personId, now })
  return ok(undefined)
}

/** The lots of this code, whose ever they are, and what this request has brought. */
function findKnown(tx: Tx, skuId: SkuId, { requestId, batch }: TakeInBatchCommand) {
  return tx
    .selectFrom('batch')
    .select(['sku_id', 'request_id', 'lot_code', 'quantity'])
    .where((eb) =>
      eb.or([eb('lot_code', '=', batch.lotCode), eb.and([eb('sku_id', '=', skuId), eb('request_id', '=', requestId)])]),
    )
    .execute()
}
