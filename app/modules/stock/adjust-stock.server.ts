import type { Manager } from '#app/modules/identity/permissions.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import type { SkuId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { type AdjustmentWish, type AdjustStockRefusal, decideAdjustment } from './adjust-stock.ts'
import { findOwnSku } from './internal/own-sku.server.ts'
import { lockShelf } from './lock-shelves.server.ts'
import { recordAdjustments } from './record-adjustments.server.ts'

export interface AdjustStockCommand {
  manager: Manager
  skuId: string
  requestId: string
  wish: AdjustmentWish
  note: string
  now: Date
}

/**
 * Sets the shelf of one of the cooperative's SKUs right, with the reason. Sales go
 * on meanwhile: a count is refused when what lies there is not what the page had
 * shown, and nothing that was sold is taken away. The same request twice is one
 * adjustment.
 */
export async function adjustStock(db: Db, command: AdjustStockCommand): Promise<Result<void, AdjustStockRefusal>> {
  const { manager, requestId, wish, note, now } = command
  return inTransaction(db, async (tx): Promise<Result<void, AdjustStockRefusal>> => {
    const skuId = await findOwnSku(tx, manager.cooperativeId, command.skuId)
    if (!skuId) return refuse({ kind: 'notFound' })
    const shelf = await lockShelf(tx, skuId)
    const before = await findAdjustment(tx, skuId, requestId)
    if (before) return isSame(before, wish) ? ok(undefined) : refuse({ kind: 'requestReused' })
    const decided = decideAdjustment(shelf, wish)
    if (!decided.ok) return decided
    const counted = wish.reason === 'count' ? { counted: wish.counted } : {}
    const adjustment = { skuId, requestId, reason: wish.reason, delta: decided.value, note, ...counted }
    await recordAdjustments(tx, { adjustments: [adjustment], actorId: manager.personId, now })
    return ok(undefined)
  })
}

function findAdjustment(tx: Tx, skuId: SkuId, requestId: string) {
  return tx
    .selectFrom('stock_adjustment')
    .select(['reason', 'counted', 'delta'])
    .where('sku_id', '=', skuId)
    .where('request_id', '=', requestId)
    .executeTakeFirst()
}

type KeptAdjustment = NonNullable<Awaited<ReturnType<typeof findAdjustment>>>

function isSame({ reason, counted, delta }: KeptAdjustment, wish: AdjustmentWish): boolean {
  if (reason !== wish.reason) return false
  return wish.reason === 'count' ? counted === wish.counted : Math.abs(delta) === wish.quantity
}
