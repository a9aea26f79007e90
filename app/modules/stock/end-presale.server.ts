import type { Manager } from '#app/modules/identity/permissions.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { findOwnSku } from './internal/own-sku.server.ts'
import { lockShelf } from './lock-shelves.server.ts'
import type { EndPresaleRefusal } from './presale.ts'
import { soldBeyondShelf } from './shelf.ts'

export interface EndPresaleCommand {
  manager: Manager
  skuId: string
}

/** Sells only what is on the shelf again. Refused while more is sold than lies there. Twice is harmless. */
export async function endPresale(
  db: Db,
  { manager, skuId: wished }: EndPresaleCommand,
): Promise<Result<void, EndPresaleRefusal>> {
  return inTransaction(db, async (tx): Promise<Result<void, EndPresaleRefusal>> => {
    const skuId = await findOwnSku(tx, manager.cooperativeId, wished)
    if (!skuId) return refuse({ kind: 'notFound' })
    const sold = soldBeyondShelf(await lockShelf(tx, skuId))
    if (sold > 0) return refuse({ kind: 'soldBeyondShelf', sold })
    await tx.deleteFrom('presale').where('sku_id', '=', skuId).execute()
    const level = { presale_open: false, oversell_limit: 0 }
    await tx.updateTable('stock_level').set(level).where('sku_id', '=', skuId).execute()
    return ok(undefined)
  })
}
