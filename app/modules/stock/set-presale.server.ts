import type { Manager } from '#app/modules/identity/permissions.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { findOwnSku } from './internal/own-sku.server.ts'
import { lockShelf } from './lock-shelves.server.ts'
import { decidePresale, isPresaleOpen, type Presale, type SetPresaleRefusal } from './presale.ts'

export interface SetPresaleCommand {
  manager: Manager
  skuId: string
  presale: Presale
  now: Date
}

/** Opens the sale of what is not there yet, or changes its days and cap. Orders placed before keep their promise. */
export async function setPresale(db: Db, command: SetPresaleCommand): Promise<Result<void, SetPresaleRefusal>> {
  const { manager, now } = command
  const today = businessDate(now)
  return inTransaction(db, async (tx): Promise<Result<void, SetPresaleRefusal>> => {
    const skuId = await findOwnSku(tx, manager.cooperativeId, command.skuId)
    if (!skuId) return refuse({ kind: 'notFound' })
    const decided = decidePresale(await lockShelf(tx, skuId), command.presale, today)
    if (!decided.ok) return decided
    const presale = decided.value
    const facts = {
      opens_on: presale.opensOn,
      closes_on: presale.closesOn,
      ready_on: presale.readyOn,
      cap: presale.cap,
      set_by: manager.personId,
      set_at: now,
    }
    await tx
      .insertInto('presale')
      .values({ sku_id: skuId, ...facts })
      .onConflict((conflict) => conflict.column('sku_id').doUpdateSet(facts))
      .execute()
    const isOpen = isPresaleOpen(presale, today)
    // Without an open pre-sale the table keeps the limit at what was sold beyond the shelf already.
    const level = { presale_open: isOpen, ...(isOpen && { oversell_limit: presale.cap }) }
    await tx.updateTable('stock_level').set(level).where('sku_id', '=', skuId).execute()
    return ok(undefined)
  })
}
