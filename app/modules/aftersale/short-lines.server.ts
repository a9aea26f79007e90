import { type LockedSupplierOrder, lockSupplierOrder } from '#app/modules/fulfillment/lock-supplier-order.server.ts'
import { type RecordShortageRefusal, recordShortage } from '#app/modules/fulfillment/record-shortage.server.ts'
import type { ShortPieces } from '#app/modules/fulfillment/short-lines.ts'
import type { ShortageReason } from '#app/modules/fulfillment/supply-terms.ts'
import type { Manager } from '#app/modules/identity/permissions.ts'
import { enqueueNotice } from '#app/modules/notices/enqueue-notice.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import type { SupplierOrderId } from '#app/shared/ids.ts'
import { fen, multiplyFen, sumFen } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { cancelAndRefund } from './cancel-and-refund.server.ts'

export interface ShortLinesCommand {
  manager: Manager
  supplierOrderId: SupplierOrderId
  requestId: string
  lines: readonly ShortPieces[]
  reason: ShortageReason
  note: string
  now: Date
}

export type ShortLinesRefusal = RecordShortageRefusal | { kind: 'notFound' }

/**
 * A cooperative cannot supply pieces that have not left it: they are canceled and
 * written off, what was paid for them goes back to the buyer once, and the buyer is
 * told. The same request twice does it once.
 */
export async function shortLines(db: Db, command: ShortLinesCommand): Promise<Result<void, ShortLinesRefusal>> {
  const { manager, supplierOrderId, lines, note, now } = command
  return inTransaction(db, async (tx): Promise<Result<void, ShortLinesRefusal>> => {
    const part = await lockSupplierOrder(tx, manager.cooperativeId, supplierOrderId)
    if (!part) return refuse({ kind: 'notFound' })
    const recorded = await recordShortage(tx, part, { ...command, actorId: manager.personId })
    if (!recorded.ok) return recorded
    if (!recorded.value.isFirst) return ok(undefined)
    await tellBuyer(tx, part, command)
    const refunded = await cancelAndRefund(tx, part.order, {
      lines,
      reason: 'short',
      isRestocked: false,
      bearer: 'cooperative',
      actorId: manager.personId,
      note,
      now,
    })
    if (!refunded.ok) throw new Error(`pieces still to ship could not be canceled: ${refunded.refusal.kind}`)
    return ok(undefined)
  })
}

async function tellBuyer(tx: Tx, { order, buyerId }: LockedSupplierOrder, command: ShortLinesCommand): Promise<void> {
  const { requestId, lines, note, now } = command
  const ids = lines.map(({ orderLineId }) => orderLineId)
  const rows = await tx
    .selectFrom('order_line')
    .select(['id', 'name_zh', 'name_en', 'unit_price_fen'])
    .where('id', 'in', ids)
    .orderBy('line_no')
    .execute()
  const short = rows.map((row) => ({ row, quantity: lines.find((line) => line.orderLineId === row.id)?.quantity ?? 0 }))
  await enqueueNotice(tx, {
    personId: buyerId,
    kind: 'lines_shorted',
    data: {
      orderNo: order.orderNo,
      lines: short.map(({ row, quantity }) => ({ nameZh: row.name_zh, nameEn: row.name_en, quantity })),
      refundFen: sumFen(short.map(({ row, quantity }) => multiplyFen(fen(row.unit_price_fen), quantity))),
      note,
    },
    dedupeKey: `lines_shorted:${requestId}`,
    now,
  })
}
